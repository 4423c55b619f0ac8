import { catalogueRows, columnsIn, openDatabase, privateTables, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let database: FreshDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.adminUrl, { max: 1 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test('the data catalogue has every table of the database, and no other', async () => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relname not like 'kysely_migration%'`.execute(db);
  const inDatabase = rows.map(({ name }) => name).toSorted();
  expect(catalogueRows.map(({ table }) => table)).toEqual(inDatabase);
});

test('of every column of words, and of every reference to a person, it says whether it is personal', async () => {
  const { rows } = await sql<{ at: string; person: boolean }>`
    with columns as (
      select relname || ' ' || attname as at, attrelid, attnum, format_type(atttypid, atttypmod) as type
      from pg_class join pg_attribute on attrelid = pg_class.oid
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
        and relname not like 'kysely_migration%'),
    persons as (
      select conrelid, conkey[1] as attnum from pg_constraint
      where contype = 'f' and confrelid in ('person'::regclass, 'membership'::regclass))
    select at, persons.attnum is not null as person from columns
      left join persons on conrelid = attrelid and persons.attnum = columns.attnum
    where persons.attnum is not null or type in ('text', 'text[]', 'json', 'jsonb', 'bytea')`.execute(db);
  const listed = (kinds: readonly ('personal' | 'secret' | 'other')[]) =>
    catalogueRows.flatMap((row) =>
      kinds.flatMap((kind) => columnsIn(row[kind]).map((column) => `${row.table} ${column}`)),
    );
  expect(listed(['personal', 'secret', 'other']).toSorted()).toEqual(
    [...new Set(rows.map(({ at }) => at))].toSorted(),
  );
  const personal = new Set(listed(['personal']));
  expect(rows.filter(({ at, person }) => person && !personal.has(at))).toEqual([]);
});

test('whose rows are one council’s own, of them the council is controller', () => {
  const ofCouncils = catalogueRows.filter(({ controller }) => controller === 'council');
  const tables: readonly string[] = ofCouncils.map(({ table }) => table);
  expect(privateTables.filter((table) => !tables.includes(table))).toEqual([]);
});

test('whoever holds personal data says whose', () => {
  expect(
    catalogueRows.filter(({ people, personal }) => (people === undefined) !== (personal === undefined)),
  ).toEqual([]);
});
