import { z } from 'zod';
import { dayOf } from './day.ts';
import { IsoDate, IsoInstant } from './ids.ts';
import {
  CHARITY_SOURCE,
  LANDLORD_SOURCE,
  PROVISION_SOURCE,
  REGISTER_SOURCE,
  SOCIETY_SOURCE,
} from './observation.ts';
import { formatDate } from './printed-day.ts';

declare const ofAnEvent: unique symbol;

/**
 * The day on which something happened as its publisher gives it, else `unknown`. It is no text to the compiler, so that
 * neither the day on which somebody looked is taken for one nor `unknown` is printed as a day: `eventDay` makes one,
 * `knownDay` reads it.
 */
export interface EventDay {
  readonly [ofAnEvent]: 'day of an event';
}
export const EventDay = z.union([IsoDate, z.literal('unknown')]) as unknown as z.ZodType<EventDay>;

/** The day of an event from what its publisher printed; null = it printed none. Never from the moment of a look. */
export function eventDay(printed: IsoDate | null): EventDay {
  return (printed ?? 'unknown') as unknown as EventDay;
}

/** The day of an event; null where its publisher gives none. */
export function knownDay(day: EventDay): IsoDate | null {
  const said = day as unknown as string;
  return said === 'unknown' ? null : said;
}

/** Three days of one event, each under its own name. */
export const EventDays = z.object({
  /** When it happened. */
  eventDay: EventDay,
  /** When its publisher made it public; `unknown` for a register that dates no entry. */
  publishedOn: EventDay,
  /** When we first read it; null where the event is an assessment of our own. */
  seenAt: IsoInstant.nullable(),
});
export type EventDays = z.infer<typeof EventDays>;

/** A statement as far as its days go. `occurredOn` null = the publisher gives no day. */
export interface Dated {
  readonly occurredOn: IsoDate | null;
  readonly publishedAt: IsoInstant;
}

/**
 * The day by which something had happened: its own, or that of its publication where that is earlier or the only one
 * known. For order and age alone; what is printed of an event is its `EventDays`.
 */
export function happenedBy({ occurredOn, publishedAt }: Dated): IsoDate {
  const published = dayOf(publishedAt);
  return occurredOn !== null && occurredOn < published ? occurredOn : published;
}

/** Where something was said, and when it became known. */
export interface Published {
  readonly source: string;
  readonly publishedAt: IsoInstant;
  readonly retrievedAt: IsoInstant;
}

/** Registers of which each edition says how things stand: its day is that of no entry. */
const STATES_ALONE: ReadonlySet<string> = new Set([
  CHARITY_SOURCE,
  SOCIETY_SOURCE,
  LANDLORD_SOURCE,
  PROVISION_SOURCE,
]);

/**
 * The day that a publisher printed beside a statement. A register says how things stand, which is published on no day:
 * neither when it was read, nor when its entry changed, nor when its list was issued.
 */
export function publicationDay(published: Published): EventDay {
  return isUndated(published) ? eventDay(null) : eventDay(dayOf(published.publishedAt));
}

function isUndated({ source, publishedAt, retrievedAt }: Published): boolean {
  if (Date.parse(publishedAt) === Date.parse(retrievedAt) || STATES_ALONE.has(source)) return true;
  // What the register of companies dates it dates by the day; a moment within one is that of a change in it.
  return source === REGISTER_SOURCE && !new Date(publishedAt).toISOString().endsWith('T00:00:00.000Z');
}

/**
 * When a publisher made a statement public, within a sentence: `published 20 November 2026`; of a register that dates no
 * entry when it was read, which is no publication.
 */
export function publicationWords(published: Published): string {
  const on = knownDay(publicationDay(published));
  return on
    ? `published ${formatDate(on)}`
    : `which gives no date of publication, read ${formatDate(published.retrievedAt)}`;
}

/**
 * What is said where no day is known: `The register gives no date (seen on 28 November 2026).` Null where one is. A notice is prose:
 * that no day of it was found does not say that it gives none.
 */
export function noDayGiven({ eventDay: day, publishedOn, seenAt }: EventDays): string | null {
  if (knownDay(day)) return null;
  const published = knownDay(publishedOn);
  if (published)
    return `Its day is not known from the notice’s words (published on ${formatDate(published)}).`;
  return seenAt ? `The register gives no date (seen on ${formatDate(seenAt)}).` : 'The date is not known.';
}

/** Beside a title: `20 November 2026`, else `day not known, published 20 November 2026`. */
export function dayInBrief({ eventDay: day, publishedOn, seenAt }: EventDays): string {
  const [on, published] = [knownDay(day), knownDay(publishedOn)];
  if (on) return formatDate(on);
  if (published) return `day not known, published ${formatDate(published)}`;
  return seenAt ? `no date given, seen ${formatDate(seenAt)}` : 'no date given';
}

/** A day as it stands under its name: `20 November 2026`, else `Not known`. */
export function eventDayWords(day: EventDay): string {
  const on = knownDay(day);
  return on ? formatDate(on) : 'Not known';
}
