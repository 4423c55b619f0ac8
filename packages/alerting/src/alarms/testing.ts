import type { SystemLook } from './look.ts';

/** A look at a system in which all is well, for tests. */
export function wellLook(at: string, said: Partial<SystemLook> = {}): SystemLook {
  return {
    at,
    databaseAnswers: true,
    redisAnswers: true,
    services: [{ service: 'notifier', isHeard: true }],
    queues: [{ queue: 'score', open: 3, dueForSeconds: 1, urgentForSeconds: 0 }],
    putAside: [],
    stuck: { deliveries: 0, forSeconds: 0 },
    channels: [],
    untold: [],
    sources: [{ source: 'gazette-insolvency', isLate: false, lastGoodAt: at }],
    canary: { since: at, reached: 'arrived' },
    audit: { broken: 0, verifiedAt: at, since: at },
    disks: [{ path: '/', freeBytes: 50e9, bytes: 100e9 }],
    clocks: [{ other: 'Postgres', seconds: 0 }],
    backup: { takenAt: at, since: at },
    ...said,
  };
}
