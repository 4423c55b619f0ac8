import {
  actorOf,
  addDays,
  dayOf,
  HOUR_MS,
  lastInstantOf,
  type IsoInstant,
  type PersonRole,
} from '@tocsin/domain';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { SignInWay } from '../schema/tables.ts';
import { makerMayAct } from './acting.ts';
import { hashOfSecret, newSecret } from './secrets.ts';

/** So often a council asks one address within a day: each time is a mail to somebody who may be a stranger. */
export const invitationsOfADay = 3;

/** For how many days an invitation holds. */
export const invitationDays = 14;

interface NewInvitation {
  /** Null invites to the national body. */
  readonly council: string | null;
  readonly address: string;
  readonly roles: readonly PersonRole[];
  readonly way: SignInWay;
  readonly by: string;
  readonly at: IsoInstant;
  /** By default the end of the last day on which it holds. */
  readonly expiresAt?: IsoInstant;
}

/** Asks somebody to join. Returns the secret of the invitation, which stands in its link and is stored nowhere. */
export async function invite(trx: Trx, invitation: NewInvitation): Promise<string> {
  const { council, address, roles, way, by, at } = invitation;
  const { secret, hash } = newSecret();
  await trx
    .insertInto('invitation')
    .values({
      council,
      address,
      roles: [...roles],
      way,
      token_hash: hash,
      invited_by: by,
      invited_at: at,
      expires_at: invitation.expiresAt ?? endOfDay(at, invitationDays),
    })
    .execute();
  await audit(trx, {
    council,
    actor: by,
    action: 'invited person',
    subject: `${way} person`,
    detail: { roles: roles.join(', ') },
  });
  return secret;
}

/** Whether the council has asked an address often enough within a day, by invitations that it took back, too. */
export async function isAskedEnough(
  trx: Trx,
  { council, address, at }: { council: string; address: string; at: IsoInstant },
): Promise<boolean> {
  const to = address.toLowerCase();
  // Two that are sent at once are counted one after the other.
  await sql`select pg_advisory_xact_lock(hashtext(${`invite ${council} ${to}`}))`.execute(trx);
  const { asked } = await trx
    .selectFrom('invitation')
    .select((one) => one.fn.countAll<string>().as('asked'))
    .where('council', '=', council)
    .where((one) => one(one.fn<string>('lower', ['address']), '=', to))
    .where('invited_at', '>', new Date(Date.parse(at) - 24 * HOUR_MS).toISOString())
    .executeTakeFirstOrThrow();
  return Number(asked) >= invitationsOfADay;
}

/** The last moment of the day that is so many days after an instant. */
export function endOfDay(at: IsoInstant, days: number): IsoInstant {
  return lastInstantOf(addDays(dayOf(at), days));
}

export interface Invitation {
  readonly id: string;
  readonly address: string;
  readonly roles: readonly PersonRole[];
  readonly way: SignInWay;
  readonly invitedBy: string;
  readonly expiresAt: string;
}

/** The invitations of the council that `trx` acts for that wait to be accepted, newest first. */
export async function findInvitations(trx: Trx, at: IsoInstant): Promise<Invitation[]> {
  return trx
    .selectFrom('invitation')
    .select(['id', 'address', 'roles', 'way', 'invited_by as invitedBy', 'expires_at as expiresAt'])
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('nth', 'desc')
    .execute();
}

/** Takes an invitation of the council that `trx` acts for back; false where there is none that waits. */
export async function withdrawInvitation(
  trx: Trx,
  { council, id, by, at }: { council: string; id: string; by: string; at: IsoInstant },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('invitation')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('council', '=', council)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await audit(trx, { council, actor: by, action: 'withdrew invitation', subject: `invitation ${id}` });
  return true;
}

/** Takes the invitations back by which a person has asked others to the council that `trx` acts for. Returns how many. */
export async function withdrawInvitationsOf(
  trx: Trx,
  { council, inviter, by, at }: { council: string; inviter: string; by: string; at: IsoInstant },
): Promise<number> {
  const hers = (await findInvitations(trx, at)).filter(({ invitedBy }) => invitedBy === inviter);
  for (const { id } of hers) await withdrawInvitation(trx, { council, id, by, at });
  return hers.length;
}

/** An invitation that may be accepted: whoever asked is an administrator still. */
export interface OpenInvitation {
  readonly id: string;
  readonly council: string | null;
  readonly councilName: string | null;
  readonly roles: readonly PersonRole[];
  readonly way: SignInWay;
}

/** The invitation of a secret; undefined where there is none that may be accepted. */
export async function findInvitation(
  db: Db,
  secret: string,
  at: IsoInstant,
): Promise<OpenInvitation | undefined> {
  return openInvitations(db, at).where('token_hash', '=', hashOfSecret(secret)).executeTakeFirst();
}

/** The invitations to sign in by links to an address that may be accepted. */
export async function findLinkInvitations(
  db: Db,
  address: string,
  at: IsoInstant,
): Promise<OpenInvitation[]> {
  return openInvitations(db, at)
    .leftJoin('council_sign_in', 'council_sign_in.council', 'invitation.council')
    .where('way', '=', 'link')
    .where((one) => one(one.fn<string>('lower', ['address']), '=', address.toLowerCase()))
    .where((one) => one(one.fn.coalesce('links_allowed', one.val(true)), '=', true))
    .execute();
}

function openInvitations(db: Db, at: IsoInstant) {
  return db
    .selectFrom('invitation')
    .leftJoin('council', 'council.gss', 'invitation.council')
    .select([
      'invitation.id',
      'invitation.council',
      'council.name as councilName',
      'invitation.roles',
      'invitation.way',
    ])
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', at)
    .where(makerMayAct('invitation.invited_by', 'invitation.council', ['administrator']))
    .orderBy('invitation.nth');
}

/** Makes a person what she was invited as, beside what she is there already. False where somebody else was quicker. */
export async function acceptInvitation(
  trx: Trx,
  { id, council, roles }: OpenInvitation,
  personId: string,
  at: IsoInstant,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('invitation')
    .set({ accepted_at: at, accepted_by: personId })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  const held = await trx
    .selectFrom('membership')
    .select(['id', 'roles', 'ended_at'])
    .where('person_id', '=', personId)
    .where('council', council === null ? 'is' : '=', council)
    .forUpdate()
    .executeTakeFirst();
  const kept = held && held.ended_at === null ? held.roles : [];
  const together = [...new Set([...kept, ...roles])];
  if (held)
    await trx
      .updateTable('membership')
      .set({ roles: together, ended_at: null, ...(held.ended_at === null ? {} : { since: at }) })
      .where('id', '=', held.id)
      .execute();
  else
    await trx
      .insertInto('membership')
      .values({ person_id: personId, council, roles: together, since: at })
      .execute();
  await audit(trx, {
    council,
    actor: actorOf(personId),
    action: 'accepted invitation',
    subject: `invitation ${id}`,
    detail: { roles: roles.join(', ') },
  });
  return true;
}
