import { addTo, CompanyNumber } from '@tocsin/domain';
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
import { isKnownTo, type Asker } from './asker.ts';

/** True once a register has been loaded: without one, a name alone says nothing. */
export async function isRegisterLoaded(db: Db | Trx): Promise<boolean> {
  const row = await db.selectFrom('register_block').select('number').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** A printed name, and the number that is printed beside it. */
export interface AskedName {
  readonly name: string;
  readonly number: string | null;
}

type FoundEntries = Found & { readonly wordCount: WordCount };

/** Of each name, in their order: the entries that it may stand for, and the one that bears the number, if there is one. */
export async function findRegisterEntries(
  db: Db | Trx,
  asked: readonly AskedName[],
): Promise<readonly FoundEntries[]> {
  if (asked.length === 0) return [];
  const named = asked.map((one) => ({
    ...one,
    keys: blockingKeys(one.name),
    shorter: shorterNameKeys(one.name),
  }));
  const sizes = await countBlocks(
    db,
    named.flatMap(({ keys, shorter }) => [...keys, ...shorter]),
  );
  const sizeOf = (key: string) => sizes.get(key) ?? 0;
  const usable = named.map(({ keys, shorter }) => [
    ...keys.filter((key) => isUsableBlock(key, sizeOf(key))),
    ...shorter.filter((key) => sizeOf(key) <= shorterLimit),
  ]);
  const filed = await findFiled(db, usable.flat());
  const numbers = named.map(({ number }, at) => {
    const found = new Set(usable[at]?.flatMap((key) => filed.get(wideHash(key)) ?? []));
    return [...(number === null ? found : found.add(number))].toSorted();
  });
  const companies = await findRegistered(db, numbers.flat());
  const entriesOf = numbers.map((each) => each.flatMap((number) => companies.get(number) ?? []));
  const wordCount = await countWords(
    db,
    named.flatMap(({ name }, at) => wordsToCount(name, namesOf(entriesOf[at] ?? []))),
  );
  return named.map(({ keys }, at) => ({
    entries: entriesOf[at] ?? [],
    crowded: keys.some((key) => isCrowdedBlock(key, sizeOf(key))),
    wordCount,
  }));
}

function namesOf(entries: readonly RegisterEntry[]): readonly string[] {
  return entries.flatMap((entry) => [entry.name, ...entry.formerNames]);
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

/** The numbers that are filed under each of these keys, by its hash. */
async function findFiled(
  db: Db | Trx,
  keys: readonly string[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const { rows } = await sql<{ key: string; number: string }>`
    select key, number from register_block
    where key = any(${[...new Set(keys.map(wideHash))]}::bigint[])`.execute(db);
  const filed = new Map<number, string[]>();
  for (const { key, number } of rows) addTo(filed, Number(key), number);
  return filed;
}

async function findRegistered(
  db: Db | Trx,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, RegisterEntry>> {
  if (numbers.length === 0) return new Map();
  const { rows } = await sql<CompanyRow>`
    select number, name, previous_names, postcode, status, incorporated_on from register_company
    where number = any(${[...new Set(numbers)]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.number, entryOf(row)]));
}

/** Only words that look alike are asked for: of the others no count decides anything. */
async function countWords(db: Db | Trx, words: readonly string[]): Promise<WordCount> {
  const distinct = [...new Set(words)];
  if (distinct.length === 0) return () => 0;
  const rows = await db
    .selectFrom('register_word')
    .selectAll()
    .where('word', '=', sql<string>`any(${distinct}::text[])`)
    .execute();
  const counts = new Map(rows.map(({ word, companies }) => [word, companies]));
  return (word) => counts.get(word) ?? 0;
}

/**
 * A company by its number: as registered, or as its own profile describes it to those who know it; undefined while neither
 * was read.
 */
export async function findCompany(
  db: Db | Trx,
  number: string,
  asker: Asker,
): Promise<RegisterEntry | undefined> {
  return (await findCompanies(db, [number], asker)).get(number);
}

/** As `findCompany`, of many; those that were not read are missing. */
export async function findCompanies(
  db: Db | Trx,
  numbers: readonly string[],
  asker: Asker,
): Promise<ReadonlyMap<string, RegisterEntry>> {
  const registered = await findRegistered(db, numbers);
  const others = numbers.filter((number) => !registered.has(number));
  if (others.length === 0) return registered;
  const profiles = await db
    .selectFrom('supplier_ref')
    .innerJoin('supplier', 'supplier.id', 'supplier_ref.supplier_id')
    .select(['ref as number', 'name', 'previous_names', 'postcode', 'status'])
    .where('scheme', '=', 'GB-COH')
    .where('ref', '=', sql<string>`any(${others}::text[])`)
    .where('status', 'is not', null)
    .where(isKnownTo(asker))
    .execute();
  return new Map([...registered, ...profiles.map((row) => [row.number, entryOf(row)] as const)]);
}

interface CompanyRow {
  readonly number: string;
  readonly name: string;
  readonly previous_names: string[];
  readonly postcode: string | null;
  readonly status: string | null;
  readonly incorporated_on?: string | null;
}

function entryOf(row: CompanyRow): RegisterEntry {
  return {
    number: CompanyNumber.parse(row.number),
    name: row.name,
    formerNames: row.previous_names,
    postcode: row.postcode,
    status: row.status,
    incorporatedOn: row.incorporated_on ?? null,
  };
}
