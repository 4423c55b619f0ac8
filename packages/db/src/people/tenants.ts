import type { GssCode } from '@tocsin/domain';
import { audit } from '../audit/audit.ts';
import type { Db, Trx } from '../schema/database.ts';

/** A directory whose people may sign in. */
export interface Tenant {
  /** The `tid` of its tokens. */
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  /** Its people may be NPS lead or operator. */
  readonly isNational: boolean;
}

interface NewTenant extends Tenant {
  /** The councils that it stands for, and no others from now on. */
  readonly councils: readonly GssCode[];
}

/** Puts a directory on the list of those that may sign in, or changes what it stands for. */
export async function saveTenant(trx: Trx, tenant: NewTenant, by: string): Promise<void> {
  const { id, name, issuer, isNational } = tenant;
  await trx
    .insertInto('tenant')
    .values({ id, name, issuer, is_national: isNational })
    .onConflict((known) => known.column('id').doUpdateSet({ name, issuer, is_national: isNational }))
    .execute();
  await trx.deleteFrom('tenant_council').where('tenant_id', '=', id).execute();
  const councils = [...new Set(tenant.councils)];
  if (councils.length > 0)
    await trx
      .insertInto('tenant_council')
      .values(councils.map((council) => ({ tenant_id: id, council })))
      .execute();
  const detail = { name, issuer, national: isNational, councils };
  await audit(trx, {
    council: null,
    actor: by,
    action: 'allowed directory',
    subject: `tenant ${id}`,
    detail,
  });
  for (const council of councils)
    await audit(trx, { council, actor: by, action: 'allowed directory', subject: `tenant ${id}`, detail });
}

/**
 * Takes a directory off the list: its people may do nothing from the next page on, and are kept. False where there is none.
 */
export async function disallowTenant(trx: Trx, id: string, by: string): Promise<boolean> {
  const known = await trx
    .updateTable('tenant')
    .set({ is_national: false })
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  if (!known) return false;
  const stood = await trx
    .deleteFrom('tenant_council')
    .where('tenant_id', '=', id)
    .returning('council')
    .execute();
  for (const council of [null, ...stood.map((one) => one.council)])
    await audit(trx, { council, actor: by, action: 'disallowed directory', subject: `tenant ${id}` });
  return true;
}

/** The directories whose people may sign in, by name. */
export async function findTenants(db: Db): Promise<Tenant[]> {
  return db
    .selectFrom('tenant')
    .select(['id', 'name', 'issuer', 'is_national as isNational'])
    .where((one) =>
      one.or([
        one('is_national', '=', true),
        one.exists(one.selectFrom('tenant_council').whereRef('tenant_council.tenant_id', '=', 'tenant.id')),
      ]),
    )
    .orderBy('name')
    .orderBy('id')
    .execute();
}

/** The directories that stand for a council, or for the national body where `council` is null. */
export async function findTenantsOf(db: Db, council: string | null): Promise<Tenant[]> {
  return db
    .selectFrom('tenant')
    .select(['id', 'name', 'issuer', 'is_national as isNational'])
    .where((one) =>
      council === null
        ? one('is_national', '=', true)
        : one.exists(
            one
              .selectFrom('tenant_council')
              .whereRef('tenant_council.tenant_id', '=', 'tenant.id')
              .where('tenant_council.council', '=', council),
          ),
    )
    .orderBy('name')
    .orderBy('id')
    .execute();
}
