import type { IsoInstant } from '@tocsin/domain';

/**
 * What one look at the system found. Null where it could not be asked at this moment: nothing is then said of it, neither
 * that it is well nor that it is not.
 */
export interface SystemLook {
  readonly at: IsoInstant;
  readonly databaseAnswers: boolean;
  readonly redisAnswers: boolean;
  /** Each service that says by itself that it lives. */
  readonly services: readonly { readonly service: string; readonly isHeard: boolean }[] | null;
  readonly queues: readonly QueueSeen[] | null;
  /** By queue and reason, with how many were put aside within the last day. */
  readonly putAside:
    | readonly { readonly queue: string; readonly reason: string; readonly lastDay: number }[]
    | null;
  /** Messages that should have been sent by now and were not, and for how long the oldest has been due. */
  readonly stuck: { readonly deliveries: number; readonly forSeconds: number } | null;
  readonly channels: readonly ChannelSeen[] | null;
  /** Codes of councils that use the system and where nobody is told of any alert. */
  readonly untold: readonly string[] | null;
  readonly sources: readonly SourceSeen[] | null;
  /** Null where no canary is set up, too. */
  readonly canary: CanarySeen | null;
  readonly audit: AuditSeen | null;
  readonly disks:
    | readonly { readonly path: string; readonly freeBytes: number; readonly bytes: number }[]
    | null;
  /** By how many seconds the clock of this process is before each other. */
  readonly clocks: readonly { readonly other: string; readonly seconds: number }[] | null;
  readonly backup: BackupSeen | null;
}

export interface QueueSeen {
  readonly queue: string;
  /** Not finished and not put aside. */
  readonly open: number;
  /** For how long the oldest that nobody handles has been due, and the oldest of the most urgent. */
  readonly dueForSeconds: number;
  readonly urgentForSeconds: number;
}

/** A way of telling of which hosts fail. */
export interface ChannelSeen {
  readonly channel: string;
  readonly hostsFailing: number;
  readonly forSeconds: number;
}

export interface SourceSeen {
  readonly source: string;
  readonly isLate: boolean;
  /** Null: never. */
  readonly lastGoodAt: IsoInstant | null;
}

export interface CanarySeen {
  /** When one last arrived, else when it was first to be sent. */
  readonly since: IsoInstant;
  /** Up to where the newest has come. */
  readonly reached: CanaryStep;
}

/** The stations of the way, in its order. */
export const canarySteps = ['nowhere', 'recorded', 'matched', 'assessed', 'raised', 'arrived'] as const;
export type CanaryStep = (typeof canarySteps)[number];

export interface AuditSeen {
  readonly broken: number;
  /** When the chains were last recomputed; null: never, since a moment. */
  readonly verifiedAt: IsoInstant | null;
  readonly since: IsoInstant;
}

export interface BackupSeen {
  readonly takenAt: IsoInstant | null;
  /** From when on there should have been one, where there is none. */
  readonly since: IsoInstant;
}
