/**
 * What each verb needs before it can run. `nothing`: files only. `system`: Postgres, Redis and the services, because
 * it hands work to them and waits until they have finished. `database`: Postgres as its administrator, whether or not the
 * services run; `idle database`: the same, and they must not run.
 */
export const verbNeeds = {
  ingest: 'system',
  register: 'system',
  'check-list': 'system',
  sample: 'system',
  setup: 'system',
  admin: 'system',
  'rekey-council': 'system',
  check: 'system',
  'load-register': 'system',
  'read-accounts': 'nothing',
  'match-names': 'nothing',
  'account-for': 'nothing',
  'map-spend': 'nothing',
  'public-data': 'nothing',
  evaluate: 'nothing',
  replay: 'nothing',
  'release-model': 'nothing',
  'compare-models': 'system',
  rescore: 'system',
  queues: 'system',
  standing: 'system',
  alarms: 'system',
  troubles: 'system',
  bounce: 'system',
  audit: 'system',
  ledger: 'system',
  council: 'system',
  hold: 'system',
  diagnostic: 'system',
  backup: 'database',
  restore: 'idle database',
} as const satisfies Record<string, 'nothing' | 'system' | 'database' | 'idle database'>;

export type Verb = keyof typeof verbNeeds;
