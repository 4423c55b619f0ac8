import { type RiskBand, SupplierId } from '@tocsin/domain';
import { assess } from '../assess.ts';
import type { AssessedFacts } from '../compare-models.ts';
import { seeded } from '../evaluation/random.ts';
import { kindsOfTopic, type Statement, type SupplierFacts } from '../facts.ts';
import type { Weight } from '../indicator.ts';
import type { Model } from '../model.ts';
import { handMade } from './hand-made.ts';
import { madeUpEvidence, madeUpSupplier } from './made-up.ts';
import { edgesShown } from './threshold-edges.ts';

/** A made-up supplier with what a version said of it on the day of its release. */
export interface FrozenCase extends AssessedFacts {
  readonly band: RiskBand;
  readonly score: number;
  /** `<indicator> present <points>` or `<indicator> absent`; what is left out was unknown. */
  readonly answers: readonly string[];
}

/** So many suppliers are made up before a version is refused for what none of them shows. */
const MOST_SUPPLIERS = 60_000;
/** So many are made up in any case, for what they show beside what must be shown. */
const FEWEST_SUPPLIERS = 2_000;

/**
 * The suppliers by which a version is held to what it says: together they show every kind of signal, every indicator
 * present (where its table lets it count), absent and unknown, and every number of points that the table names; and
 * both sides of its thresholds, as far as some supplier stands there. Those made by hand come first. Each is cut down to
 * the facts that it is there for. Throws with what no made-up supplier showed.
 */
export function chooseSample(
  model: Model,
  seed: number,
  most: number = MOST_SUPPLIERS,
  byHand: readonly AssessedFacts[] = handMade,
): FrozenCase[] {
  const wanted = new Set(wantedOf(model));
  const seen = new Set<string>();
  const chosen: FrozenCase[] = [];
  const random = seeded(seed);
  for (let made = 0; made < most && (wanted.size > 0 || made < FEWEST_SUPPLIERS); made += 1) {
    const supplier = byHand[made] ?? madeUpSupplier(random);
    const fresh = [...shownBy(supplier, model)].filter((shown) => !seen.has(shown));
    if (fresh.length === 0) continue;
    const least = cutDown(supplier, (smaller) => {
      const shown = shownBy(smaller, model);
      return fresh.every((one) => shown.has(one));
    });
    for (const shown of shownBy(least, model)) {
      seen.add(shown);
      wanted.delete(shown);
    }
    chosen.push(judged(least, model));
  }
  if (wanted.size > 0)
    throw new Error(
      `no made-up supplier shows: ${[...wanted].join('; ')}. Make one by hand that does, in packages/scoring/src/versions/hand-made.ts`,
    );
  return chosen;
}

/** What a sample of the model must show. */
export function wantedOf({ rows }: Model): string[] {
  const kinds = Object.values(kindsOfTopic).flat();
  return [
    ...kinds.map((kind) => `kind ${kind}`),
    ...rows.flatMap(({ indicator: { id }, weight }) => [
      `${id} absent`,
      `${id} unknown`,
      ...countsOf(weight).map((points) => `${id} present ${points}`),
    ]),
  ];
}

/** Every number of points that a weight can give while it is fresh; none for a question that is shown for reference. */
function countsOf({ points, bins, levels }: Weight): number[] {
  const all = bins ? bins.map((bin) => bin.points) : levels ? Object.values(levels) : [points];
  return [...new Set(all)].filter((count) => count !== 0);
}

/** Answers, bands, the thresholds it stands at, and the publishers' own words: a word that comes to mean something else changes an answer. */
function shownBy(supplier: AssessedFacts, model: Model): ReadonlySet<string> {
  const { band, score, answers } = judged(supplier, model);
  const answered = new Set(answers.map((answer) => answer.split(' ')[0]));
  const unasked = model.rows.filter(({ indicator }) => !answered.has(indicator.id));
  const said = Object.entries(supplier.facts.stated).flatMap(([kind, statements]) =>
    statements.flatMap(({ signal }) => [`kind ${kind}`, ...wordsOf(kind, signal)]),
  );
  return new Set([
    ...answers,
    ...unasked.map(({ indicator }) => `${indicator.id} unknown`),
    `from ${supplier.previousBand} to ${band}`,
    ...(score === 100 ? ['score 100'] : []),
    ...edgesShown(supplier, model),
    ...said,
  ]);
}

const wordFields = ['family', 'caseType', 'status', 'statusDetail', 'about', 'detail', 'series'];

function wordsOf(kind: string, signal: Statement['signal']): string[] {
  const fields = Object.entries(signal).filter(([name]) => wordFields.includes(name));
  return fields.map(([name, value]) => `${kind} ${name} ${String(value)}`);
}

function judged({ supplierId, facts, asOf, previousBand }: AssessedFacts, model: Model): FrozenCase {
  const { band, score, findings } = assess(facts, { supplierId, asOf, previousBand }, model);
  const answers = findings.flatMap(({ indicator, outcome, points }) => {
    if (outcome === 'unknown') return [];
    return [outcome === 'present' ? `${indicator} present ${points}` : `${indicator} absent`];
  });
  return { supplierId, facts, asOf, previousBand, band, score, answers };
}

/** Leaves out every look, statement and relative without which the supplier still shows what it should. */
function cutDown(supplier: AssessedFacts, stillShows: (smaller: AssessedFacts) => boolean): AssessedFacts {
  let least = supplier;
  const tryFacts = (facts: SupplierFacts) => {
    const smaller = { ...least, facts };
    if (stillShows(smaller)) least = smaller;
  };
  for (const [kind, statements = []] of Object.entries(supplier.facts.stated))
    for (const statement of statements) {
      const { stated } = least.facts;
      const left = (stated[statement.signal.kind] ?? []).filter((other) => other !== statement);
      tryFacts({ ...least.facts, stated: { ...stated, [kind]: left } });
    }
  for (const topic of Object.keys(supplier.facts.checked)) {
    const { [topic as keyof SupplierFacts['checked']]: _, ...checked } = least.facts.checked;
    tryFacts({ ...least.facts, checked });
  }
  const { relatives, ...alone } = least.facts;
  if (relatives) tryFacts(alone);
  const stated = Object.entries(least.facts.stated).filter(([, of]) => of.length > 0);
  tryFacts({ ...least.facts, stated: Object.fromEntries(stated) });
  return least;
}

/** A line for each case, after one that says what it is of. Evidence counts nothing and is left out. */
export function renderSample(version: string, table: string, cases: readonly FrozenCase[]): string {
  const lines = cases.map(({ facts, asOf, previousBand, band, score, answers }) => ({
    facts,
    asOf,
    previousBand,
    band,
    score,
    answers,
  }));
  const bare = (key: string, value: unknown) =>
    key === 'evidence' && !Array.isArray(value) ? undefined : value;
  return `${[{ version, table }, ...lines].map((line) => JSON.stringify(line, bare)).join('\n')}\n`;
}

export interface FrozenSample {
  readonly version: string;
  /** SHA-256 of the table that the version was released with. */
  readonly table: string;
  readonly cases: readonly FrozenCase[];
}

/** What `renderSample` wrote. */
export function readSample(text: string): FrozenSample {
  const [head, ...lines] = text.trim().split('\n');
  const { version, table } = JSON.parse(head ?? '{}') as Omit<FrozenSample, 'cases'>;
  const cases = lines.map((line) => {
    const one = JSON.parse(line) as Omit<FrozenCase, 'supplierId'>;
    const stated = Object.entries(one.facts.stated).map(([kind, statements]) => [
      kind,
      statements.map((statement) => ({ ...statement, evidence: madeUpEvidence })),
    ]);
    return {
      ...one,
      supplierId: SupplierId.parse('1'),
      facts: { ...one.facts, stated: Object.fromEntries(stated) as SupplierFacts['stated'] },
    };
  });
  return { version, table, cases };
}

/** What the model says otherwise than the sample: `<line>: <what it said> → <what it says>`. */
export function differencesFrom({ cases }: FrozenSample, model: Model): string[] {
  return cases.flatMap((frozen, at) => {
    const now = judged(frozen, model);
    const says = ({ band, score, answers }: FrozenCase) => [`${band} at ${score}`, ...answers];
    const gone = says(frozen).filter((one) => !says(now).includes(one));
    const come = says(now).filter((one) => !says(frozen).includes(one));
    if (gone.length + come.length === 0) return [];
    return [`line ${at + 2}: ${gone.join(', ') || 'unknown'} → ${come.join(', ') || 'unknown'}`];
  });
}
