import {
  dayOf,
  type FinancesUnknown,
  type IsoInstant,
  levelOf,
  type Look,
  type Observation,
  type ObservedSignal,
  type RiskLevel,
  Signal,
  SupplierId,
  type Topic,
} from '@tocsin/domain';
import {
  assess,
  foldSignals,
  levelKinds,
  looksAt,
  type LevelSignal,
  type LevelStatement,
} from '@tocsin/scoring';
import { documentSource, type SourceDocument, sources, watchSources } from '@tocsin/sources';

/** How many companies stand at each level, and why the finances of those without a formal sign are not known. */
export interface LevelShares {
  readonly companies: number;
  readonly levels: Readonly<Partial<Record<RiskLevel, number>>>;
  readonly financesUnknown: Readonly<Partial<Record<FinancesUnknown, number>>>;
}

interface Company {
  readonly observations: Observation[];
  readonly looks: Look[];
}

/**
 * The levels of all companies that documents tell of, as pages show them at a moment at which The Gazette has just been
 * read: each document read by its own source, each company assessed on what they say.
 */
export function levelShares(
  documents: Iterable<SourceDocument & { readonly source: string }>,
  moment: IsoInstant,
): LevelShares {
  const watched = watchSources(sources, () => true).map((source) => ({
    ...source,
    lastGoodAt: source.id === 'gazette-insolvency' ? moment : null,
  }));
  const levels: Partial<Record<RiskLevel, number>> = {};
  const financesUnknown: Partial<Record<FinancesUnknown, number>> = {};
  const companies = companiesIn(documents);
  for (const { observations, looks } of companies.values()) {
    const signals = signalsOf(observations);
    const checked: Partial<Record<Topic, IsoInstant>> = { 'gazette-notices': moment };
    for (const { topics, at } of looks) for (const topic of topics) checked[topic] = at;
    const facts = foldSignals(checked, signals);
    const assessment = assess(facts, {
      supplierId: SupplierId.parse('1'),
      asOf: dayOf(moment),
      previousBand: null,
    });
    const known = looksAt(
      looks.flatMap(({ topics, at }) =>
        topics.map((topic) => ({ topic, source: 'companies-house-company', firstAt: at, lastAt: at })),
      ),
      signals.flatMap(statementOf),
      watched,
      moment,
    );
    const level = levelOf(assessment, known, dayOf(moment));
    levels[level] = (levels[level] ?? 0) + 1;
    if (level === 'no-formal-sign')
      financesUnknown[known.without] = (financesUnknown[known.without] ?? 0) + 1;
  }
  return { companies: companies.size, levels, financesUnknown };
}

function companiesIn(
  documents: Iterable<SourceDocument & { readonly source: string }>,
): ReadonlyMap<string, Company> {
  const found = new Map<string, Company>();
  const of = (number: string) => {
    const company = found.get(number) ?? { observations: [], looks: [] };
    found.set(number, company);
    return company;
  };
  for (const document of documents)
    for (const item of documentSource(document.source).parse(document)) {
      // An answer that the register keeps no such list is a look, and nothing that was observed.
      const looks = 'looks' in item ? (item.looks ?? []) : [];
      for (const look of looks) if (look.about.ref) of(look.about.ref.id).looks.push(look);
      if (item.outcome !== 'observed') continue;
      for (const observation of item.observations) {
        if (observation.about?.ref) of(observation.about.ref.id).observations.push(observation);
        // Who is only named in a contract is a company at which nobody has looked.
        if (observation.content.kind === 'award')
          for (const { ref } of observation.content.suppliers) if (ref) of(ref.id);
      }
    }
  return found;
}

function signalsOf(observations: readonly Observation[]): readonly ObservedSignal[] {
  return observations.flatMap((observation) => {
    const { data: signal } = Signal.safeParse(observation.content);
    if (!signal) return [];
    const { source, ref, version, occurredOn, publishedAt, url } = observation;
    const evidence = { source, url, publishedAt, retrievedAt: publishedAt, sha256: '0'.repeat(64) };
    return [{ source, ref, version, occurredOn, publishedAt, observedAt: publishedAt, evidence, signal }];
  });
}

function statementOf({ signal, ...said }: ObservedSignal): readonly LevelStatement[] {
  return (levelKinds as readonly string[]).includes(signal.kind)
    ? [{ ...said, signal: signal as LevelSignal }]
    : [];
}
