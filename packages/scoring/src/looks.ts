import {
  balanceSheetsSince,
  dayOf,
  type FinancesUnknown,
  formatDate,
  type IsoDate,
  type IsoInstant,
  type Looks,
  noticeCodes,
  registerStanding,
  type Signal,
  type SignalOf,
  type Topic,
  type TopicLook,
} from '@tocsin/domain';
import { totalsOf, type RatioInputs } from './accounts/ratios.ts';
import { compareText } from './facts.ts';
import { meaningOfCaseType } from './proceedings.ts';
import { rules } from './rules.ts';

/** A source as far as its looks count. */
export interface WatchedSource {
  readonly id: string;
  /** Topics on which one good run is a look at every company there is. */
  readonly covers: readonly Topic[];
  /** Switched on, and with every key that it needs. */
  readonly isOn: boolean;
  /** Its last good run; null = it never had one. */
  readonly lastGoodAt: IsoInstant | null;
  readonly isWithinPromise: (lookedAt: IsoInstant, now: IsoInstant) => boolean;
}

/** Looks of one source at one topic of one supplier. */
export interface LookOnRecord {
  readonly topic: Topic;
  readonly source: string;
  readonly firstAt: IsoInstant;
  readonly lastAt: IsoInstant;
}

/** When the companies register answered that nobody is under a number, or that another register holds the record. */
export interface ElsewhereOnRecord {
  readonly answer: 'gone' | 'not-held';
  readonly firstAt: IsoInstant;
  readonly lastAt: IsoInstant;
}

/** What is said of a supplier that its level needs beside its assessment. */
export type LevelSignal = SignalOf<(typeof levelKinds)[number]>;

export const levelKinds = [
  'company-profile',
  'accounts-figures',
  'accounts-filed',
  'insolvency-case',
  'insolvency-notice',
  'filing',
] as const satisfies readonly Signal['kind'][];

/** One version of one statement. */
export interface LevelStatement {
  readonly source: string;
  readonly ref: string;
  readonly version: string;
  readonly publishedAt: IsoInstant;
  readonly signal: LevelSignal;
}

/** The best look at each topic up to a moment: one that is within its promise, and of those the latest. */
export function topicLooksAt(
  looks: readonly LookOnRecord[],
  sources: readonly WatchedSource[],
  moment: IsoInstant,
): Looks['topics'] {
  const best: Partial<Record<Topic, TopicLook>> = {};
  const consider = (topic: Topic, at: IsoInstant, source: WatchedSource | undefined) => {
    const isWithinPromise = source !== undefined && source.isOn && source.isWithinPromise(at, moment);
    const known = best[topic];
    const better = !known || (isWithinPromise === known.isWithinPromise ? at > known.at : isWithinPromise);
    if (better) best[topic] = { at, isWithinPromise };
  };
  for (const { topic, source, firstAt, lastAt } of looks)
    if (firstAt <= moment)
      consider(
        topic,
        lastAt < moment ? lastAt : moment,
        sources.find(({ id }) => id === source),
      );
  for (const source of sources)
    if (source.lastGoodAt !== null && source.lastGoodAt <= moment)
      for (const topic of source.covers) consider(topic, source.lastGoodAt, source);
  return best;
}

/** What somebody has looked at and read about one supplier, as it could be seen at a moment. */
export function looksAt(
  looks: readonly LookOnRecord[],
  statements: readonly LevelStatement[],
  sources: readonly WatchedSource[],
  moment: IsoInstant,
  elsewhere: readonly ElsewhereOnRecord[] = [],
): Looks {
  const today = dayOf(moment);
  const visible = statements.filter(({ publishedAt }) => publishedAt <= moment);
  const said = newestOf(visible);
  const notices = visible.flatMap(({ signal, publishedAt }) =>
    signal.kind === 'insolvency-notice' ? dayOf(publishedAt) : [],
  );
  const noticeOn = notices.sort().at(-1);
  const profile = ofKind(said, 'company-profile').at(-1) ?? null;
  const standing = profile && registerStanding(profile);
  const balanceSheet = newestBalanceSheet(ofKind(said, 'accounts-figures'), today);
  return {
    topics: topicLooksAt(looks, sources, moment),
    ...(noticeOn !== undefined && { noticeOn }),
    balanceSheet,
    without: withoutBalanceSheet(said, profile, today),
    notUnderstood: said
      .filter((signal) => signal.kind !== 'company-profile' || signal === profile)
      .flatMap(notUnderstoodIn),
    offRegister:
      elsewhereWords(elsewhere, looks, moment) ??
      (standing?.goneAs ? goneWords(standing.goneAs, profile?.dissolvedOn ?? null) : null),
  };
}

const ELSEWHERE_WORDS: Readonly<Record<ElsewhereOnRecord['answer'], string>> = {
  gone: 'Companies House has nobody under this number: it is gone from the register, or was never on it',
  'not-held': 'not held at Companies House: another register keeps its record',
};

/** What was answered when the register was asked for it last, where that is not its entry. */
function elsewhereWords(
  elsewhere: readonly ElsewhereOnRecord[],
  looks: readonly LookOnRecord[],
  moment: IsoInstant,
): string | null {
  const till = ({ lastAt }: Pick<LookOnRecord, 'lastAt'>) => (lastAt < moment ? lastAt : moment);
  const begun = ({ firstAt }: Pick<LookOnRecord, 'firstAt'>) => firstAt <= moment;
  const last = elsewhere
    .filter(begun)
    .toSorted((a, b) => compareText(till(a), till(b)))
    .at(-1);
  if (!last) return null;
  const found = looks.filter((look) => look.topic === 'company-profile' && begun(look));
  if (found.some((look) => till(look) >= till(last))) return null;
  return `${ELSEWHERE_WORDS[last.answer]} (asked on ${formatDate(till(last))})`;
}

function goneWords(goneAs: string, on: IsoDate | null): string {
  const day = on === null ? 'the register gives no date' : `on ${formatDate(on)}`;
  return `no longer on the register as ${goneAs} (${day}), not a live company`;
}

function newestOf(statements: readonly LevelStatement[]): readonly LevelSignal[] {
  const newest = new Map<string, LevelStatement>();
  for (const statement of statements) {
    const key = `${statement.source}\n${statement.ref}`;
    const other = newest.get(key);
    if (!other || other.version < statement.version) newest.set(key, statement);
  }
  return [...newest.values()]
    .toSorted((a, b) => (a.publishedAt < b.publishedAt ? -1 : a.publishedAt > b.publishedAt ? 1 : 0))
    .map(({ signal }) => signal);
}

function ofKind<K extends LevelSignal['kind']>(
  said: readonly LevelSignal[],
  kind: K,
): readonly SignalOf<K>[] {
  return said.filter((signal) => signal.kind === kind) as readonly LevelSignal[] as readonly SignalOf<K>[];
}

/** The newest period, up to today, of which net assets and current assets against creditors can be read. */
function newestBalanceSheet(filed: readonly SignalOf<'accounts-figures'>[], today: IsoDate): IsoDate | null {
  const read = filed.filter(
    ({ balanceDate, figures, consolidated }) =>
      balanceDate <= today && (isReadable(figures) || (consolidated !== null && isReadable(consolidated))),
  );
  return (
    read
      .map(({ balanceDate }) => balanceDate)
      .sort()
      .at(-1) ?? null
  );
}

function isReadable(figures: RatioInputs): boolean {
  const { equity, workingCapital } = totalsOf(figures);
  return equity !== null && workingCapital !== null;
}

/** Types that file no accounts: their members answer for them, or another register holds them. */
const FILES_NO_ACCOUNTS: ReadonlySet<string> = new Set([
  'limited-partnership',
  'scottish-partnership',
  'private-unlimited',
  'private-unlimited-nsc',
  'royal-charter',
  'oversea-company',
  'uk-establishment',
]);

function withoutBalanceSheet(
  said: readonly LevelSignal[],
  profile: SignalOf<'company-profile'> | null,
  today: IsoDate,
): FinancesUnknown {
  const since = balanceSheetsSince(today);
  const filed = [
    ...ofKind(said, 'accounts-figures').map(({ balanceDate }) => balanceDate),
    ...ofKind(said, 'accounts-filed').map(({ madeUpTo }) => madeUpTo),
    profile?.accounts.lastMadeUpTo ?? null,
  ];
  const figures = ofKind(said, 'accounts-figures').filter(({ balanceDate }) => balanceDate >= since);
  const newest = figures.toSorted((a, b) => compareText(a.balanceDate, b.balanceDate)).at(-1);
  if (newest?.profitAndLoss === 'withheld-by-choice') return 'withheld';
  if (filed.some((day) => day !== null && day >= since)) return 'not-readable';
  if (profile === null) return 'not-held';
  const { nextDueOn, lastMadeUpTo } = profile.accounts;
  if (lastMadeUpTo === null && nextDueOn !== null && nextDueOn >= today) return 'not-due-yet';
  const filesNone = profile.type !== null && FILES_NO_ACCOUNTS.has(profile.type);
  return filesNone && lastMadeUpTo === null && nextDueOn === null ? 'not-required' : 'not-held';
}

/** What a statement says that is on none of our lists, each within a sentence: a question for a person. */
export function notUnderstoodIn(signal: LevelSignal): readonly string[] {
  switch (signal.kind) {
    case 'company-profile':
      return registerStanding(signal).notUnderstood;
    case 'insolvency-case':
      return Object.hasOwn({ ...meaningOfCaseType, ...rules.words?.caseTypes }, signal.caseType)
        ? []
        : [`the register’s insolvency case of type “${signal.caseType}” is not understood`];
    case 'insolvency-notice':
      return noticeNotUnderstood(signal);
    case 'filing':
      return signal.about === 'other'
        ? [`the register’s filing “${signal.description}” is not understood`]
        : [];
    case 'accounts-figures':
    case 'accounts-filed':
      return [];
  }
}

function noticeNotUnderstood({ code, family, heading }: SignalOf<'insolvency-notice'>): readonly string[] {
  if (code !== null && !Object.hasOwn(noticeCodes, code))
    return [`a notice of The Gazette with the code ${code} is not understood`];
  if (family !== 'unknown') return [];
  if (code !== null)
    return [`a notice of The Gazette under the code ${code}, “${heading}”, has words of another kind`];
  return [`a notice of The Gazette, “${heading}”, fits several procedures`];
}
