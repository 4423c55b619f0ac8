import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import type { RegisterColumns } from '../schema/tables.ts';

/** The file that a council looks at before it saves it as its register. */
export interface RegisterDraft {
  readonly council: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly body: Buffer;
  /** What the council said its headings mean; null while they speak for themselves. */
  readonly columns: RegisterColumns | null;
  readonly uploadedBy: string;
  /** The sheet and the row of its headings that a person chose; null where they were found. */
  readonly sheet?: string | null;
  readonly headerRow?: number | null;
}

/** Keeps a file for its council to look at; it takes the place of the one before. */
export async function saveDraft(trx: Trx, draft: RegisterDraft): Promise<void> {
  const row = {
    file_name: draft.fileName,
    sha256: draft.sha256,
    body: draft.body,
    columns: draft.columns && JSON.stringify(draft.columns),
    uploaded_by: draft.uploadedBy,
    uploaded_at: sql<string>`now()`,
    sheet: draft.sheet ?? null,
    header_row: draft.headerRow ?? null,
  };
  await trx
    .insertInto('register_draft')
    .values({ ...row, council: draft.council })
    .onConflict((conflict) => conflict.column('council').doUpdateSet(row))
    .execute();
}

/** The file that the council is looking at. */
export async function findDraft(trx: Trx, council: string): Promise<RegisterDraft | undefined> {
  const row = await trx
    .selectFrom('register_draft')
    .selectAll()
    .where('council', '=', council)
    .executeTakeFirst();
  return (
    row && {
      council,
      fileName: row.file_name,
      sha256: row.sha256,
      body: row.body,
      columns: row.columns,
      uploadedBy: row.uploaded_by,
      sheet: row.sheet,
      headerRow: row.header_row,
    }
  );
}

/** Forgets the file that the council was looking at. */
export async function dropDraft(trx: Trx, council: string): Promise<void> {
  await trx.deleteFrom('register_draft').where('council', '=', council).execute();
}

/** What the council last said its headings mean: its next file is likely to have the same ones. */
export async function findRememberedColumns(trx: Trx, council: string): Promise<RegisterColumns | null> {
  const row = await trx
    .selectFrom('register_upload')
    .select('columns')
    .where('council', '=', council)
    .where('columns', 'is not', null)
    .orderBy('nth', 'desc')
    .executeTakeFirst();
  return row?.columns ?? null;
}
