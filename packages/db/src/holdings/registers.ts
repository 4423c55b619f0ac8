import { Pence, Safeguards, type ExposedContract, type SupplierRef } from '@tocsin/domain';
import { contractOfRegisterLine, type ContractFacts } from '@tocsin/exposure';
import { sql, type Insertable } from 'kysely';
import { canonicalJson } from '../risk/fact-sets.ts';
import { beginOpening } from '../alerts/letters.ts';
import { namedInAudit } from '../audit/audit-names.ts';
import { audit } from '../audit/audit.ts';
import { chunksOf } from '../schema/chunks.ts';
import type { Db, Trx } from '../schema/database.ts';
import { enqueue } from '../outbox/outbox.ts';
import { inForceOrWaits } from './in-force.ts';
import type { Database, RegisterColumns, RegisterLineRow } from '../schema/tables.ts';

/** One readable line of a council's own contract register; `row` is its row in the file, for people. */
export interface NewRegisterLine {
  readonly row: number;
  readonly supplierName: string;
  readonly printedRef: string | null;
  readonly ref: SupplierRef | null;
  readonly title: string;
  readonly valuePence: number | null;
  readonly vat: RegisterLineRow['vat'];
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly criticality: ExposedContract['criticality'];
  readonly owner: string | null;
  readonly service: string | null;
  readonly regime: RegisterLineRow['regime'];
  readonly details: Readonly<Record<string, unknown>>;
  /** The council's own reference of the contract, and the category that it gives it. */
  readonly reference?: string | null;
  readonly category?: string | null;
  /** What stands in cells that could not be read, by their column. */
  readonly unread?: Readonly<Record<string, string>>;
}

export interface NewRegister {
  readonly council: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly uploadedBy: string;
  /** What the council said its headings mean; null where they spoke for themselves. */
  readonly columns: RegisterColumns | null;
  readonly lines: readonly NewRegisterLine[];
}

/**
 * Takes in a council's own register. The first is in force at once; a later one waits until its lines are matched
 * (`takeOver`), and the one before is in force until then: nobody is left unwatched. Returns the upload's id, or null
 * when this very file, read in the same way, is the last one handed in. `trx` must act for the council or as the worker.
 */
export async function saveRegister(trx: Trx, register: NewRegister): Promise<string | null> {
  await lockRegister(trx, register.council);
  const { inForce, waiting } = await findCurrent(trx, register.council);
  const last = waiting ?? inForce;
  if (last && isSame(last, register) && (await holdsDetails(trx, last.id, register.lines))) return null;
  await beginOpening(trx, register.council);
  if (waiting) await setWaiting(trx, waiting.id, false);
  const uploadId = await insertUpload(trx, register, inForce?.id ?? null);
  for (const lines of chunksOf(register.lines)) {
    const rows = lines.map((line) => lineRow(register.council, uploadId, line));
    await trx.insertInto('register_line').values(rows).execute();
  }
  await audit(trx, {
    council: register.council,
    actor: register.uploadedBy,
    action: 'uploaded register',
    subject: `register ${uploadId}`,
    detail: {
      file: await namedInAudit(trx, register.council, register.fileName),
      lines: register.lines.length,
    },
  });
  await enqueue(trx, 'match', { v: 1, of: 'register', uploadId });
  return uploadId;
}

/** The register in force, and the one that waits to take over from it. */
async function findCurrent(trx: Trx, council: string) {
  const uploads = await trx
    .selectFrom('register_upload')
    .select(['id', 'sha256', 'columns', 'line_count', 'waits', 'put_aside_at'])
    .where('council', '=', council)
    .where(inForceOrWaits)
    .execute();
  return { inForce: uploads.find(({ waits }) => !waits), waiting: uploads.find(({ waits }) => waits) };
}

function isSame(
  current: {
    sha256: string;
    columns: RegisterColumns | null;
    line_count: number;
    put_aside_at: string | null;
  },
  { sha256, columns, lines }: NewRegister,
): boolean {
  // One that stopped halfway is handed in again to be matched.
  return (
    current.put_aside_at === null &&
    current.sha256 === sha256 &&
    current.line_count === lines.length &&
    canonicalJson(current.columns) === canonicalJson(columns)
  );
}

/** The same file may say more than it did: a later version understands columns that an earlier one left out. */
async function holdsDetails(trx: Trx, uploadId: string, lines: readonly NewRegisterLine[]): Promise<boolean> {
  const held = await findRegisterLines(trx, uploadId);
  const told = (of: readonly Parameters<typeof saidBesides>[0][]) => of.map(saidBesides).toSorted();
  const now = told(lines);
  return told(held).every((line, at) => line === now[at]);
}

function saidBesides(
  line: Pick<NewRegisterLine, 'row' | 'details' | 'reference' | 'category' | 'unread'>,
): string {
  const { row, details, reference = null, category = null, unread = {} } = line;
  return canonicalJson({ row, details, reference, category, unread });
}

async function lockRegister(trx: Trx, council: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`register:${council}`}))`.execute(trx);
}

async function insertUpload(trx: Trx, register: NewRegister, replaces: string | null): Promise<string> {
  const row = {
    council: register.council,
    file_name: register.fileName,
    sha256: register.sha256,
    line_count: register.lines.length,
    uploaded_by: register.uploadedBy,
    columns: register.columns && JSON.stringify(register.columns),
    replaces,
    ...(replaces === null ? {} : { waits: true, undone_at: sql<string>`now()` }),
  };
  const { id } = await trx
    .insertInto('register_upload')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function lineRow(
  council: string,
  uploadId: string,
  line: NewRegisterLine,
): Insertable<Database['register_line']> {
  return {
    upload_id: uploadId,
    council,
    row: line.row,
    supplier_name: line.supplierName,
    printed_ref: line.printedRef,
    scheme: line.ref?.scheme ?? null,
    ref: line.ref?.id ?? null,
    title: line.title,
    value_pence: line.valuePence,
    vat: line.vat,
    starts_on: line.startsOn,
    ends_on: line.endsOn,
    criticality: line.criticality,
    owner: line.owner,
    service: line.service,
    regime: line.regime,
    details: JSON.stringify(line.details),
    reference: line.reference ?? null,
    category: line.category ?? null,
    unread: JSON.stringify(line.unread ?? {}),
  };
}

/**
 * Puts a register that waits in force, now that all of its lines are matched, in place of the one before. Does nothing
 * where it does not wait. `trx` must act as the worker.
 */
export async function takeOver(trx: Trx, uploadId: string): Promise<void> {
  const upload = await trx
    .selectFrom('register_upload')
    .select('council')
    .where('id', '=', uploadId)
    .where('waits', '=', true)
    .executeTakeFirst();
  if (!upload) return;
  await lockRegister(trx, upload.council);
  const { inForce, waiting } = await findCurrent(trx, upload.council);
  if (waiting?.id !== uploadId) return;
  if (inForce) await setInForce(trx, inForce.id, false);
  await trx
    .updateTable('register_upload')
    .set({ undone_at: null, waits: false, replaces: inForce?.id ?? null })
    .where('id', '=', uploadId)
    .execute();
}

/**
 * Undoes an upload: the register that it replaced comes back, if there was one; one that waits never comes into force.
 * Its lines are kept for the record and no longer counted; alerts already sent stay. False when it is neither.
 */
export async function undoRegister(
  trx: Trx,
  council: string,
  uploadId: string,
  actor: string,
): Promise<boolean> {
  await lockRegister(trx, council);
  const undone = await trx
    .selectFrom('register_upload')
    .select(['replaces', 'waits'])
    .where('id', '=', uploadId)
    .where('council', '=', council)
    .where(inForceOrWaits)
    .executeTakeFirst();
  if (!undone) return false;
  if (undone.waits) await setWaiting(trx, uploadId, false);
  else await setInForce(trx, uploadId, false);
  if (!undone.waits && undone.replaces !== null) await setInForce(trx, undone.replaces, true);
  await audit(trx, {
    council,
    actor,
    action: 'undid register',
    subject: `register ${uploadId}`,
    detail: { inForce: undone.replaces === null ? 'none' : `register ${undone.replaces}` },
  });
  if (undone.waits) return true;
  for (const id of new Set([uploadId, undone.replaces ?? uploadId]))
    await enqueue(trx, 'match', { v: 1, of: 'register', uploadId: id });
  return true;
}

async function setInForce(trx: Trx, uploadId: string, inForce: boolean): Promise<void> {
  await trx
    .updateTable('register_upload')
    .set({ undone_at: inForce ? null : sql<string>`now()` })
    .where('id', '=', uploadId)
    .execute();
}

async function setWaiting(trx: Trx, uploadId: string, waits: boolean): Promise<void> {
  await trx.updateTable('register_upload').set({ waits }).where('id', '=', uploadId).execute();
}

/** The lines of one upload. */
export async function findRegisterLines(db: Db | Trx, uploadId: string): Promise<RegisterLineRow[]> {
  return db
    .selectFrom('register_line')
    .selectAll()
    .where('upload_id', '=', uploadId)
    .orderBy('row')
    .execute();
}

/** The contract that a stored line of a register states. */
export function contractOfRow(row: Omit<RegisterLineRow, 'upload_id'>): ContractFacts {
  return contractOfRegisterLine({
    id: row.id,
    ...(row.reference === null ? {} : { reference: row.reference }),
    title: row.title,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    ...(row.unread['end'] === undefined ? {} : { endPrinted: row.unread['end'] }),
    ...(row.unread['value'] === undefined
      ? {}
      : { valueNote: `Your register says “${row.unread['value']}”.` }),
    value: row.value_pence === null ? null : { pence: Pence.parse(row.value_pence), vat: row.vat },
    vat: row.vat,
    criticality: row.criticality,
    owner: row.owner,
    service: row.service,
    category: row.category,
    regime: row.regime,
    safeguards: Safeguards.parse(row.details),
  });
}
