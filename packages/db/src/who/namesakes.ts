import { CompanyNumber } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { inForce, inForceOrWaits } from '../holdings/in-force.ts';
import { plainName } from './printed.ts';

const withForm = /^(.+?),? (LTD\.?|LIMITED|PLC|P\.?L\.?C\.?|LLP|C\.?I\.?C\.?|COMMUNITY INTEREST COMPANY)$/;
const isLimited = /^(?:LTD\.?|LIMITED)$/;

/**
 * A name as others may print it: in capitals, `Ltd` written out and shortened. None for a name without a legal form: it
 * may be the brand of a whole group.
 */
function spellingsOf(name: string): string[] {
  const plain = name.trim().replaceAll(/\s+/g, ' ').toUpperCase();
  const [, stem = '', form = ''] = withForm.exec(plain) ?? [];
  if (form === '') return [];
  return isLimited.test(form) ? [`${stem} LTD`, `${stem} LTD.`, `${stem} LIMITED`] : [plain];
}

/** What prints a name: an upload of a council's own register, or a mention of the public record; nothing when it is looked up. */
export interface PrintedBy {
  readonly uploadId: string | null;
  readonly mentionId: string | null;
}

/** Nobody's contract, payment or group link hangs on the mention: it stands in notices only. */
function isNoticeOnly(mentionId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(not exists (select from award_supplier where mention_id = ${mentionId})
    and not exists (select from award_subcontractor where mention_id = ${mentionId})
    and not exists (select from payment where mention_id = ${mentionId})
    and not exists (select from observation where mention_id = ${mentionId} and kind = 'parent-company'))`;
}

/**
 * The company numbers that others print beside this name: what there is to go by while no register of companies is
 * loaded. No two companies on the register may bear the same name at one time (Companies Act 2006, section 66), so one
 * number is an answer and two are none. A council's private register speaks for itself and for notices, which tie
 * nobody to the company; never for what another council placed or paid, which would tell that council of it.
 */
export async function findPrintedNumbers(
  db: Db | Trx,
  name: string,
  { uploadId, mentionId }: PrintedBy,
): Promise<CompanyNumber[]> {
  const spellings = spellingsOf(name);
  if (spellings.length === 0) return [];
  const { rows } = await sql<{ ref: string }>`
    select ref from mention
    where ${plainName('name')} = any(${spellings}) and scheme = 'GB-COH' and outcome = 'matched'
    union
    select ref from register_line join register_upload on register_upload.id = upload_id
    where ${plainName('supplier_name')} = any(${spellings}) and scheme = 'GB-COH' and match_outcome = 'matched'
      and (upload_id = ${uploadId}
        or (${inForce} and ${mentionId}::bigint is not null and ${isNoticeOnly(sql`${mentionId}::bigint`)}))`.execute(
    db,
  );
  return rows.map(({ ref }) => CompanyNumber.parse(ref));
}

/**
 * Mentions that print one of these names without a number: those that are nobody's yet, and those that are tied to
 * another supplier than the ones these names belong to. Of names that a council's own register prints: in notices only.
 */
export async function findUnnumbered(
  trx: Trx,
  names: readonly string[],
  suppliers: readonly string[],
  { isPrivate }: { readonly isPrivate: boolean },
): Promise<string[]> {
  const spellings = [...new Set(names.flatMap(spellingsOf))];
  if (spellings.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from mention
    where ${plainName('name')} = any(${spellings}) and ref is null and decided_by is null
      and (outcome in ('waiting', 'none') or supplier_id <> all(${[...suppliers]}::bigint[]))
      and (${!isPrivate} or ${isNoticeOnly(sql`mention.id`)})
    order by id`.execute(trx);
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
