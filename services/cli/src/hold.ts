import { findHeldCompany, findHolds, recordHold, releaseHold, type Db, type Trx } from '@tocsin/db';
import { readPrintedNumber } from '@tocsin/domain';
import { councilByCode, loadCouncils } from './councils.ts';

interface HoldOptions {
  readonly council: string;
  readonly for?: string;
  readonly reference?: string;
  readonly supplier?: string;
  readonly release?: string;
}

const BY = 'command line';
const KINDS = { foi: 'information-request', dispute: 'dispute' } as const;

/**
 * `hold --council <GSS>`: the holds of a council. With `--for foi|dispute --reference <text>` it records one, about a supplier
 * or everything; with `--release <number>` it ends one. One JSON line last.
 */
export async function holdVerb(db: Db, options: HoldOptions): Promise<void> {
  const { gss: council, name } = councilByCode(await loadCouncils(db), options.council);
  const { for: what, release: id } = options;
  if (what !== undefined && id !== undefined)
    throw new Error('Say --for or --release, not both: nothing was changed');
  if (what !== undefined) await record(db, council, what, options);
  if (id !== undefined) {
    const at = new Date().toISOString();
    const done = await db.transaction().execute((trx) => releaseHold(trx, { council, id, by: BY, at }));
    if (!done) throw new Error(`${name} has no hold ${id} that stands: nothing was changed`);
  }
  process.stdout.write(`${JSON.stringify({ council, holds: await findHolds(db, council) })}\n`);
}

async function record(db: Db, council: string, what: string, { reference, supplier }: HoldOptions) {
  const kind = what === 'foi' || what === 'dispute' ? KINDS[what] : undefined;
  if (kind === undefined) throw new Error(`--for ${what} is neither foi nor dispute: nothing was changed`);
  if (!reference) throw new Error('Say with --reference what the council knows it by: nothing was changed');
  await db.transaction().execute(async (trx) => {
    const supplierId = supplier === undefined ? null : await supplierOf(trx, council, supplier);
    await recordHold(trx, { council, kind, reference, supplierId, by: BY });
  });
}

async function supplierOf(trx: Trx, council: string, printed: string): Promise<string> {
  const { number, reason } = readPrintedNumber(printed);
  if (number === null) throw new Error(`${printed} is no company number: ${reason}. Nothing was changed`);
  const id = await findHeldCompany(trx, council, number);
  if (id === undefined) throw new Error(`The council knows no company ${number}: nothing was changed`);
  return id;
}
