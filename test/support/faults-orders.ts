/** Where a handler's process may be told to die: before, within and after the transaction of its effect. */
export const points = ['begun', 'written', 'finished', 'committed'] as const;
export type Point = (typeof points)[number];

export interface Death {
  readonly at: Point;
  /** At the message that this process takes up as its how-manieth, of those that no process has died of. */
  readonly nth: number;
}

/** What a worker process is started with. */
export interface Orders {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly concurrency: number;
  readonly work:
    | {
        readonly kind: 'effects';
        readonly death?: Death;
        /** Where it stands still, as if its loop were blocked, until it is told to go on. */
        readonly stall?: Death;
        readonly poison?: readonly string[];
      }
    | { readonly kind: 'mails'; readonly smtpUrl: string };
}
