import { addDays, dayOf, firstInstantOf, type IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import { endOldEntries } from '../audit/end-entries.ts';
import { trimOutbox } from '../outbox/dead-letters.ts';
import { dropEndedSignIn } from '../people/sessions.ts';
import { trimTroubles } from '../record/troubles.ts';
import { inTransaction, type Db, type Trx } from '../schema/database.ts';
import { trimRetries } from '../watching/retries.ts';
import { blankAddresses } from './blank-addresses.ts';
import { expireAlerts, expireContests, expireLetters } from './expire-alerts.ts';
import { isHeldWhole } from './holds.ts';
import { retention } from './retention.ts';

type Rule = (db: Db, at: IsoInstant) => Promise<number>;

/** What ends by itself, in the order in which it does: each says how many rows that were. */
const rules = {
  alerts: untilNone(expireAlerts),
  contests: inOne(expireContests),
  letters: untilNone(expireLetters),
  addresses: inOne(blankAddresses),
  drafts: inOne(expireDrafts),
  sessions: async (db, at) => {
    const { sessions, links } = await dropEndedSignIn(db, at);
    return sessions + links;
  },
  documents: inOne(dropUncited),
  audit: inOne(endOldEntries),
  messages: (db) => trimOutbox(db),
  retries: (db) => trimRetries(db),
  troubles: (db) => trimTroubles(db, retention.finished.days),
} as const satisfies Readonly<Record<string, Rule>>;

/** How much ended, by what it is. */
export type Expired = Readonly<Record<keyof typeof rules, number>>;

/** Ends whatever has been kept for its time at an instant, but what a hold is about. `db` is the worker's. */
export async function expire(db: Db, at: IsoInstant): Promise<Expired> {
  const expired: Record<string, number> = {};
  for (const [name, rule] of Object.entries(rules)) expired[name] = await rule(db, at);
  return expired as Expired;
}

function inOne(rule: (trx: Trx, at: IsoInstant) => Promise<number>): Rule {
  return (db, at) => within(db, (trx) => rule(trx, at));
}

function untilNone(rule: (trx: Trx, at: IsoInstant) => Promise<number>): Rule {
  return async (db, at) => {
    let sum = 0;
    for (;;) {
      const some = await within(db, (trx) => rule(trx, at));
      if (some === 0) return sum;
      sum += some;
    }
  };
}

/** Each step by itself, or in the transaction of whoever asks. */
function within(db: Db, work: (trx: Trx) => Promise<number>): Promise<number> {
  return db.isTransaction ? work(db as Trx) : inTransaction(db, work);
}

async function expireDrafts(trx: Trx, at: IsoInstant): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from register_draft where uploaded_at < ${daysBefore(at, retention.drafts.days)}
      and not ${isHeldWhole('register_draft.council')}`.execute(trx);
  const { numAffectedRows: files } = await sql`
    delete from own_spend_file where state in ('draft', 'refused') and uploaded_at < ${daysBefore(at, retention.drafts.days)}
      and not ${isHeldWhole('own_spend_file.council')}`.execute(trx);
  return Number(numAffectedRows) + Number(files);
}

/** Drops the bytes of documents on which nothing that is stored rests; that they were fetched stays. */
async function dropUncited(trx: Trx, at: IsoInstant): Promise<number> {
  const { numAffectedRows } = await sql`
    update document set kept = 'nothing', body = '', packing = 'none'
    where kept <> 'nothing' and retrieved_at < ${daysBefore(at, retention.documents.days)}
      and not exists (select from observation where document_id = document.id)
      and not exists (select from spend_file where document_id = document.id)
      and not exists (select from table_edition where document_id = document.id)
      and not exists (select from withdrawal where document_id = document.id)`.execute(trx);
  return Number(numAffectedRows);
}

function daysBefore(at: IsoInstant, days: number): IsoInstant {
  return firstInstantOf(addDays(dayOf(at), -days));
}
