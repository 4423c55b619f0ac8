import {
  acceptInvitation,
  findInvitation,
  findPlacesOfPerson,
  findTenantsOf,
  meetDirectoryPerson,
  saveDirectoryPerson,
  type DirectoryIdentity,
  type Trx,
} from '@tocsin/db';
import type { IsoInstant } from '@tocsin/domain';
import { Refusal } from '../refusal.ts';

/**
 * The person whom a directory has named, who was invited before or is by the invitation in her hands. Refuses everybody
 * else, and then nothing is kept of her.
 */
export async function enterByDirectory(
  trx: Trx,
  identity: DirectoryIdentity,
  invitation: string | undefined,
  at: IsoInstant,
): Promise<string> {
  const personId =
    invitation === undefined
      ? await meetDirectoryPerson(trx, identity)
      : await joinByInvitation(trx, identity, invitation, at);
  if (personId === undefined)
    throw new Refusal(
      403,
      'You have not been invited yet',
      'Your organisation uses Tocsin, but nobody has invited you. Ask an administrator of your council; the mail with the invitation holds a link to open.',
    );
  if ((await findPlacesOfPerson(trx, personId)).length > 0) return personId;
  throw new Refusal(
    403,
    'You are at no council any more',
    'An administrator has removed you, or your organisation no longer stands for your council. Ask an administrator of your council.',
  );
}

async function joinByInvitation(
  trx: Trx,
  identity: DirectoryIdentity,
  secret: string,
  at: IsoInstant,
): Promise<string> {
  const invitation = await findInvitation(trx, secret, at);
  if (!invitation || invitation.way !== 'directory') throw invitationGone();
  const tenants = await findTenantsOf(trx, invitation.council);
  if (!tenants.some(({ id }) => id === identity.tenantId))
    throw new Refusal(
      403,
      'This invitation is for people of another organisation',
      'You signed in with an organisation that does not stand for the council which invited you. Open the invitation again and choose the right one.',
    );
  const personId = await saveDirectoryPerson(trx, identity, at);
  if (!(await acceptInvitation(trx, invitation, personId, at))) throw invitationGone();
  return personId;
}

export function invitationGone(): Refusal {
  return new Refusal(
    404,
    'This invitation does not hold',
    'It may have been accepted, taken back or expired. Ask an administrator of your council for a new one.',
  );
}
