import { toldApart } from '@tocsin/alerting';
import { actorOf, type IsoInstant, type PersonRole } from '@tocsin/domain';
import type { Db, Trx } from '../schema/database.ts';
import type { SignInWay } from '../schema/tables.ts';
import { mayActToday } from './acting.ts';

/** Who somebody is by the signed token of a directory: `tenantId` and `objectId` alone say so, the rest is what it says of her. */
export interface DirectoryIdentity {
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly address: string | null;
}

/** Where a person may act, and as what; no council is the national body. */
export interface Place {
  readonly council: { readonly gss: string; readonly name: string } | null;
  readonly roles: readonly PersonRole[];
}

/** The person of a directory, under the name that it gives her now; undefined where she was never invited. */
export async function meetDirectoryPerson(
  trx: Trx,
  { tenantId, objectId, name, address }: DirectoryIdentity,
): Promise<string | undefined> {
  const met = await trx
    .updateTable('person')
    .set({ name, address })
    .where('tenant_id', '=', tenantId)
    .where('object_id', '=', objectId)
    .returning('id')
    .executeTakeFirst();
  return met?.id;
}

/** The person of a directory, who is made where she was not known. */
export async function saveDirectoryPerson(
  trx: Trx,
  identity: DirectoryIdentity,
  at: IsoInstant,
): Promise<string> {
  const { tenantId, objectId, name, address } = identity;
  const { id } = await trx
    .insertInto('person')
    .values({
      way: 'directory',
      name,
      address,
      tenant_id: tenantId,
      object_id: objectId,
      first_at: at,
    })
    .onConflict((known) => known.columns(['tenant_id', 'object_id']).doUpdateSet({ name, address }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The person who signs in by links to an address; undefined where there is none. Nobody of a directory is meant by one. */
export async function findLinkPerson(db: Db, address: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('person')
    .select('id')
    .where('way', '=', 'link')
    .where((one) => one(one.fn<string>('lower', ['address']), '=', address.toLowerCase()))
    .executeTakeFirst();
  return found?.id;
}

/** The person who signs in by links to an address, who is made where she was not known. */
export async function saveLinkPerson(trx: Trx, address: string, at: IsoInstant): Promise<string> {
  const known = await findLinkPerson(trx, address);
  if (known !== undefined) return known;
  const { id } = await trx
    .insertInto('person')
    .values({ way: 'link', name: address, address, first_at: at, tenant_id: null, object_id: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Where a person may act today. */
export async function findPlacesOfPerson(db: Db, personId: string): Promise<Place[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .leftJoin('council', 'council.gss', 'membership.council')
    .select(['council.gss', 'council.name', 'membership.roles'])
    .where('membership.person_id', '=', personId)
    .where(mayActToday)
    .orderBy('council.name')
    .execute();
  return rows.map(({ gss, name, roles }) => ({
    council: gss !== null && name !== null ? { gss, name } : null,
    roles,
  }));
}

/** A person of a council, as its administrator sees her. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly way: SignInWay;
  readonly roles: readonly PersonRole[];
  readonly since: string;
}

/** The people of the council that `trx` acts for, by name. */
export async function findColleagues(trx: Trx): Promise<Colleague[]> {
  return trx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select([
      'person.id',
      'person.name',
      'person.address',
      'person.way',
      'membership.roles',
      'membership.since',
    ])
    .where('membership.ended_at', 'is', null)
    .orderBy('person.name')
    .orderBy('person.nth')
    .execute();
}

/** Names by what stands for a person in stored rows, of those who are or were of the council that `trx` acts for. */
export async function findActors(trx: Trx): Promise<ReadonlyMap<string, string>> {
  return new Map((await findPeople(trx)).map(({ id, name }) => [actorOf(id), name]));
}

/** As `findActors`, told apart where two share a name; `trx` acts for one council, or names would depend on others’ people. */
export async function findActorsApart(trx: Trx): Promise<ReadonlyMap<string, string>> {
  return new Map(toldApart(await findPeople(trx)).map(({ id, name }) => [actorOf(id), name]));
}

function findPeople(trx: Trx) {
  return trx.selectFrom('person').select(['id', 'name', 'address']).execute();
}
