import type { CatalogueEntry } from './catalogue-words.ts';

/** What the service needs to run. */
export const serviceTables = {
  tenant: {
    what: 'A directory whose people may sign in.',
    controller: 'national',
    why: 'let',
    keep: 'installation',
    other: 'id name issuer',
  },
  source_state: {
    what: 'Where each source stands.',
    controller: 'national',
    why: 'run',
    keep: 'newest',
    other: 'source_id cursor last_error note',
  },
  source_run: {
    what: 'One run of a source with its counts.',
    controller: 'national',
    why: 'run',
    keep: 'record',
    other: 'source_id trigger outcome report error',
  },
  source_trouble: {
    what: 'An item that a source could not have or read.',
    controller: 'national',
    why: 'run',
    keep: 'finished',
    other: 'source_id item reason',
  },
  setting: {
    what: 'What is set, or known, of the installation.',
    controller: 'national',
    why: 'run',
    keep: 'installation',
    other: 'key value',
  },
  notify_receipt: {
    what: 'What GOV.UK Notify says of a message, until it is taken over.',
    controller: 'national',
    why: 'run',
    keep: 'newest',
    other: 'reference status',
  },
  provider_trouble: {
    what: 'A host that takes messages and fails or is slow.',
    controller: 'national',
    why: 'run',
    keep: 'newest',
    other: 'host',
  },
  outbox: {
    what: 'A message between services: numbers, no names.',
    controller: 'national',
    why: 'run',
    keep: 'finished',
    other: 'queue key message last_error dead_reason',
  },
  put_aside: {
    what: 'A message that waits for a person.',
    controller: 'national',
    why: 'run',
    keep: 'finished',
    other: 'queue reason',
  },
  retry: {
    what: 'What the operator wants sent again: a queue and the code of a reason.',
    controller: 'national',
    why: 'run',
    keep: 'installation',
    other: 'queue reason',
  },
  alarm: {
    what: 'What is wrong with the system, in words of ours, with numbers, codes and ids of sources.',
    controller: 'national',
    why: 'run',
    keep: 'year',
    other: 'cause subject says',
  },
  canary_round: {
    what: 'How far the made-up notice of an hour has come; for seven days.',
    controller: 'national',
    why: 'run',
    keep: 'newest',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
