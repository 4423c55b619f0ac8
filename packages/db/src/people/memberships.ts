import { type CouncilRole, type IsoInstant, actorOf } from '@tocsin/domain';
import { audit } from '../audit/audit.ts';
import type { Trx } from '../schema/database.ts';
import { removeOwnTeams } from '../alerts/endpoints.ts';
import { revokeKeysOf } from './api-keys.ts';
import { revokeCalendarAddress } from './calendar-addresses.ts';
import { withdrawInvitationsOf } from './invitations.ts';
import { endSessionsHere } from './sessions.ts';

/** Why a change was not made: it would leave nobody to see to the people, or the person is not of this council. */
export type MembershipChange = 'done' | 'last-administrator' | 'not-here';

interface Change {
  readonly council: string;
  readonly personId: string;
  readonly by: string;
  readonly at: IsoInstant;
}

/**
 * Gives a person of the council that `trx` acts for other roles. Of an administrator who is none any more what she made
 * as one is taken back.
 */
export async function changeRoles(
  trx: Trx,
  { council, personId, by, roles, at }: Change & { readonly roles: readonly CouncilRole[] },
): Promise<MembershipChange> {
  const standing = await lockMembers(trx, council);
  const before = standing.get(personId);
  if (!before) return 'not-here';
  if (!roles.includes('administrator') && isLastAdministrator(standing, personId))
    return 'last-administrator';
  await trx
    .updateTable('membership')
    .set({ roles: [...roles] })
    .where('council', '=', council)
    .where('person_id', '=', personId)
    .execute();
  await audit(trx, {
    council,
    actor: by,
    action: 'changed roles',
    subject: actorOf(personId),
    detail: { from: before.join(', '), to: roles.join(', ') },
  });
  if (before.includes('administrator') && !roles.includes('administrator'))
    await takeBack(trx, { council, personId, by, at });
  return 'done';
}

/**
 * Ends what a person may do at the council that `trx` acts for, her sessions there and what she made for it; her open
 * alerts go to `successor`.
 */
export async function removePerson(
  trx: Trx,
  { council, personId, by, successor, at }: Change & { readonly successor: string },
): Promise<MembershipChange> {
  const standing = await lockMembers(trx, council);
  if (!standing.has(personId) || !standing.has(successor) || successor === personId) return 'not-here';
  if (isLastAdministrator(standing, personId)) return 'last-administrator';
  await trx
    .updateTable('membership')
    .set({ ended_at: at })
    .where('council', '=', council)
    .where('person_id', '=', personId)
    .execute();
  await endSessionsHere(trx, { council, personId, by, at });
  await takeBack(trx, { council, personId, by, at });
  await removeOwnTeams(trx, personId, at);
  await audit(trx, {
    council,
    actor: by,
    action: 'removed person',
    subject: actorOf(personId),
    detail: { successor: actorOf(successor) },
  });
  return 'done';
}

/**
 * Takes back by what a person could come back or read on: her invitations, the keys of the API that she made, her address
 * of the calendar. Programs that are told of alerts are the council's and stay.
 */
async function takeBack(trx: Trx, { council, personId, by, at }: Change): Promise<void> {
  await withdrawInvitationsOf(trx, { council, inviter: actorOf(personId), by, at });
  await revokeKeysOf(trx, { council, maker: actorOf(personId), by, at });
  await revokeCalendarAddress(trx, { council, personId, by, at });
}

type RolesByPerson = ReadonlyMap<string, readonly string[]>;

/** The roles of all who are of the council, by person; nobody else changes them until the end of `trx`. */
async function lockMembers(trx: Trx, council: string): Promise<RolesByPerson> {
  const rows = await trx
    .selectFrom('membership')
    .select(['person_id', 'roles'])
    .where('council', '=', council)
    .where('ended_at', 'is', null)
    .orderBy('nth')
    .forUpdate()
    .execute();
  return new Map(rows.map(({ person_id, roles }) => [person_id, roles]));
}

function isLastAdministrator(standing: RolesByPerson, personId: string): boolean {
  const administrators = [...standing].filter(([, roles]) => roles.includes('administrator'));
  return administrators.length === 1 && administrators[0]?.[0] === personId;
}
