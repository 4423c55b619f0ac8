import { MINUTE_MS, type IsoInstant } from '@tocsin/domain';
import { alarmCauses, type AlarmCause } from './alarm-causes.ts';
import type { SystemLook } from './look.ts';

/** One episode of something that is wrong. */
export interface Alarm {
  readonly cause: string;
  /** With what of several; empty where there is only one of it. */
  readonly subject: string;
  /** In words, as last found. */
  readonly says: string;
  readonly foundAt: IsoInstant;
  /** When it had lasted long enough to be told; null before. */
  readonly openedAt: IsoInstant | null;
  /** Since when looks have found nothing of it any more. */
  readonly clearSince: IsoInstant | null;
  readonly endedAt: IsoInstant | null;
  /** When somebody was told that it is there, and that it is over. */
  readonly toldAt: IsoInstant | null;
  readonly endToldAt: IsoInstant | null;
}

/** How long nothing must be found of it before it is over: what comes and goes is told once. */
export const QUIET_MS = 10 * MINUTE_MS;

/**
 * The alarms after a look, of those that were under way before it: each cause and subject at most once. What a look finds
 * stays, or begins, and is opened when it has lasted long enough; what it could not tell stays as it was; what it does not
 * find any more ends after some quiet, and goes unsaid if it never was opened.
 */
export function foldAlarms(
  underWay: readonly Alarm[],
  look: SystemLook,
  causes: readonly AlarmCause[] = alarmCauses,
): readonly Alarm[] {
  const before = new Map(underWay.map((alarm) => [alarmKey(alarm), alarm]));
  return causes.flatMap((cause) => {
    const known = underWay.filter((alarm) => alarm.cause === cause.id);
    const found = cause.find(look);
    if (found === null) return known;
    const subjects = new Set(found.map(({ subject }) => subject));
    const there = found.map(({ subject, says }) => {
      const begun = before.get(alarmKey({ cause: cause.id, subject })) ?? begin(cause.id, subject, look.at);
      return {
        ...begun,
        says,
        clearSince: null,
        openedAt: begun.openedAt ?? openedNow(cause, begun, look.at),
      };
    });
    const gone = known
      .filter(({ subject }) => !subjects.has(subject))
      .flatMap((alarm) => cleared(alarm, look.at));
    return [...there, ...gone];
  });
}

/** What makes two alarms the same episode while it lasts. */
export function alarmKey({ cause, subject }: Pick<Alarm, 'cause' | 'subject'>): string {
  return `${cause} ${subject}`;
}

function begin(cause: string, subject: string, at: IsoInstant): Alarm {
  const never = { openedAt: null, clearSince: null, endedAt: null, toldAt: null, endToldAt: null };
  return { cause, subject, says: '', foundAt: at, ...never };
}

function openedNow({ lastsMs }: AlarmCause, { foundAt }: Alarm, at: IsoInstant): IsoInstant | null {
  return Date.parse(at) - Date.parse(foundAt) >= lastsMs ? at : null;
}

function cleared(alarm: Alarm, at: IsoInstant): readonly Alarm[] {
  if (alarm.openedAt === null) return [];
  const clearSince = alarm.clearSince ?? at;
  const isOver = Date.parse(at) - Date.parse(clearSince) >= QUIET_MS;
  return [{ ...alarm, clearSince, endedAt: isOver ? at : null }];
}

/** Whether somebody is still to hear of an alarm: that it is there, or that it is over. */
export function isNewsOf({ openedAt, endedAt, toldAt, endToldAt }: Alarm): boolean {
  if (openedAt === null) return false;
  return endedAt === null ? toldAt === null : endToldAt === null;
}

/** The alarm once somebody was told of it as it stands. */
export function toldOf(alarm: Alarm, at: IsoInstant): Alarm {
  const toldAt = alarm.toldAt ?? at;
  return alarm.endedAt === null ? { ...alarm, toldAt } : { ...alarm, toldAt, endToldAt: at };
}

/**
 * Whether the address that listens for us is called: while nothing is wrong that nobody was told of. Whoever listens there
 * raises the alarm when it is not called, so that one which no way takes is heard all the same.
 */
export function isWell(alarms: readonly Alarm[]): boolean {
  return !alarms.some(isNewsOf);
}

/** A way to the operator, and of which alarms it must be doubted: those of what it hangs on itself. */
export interface AlarmWay {
  readonly id: string;
  readonly hangsOn: readonly Pick<Alarm, 'cause' | 'subject'>[];
}

/** The ways in the order in which they are tried: those last that hang on something that is wrong now. */
export function waysInOrder<W extends AlarmWay>(ways: readonly W[], alarms: readonly Alarm[]): readonly W[] {
  const wrong = new Set(alarms.filter(({ endedAt }) => endedAt === null).map(alarmKey));
  const isDoubted = ({ hangsOn }: W) => hangsOn.some((one) => wrong.has(alarmKey(one)));
  return [...ways.filter((way) => !isDoubted(way)), ...ways.filter(isDoubted)];
}
