import { addDays, dayOf, happenedBy, type IsoDate, registerStanding, strikeOffKind } from '@tocsin/domain';
import { compareText, firstSeen, type Statement } from './facts.ts';
import type { FactsOnDay } from './facts-on-day.ts';
import {
  caseClosingDates,
  type Meaning,
  meaningOfCaseType,
  meaningOfNoticeFamily,
  meaningOfStatus,
  type Proceeding,
  proceedings,
} from './proceedings.ts';

/** One statement that a proceeding has begun or ended. */
export interface Mark {
  readonly family: Proceeding;
  /** The day by which it was so, for order and age. */
  readonly on: IsoDate;
  /** The day that the publisher gives for it; null where it gives none. */
  readonly day: IsoDate | null;
  readonly by: Statement;
  readonly caseRef: string | null;
}
/** `endedOn`: the same statement also says that it has ended. */
export interface OpeningMark extends Mark {
  readonly endedOn: IsoDate | null;
}
/** Answers what began up to `upTo`. */
export interface EndingMark extends Mark {
  readonly upTo: IsoDate;
  /** It says nothing of what a notice tells. */
  readonly ofRegisterOnly?: true;
}
export interface Marks {
  readonly openings: readonly OpeningMark[];
  readonly endings: readonly EndingMark[];
}

export const liquidations: ReadonlySet<Proceeding> = new Set([
  'winding-up-order',
  'creditors-voluntary-liquidation',
]);

/** Everything the visible facts say about proceedings beginning and ending, oldest first. */
export function proceedingMarks(facts: FactsOnDay): Marks {
  const openings: OpeningMark[] = [];
  const endings: EndingMark[] = [];
  readNotices(facts, openings, endings);
  readCases(facts, openings, endings);
  readStrikeOffs(facts, openings, endings);
  readStatus(facts, openings, endings);
  return { openings: openings.sort(byDate), endings: endings.sort(byDate) };
}

function byDate(a: Mark, b: Mark): number {
  return compareText(a.on, b.on) || firstSeen(a.by, b.by);
}

function readNotices(facts: FactsOnDay, openings: OpeningMark[], endings: EndingMark[]): void {
  for (const by of facts.latest('insolvency-notice')) {
    const { family, caseRef } = by.signal;
    add(facts, openings, endings, meaningOfNoticeFamily[family], markOf(by, caseRef), null);
  }
}

function readCases(facts: FactsOnDay, openings: OpeningMark[], endings: EndingMark[]): void {
  const { caseTypes, caseClosingDates: later = [] } = facts.rules.words ?? {};
  const closes = (type: string) => caseClosingDates.has(type) || later.includes(type);
  for (const by of facts.latest('insolvency-case')) {
    const { caseType, dates } = by.signal;
    const meaning = meaningOfCaseType[caseType] ?? caseTypes?.[caseType] ?? 'nothing';
    const closing = dates.filter((date) => closes(date.type)).map((date) => date.on);
    const starting = dates.filter((date) => !closes(date.type));
    const before = new Set(meaning === 'solvent' ? ['declaration-solvent-on'] : ['petitioned-on']);
    const begun = starting.filter((date) => !before.has(date.type));
    const [first] = (begun.length > 0 ? begun : starting).map((date) => date.on).sort();
    const ended = closing.sort().at(-1) ?? null;
    const day = typeof meaning === 'object' ? ended : begun.length > 0 ? (first ?? null) : null;
    const on = typeof meaning === 'object' ? (ended ?? happenedBy(by)) : (first ?? happenedBy(by));
    add(facts, openings, endings, meaning, { on, day, by, caseRef: null }, ended);
  }
}

function readStrikeOffs(facts: FactsOnDay, openings: OpeningMark[], endings: EndingMark[]): void {
  for (const by of facts.latest('filing')) {
    const { about } = by.signal;
    const kind = facts.rules.information ? strikeOffKind(by.signal) : null;
    const mark = markOf(by, null);
    if (about === 'strike-off-proposed') {
      const family = kind === 'voluntary' ? 'voluntary-strike-off' : 'strike-off';
      openings.push({ ...mark, family, endedOn: null });
    }
    if (about !== 'strike-off-discontinued') continue;
    if (kind !== 'compulsory') endings.push({ ...mark, family: 'voluntary-strike-off', upTo: mark.on });
    if (kind !== 'voluntary') endings.push({ ...mark, family: 'strike-off', upTo: mark.on });
  }
}

/**
 * Which strike-off a profile speaks of that has said so since a day: a voluntary one where such filings alone explain
 * it. Where it is not known which, it is not called voluntary.
 */
function strikeOffShown(
  since: IsoDate,
  openings: readonly OpeningMark[],
  endings: readonly EndingMark[],
): 'strike-off' | 'voluntary-strike-off' {
  const explains = (family: Proceeding) =>
    openings.some(
      (opening) =>
        opening.family === family &&
        !endings.some((end) => end.family === family && opening.on <= end.upTo && end.on < since),
    );
  return explains('voluntary-strike-off') && !explains('strike-off') ? 'voluntary-strike-off' : 'strike-off';
}

function readStatus(facts: FactsOnDay, openings: OpeningMark[], endings: EndingMark[]): void {
  const now = facts.latest('company-profile').at(-1);
  if (!now) return;
  const { status, statusDetail, dissolvedOn } = now.signal;
  const proposed = statusDetail === 'active-proposal-to-strike-off';
  const since = firstSaying(facts, now);
  // A profile says how the company stands, not since when.
  const mark = { on: happenedBy(since), day: null, by: since, caseRef: null };
  if (proposed) openings.push({ ...mark, family: strikeOffShown(mark.on, openings, endings), endedOn: null });
  readRestoration(facts, now, openings, endings);
  const meaning = statusMeaning(facts, status, mark.on, openings);
  if (meaning === 'dissolved') {
    const dissolved = { ...mark, on: dissolvedOn ?? mark.on, day: dissolvedOn };
    for (const { family } of openings) endings.push({ ...dissolved, family, upTo: dissolved.on });
    openings.push({ ...dissolved, family: 'dissolved', endedOn: null });
  } else add(facts, openings, endings, meaning, mark, null);
  if (status !== 'active') return;
  const caughtUp = addDays(dayOf(now.publishedAt), -facts.rules.registerCatchesUpDays);
  const stillOpen = new Set<Proceeding>([
    'winding-up-petition',
    ...(proposed ? (['strike-off', 'voluntary-strike-off'] as const) : []),
  ]);
  for (const family of new Set(openings.map((opening) => opening.family)))
    if (!stillOpen.has(family))
      endings.push({
        family,
        on: dayOf(now.publishedAt),
        day: null,
        upTo: caughtUp,
        by: now,
        caseRef: null,
        ...(family === 'receivership' && outlastsActive(facts, now) ? { ofRegisterOnly: true } : {}),
      });
}

/**
 * Receivers of one charged asset (LPA or fixed charge, code 2423) leave the company in its directors’ hands, and the register
 * goes on showing it as active: that is no sign that they have left. Only a register that showed it in receivership before
 * says so. Administrative receivers have the whole undertaking, and no company under them is shown as active.
 */
function outlastsActive(facts: FactsOnDay, now: Statement<'company-profile'>): boolean {
  if (!facts.rules.receiversOutlastActive) return false;
  const versions = facts.versions('company-profile');
  return !versions.some(
    (v) => v.source === now.source && v.ref === now.ref && v.signal.status === 'receivership',
  );
}

function markOf(by: Statement, caseRef: string | null): Omit<Mark, 'family'> {
  return { on: happenedBy(by), day: by.occurredOn, by, caseRef };
}

/** A company that the register showed as dissolved and shows otherwise now was restored to it. */
function readRestoration(
  facts: FactsOnDay,
  now: Statement<'company-profile'>,
  openings: OpeningMark[],
  endings: EndingMark[],
): void {
  if (!facts.rules.lives || now.signal.status === null || now.signal.status === 'dissolved') return;
  const gone = facts
    .versions('company-profile')
    .findLast((v) => v.source === now.source && v.ref === now.ref && v.signal.status === 'dissolved');
  if (!gone) return;
  const since = firstSaying(facts, gone);
  const { dissolvedOn } = gone.signal;
  const begun = { on: dissolvedOn ?? happenedBy(since), day: dissolvedOn, by: since, caseRef: null };
  const on = dayOf(now.publishedAt);
  openings.push({ ...begun, family: 'dissolved', endedOn: null });
  if (facts.rules.restoredIsLive && !isOnRegister(now.signal)) return;
  endings.push({ family: 'dissolved', on, day: null, upTo: on, by: now, caseRef: null });
}

function isOnRegister(entry: Statement<'company-profile'>['signal']): boolean {
  const { goneAs, notUnderstood } = registerStanding({ ...entry, dissolvedOn: null });
  return goneAs === null && notUnderstood.length === 0;
}

const families = (Object.keys(proceedings) as Proceeding[]).filter((family) => family !== 'dissolved');

/**
 * What the register's status opens. `liquidation` is the word for solvent and other liquidations alike: the cases and
 * notices say which; where none does, it is at most severe.
 */
function statusMeaning(
  facts: FactsOnDay,
  status: string | null,
  since: IsoDate,
  openings: readonly OpeningMark[],
): Meaning {
  const meaning = (status && meaningOfStatus[status]) || 'nothing';
  const explained = openings.findLast(
    (o) => explains[status ?? '']?.has(o.family) && (o.endedOn === null || o.endedOn >= since),
  );
  if (explained) return explained.family;
  return status === 'liquidation' && solventOnRecord(facts) ? 'nothing' : meaning;
}

const explains: Readonly<Record<string, ReadonlySet<Proceeding>>> = {
  liquidation: liquidations,
  receivership: new Set(['administrative-receivership', 'receivership']),
  'insolvency-proceedings': new Set(families.filter((f) => proceedings[f].effect === 'insolvent')),
};

function solventOnRecord(facts: FactsOnDay): boolean {
  return (
    facts.latest('insolvency-case').some((c) => meaningOfCaseType[c.signal.caseType] === 'solvent') ||
    facts.latest('insolvency-notice').some((n) => meaningOfNoticeFamily[n.signal.family] === 'solvent')
  );
}

/** The first version since which the profile has said without a break what it says now. */
function firstSaying(facts: FactsOnDay, now: Statement<'company-profile'>): Statement<'company-profile'> {
  const versions = facts
    .versions('company-profile')
    .filter((v) => v.source === now.source && v.ref === now.ref && v.version <= now.version);
  versions.sort((a, b) => compareText(b.version, a.version));
  const broken = versions.findIndex(
    (v) => v.signal.status !== now.signal.status || v.signal.statusDetail !== now.signal.statusDetail,
  );
  return versions[(broken === -1 ? versions.length : broken) - 1] ?? now;
}

function add(
  { rules }: FactsOnDay,
  openings: OpeningMark[],
  endings: EndingMark[],
  meaning: Meaning,
  mark: Omit<Mark, 'family'>,
  endedOn: IsoDate | null,
): void {
  if (meaning === 'nothing') return;
  if (meaning === 'solvent') {
    if (rules.information) openings.push({ ...mark, family: 'solvent-winding-up', endedOn });
  } else if (typeof meaning === 'object') endings.push({ ...mark, family: meaning.ends, upTo: mark.on });
  else openings.push({ ...mark, family: meaning, endedOn });
}
