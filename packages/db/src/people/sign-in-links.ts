import { later, MINUTE_MS, type IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';
import { acceptInvitation, findLinkInvitations } from './invitations.ts';
import { findLinkPerson, findPlacesOfPerson, saveLinkPerson } from './persons.ts';
import { hashOfSecret, newSecret } from './secrets.ts';

/**
 * A link works for 15 minutes. In that time three are mailed to an address for one browser, so that nobody else uses up
 * hers, and twelve for all of them.
 */
export const linkLimits = { lastsMs: 15 * MINUTE_MS, ofABrowser: 3, ofAnAddress: 12 } as const;

/**
 * A link for an address, to be mailed to it: the secret that stands in it. Undefined, and nothing is mailed, where nobody
 * signs in by links to the address, or too many were asked for. `browser` is the secret of the browser that asked.
 */
export async function makeSignInLink(
  trx: Trx,
  { address, browser, at }: { address: string; browser: string; at: IsoInstant },
): Promise<string | undefined> {
  const to = address.toLowerCase();
  // Two that are asked for at once are counted one after the other.
  await sql`select pg_advisory_xact_lock(hashtext(${`sign-in link ${to}`}))`.execute(trx);
  await trx.deleteFrom('sign_in_link').where('expires_at', '<', at).execute();
  if (!(await isLetIn(trx, to, at))) return undefined;
  const { asked, askedHere } = await trx
    .selectFrom('sign_in_link')
    .select((one) => [
      one.fn.countAll<string>().as('asked'),
      one.fn.countAll<string>().filterWhere('browser_hash', '=', hashOfSecret(browser)).as('askedHere'),
    ])
    .where('address', '=', to)
    .where('asked_at', '>', later(at, -linkLimits.lastsMs))
    .executeTakeFirstOrThrow();
  if (Number(askedHere) >= linkLimits.ofABrowser || Number(asked) >= linkLimits.ofAnAddress) return undefined;
  const { secret, hash } = newSecret();
  await trx
    .insertInto('sign_in_link')
    .values({
      address: to,
      token_hash: hash,
      browser_hash: hashOfSecret(browser),
      asked_at: at,
      expires_at: later(at, linkLimits.lastsMs),
      used_at: null,
    })
    .execute();
  return secret;
}

async function isLetIn(db: Db, address: string, at: IsoInstant): Promise<boolean> {
  if ((await findLinkInvitations(db, address, at)).length > 0) return true;
  const known = await findLinkPerson(db, address);
  return known !== undefined && (await findPlacesOfPerson(db, known)).length > 0;
}

/**
 * Uses a link up: the person whom it signs in. Undefined, and it stays as it is, where it is none, was used, is too old, or
 * another browser asked for it. Invitations to its address are accepted.
 */
export async function takeSignInLink(
  trx: Trx,
  { secret, browser, at }: { secret: string; browser: string; at: IsoInstant },
): Promise<string | undefined> {
  const taken = await trx
    .updateTable('sign_in_link')
    .set({ used_at: at })
    .where('token_hash', '=', hashOfSecret(secret))
    .where('browser_hash', '=', hashOfSecret(browser))
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('address')
    .executeTakeFirst();
  if (!taken) return undefined;
  const invitations = await findLinkInvitations(trx, taken.address, at);
  const known = await findLinkPerson(trx, taken.address);
  if (known === undefined && invitations.length === 0) return undefined;
  const personId = known ?? (await saveLinkPerson(trx, taken.address, at));
  for (const invitation of invitations) await acceptInvitation(trx, invitation, personId, at);
  return (await findPlacesOfPerson(trx, personId)).length > 0 ? personId : undefined;
}

/** Whether people of the council that `trx` acts for may sign in by links. */
export async function areLinksAllowed(trx: Trx, council: string): Promise<boolean> {
  const said = await trx
    .selectFrom('council_sign_in')
    .select('links_allowed')
    .where('council', '=', council)
    .executeTakeFirst();
  return said?.links_allowed ?? true;
}

/** Lets people of the council that `trx` acts for sign in by links, or no longer. */
export async function allowLinks(
  trx: Trx,
  { council, allowed, by }: { council: string; allowed: boolean; by: string },
): Promise<void> {
  await trx
    .insertInto('council_sign_in')
    .values({ council, links_allowed: allowed })
    .onConflict((known) => known.column('council').doUpdateSet({ links_allowed: allowed }))
    .execute();
  const action = allowed ? 'allowed sign-in by links' : 'switched sign-in by links off';
  await audit(trx, { council, actor: by, action, subject: council });
}
