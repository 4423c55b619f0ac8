import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import type { RegisterLineRow } from '../schema/tables.ts';
import { asSpelt, plainName } from '../who/printed.ts';
import { inForce } from './in-force.ts';

export interface RegisterUpload {
  readonly id: string;
  readonly fileName: string;
  readonly lineCount: number;
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  readonly undoneAt: string | null;
  /** Not in force yet: it will be once its lines are matched. */
  readonly waits: boolean;
  /** The register that comes back when this one is undone. */
  readonly replaces: string | null;
  /** Lines tied to a legal person. */
  readonly matched: number;
  /** Lines at which matching has looked. */
  readonly looked: number;
  /** Matching failed and stopped, for a fault of ours. */
  readonly isStopped: boolean;
}

/** The registers that the council `trx` acts for has handed in, newest first; the one in force is not undone. */
export async function findRegisterUploads(trx: Trx, limit: number): Promise<RegisterUpload[]> {
  return trx
    .selectFrom('register_upload')
    .select([
      'id',
      'file_name as fileName',
      'line_count as lineCount',
      'uploaded_by as uploadedBy',
      'uploaded_at as uploadedAt',
      'undone_at as undoneAt',
      'waits',
      'replaces',
    ])
    .select([
      sql<number>`(select count(*)::int from register_line
        where upload_id = register_upload.id and match_outcome = 'matched')`.as('matched'),
      sql<number>`(select count(*)::int from register_line
        where upload_id = register_upload.id and match_outcome <> 'waiting')`.as('looked'),
      sql<boolean>`put_aside_at is not null`.as('isStopped'),
    ])
    .orderBy('nth', 'desc')
    .limit(limit)
    .execute();
}

/** Lines of one upload that are tied to nobody yet: nothing that happens to these suppliers would be noticed. */
export async function findUnmatchedLines(trx: Trx, uploadId: string, limit: number) {
  return trx
    .selectFrom('register_line')
    .select([
      'id',
      'row',
      'title',
      'supplier_name as supplierName',
      'printed_ref as printedRef',
      'match_reason as matchReason',
    ])
    .where('upload_id', '=', uploadId)
    .where('match_outcome', '<>', 'matched')
    .orderBy('row')
    .limit(limit)
    .execute();
}

/** The contracts of the council's register in force; [] when none is. */
export async function findLinesInForce(trx: Trx, council: string): Promise<RegisterLineRow[]> {
  return trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'upload_id')
    .selectAll('register_line')
    .where('register_line.council', '=', council)
    .where(inForce)
    .orderBy('row')
    .execute();
}

/** A line of a council's register, and another supplier to which it is tied. */
export interface LineElsewhere {
  readonly title: string;
  readonly supplierId: string;
}

/**
 * What the register in force of the council `trx` acts for says of contracts or a name that stood for a supplier before,
 * and ties to another one: lines of these titles, or of this name.
 */
export async function findLinesElsewhere(
  trx: Trx,
  council: string,
  {
    supplierId,
    name,
    titles,
  }: { readonly supplierId: string; readonly name: string; readonly titles: readonly string[] },
  limit: number,
): Promise<readonly LineElsewhere[]> {
  const { rows } = await sql<LineElsewhere>`
    select title, supplier_id::text as "supplierId" from register_line
      join register_upload on register_upload.id = upload_id
      cross join (select ${name}::text as name) as known
    where register_line.council = ${council} and ${inForce} and match_outcome = 'matched'
      and supplier_id <> ${supplierId}
      and (title = any(${[...titles]}::text[]) or ${plainName('supplier_name')} = any(${asSpelt('known.name')}))
    order by row limit ${limit}`.execute(trx);
  return rows;
}

/** One contract of the council's own register, of whichever upload. */
export async function findRegisterLine(
  trx: Trx,
  council: string,
  id: string,
): Promise<(RegisterLineRow & Pick<RegisterUpload, 'fileName' | 'uploadedAt' | 'undoneAt'>) | undefined> {
  return trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'upload_id')
    .selectAll('register_line')
    .select(['file_name as fileName', 'uploaded_at as uploadedAt', 'undone_at as undoneAt'])
    .where('register_line.council', '=', council)
    .where('register_line.id', '=', id)
    .executeTakeFirst();
}
