import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Trx } from '../schema/database.ts';
import { refreshWatched } from '../who/suppliers.ts';
import type { Catalogued } from './catalogue.ts';
import { isOwn, ownTables } from './own-rows.ts';

/** Rows of a council, by table. */
export type OwnRows = Readonly<Record<string, number>>;

/** What goes when a council leaves: all that is its own but what outlives it, and the people of nowhere else. */
const erased = ownTables.filter(({ outlives }) => outlives !== true);

/** How many rows would go, and how many of the audit log stay. `trx` acts as the worker. */
export async function countOwnRows(
  trx: Trx,
  council: string,
): Promise<{ readonly go: OwnRows; readonly stay: OwnRows }> {
  const count = async (tables: readonly Catalogued[]) => {
    const counts: Record<string, number> = {};
    for (const one of tables) {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from ${sql.table(one.table)} where ${isOwn(one, council)}`.execute(trx);
      if (rows[0]?.n) counts[one.table] = rows[0].n;
    }
    return counts;
  };
  const lasting = ownTables.filter(({ outlives }) => outlives === true);
  return { go: await count(erased), stay: await count(lasting) };
}

/** The holds that stand at a council, by number: while one does, nothing is erased. */
export async function findStandingHolds(trx: Trx, council: string): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('hold')
    .select('id')
    .where('council', '=', council)
    .where('released_at', 'is', null)
    .orderBy('nth')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Erases what a council is controller of. The audit log stays, and names nobody any more; people who are of another council,
 * or of the national body, stay there; what is public or national stays. Throws, having changed nothing, while a hold stands.
 * `trx` acts as the worker.
 */
export async function eraseCouncil(trx: Trx, council: string, today: string, by: string): Promise<OwnRows> {
  await sql`select from council where gss = ${council} for update`.execute(trx);
  const holds = await findStandingHolds(trx, council);
  if (holds.length > 0)
    throw new Error(`Hold ${holds.join(', ')} stands: release it first. Nothing was erased.`);
  const { go } = await countOwnRows(trx, council);
  const people = await idsOf(trx, sql`select person_id as id from membership where council = ${council}`);
  const suppliers = await idsOf(
    trx,
    sql`select supplier_id as id from register_line where council = ${council} and supplier_id is not null
      union select supplier_id from own_payee where council = ${council} and supplier_id is not null`,
  );
  await forgetUnderWay(trx, council);
  // Letters tell of alerts, and of deeds that belong to alerts.
  await sql`update alert set letter_id = null where council = ${council}`.execute(trx);
  for (const table of await childrenFirst(trx))
    await sql`delete from ${sql.table(table.table)} where ${isOwn(table, council)}`.execute(trx);
  await forgetPeople(trx, people);
  await refreshWatched(trx, suppliers, today);
  await audit(trx, { council, actor: by, action: 'erased council', subject: council, detail: { rows: go } });
  return go;
}

/** Receipts of messages, and links in mails, of those who go. */
async function forgetUnderWay(trx: Trx, council: string): Promise<void> {
  await sql`
    delete from notify_receipt where reference in (
      select 'delivery-' || id from delivery where council = ${council})`.execute(trx);
  await sql`
    delete from sign_in_link where lower(address) in (
      select lower(address) from invitation where council = ${council}
      union select lower(address) from person join membership on person_id = person.id
        where membership.council = ${council})`.execute(trx);
}

/** Of people who were of a council, those who are of nowhere else go, with the sessions in which they chose nothing. */
async function forgetPeople(trx: Trx, people: readonly string[]): Promise<void> {
  const gone = await idsOf(
    trx,
    sql`select id from person where id = any(${[...people]}::bigint[])
      and not exists (select from membership where person_id = person.id)`,
  );
  await sql`delete from session where person_id = any(${[...gone]}::bigint[])`.execute(trx);
  await sql`delete from person where id = any(${[...gone]}::bigint[])`.execute(trx);
  await sql`
    delete from tenant where not is_national and not exists (select from tenant_council where tenant_id = tenant.id)
      and not exists (select from person where person.tenant_id = tenant.id)`.execute(trx);
}

/** The tables that go, those that refer to others before them; people follow by themselves. */
async function childrenFirst(trx: Trx): Promise<readonly Catalogued[]> {
  const { rows } = await sql<{ child: string; parent: string }>`
    select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
    where contype = 'f' and conrelid <> confrelid
      and (conrelid, confrelid) <> ('alert'::regclass::oid, 'letter'::regclass::oid)`.execute(trx);
  const left = new Set(erased.filter(({ table }) => table !== 'person'));
  const ordered: Catalogued[] = [];
  while (left.size > 0) {
    const names = new Set<string>([...left].map(({ table }) => table));
    const free = [...left].filter(
      ({ table }) => !rows.some(({ child, parent }) => parent === table && names.has(child)),
    );
    if (free.length === 0) throw new Error(`${[...names].join(', ')} refer to one another in a circle`);
    for (const one of free) left.delete(one);
    ordered.push(...free);
  }
  return ordered;
}

async function idsOf(trx: Trx, query: ReturnType<typeof sql>): Promise<readonly string[]> {
  const { rows } = await query.execute(trx);
  return (rows as readonly { readonly id: string }[]).map(({ id }) => id);
}
