import {
  alarmCauses,
  composeAlarm,
  foldAlarms,
  isNewsOf,
  isWell,
  alarmKey,
  toldOf,
  waysInOrder,
  type Alarm,
  type AlarmCause,
  type SystemLook,
} from '@tocsin/alerting';
import type { OperatorWay } from '@tocsin/channels';
import {
  doRetries,
  expireCanary,
  findAlarmsUnderWay,
  inTurn,
  noteCanaryRounds,
  prepareCanary,
  saveAlarms,
  trimAlarms,
} from '@tocsin/db';
import { HOUR_MS, MINUTE_MS } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';
import { lookAround, type LookPorts } from './look-around.ts';

export interface WatchPorts extends LookPorts {
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly publicUrl: string;
  readonly ways: readonly OperatorWay[];
  /** Calls whoever raises the alarm when we do not call; null where nobody listens. */
  readonly callListener: (() => Promise<boolean>) | null;
  readonly causes: readonly AlarmCause[];
}

/** The causes but for those that are switched off, of which nothing is found; throws on a name that there is none of. */
export function watchedCauses(off: string): readonly AlarmCause[] {
  const names = off
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = names.filter((name) => alarmCauses.every(({ id }) => id !== name));
  if (unknown.length > 0)
    throw new Error(
      `ALARMS_OFF: there is no alarm called ${unknown.join(', ')}. Those that there are: ${alarmCauses.map(({ id }) => id).join(', ')}`,
    );
  return alarmCauses.map((cause) => (names.includes(cause.id) ? { ...cause, find: () => [] } : cause));
}

/**
 * Each minute looks at the system and tells the operator of what is wrong, once, and of what is over. Of several replicas
 * one looks; while the database is away, by which they take turns, each does.
 */
export function startWatching(ports: WatchPorts): () => Promise<void> {
  const watcher = openWatcher(ports);
  return startLoop({
    name: 'watch over the system',
    everyMs: MINUTE_MS,
    logger: ports.logger,
    round: watcher.round,
  });
}

/** What watches: it remembers what it found while the database was away, and keeps it there afterwards. */
export function openWatcher(ports: WatchPorts): { readonly round: () => Promise<void> } {
  const { db } = ports;
  let unsaved: readonly Alarm[] = [];

  async function lookAndTell(look: SystemLook): Promise<void> {
    const stored = look.databaseAnswers ? await findAlarmsUnderWay(db) : [];
    const known = [
      ...stored,
      ...unsaved.filter((one) => stored.every((other) => alarmKey(other) !== alarmKey(one))),
    ];
    const underWay = known.filter(({ endedAt }) => endedAt === null);
    const untold = known.filter(({ endedAt }) => endedAt !== null);
    const found = [...untold, ...foldAlarms(underWay, look, ports.causes)];
    if (look.databaseAnswers) await saveAlarms(db, stored, found);
    const after: Alarm[] = [];
    for (const alarm of found) after.push(isNewsOf(alarm) ? await tell(ports, alarm, found) : alarm);
    if (look.databaseAnswers) await saveAlarms(db, found, after);
    unsaved = look.databaseAnswers ? [] : after;
    if (isWell(after)) await ports.callListener?.();
  }

  return {
    async round() {
      const look = await lookAround(ports);
      if (!look.databaseAnswers) return lookAndTell(look);
      await inTurn(db, 'watch over the system', MINUTE_MS, async () => {
        await lookAndTell(look);
        const sent = await doRetries(db);
        if (sent > 0)
          ports.logger.info({ messages: sent }, 'messages were sent again, as the operator asked');
        await tendCanary(ports);
      });
    },
  };
}

/** Tells of an alarm by the first way that takes it. What ended with nobody to be told is let go. */
async function tell(
  { ways, logger, publicUrl, now }: WatchPorts,
  alarm: Alarm,
  all: readonly Alarm[],
): Promise<Alarm> {
  const { cause, subject, foundAt, endedAt } = alarm;
  const isOver = endedAt !== null;
  const mail = composeAlarm(alarm, publicUrl);
  const reference = `alarm-${cause}-${subject}-${foundAt}${isOver ? '-over' : ''}`;
  if (alarm.toldAt === null && !isOver)
    logger.error({ cause, subject }, 'something is wrong with the system');
  for (const way of waysInOrder(ways, all))
    if (await way.tell(mail, reference)) {
      logger.info({ cause, subject, way: way.id, isOver }, 'the operator was told');
      return toldOf(alarm, now());
    }
  return isOver && ways.length === 0 ? toldOf(alarm, now()) : alarm;
}

/** The canary has its council, its rounds are counted, and what is old of it goes. */
async function tendCanary({ db, setting, logger, now }: WatchPorts): Promise<void> {
  const address = setting('CANARY_ADDRESS');
  if (address !== undefined) await prepareCanary(db, address);
  await noteCanaryRounds(db, now());
  await inTurn(db, 'expiry of the canary', HOUR_MS, async () => {
    const alerts = await expireCanary(db, now());
    if (alerts > 0) logger.info({ alerts }, 'what the canary left behind was taken out');
    await trimAlarms(db);
  });
}
