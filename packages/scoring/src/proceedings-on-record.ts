import {
  addDays,
  type Evidence,
  eventDay,
  type EventDays,
  type FormalEvent,
  type IsoDate,
  knownDay,
  publicationDay,
} from '@tocsin/domain';
import { compareText, firstSeen, type Statement } from './facts.ts';
import type { FactsOnDay } from './facts-on-day.ts';
import { type Ending, liquidations, type Opening, proceedingMarks } from './proceeding-marks.ts';
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
  readonly ended: { readonly on: IsoDate; readonly by: Statement } | null;
  readonly statements: readonly Statement[];
}

/**
 * The proceedings that the record shows, oldest first, each once however many publishers tell it.
 *
 * Statements of one company and family are one proceeding until it has ended; petitions are told apart by court
 * reference, else by 90 days. It is named after the statement of it that was seen first, so that its name (and the
 * alert that carries it) stays the same when the other publisher's words arrive.
 */
export function proceedingsOnRecord(facts: FactsOnDay): readonly ProceedingOnRecord[] {
  const { openings, endings } = proceedingMarks(facts);
  if (openings.length === 0) return [];
  const groups: Opening[][] = [];
  for (const opening of openings) {
    const group = groups.findLast((g) => sameProceeding(g, opening, endings, facts.rules));
    if (group) group.push(opening);
    else groups.push([opening]);
  }
  return groups.map((group) => toProceeding(group, endings));
}

/** Those not known to have ended; a petition or meeting that has become a liquidation is told by the liquidation. */
export function openProceedings(all: readonly ProceedingOnRecord[]): readonly ProceedingOnRecord[] {
  const open = all.filter((proceeding) => proceeding.ended === null);
  const wound = open.filter((proceeding) => liquidations.has(proceeding.family));
  return open.filter((p) => !precursors.has(p.family) || !wound.some((w) => w.on >= p.on));
}

const precursors: ReadonlySet<Proceeding> = new Set(['winding-up-petition', 'creditors-decision']);

/** A proceeding as the contract words it. */
export function formalEvent(proceeding: ProceedingOnRecord): FormalEvent {
  return {
    ref: proceeding.ref,
    family: proceeding.family,
    on: proceeding.on,
    days: proceeding.days,
    title: proceedings[proceeding.family].title,
    evidence: evidenceOf(proceeding.statements),
  };
}

export function evidenceOf(statements: readonly Statement[]): Evidence[] {
  return statements.map((statement) => statement.evidence);
}

function sameProceeding(
  group: readonly Opening[],
  opening: Opening,
  endings: readonly Ending[],
  { samePetitionDays }: ModelRules,
): boolean {
  const last = group.at(-1)!;
  if (last.family !== opening.family) return false;
  if (opening.family === 'winding-up-petition') {
    const refs = group.flatMap((o) => o.caseRef ?? []);
    if (opening.caseRef && refs.length > 0) return refs.includes(opening.caseRef);
    if (addDays(last.on, samePetitionDays) < opening.on) return false;
  }
  const ended = endOf(group, endings);
  return ended === null || ended.on >= opening.on;
}

function endOf(group: readonly Opening[], endings: readonly Ending[]): ProceedingOnRecord['ended'] {
  const own = group.filter((o) => o.endedOn !== null).sort((a, b) => compareText(a.endedOn!, b.endedOn!));
  const last = own.at(-1);
  if (last) return { on: last.endedOn!, by: last.by };
  const refs = group.flatMap((o) => o.caseRef ?? []);
  const [family, toldOn] = [group[0]!.family, group.at(-1)!.on];
  const answer = endings.find(
    (ending) =>
      ending.family === family &&
      toldOn <= ending.upTo &&
      (!ending.caseRef || refs.length === 0 || refs.includes(ending.caseRef)),
  );
  return answer ?? null;
}

function toProceeding(group: readonly Opening[], endings: readonly Ending[]): ProceedingOnRecord {
  const first = group[0]!;
  const statements = group.map((o) => o.by);
  const named = statements.toSorted(firstSeen)[0]!;
  return {
    ref: `${first.family}:${named.source}/${named.ref}`,
    family: first.family,
    on: first.on,
    days: daysOf(group),
    toldOn: group.at(-1)!.on,
    ended: endOf(group, endings),
    statements,
  };
}

/** Of several publishers that tell one beginning the first who gives its day, and the first who was read. */
function daysOf(group: readonly Opening[]): EventDays {
  const published = group
    .map(({ by }) => knownDay(publicationDay(by.publishedAt, by.evidence.retrievedAt)))
    .filter((day) => day !== null)
    .sort();
  return {
    eventDay: eventDay(group.find(({ day }) => day !== null)?.day ?? null),
    publishedOn: eventDay(published[0] ?? null),
    seenAt: group.map(({ by }) => by.observedAt).sort()[0] ?? null,
  };
}
