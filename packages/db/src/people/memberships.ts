import type { CouncilRole, IsoInstant } from '@tocsin/domain';
import { audit } from '../audit/audit.ts';
import type { Trx } from '../schema/database.ts';
import { revokeKeysOf } from './api-keys.ts';
import { actorOf } from './persons.ts';
import { endSessionsHere } from './sessions.ts';

/** Why a change was not made: it would leave nobody to see to the people, or the person is not of this council. */
export type MembershipChange = 'done' | 'last-administrator' | 'not-here';

interface Change {
  readonly council: string;
  readonly personId: string;
  readonly by: string;
}

/** Gives a person of the council that `trx` acts for other roles. */
export async function changeRoles(
  trx: Trx,
  { council, personId, by, roles }: Change & { readonly roles: readonly CouncilRole[] },
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
  return 'done';
}

/**
 * Ends what a person may do at the council that `trx` acts for, her sessions there and the keys of the API that she made
 * for it; her open alerts go to `successor`.
 */
export async function removePerson(
  trx: Trx,
  { council, personId, by, successor, at }: Change & { readonly successor: string; readonly at: IsoInstant },
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
  await revokeKeysOf(trx, { council, maker: actorOf(personId), by, at });
  await audit(trx, {
    council,
    actor: by,
    action: 'removed person',
    subject: actorOf(personId),
    detail: { successor: actorOf(successor) },
  });
  return 'done';
}

type RolesByPerson = ReadonlyMap<string, readonly string[]>;

/** The roles of all who are of the council, by person; nobody else changes them until the end of `trx`. */
async function lockMembers(trx: Trx, council: string): Promise<RolesByPerson> {
  const rows = await trx
    .selectFrom('membership')
    .select(['person_id', 'roles'])
    .where('council', '=', council)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map(({ person_id, roles }) => [person_id, roles]));
}

function isLastAdministrator(standing: RolesByPerson, personId: string): boolean {
  const administrators = [...standing].filter(([, roles]) => roles.includes('administrator'));
  return administrators.length === 1 && administrators[0]?.[0] === personId;
}
