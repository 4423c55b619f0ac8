import { sql } from 'kysely';
import { joinAmong } from './numbers-among.ts';
import type { Trx } from '../schema/database.ts';
import type { RegisterLineRow } from '../schema/tables.ts';

/** A line of a register as matching reads it. */
export type PrintedLine = Pick<
  RegisterLineRow,
  'id' | 'council' | 'supplier_name' | 'scheme' | 'ref' | 'printed_ref' | 'supplier_id'
>;

/** Some lines of one upload, of those that print a number or of those that print none, by their ids. */
export async function findLinesToMatch(
  trx: Trx,
  uploadId: string,
  step: 'numbered' | 'named',
  { after, limit }: PartOf,
): Promise<PrintedLine[]> {
  return trx
    .selectFrom('register_line')
    .select(['id', 'council', 'supplier_name', 'scheme', 'ref', 'printed_ref', 'supplier_id'])
    .where('upload_id', '=', uploadId)
    .where('ref', step === 'numbered' ? 'is not' : 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Which part of a long list: what follows an id, and how many. */
interface PartOf {
  readonly after: string;
  readonly limit: number;
}

/** Some suppliers of an upload and of the one it replaced, by their ids: somebody may be watched, or be so no more. */
export async function findSuppliersOfUpload(
  trx: Trx,
  uploadId: string,
  { after, limit }: PartOf,
): Promise<string[]> {
  const { rows } = await sql<{ supplier_id: string }>`
    with line as materialized (select * from register_line where upload_id in (
      select unnest(array[id, replaces]) from register_upload where id = ${uploadId}))
    select supplier_id from (
      select supplier_id from line
      union
      select supplier_ref.supplier_id from line register_line ${joinAmong}) of_upload
    where supplier_id > ${after}
    order by supplier_id limit ${limit}`.execute(trx);
  return rows.map(({ supplier_id }) => supplier_id);
}

/** Names that an upload prints with the company number by which they were tied to one of these suppliers. */
export async function findNumberedNames(
  trx: Trx,
  uploadId: string,
  supplierIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct supplier_name as name from register_line
    where upload_id = ${uploadId} and supplier_id = any(${[...supplierIds]}::bigint[])
      and scheme = 'GB-COH' and ref is not null and match_outcome = 'matched'`.execute(trx);
  return rows.map(({ name }) => name);
}

/** Which legal person a line of a register names. */
export interface LineDecision {
  readonly id: string;
  readonly outcome: RegisterLineRow['match_outcome'];
  readonly supplierId: string | null;
  readonly reason: string;
}

/** Writes which legal persons lines of a register name. */
export async function decideRegisterLines(trx: Trx, decisions: readonly LineDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  const rows = decisions.map(({ supplierId, ...decision }) => ({ ...decision, supplier_id: supplierId }));
  await sql`
    update register_line set match_outcome = given.outcome, supplier_id = given.supplier_id, match_reason = given.reason
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given (id bigint, outcome text, supplier_id bigint, reason text)
    where register_line.id = given.id`.execute(trx);
}

/** Notes that every line of an upload has been looked at. */
export async function markRegisterMatched(trx: Trx, uploadId: string): Promise<void> {
  await trx
    .updateTable('register_upload')
    .set({ matched_at: sql<string>`now()`, put_aside_at: null })
    .where('id', '=', uploadId)
    .execute();
}
