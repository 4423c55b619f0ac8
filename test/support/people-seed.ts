import {
  allowLinks,
  asCouncil,
  invite,
  makeApiKey,
  makeSignInLink,
  meetDirectoryPerson,
  openFor,
  openSession,
  saveDirectoryPerson,
  saveTenant,
  findInvitation,
  acceptInvitation,
  type Db,
} from '@tocsin/db';
import { GssCode, type PersonRole } from '@tocsin/domain';
import type { FreshDatabase } from './stack.ts';

/** When people of the tests were invited, and until when their invitations hold. */
const [INVITED, EXPIRES] = ['2026-01-05T09:00:00.000Z', '2027-01-05T09:00:00.000Z'];

/** The directory of the people of a council in tests. */
export function tenantOf(council: string | null): string {
  return council === null ? 'tenant-national' : `tenant-${council.toLowerCase()}`;
}

/** Runs something as sign-in does. */
export async function asSignIn<T>(database: FreshDatabase, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openFor('sign-in', database.adminUrl, { max: 1 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** Lets a directory sign in, of one council or of the national body. */
export async function seedTenant(
  worker: Db,
  council: string | null,
  issuer = `https://login.example/${tenantOf(council)}/v2.0`,
): Promise<void> {
  const name = council === null ? 'National body' : `Directory of ${council.toLowerCase()}`;
  const councils = council === null ? [] : [GssCode.parse(council)];
  const tenant = { id: tenantOf(council), name, issuer, isNational: council === null, councils };
  await worker.transaction().execute((trx) => saveTenant(trx, tenant, 'command line'));
}

/** A person of a council's directory, or of the national body's, who was invited and came. Returns her number. */
export async function seedPerson(
  worker: Db,
  database: FreshDatabase,
  council: string | null,
  objectId: string,
  roles: readonly PersonRole[],
): Promise<string> {
  const address = `${objectId}@directory.example`;
  const secret = await worker.transaction().execute((trx) =>
    invite(trx, {
      council,
      address,
      roles,
      way: 'directory',
      by: 'command line',
      at: INVITED,
      expiresAt: EXPIRES,
    }),
  );
  const identity = { tenantId: tenantOf(council), objectId, name: `Person ${objectId}`, address };
  return asSignIn(database, (db) =>
    db.transaction().execute(async (trx) => {
      const invitation = await findInvitation(trx, secret, INVITED);
      if (!invitation) throw new Error('the invitation is not there');
      const id =
        (await meetDirectoryPerson(trx, identity)) ?? (await saveDirectoryPerson(trx, identity, INVITED));
      await acceptInvitation(trx, invitation, id, INVITED);
      return id;
    }),
  );
}

/** At least one row of a council in every table of people: an administrator who is signed in, a key, a link. */
export async function seedPeople(worker: Db, database: FreshDatabase, council: string): Promise<void> {
  await seedTenant(worker, council);
  const personId = await seedPerson(worker, database, council, `administrator-${council.toLowerCase()}`, [
    'administrator',
  ]);
  await asSignIn(database, (db) =>
    db.transaction().execute((trx) => openSession(trx, { personId, browser: 'Example', at: INVITED })),
  );
  const web = openFor('pages', database.adminUrl, { max: 1 });
  const address = `officer-of-${council.toLowerCase()}@link.example`;
  const [by, at, expiresAt] = [`person ${personId}`, INVITED, EXPIRES];
  try {
    await asCouncil(web, council, async (trx) => {
      await allowLinks(trx, { council, allowed: true, by });
      await invite(trx, { council, address, roles: ['officer'], way: 'link', by, at, expiresAt });
      await makeApiKey(trx, { council, name: 'Finance system', scopes: ['exposure'], by, at, days: 365 });
    });
  } finally {
    await web.destroy();
  }
  await asSignIn(database, (db) =>
    db.transaction().execute((trx) => makeSignInLink(trx, { address, browser: 'Example', at })),
  );
}
