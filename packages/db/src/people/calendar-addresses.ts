import { type IsoInstant, actorOf } from '@tocsin/domain';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';
import { mayActToday } from './acting.ts';
import { hashOfSecret, newSecret } from './secrets.ts';

/** So often at most is it written down that a calendar was read. */
const USED_EVERY_MS = 60 * 60_000;

interface OfPerson {
  readonly council: string;
  readonly personId: string;
  readonly at: IsoInstant;
}

/**
 * Makes the secret address at which a calendar program reads the days of the council that `trx` acts for, in place of the
 * one before. Returns what stands in the address, which is shown once and stored nowhere.
 */
export async function makeCalendarAddress(trx: Trx, { council, personId, at }: OfPerson): Promise<string> {
  await revoke(trx, personId, at);
  const { secret, hash } = newSecret();
  await trx
    .insertInto('calendar_address')
    .values({ council, person_id: personId, token_hash: hash, made_at: at })
    .execute();
  const actor = actorOf(personId);
  await audit(trx, { council, actor, action: 'made a calendar address', subject: actor });
  return secret;
}

/** Revokes it, from the next look of a program on; false where there is none. */
export async function revokeCalendarAddress(
  trx: Trx,
  { council, personId, at, by = actorOf(personId) }: OfPerson & { readonly by?: string },
): Promise<boolean> {
  if (!(await revoke(trx, personId, at))) return false;
  const subject = actorOf(personId);
  await audit(trx, { council, actor: by, action: 'revoked a calendar address', subject });
  return true;
}

async function revoke(trx: Trx, personId: string, at: IsoInstant): Promise<boolean> {
  const revoked = await trx
    .updateTable('calendar_address')
    .set({ revoked_at: at })
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return revoked.numUpdatedRows > 0n;
}

/** Since when a person of the council that `trx` acts for has a calendar address, and when it was last read. */
export async function findCalendarAddress(
  trx: Trx,
  personId: string,
): Promise<{ readonly madeAt: IsoInstant; readonly usedAt: IsoInstant | null } | undefined> {
  return trx
    .selectFrom('calendar_address')
    .select(['made_at as madeAt', 'used_at as usedAt'])
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

/** Of which council the calendar at a secret address is; undefined where there is none, or whose it is may not act there. */
export async function findCalendarCouncil(
  db: Db,
  secret: string,
  at: IsoInstant,
): Promise<{ readonly gss: string; readonly name: string } | undefined> {
  const found = await db
    .selectFrom('calendar_address')
    .innerJoin('council', 'gss', 'council')
    .innerJoin('membership', (join) =>
      join
        .onRef('membership.person_id', '=', 'calendar_address.person_id')
        .onRef('membership.council', '=', 'calendar_address.council'),
    )
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['calendar_address.id', 'gss', 'council.name', 'used_at as usedAt'])
    .where('token_hash', '=', hashOfSecret(secret))
    .where('revoked_at', 'is', null)
    .where(mayActToday)
    .executeTakeFirst();
  if (!found) return undefined;
  const { id, gss, name, usedAt } = found;
  if (usedAt === null || Date.parse(at) - Date.parse(usedAt) > USED_EVERY_MS)
    await db.updateTable('calendar_address').set({ used_at: at }).where('id', '=', id).execute();
  return { gss, name };
}
