import { GssCode, Pence, type ExposedContract, type SupplierRef } from '@tocsin/domain';
import { contractOfRegisterLine, type ContractFacts } from '@tocsin/exposure';
import { sql, type Insertable } from 'kysely';
import { audit } from './audit.ts';
import type { Db, Trx } from './database.ts';
import { enqueue } from './outbox.ts';
import type { Database, RegisterLine } from './tables.ts';

/** One readable line of a council's own contract register; `row` is its row in the file, for people. */
export interface NewRegisterLine {
  readonly row: number;
  readonly supplierName: string;
  readonly printedRef: string | null;
  readonly ref: SupplierRef | null;
  readonly title: string;
  readonly valuePence: number | null;
  readonly vat: RegisterLine['vat'];
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly criticality: ExposedContract['criticality'];
  readonly owner: string | null;
  readonly service: string | null;
  readonly regime: RegisterLine['regime'];
  readonly details: Readonly<Record<string, unknown>>;
}

export interface NewRegister {
  readonly council: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly uploadedBy: string;
  readonly lines: readonly NewRegisterLine[];
}

/**
 * Takes in a council's own register: it replaces the one before (kept, but no longer counted). Returns the upload's
 * id, or null when this very file is the register in force. `trx` must act for the council or as the worker.
 */
export async function saveRegister(trx: Trx, register: NewRegister): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(hashtext(${`register:${register.council}`}))`.execute(trx);
  const current = await trx
    .selectFrom('register_upload')
    .select(['id', 'sha256'])
    .where('council', '=', register.council)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  if (current?.sha256 === register.sha256) return null;
  if (current) await undoRegister(trx, register.council, current.id, register.uploadedBy);
  const uploadId = await insertUpload(trx, register);
  for (let from = 0; from < register.lines.length; from += 1000) {
    const lines = register.lines
      .slice(from, from + 1000)
      .map((line) => lineRow(register.council, uploadId, line));
    await trx.insertInto('register_line').values(lines).execute();
  }
  await audit(trx, {
    council: register.council,
    actor: register.uploadedBy,
    action: 'uploaded register',
    subject: `register ${uploadId}`,
    detail: { file: register.fileName, lines: register.lines.length },
  });
  await enqueue(trx, 'match', { v: 1, of: 'register', uploadId });
  return uploadId;
}

async function insertUpload(trx: Trx, register: NewRegister): Promise<string> {
  const row = {
    council: register.council,
    file_name: register.fileName,
    sha256: register.sha256,
    line_count: register.lines.length,
    uploaded_by: register.uploadedBy,
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
  };
}

/** Takes a register out of force; its lines are kept for the record and no longer counted. */
export async function undoRegister(
  trx: Trx,
  council: string,
  uploadId: string,
  actor: string,
): Promise<void> {
  await trx
    .updateTable('register_upload')
    .set({ undone_at: sql<string>`now()` })
    .where('id', '=', uploadId)
    .where('council', '=', council)
    .execute();
  await audit(trx, { council, actor, action: 'took register out of force', subject: `register ${uploadId}` });
}

/** The lines of one upload. */
export async function findRegisterLines(db: Db | Trx, uploadId: string): Promise<RegisterLine[]> {
  return db
    .selectFrom('register_line')
    .selectAll()
    .where('upload_id', '=', uploadId)
    .orderBy('row')
    .execute();
}

/** Writes which legal person a line of a register names. */
export async function decideRegisterLine(
  trx: Trx,
  id: string,
  decision: Pick<RegisterLine, 'match_outcome' | 'supplier_id' | 'match_reason'>,
): Promise<void> {
  await trx.updateTable('register_line').set(decision).where('id', '=', id).execute();
}

/** Notes that every line of an upload has been looked at. */
export async function markRegisterMatched(trx: Trx, uploadId: string): Promise<void> {
  await trx
    .updateTable('register_upload')
    .set({ matched_at: sql<string>`now()` })
    .where('id', '=', uploadId)
    .execute();
}

export interface CouncilContract {
  readonly council: GssCode;
  readonly contract: ContractFacts;
}

/** Contracts with one supplier in councils' own registers in force: private, each to its council. */
export async function findPrivateContracts(db: Db | Trx, supplierId: string): Promise<CouncilContract[]> {
  const rows = await db
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'register_line.upload_id')
    .selectAll('register_line')
    .where('supplier_id', '=', supplierId)
    .where('undone_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    council: GssCode.parse(row.council),
    contract: contractOfRegisterLine({
      id: row.id,
      title: row.title,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      value: row.value_pence === null ? null : { pence: Pence.parse(row.value_pence), vat: row.vat },
      criticality: row.criticality,
      owner: row.owner,
      service: row.service,
      regime: row.regime,
    }),
  }));
}
