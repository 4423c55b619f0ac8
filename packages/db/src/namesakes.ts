import { CompanyNumber } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from './database.ts';
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

/**
 * The company numbers that others print beside this name: what there is to go by while no register of companies is
 * loaded. No two companies on the register may bear the same name at one time (Companies Act 2006, section 66), so one
 * number is an answer and two are none. The worker sees every council's register lines, a council only its own.
 */
export async function findPrintedNumbers(db: Db | Trx, name: string): Promise<CompanyNumber[]> {
  const spellings = spellingsOf(name);
  if (spellings.length === 0) return [];
  const { rows } = await sql<{ ref: string }>`
    select ref from mention
    where ${plainName('name')} = any(${spellings}) and scheme = 'GB-COH' and outcome = 'matched'
    union
    select ref from register_line join register_upload on register_upload.id = upload_id
    where ${plainName('supplier_name')} = any(${spellings}) and scheme = 'GB-COH' and match_outcome = 'matched'
      and undone_at is null`.execute(db);
  return rows.map(({ ref }) => CompanyNumber.parse(ref));
}

/**
 * Mentions, and uploads in force with a line, that print one of these names without a number: those that are nobody's
 * yet, and those that are tied to another supplier than the ones these names belong to.
 */
export async function findUnnumbered(
  trx: Trx,
  names: readonly string[],
  suppliers: readonly string[],
): Promise<{ readonly mentionIds: string[]; readonly uploadIds: string[] }> {
  const spellings = [...new Set(names.flatMap(spellingsOf))];
  if (spellings.length === 0) return { mentionIds: [], uploadIds: [] };
  const mentions = await trx
    .selectFrom('mention')
    .select('id')
    .where(sql<boolean>`${plainName('name')} = any(${spellings})`)
    .where('ref', 'is', null)
    .where(sql<boolean>`(outcome in ('waiting', 'none') or supplier_id <> all(${[...suppliers]}::bigint[]))`)
    .where('decided_by', 'is', null)
    .orderBy('id')
    .execute();
  const lines = await trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'upload_id')
    .select('upload_id')
    .distinct()
    .where(sql<boolean>`${plainName('supplier_name')} = any(${spellings})`)
    .where('ref', 'is', null)
    .where(sql<boolean>`(match_outcome = 'none' or supplier_id <> all(${[...suppliers]}::bigint[]))`)
    .where('undone_at', 'is', null)
    .execute();
  return { mentionIds: mentions.map(({ id }) => id), uploadIds: lines.map((line) => line.upload_id) };
}
