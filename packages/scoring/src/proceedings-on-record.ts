import {
  addDays,
  dayOf,
  type Evidence,
  eventDay,
  type EventDays,
  type EventLife,
  type FormalEvent,
  type IsoDate,
  knownDay,
  publicationDay,
} from '@tocsin/domain';
import { compareText, firstSeen, type Statement } from './facts.ts';
import type { FactsOnDay } from './facts-on-day.ts';
import { lifeOf, shareOf } from './life-of.ts';
import { type EndingMark, liquidations, type OpeningMark, proceedingMarks } from './proceeding-marks.ts';
import { petitionEnded } from './petition-ended.ts';
import { proceedings, type Proceeding } from './proceedings.ts';
import type { ModelRules } from './rules.ts';

/** A proceeding of one company, told by one or more publishers. */
export interface ProceedingOnRecord {
  readonly ref: string;
  readonly family: Proceeding;
  /** The day by which it had begun. */
  readonly on: IsoDate;
  /** The days of its beginning, each under its name. */
  readonly days: EventDays;
  /** The day of the latest statement that it is going on: points age from here. */
  readonly toldOn: IsoDate;
  /** The day it ended, with the statement that says so; null while it is open. */
  readonly ended: { readonly on: IsoDate; readonly day: IsoDate | null; readonly by: Statement } | null;
  readonly statements: readonly Statement[];
  /** How it stands while nothing more is published; null where this version of the score knows no steps for it. */
  readonly life: EventLife | null;
  /** The day on which the record is read. */
  readonly asOf: IsoDate;
}

/**
 * The proceedings that the record shows, oldest first, each once however many publishers tell it.
 *
 * Statements of one company and family are one proceeding until it has ended; petitions are told apart by court
 * reference, else by 90 days. It is named after the statement of it that was seen first, so that its name (and the
 * alert that carries it) stays the same when the other publisher's words arrive. `looseEnds` are those of proceedings
 * whose beginning its publisher has taken back.
 */
export function readProceedings(facts: FactsOnDay): {
  readonly proceedings: readonly ProceedingOnRecord[];
  readonly looseEnds: readonly EndingMark[];
} {
  const { openings, endings } = proceedingMarks(facts);
  const groups: OpeningMark[][] = [];
  for (const opening of openings) {
    const group = groups.findLast((g) => sameProceeding(g, opening, { endings, groups, rules: facts.rules }));
    if (group) group.push(opening);
    else groups.push([opening]);
  }
  const looseEnds = endings.filter(
    (ending) =>
      ending.by.signal.kind === 'insolvency-notice' &&
      !openings.some(({ family, on }) => family === ending.family && on <= ending.upTo),
  );
  const record = { endings, groups, rules: facts.rules };
  return { proceedings: groups.map((group) => toProceeding(facts, group, record)), looseEnds };
}

/** Whether a proceeding stands: not known to have ended, nor left without an outcome for so long that it counts nothing. */
export function isOpen({ ended, life, ...of }: ProceedingOnRecord): boolean {
  return ended === null && shareOf(life, of.asOf) > 0;
}

/** Those not known to have ended; a petition or meeting that has become a liquidation is told by the liquidation. */
export function openProceedings(all: readonly ProceedingOnRecord[]): readonly ProceedingOnRecord[] {
  const open = all.filter((p) => isOpen(p) && !isInformation(p));
  const wound = open.filter((proceeding) => liquidations.has(proceeding.family));
  return open.filter((p) => !precursors.has(p.family) || !wound.some((w) => w.on >= p.on));
}

/** Whether it is told without points, as no sign of distress. */
export function isInformation({ family }: Pick<ProceedingOnRecord, 'family'>): boolean {
  return proceedings[family].effect === 'information';
}

const precursors: ReadonlySet<Proceeding> = new Set(['winding-up-petition', 'creditors-decision']);

/** A proceeding as the contract words it. */
export function formalEvent(proceeding: ProceedingOnRecord): FormalEvent {
  return {
    ref: proceeding.ref,
    family: proceeding.family,
    on: proceeding.on,
    days: proceeding.days,
    ...(proceeding.life && { life: proceeding.life }),
    title: proceedings[proceeding.family].title,
    evidence: evidenceOf(proceeding.statements),
  };
}

export function evidenceOf(statements: readonly Statement[]): Evidence[] {
  return statements.map((statement) => statement.evidence);
}

/** What is known of all proceedings where one is read. */
interface OnRecord {
  readonly endings: readonly EndingMark[];
  readonly groups: readonly (readonly OpeningMark[])[];
  readonly rules: ModelRules;
}

function sameProceeding(group: readonly OpeningMark[], opening: OpeningMark, record: OnRecord): boolean {
  const last = group.at(-1)!;
  if (last.family !== opening.family) return false;
  if (opening.family === 'winding-up-petition') {
    const refs = group.flatMap((o) => o.caseRef ?? []);
    if (opening.caseRef && refs.length > 0) return refs.includes(opening.caseRef);
    if (addDays(last.on, record.rules.samePetitionDays) < opening.on) return false;
  }
  const ended = endOf(group, record);
  return ended === null || ended.on >= opening.on;
}

function endOf(
  group: readonly OpeningMark[],
  { endings, groups, rules }: OnRecord,
): ProceedingOnRecord['ended'] {
  const own = group.filter((o) => o.endedOn !== null).sort((a, b) => compareText(a.endedOn!, b.endedOn!));
  const last = own.at(-1);
  if (last) return { on: last.endedOn!, day: last.endedOn, by: last.by };
  const refs = group.flatMap((o) => o.caseRef ?? []);
  const [family, toldOn] = [group[0]!.family, group.at(-1)!.on];
  const petitions = groups.filter((one) => one[0]?.family === family);
  const isOfOne = ({ by }: EndingMark) =>
    rules.endsOnePetition === true &&
    family === 'winding-up-petition' &&
    by.signal.kind === 'insolvency-notice';
  const publishedOn = rules.registerCatchesUpFrom ? lastPublication(group) : toldOn;
  const answer = endings.find(
    (ending) =>
      ending.family === family &&
      !(ending.ofRegisterOnly && group.some(({ by }) => by.signal.kind === 'insolvency-notice')) &&
      (isByRegister(ending) ? publishedOn : toldOn) <= ending.upTo &&
      (!isOfOne(ending) || petitionEnded(ending, petitions) === group) &&
      (!ending.caseRef || refs.length === 0 || refs.includes(ending.caseRef)),
  );
  return answer ?? null;
}

/** The day on which the latest notice of it was published, however long before that it began. */
function lastPublication(group: readonly OpeningMark[]): IsoDate {
  const days = group.map(({ on, by }) =>
    by.signal.kind === 'insolvency-notice' ? dayOf(by.publishedAt) : on,
  );
  return days.reduce((last, day) => (day > last ? day : last));
}

/** Whether nothing says that it has ended but a register that shows the company as active, which lags. */
function isByRegister({ by: { signal } }: EndingMark): boolean {
  return signal.kind === 'company-profile' && signal.status === 'active';
}

function toProceeding(
  facts: FactsOnDay,
  group: readonly OpeningMark[],
  record: OnRecord,
): ProceedingOnRecord {
  const first = group[0]!;
  const statements = group.map((o) => o.by);
  const ended = endOf(group, record);
  const named = statements.flatMap((one) => versionsOf(facts, one)).toSorted(firstSeen)[0]!;
  return {
    ref: `${nameOf(first.family)}:${named.source}/${named.ref}`,
    family: first.family,
    on: first.on,
    days: daysOf(group),
    toldOn: group.at(-1)!.on,
    ended,
    statements,
    asOf: facts.asOf,
    life: ended ? null : lifeOf(facts, first.family, group),
  };
}

/** A statement as it was seen first, and since: a notice that is read anew does not change the name of a proceeding. */
function versionsOf(facts: FactsOnDay, { source, ref, signal }: Statement): readonly Statement[] {
  return facts.versions(signal.kind).filter((one) => one.source === source && one.ref === ref);
}

/** A strike-off that turns out to be voluntary keeps its name, by which councils were told of it. */
function nameOf(family: Proceeding): Proceeding {
  return family === 'voluntary-strike-off' ? 'strike-off' : family;
}

/** Of several publishers that tell one beginning the first who gives its day, and the first who was read. */
function daysOf(group: readonly OpeningMark[]): EventDays {
  const published = group
    .map(({ by }) => knownDay(publicationDay(by.evidence)))
    .filter((day) => day !== null)
    .sort();
  return {
    eventDay: eventDay(group.find(({ day }) => day !== null)?.day ?? null),
    publishedOn: eventDay(published[0] ?? null),
    seenAt: group.map(({ by }) => by.observedAt).sort()[0] ?? null,
  };
}
