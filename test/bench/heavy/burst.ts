import { asCouncil, countOpen, saveCouncils, saveRecipient, type Db } from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import { sourceById, type SourceDocument, type Step } from '@tocsin/sources';
import { openWalk } from '../../../services/ingest/src/walk.ts';
import { awardRelease, noticePage, releasePage } from '../../support/system-documents.ts';

/** As many councils as there are in England. */
const COUNCILS = 317;
export const COUNCILS_OF_A_SUPPLIER = 4;

export interface BurstSupplier {
  readonly index: number;
  readonly name: string;
  readonly number: string;
}

/** A made-up supplier by its place. */
export function supplierOf(index: number): BurstSupplier {
  const digits = String(index).padStart(4, '0');
  return { index, name: `BENCH ${digits} LTD`, number: `9900${digits}` };
}

function councilOf(index: number) {
  const digits = String(index % COUNCILS).padStart(3, '0');
  return { gss: `E10009${digits}`, name: `Bench ${digits} Council` };
}

/** As many councils as there are in England, each with somebody to tell. */
export async function seedCouncils(db: Db): Promise<void> {
  const about = { type: 'County council', region: 'South West', county_gss: null };
  const dates = { starts_on: null, ends_on: null, replaced_by: [], alt_names: [] };
  const councils = Array.from({ length: COUNCILS }, (_, index) => councilOf(index));
  await db.transaction().execute((trx) =>
    saveCouncils(
      trx,
      councils.map((council) => ({ ...council, ...about, ...dates })),
    ),
  );
  for (const { gss } of councils)
    await asCouncil(db, gss, (trx) =>
      saveRecipient(trx, {
        council: gss,
        address: `officer@${gss.toLowerCase()}.example`,
        role: 'procurement officer',
        levels: ['elevated', 'severe', 'insolvent'],
      }),
    );
}

/** Every supplier holds a running contract of several councils. */
export async function seedAwards(db: Db, suppliers: readonly BurstSupplier[]): Promise<void> {
  const pages = suppliers.map((supplier) => {
    const releases = Array.from({ length: COUNCILS_OF_A_SUPPLIER }, (_, nth) =>
      awardRelease({
        id: `${supplier.number}${nth}`,
        buyer: councilOf(supplier.index * COUNCILS_OF_A_SUPPLIER + nth).name,
        supplier: supplier.name,
        number: supplier.number,
      }),
    );
    return releasePage(`page-${supplier.index}`, ...releases);
  });
  await record(db, 'find-a-tender', pages);
  await settled(db);
}

/** A petition against it, published today. */
export function petition({ index, name, number }: BurstSupplier): SourceDocument {
  return noticePage({
    id: String(9_900_000 + index),
    code: '2450',
    company: name,
    number,
    published: today(),
  });
}

/** Records documents as a run of their source does once it has fetched them; throws where nothing comes of it. */
export async function record(db: Db, sourceId: string, documents: readonly SourceDocument[]): Promise<void> {
  if ((await countRecorded(db, sourceId, documents)) === 0)
    throw new Error(`nothing of ${sourceId} was recorded`);
}

/** As `record`; returns how many observations were new. */
export async function countRecorded(
  db: Db,
  sourceId: string,
  documents: readonly SourceDocument[],
): Promise<number> {
  const source = sourceById(sourceId);
  if (!source) throw new Error(`there is no source ${sourceId}`);
  const walk = await openWalk(db, source, () => new Date().toISOString());
  await walk.steps(fetched(documents));
  const { refused, recorded } = await walk.report();
  if (refused[0]) throw new Error(`${refused[0].document} refused: ${refused[0].reason}`);
  return recorded;
}

async function* fetched(documents: readonly SourceDocument[]): AsyncGenerator<Step<unknown>, null> {
  for (const document of documents) yield { document };
  return null;
}

/** Waits until every message has been handled or put aside. */
export async function settled(db: Db): Promise<void> {
  while ((await countOpen(db)) > 0) await sleep(100);
}

function today(): string {
  return dayOf(Date.now());
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
