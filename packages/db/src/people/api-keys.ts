import { sql } from 'kysely';
import { MINUTE_MS, type IsoInstant, type KeyScope } from '@tocsin/domain';
import { namedInAudit } from '../audit/audit-names.ts';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';
import { makerMayAct } from './acting.ts';
import { endOfDay } from './invitations.ts';
import { hashOfSecret, newSecret } from './secrets.ts';

/** A key of a council, without what it is. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly madeBy: string;
  readonly madeAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly usedAt: string | null;
}

interface NewKey {
  readonly council: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly by: string;
  readonly at: IsoInstant;
  /** For how many days it works. */
  readonly days: number;
}

/** So often at most is it written down that a key was used. */
const USED_EVERY_MS = MINUTE_MS;

/** Makes a key for the council that `trx` acts for. Returns it, which is shown once and stored nowhere. */
export async function makeApiKey(trx: Trx, key: NewKey): Promise<string> {
  const { council, name, scopes, by, at, days } = key;
  const expiresAt = endOfDay(at, days);
  const { secret, hash } = newSecret('tocsin_');
  await trx
    .insertInto('api_key')
    .values({
      council,
      name,
      key_hash: hash,
      scopes: [...scopes],
      made_by: by,
      made_at: at,
      expires_at: expiresAt,
    })
    .execute();
  await audit(trx, {
    council,
    actor: by,
    action: 'made API key',
    subject: `key ${await namedInAudit(trx, council, name)}`,
    detail: { scopes: scopes.join(', '), expiresAt },
  });
  return secret;
}

/** The keys of the council that `trx` acts for, newest first. */
export async function findApiKeys(trx: Trx): Promise<ApiKey[]> {
  return trx
    .selectFrom('api_key')
    .select([
      'id',
      'name',
      'scopes',
      'made_by as madeBy',
      'made_at as madeAt',
      'expires_at as expiresAt',
      'revoked_at as revokedAt',
      'used_at as usedAt',
    ])
    .orderBy('nth', 'desc')
    .execute();
}

/** Revokes a key of the council that `trx` acts for, from the next request on; false where there is none. */
export async function revokeApiKey(
  trx: Trx,
  { council, id, by, at }: { council: string; id: string; by: string; at: IsoInstant },
): Promise<boolean> {
  const revoked = await trx
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('council', '=', council)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  if (!revoked) return false;
  const subject = `key ${await namedInAudit(trx, council, revoked.name)}`;
  await audit(trx, { council, actor: by, action: 'revoked API key', subject });
  return true;
}

/** Whether a key works at a moment, as far as it is for the key: whoever made it has to be able to act, too. */
function works(at: IsoInstant) {
  return sql<boolean>`(revoked_at is null and expires_at > ${at})`;
}

/**
 * Revokes the keys that a person has made for the council that `trx` acts for, from the next request on. Returns their
 * names.
 */
export async function revokeKeysOf(
  trx: Trx,
  { council, maker, by, at }: { council: string; maker: string; by: string; at: IsoInstant },
): Promise<readonly string[]> {
  const keys = await trx
    .selectFrom('api_key')
    .select(['id', 'name'])
    .where('council', '=', council)
    .where('made_by', '=', maker)
    .where(works(at))
    .orderBy('nth')
    .execute();
  for (const { id } of keys) await revokeApiKey(trx, { council, id, by, at });
  return keys.map(({ name }) => name);
}

/** For which council a key speaks, and what it may ask for. */
export interface KeyHolder {
  readonly id: string;
  readonly name: string;
  readonly council: { readonly gss: string; readonly name: string };
  readonly scopes: readonly KeyScope[];
}

/**
 * Who sends a key; undefined where it is none, has expired or was revoked, or whoever made it may not act for its council
 * today. Asked at each request.
 */
export async function findKeyHolder(db: Db, key: string, at: IsoInstant): Promise<KeyHolder | undefined> {
  const found = await db
    .selectFrom('api_key')
    .innerJoin('council', 'council.gss', 'api_key.council')
    .select(['api_key.id', 'api_key.name', 'api_key.scopes', 'used_at', 'gss', 'council.name as councilName'])
    .where('key_hash', '=', hashOfSecret(key))
    .where(works(at))
    .where(makerMayAct('api_key.made_by', 'api_key.council'))
    .executeTakeFirst();
  if (!found) return undefined;
  const { id, name, scopes, used_at, gss, councilName } = found;
  if (used_at === null || Date.parse(at) - Date.parse(used_at) > USED_EVERY_MS)
    await db.updateTable('api_key').set({ used_at: at }).where('id', '=', id).execute();
  return { id, name, scopes, council: { gss, name: councilName } };
}
