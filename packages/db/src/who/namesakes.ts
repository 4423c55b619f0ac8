import { CompanyNumber } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { inForce, inForceOrWaits } from '../holdings/in-force.ts';
import { isKnownTo, type Asker } from './asker.ts';
import { asSpelt, plainName } from './printed.ts';
import { askedOfWatched } from './suppliers.ts';

const withForm = /^(.+?),? (LTD\.?|LIMITED|PLC|P\.?L\.?C\.?|LLP|C\.?I\.?C\.?|COMMUNITY INTEREST COMPANY)$/;
const isLimited = /^(?:LTD\.?|LIMITED)$/;

/**
 * A name as others may print it: in capitals, `Ltd` written out and shortened. None for a name without a legal form: it
 * may be the brand of a whole group.
 */
export function spellingsOf(name: string): string[] {
  const plain = name.trim().replaceAll(/\s+/g, ' ').toUpperCase();
  const [, stem = '', form = ''] = withForm.exec(plain) ?? [];
  if (form === '') return [];
  return isLimited.test(form) ? [`${stem} LTD`, `${stem} LTD.`, `${stem} LIMITED`] : [plain];
}

/** A name that is printed with a number is told by it; `number` is the last word of what is said of it before `NOT_LOADED`. */
export function byPrintedNumber(number: string): string {
  return `by the company number that is printed beside this name elsewhere: ${number}`;
}
/** The same of a name that the council's own register prints with a number. */
export function byOwnNumber(number: string): string {
  return `by the company number that your register prints beside this name: ${number}`;
}
/** Of a name that it prints with several, and that is nobody's for that: the numbers are the last words. */
export function byOwnNumbers(numbers: string): string {
  return `your register prints this name with several company numbers: ${numbers}`;
}
export const NOT_LOADED = '; no register of companies is loaded to look the name up';

/** Of `register_line`: it prints the company number by which it was tied. */
export const tellsNumber = sql<boolean>`(register_line.scheme = 'GB-COH' and register_line.match_outcome = 'matched')`;

/**
 * Of `mention`: the public record prints it, or its company is known to whoever asks. What is read only of companies that
 * somebody follows tells that somebody does.
 */
function speaksTo(asker: Asker): RawBuilder<boolean> {
  return sql<boolean>`(exists (select from award_supplier where mention_id = mention.id)
    or exists (select from award_subcontractor where mention_id = mention.id)
    or exists (select from payment where mention_id = mention.id)
    or exists (select from observation where mention_id = mention.id and source_id <> all(${[...askedOfWatched]}))
    or exists (select from supplier where supplier.id = mention.supplier_id and ${isKnownTo(asker)}))`;
}

/** Company numbers that are printed beside a name, and whether the asker's own register is who prints them. */
export interface PrintedNumbers {
  readonly numbers: readonly CompanyNumber[];
  readonly isOwn: boolean;
}

/**
 * The company numbers that others print beside this name: what there is to go by while no register of companies is
 * loaded. No two companies on the register may bear the same name at one time (Companies Act 2006, section 66), so one
 * number is an answer and two are none. A council's register speaks for itself, and there before all others: the one that is looked up, else the one in
 * force.
 */
export async function findPrintedNumbers(db: Db | Trx, name: string, asker: Asker): Promise<PrintedNumbers> {
  const spellings = spellingsOf(name);
  if (spellings.length === 0) return { numbers: [], isOwn: false };
  const { rows } = await sql<{ ref: string; own: boolean }>`
    select ref, false as own from mention
    where ${plainName('name')} = any(${spellings}) and scheme = 'GB-COH' and outcome = 'matched' and ${speaksTo(asker)}
    union
    select ref, true from register_line
    where ${plainName('supplier_name')} = any(${spellings}) and ${tellsNumber} and ref is not null
      and ${ofRegister(asker)}`.execute(db);
  const own = rows.filter((row) => row.own);
  return {
    numbers: (own.length > 0 ? own : rows).map(({ ref }) => CompanyNumber.parse(ref)),
    isOwn: own.length > 0,
  };
}

/** Of `register_line`: it stands in the register that speaks for the asker. */
function ofRegister({ council, uploadId }: Asker): RawBuilder<boolean> {
  if (uploadId !== null) return sql<boolean>`upload_id = ${uploadId}`;
  return sql<boolean>`(register_line.council = ${council}
    and upload_id in (select id from register_upload where council = ${council} and ${inForce}))`;
}

/**
 * By name, the one company number that a register of the council gives to the very name: the register that is looked up
 * now, else the one in force. `trx` may see it.
 */
export async function findNumbersInRegister(
  trx: Trx,
  { council, uploadId }: { readonly council: string; readonly uploadId: string | null },
  names: readonly string[],
): Promise<ReadonlyMap<string, CompanyNumber>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ name: string; number: string }>`
    select given.name, min(supplier_ref.ref) as number
    from unnest(${[...new Set(names)]}::text[]) as given (name)
    join register_line on ${plainName('supplier_name')} = any(${asSpelt('given.name')}) and ${tellsNumber}
    join register_upload on register_upload.id = upload_id
      and ${uploadId === null ? inForce : sql`upload_id = ${uploadId}`}
    join supplier_ref on supplier_ref.supplier_id = register_line.supplier_id and supplier_ref.scheme = 'GB-COH'
    where register_line.council = ${council} and register_line.ref is not null
    group by given.name having count(distinct supplier_ref.ref) = 1`.execute(trx);
  return new Map(rows.map(({ name, number }) => [name, CompanyNumber.parse(number)]));
}

/**
 * Mentions that print one of these names without a number: those that are nobody's yet, and those that are tied to
 * another supplier than the ones these names belong to.
 */
export async function findUnnumbered(
  trx: Trx,
  names: readonly string[],
  suppliers: readonly string[],
): Promise<string[]> {
  const spellings = [...new Set(names.flatMap(spellingsOf))];
  if (spellings.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from mention
    where ${plainName('name')} = any(${spellings}) and ref is null and decided_by is null
      and (outcome in ('waiting', 'none') or supplier_id <> all(${[...suppliers]}::bigint[]))
    order by nth`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Uploads in force, or about to be, with a line that prints one of these names without a number, like `findUnnumbered`. */
export async function findUnnumberedUploads(
  trx: Trx,
  names: readonly string[],
  suppliers: readonly string[],
): Promise<string[]> {
  const spellings = [...new Set(names.flatMap(spellingsOf))];
  if (spellings.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct register_upload.id from register_line join register_upload on register_upload.id = upload_id
    where ${plainName('supplier_name')} = any(${spellings}) and ref is null and ${inForceOrWaits}
      and (match_outcome = 'none' or supplier_id <> all(${[...suppliers]}::bigint[]))`.execute(trx);
  return rows.map(({ id }) => id);
}
