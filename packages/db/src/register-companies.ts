import { CompanyNumber } from '@tocsin/domain';
import { isCrowdedBlock, isUsableBlock, type Found, type RegisterEntry } from '@tocsin/matching';
import { sql } from 'kysely';
import type { Db, Trx } from './database.ts';

/** True once a register has been loaded: without one, a name alone says nothing. */
export async function isRegisterLoaded(db: Db | Trx): Promise<boolean> {
  const row = await db.selectFrom('register_company').select('number').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The entries that share a blocking key with a name, and the one that bears the number, if the register has it. */
export async function findRegisterEntries(
  db: Db | Trx,
  keys: readonly string[],
  number: string | null,
): Promise<Found> {
  const { rows: blocks } = await sql<{ key: string; size: number }>`
    select key, count(*)::int as size from register_key where key = any(${[...keys]}) group by key`.execute(
    db,
  );
  const usable = blocks.filter(({ key, size }) => isUsableBlock(key, size)).map(({ key }) => key);
  const rows = await db
    .selectFrom('register_company')
    .selectAll()
    .where((or) =>
      or.or([
        or(
          'number',
          'in',
          or
            .selectFrom('register_key')
            .select('number')
            .where('key', '=', sql<string>`any(${usable})`),
        ),
        or('number', '=', number ?? ''),
      ]),
    )
    .execute();
  const entries = rows.map((row): RegisterEntry => ({
    number: CompanyNumber.parse(row.number),
    name: row.name,
    formerNames: row.previous_names,
    postcode: row.postcode,
    status: row.status,
  }));
  return { entries, crowded: blocks.some(({ key, size }) => isCrowdedBlock(key, size)) };
}

/** A company as its own profile describes it, for as long as no register is loaded; undefined before the first look. */
export async function findProfiledCompany(db: Db | Trx, number: string): Promise<RegisterEntry | undefined> {
  const row = await db
    .selectFrom('supplier')
    .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'supplier.id')
    .select(['name', 'previous_names', 'postcode', 'status'])
    .where('scheme', '=', 'GB-COH')
    .where('ref', '=', number)
    .where('status', 'is not', null)
    .executeTakeFirst();
  return (
    row && {
      number: CompanyNumber.parse(number),
      name: row.name,
      formerNames: row.previous_names,
      postcode: row.postcode,
      status: row.status,
    }
  );
}
