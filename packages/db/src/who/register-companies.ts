import { CompanyNumber } from '@tocsin/domain';
import {
  blockingKeys,
  isCrowdedBlock,
  isUsableBlock,
  largestUse,
  shorterLimit,
  shorterNameKeys,
  wideHash,
  wordsToCount,
  type Found,
  type RegisterEntry,
  type WordCount,
} from '@tocsin/matching';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

/** True once a register has been loaded: without one, a name alone says nothing. */
export async function isRegisterLoaded(db: Db | Trx): Promise<boolean> {
  const row = await db.selectFrom('register_block').select('number').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The entries that a name may stand for, and the one that bears the number, if the register has it. */
export async function findRegisterEntries(
  db: Db | Trx,
  name: string,
  number: string | null,
): Promise<Found & { readonly wordCount: WordCount }> {
  const keys = blockingKeys(name);
  const shorter = shorterNameKeys(name);
  const sizes = await countBlocks(db, [...keys, ...shorter]);
  const blocks = keys.map((key) => ({ key, size: sizes.get(key) ?? 0 }));
  const usable = [
    ...blocks.filter(({ key, size }) => isUsableBlock(key, size)).map(({ key }) => key),
    ...shorter.filter((key) => (sizes.get(key) ?? 0) <= shorterLimit),
  ];
  const entries = await findEntries(db, usable, number);
  return {
    entries,
    crowded: blocks.some(({ key, size }) => isCrowdedBlock(key, size)),
    wordCount: await countWords(db, name, entries),
  };
}

/** How many companies are filed under each key; counting stops where it no longer matters. */
async function countBlocks(db: Db | Trx, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const distinct = [...new Set(keys)];
  const { rows } = await sql<{ size: number }>`
    select (select count(*)::int from (
      select from register_block where register_block.key = given.key limit ${largestUse}) as filed) as size
    from unnest(${distinct.map(wideHash)}::bigint[]) with ordinality as given (key, place)
    order by place`.execute(db);
  return new Map(distinct.map((key, at) => [key, rows[at]?.size ?? 0]));
}

async function findEntries(
  db: Db | Trx,
  keys: readonly string[],
  number: string | null,
): Promise<RegisterEntry[]> {
  // As an array the numbers are found by the primary key; with OR the whole register would be read.
  const { rows } = await sql<CompanyRow & { number: string }>`
    select number, name, previous_names, postcode, status from register_company
    where number = any(array(select number from register_block where key = any(${keys.map(wideHash)}::bigint[]))
      || ${number ?? ''}::text)`.execute(db);
  return rows.map((row) => entryOf(row.number, row));
}

/** Only words that look alike are asked for: of the others no count decides anything. */
async function countWords(db: Db | Trx, name: string, entries: readonly RegisterEntry[]): Promise<WordCount> {
  const registered = entries.flatMap((entry) => [entry.name, ...entry.formerNames]);
  const words = wordsToCount(name, registered);
  if (words.length === 0) return () => 0;
  const rows = await db.selectFrom('register_word').selectAll().where('word', 'in', words).execute();
  const counts = new Map(rows.map(({ word, companies }) => [word, companies]));
  return (word) => counts.get(word) ?? 0;
}

/** A company by its number: as registered, or as its own profile describes it; undefined while neither was read. */
export async function findCompany(db: Db | Trx, number: string): Promise<RegisterEntry | undefined> {
  const registered = await db
    .selectFrom('register_company')
    .select(['name', 'previous_names', 'postcode', 'status'])
    .where('number', '=', number)
    .executeTakeFirst();
  const row = registered ?? (await findProfile(db, number));
  return row && entryOf(number, row);
}

async function findProfile(db: Db | Trx, number: string): Promise<CompanyRow | undefined> {
  return db
    .selectFrom('supplier')
    .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'supplier.id')
    .select(['name', 'previous_names', 'postcode', 'status'])
    .where('scheme', '=', 'GB-COH')
    .where('ref', '=', number)
    .where('status', 'is not', null)
    .executeTakeFirst();
}

interface CompanyRow {
  readonly name: string;
  readonly previous_names: string[];
  readonly postcode: string | null;
  readonly status: string | null;
}

function entryOf(number: string, row: CompanyRow): RegisterEntry {
  return {
    number: CompanyNumber.parse(number),
    name: row.name,
    formerNames: row.previous_names,
    postcode: row.postcode,
    status: row.status,
  };
}
