import { IsoInstant, SECOND_MS } from '@tocsin/domain';
import { z } from 'zod';
import { alarmCauses } from './alarm-causes.ts';
import type { Alarm } from './fold-alarms.ts';
import { canarySteps } from './look.ts';

const AlarmView = z.object({
  cause: z.string(),
  title: z.string(),
  subject: z.string(),
  says: z.string(),
  since: IsoInstant,
  endedAt: IsoInstant.nullable(),
  /** When the operator was told, by mail or otherwise; null: not yet. */
  toldAt: IsoInstant.nullable(),
});

/** How the system stands, as its operator sees it on a page and in a terminal: numbers, moments and codes. */
export const SystemView = z.object({
  open: z.array(AlarmView),
  ended: z.array(AlarmView),
  /** Null where no canary was ever sent. */
  canary: z
    .object({
      /** The hour of the newest notice, and up to where it has come. */
      hour: IsoInstant,
      reached: z.enum(canarySteps),
      /** From the document to the mail, of the newest that has arrived; null while none has. */
      seconds: z.int().nullable(),
      sent: z.int(),
      arrived: z.int(),
    })
    .nullable(),
  queues: z.array(z.object({ queue: z.string(), open: z.int(), waitsSeconds: z.int() })),
  putAside: z.array(
    z.object({
      queue: z.string(),
      reason: z.string(),
      messages: z.int(),
      /** The operator has asked for them to be sent again. */
      isAsked: z.boolean(),
    }),
  ),
  deliveries: z.array(
    z.object({
      day: z.string(),
      channel: z.string(),
      status: z.string(),
      code: z.string().nullable(),
      deliveries: z.int(),
    }),
  ),
  sources: z.array(
    z.object({
      source: z.string(),
      outcome: z.string(),
      startedAt: IsoInstant,
      lastGoodAt: IsoInstant.nullable(),
      openTroubles: z.int(),
    }),
  ),
  hostsInTrouble: z.int(),
  versions: z.object({ code: z.string(), schema: z.string(), score: z.string() }),
});
export type SystemView = z.infer<typeof SystemView>;

/** What was read of the system. */
export interface SystemPart {
  readonly alarms: readonly Alarm[];
  /** Of the canary, the newest first. */
  readonly rounds: readonly Readonly<
    Record<'hour' | 'recordedAt', IsoInstant> &
      Record<'matchedAt' | 'assessedAt' | 'raisedAt' | 'arrivedAt', IsoInstant | null>
  >[];
  readonly queues: readonly {
    readonly queue: string;
    readonly open: number;
    readonly waitsSeconds: number;
  }[];
  readonly putAside: readonly {
    readonly queue: string;
    readonly reason: string;
    readonly messages: number;
  }[];
  readonly asked: readonly { readonly queue: string; readonly reason: string }[];
  readonly deliveries: readonly SystemView['deliveries'][number][];
  readonly sources: readonly Omit<SystemView['sources'][number], 'lastGoodAt'>[];
  readonly lastGood: readonly { readonly source: string; readonly lastGoodAt: IsoInstant | null }[];
  readonly hostsInTrouble: number;
  readonly versions: SystemView['versions'];
}

/** Says how the system stands. */
export function viewOfSystem(part: SystemPart): SystemView {
  const alarms = part.alarms.map(viewOfAlarm);
  return {
    open: alarms.filter(({ endedAt }) => endedAt === null),
    ended: alarms.filter(({ endedAt }) => endedAt !== null),
    canary: viewOfCanary(part.rounds),
    queues: part.queues.map(({ queue, open, waitsSeconds }) => ({ queue, open, waitsSeconds })),
    putAside: part.putAside.map(({ queue, reason, messages }) => {
      const isAsked = part.asked.some((one) => one.queue === queue && one.reason === reason);
      return { queue, reason, messages, isAsked };
    }),
    deliveries: [...part.deliveries],
    sources: part.sources.map((one) => ({
      ...one,
      lastGoodAt: part.lastGood.find(({ source }) => source === one.source)?.lastGoodAt ?? null,
    })),
    hostsInTrouble: part.hostsInTrouble,
    versions: part.versions,
  };
}

function viewOfAlarm({ cause, subject, says, foundAt, endedAt, toldAt }: Alarm): z.infer<typeof AlarmView> {
  const title = alarmCauses.find(({ id }) => id === cause)?.title ?? cause;
  return { cause, title, subject, says, since: foundAt, endedAt, toldAt };
}

type Rounds = SystemPart['rounds'];

function viewOfCanary(rounds: Rounds): SystemView['canary'] {
  const [newest] = rounds;
  if (!newest) return null;
  const arrived = rounds.flatMap(({ recordedAt, arrivedAt }) =>
    arrivedAt === null ? [] : [Math.round((Date.parse(arrivedAt) - Date.parse(recordedAt)) / SECOND_MS)],
  );
  return {
    hour: newest.hour,
    reached: reachedBy(newest),
    seconds: arrived[0] ?? null,
    sent: rounds.length,
    arrived: arrived.length,
  };
}

/** The last station that a round of the canary has reached; nowhere without one. */
export function reachedBy(round: Rounds[number] | undefined): (typeof canarySteps)[number] {
  if (!round) return 'nowhere';
  const at: Readonly<Record<(typeof canarySteps)[number], IsoInstant | null>> = {
    nowhere: round.hour,
    recorded: round.recordedAt,
    matched: round.matchedAt,
    assessed: round.assessedAt,
    raised: round.raisedAt,
    arrived: round.arrivedAt,
  };
  return canarySteps.findLast((step) => at[step] !== null) ?? 'nowhere';
}
