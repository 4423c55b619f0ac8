import { dayOf } from '@tocsin/domain';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asCouncil, countOpen, openDatabase, saveCouncils, saveRecipient, type Db } from '@tocsin/db';
import { addTo } from '@tocsin/domain';
import { roleUrl, startSystem } from '@tocsin/infra';
import { sourceById, type SourceDocument } from '@tocsin/sources';
import PostalMime from 'postal-mime';
import { ingestDocument } from '../../services/cli/src/ingest.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';

/** The promise: a council that depends on a supplier is told within a minute of our receiving a sign. */
const PROMISE_MS = 60_000;
/** As many councils as there are in England. */
const COUNCILS = 317;
/** Suppliers that fail one after the other, and suppliers that all fail at once. */
const STEADY = 100;
const BURST = 300;
const COUNCILS_OF_A_SUPPLIER = 4;
const BETWEEN_MS = 250;

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tocsin-bench-alarm-')));
chmodSync(folder, 0o711);
const system = await startSystem(
  folder,
  'http://localhost',
  ['ingest', 'scoring', 'notifier'],
  () => undefined,
);
try {
  const db = openDatabase(roleUrl(system.addresses.databaseUrl, 'tocsin_worker'), { max: 8 });
  const suppliers = Array.from({ length: STEADY + BURST }, (_, index) => supplierOf(index));
  await seedCouncils(db);
  await seedAwards(db, suppliers);
  const steady = suppliers.slice(0, STEADY);
  const burst = suppliers.slice(STEADY);
  const received = new Map<string, number>();
  for (const supplier of steady) {
    received.set(supplier.name, Date.now());
    await ingest(db, 'gazette-insolvency', petition(supplier));
    await sleep(BETWEEN_MS);
  }
  await settled(db);
  const burstAt = Date.now();
  await Promise.all(
    burst.map(async (supplier) => {
      received.set(supplier.name, burstAt);
      await ingest(db, 'gazette-insolvency', petition(supplier));
    }),
  );
  await settled(db);
  await db.destroy();
  const waits = await waitsOf(path.join(folder, 'mailbox'), received);
  const one = summary('one after the other', steady, waits);
  const all = summary(`${BURST} at once`, burst, waits);
  console.log(
    JSON.stringify({
      bench: 'alarm',
      figure: one.p95,
      unit: 'ms from a document in hand to its mail accepted, p95',
      reference: { what: 'the promise', figure: PROMISE_MS },
      ratio: Number((PROMISE_MS / one.p95).toFixed(1)),
      goal: 1,
      burst: {
        suppliers: BURST,
        mails: all.mails,
        p95: all.p95,
        ratio: Number((PROMISE_MS / all.p95).toFixed(1)),
      },
      memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
} finally {
  await system.stop();
  for (const part of [path.join(folder, 'postgres'), folder]) rmSync(part, { recursive: true, force: true });
}

interface Supplier {
  readonly index: number;
  readonly name: string;
  readonly number: string;
}

function supplierOf(index: number): Supplier {
  const digits = String(index).padStart(4, '0');
  return { index, name: `BENCH ${digits} LTD`, number: `9900${digits}` };
}

function councilOf(index: number) {
  const digits = String(index % COUNCILS).padStart(3, '0');
  return { gss: `E10009${digits}`, name: `Bench ${digits} Council` };
}

async function seedCouncils(db: Db): Promise<void> {
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
async function seedAwards(db: Db, suppliers: readonly Supplier[]): Promise<void> {
  for (const supplier of suppliers) {
    const releases = Array.from({ length: COUNCILS_OF_A_SUPPLIER }, (_, nth) =>
      awardRelease({
        id: `${supplier.number}${nth}`,
        buyer: councilOf(supplier.index * COUNCILS_OF_A_SUPPLIER + nth).name,
        supplier: supplier.name,
        number: supplier.number,
      }),
    );
    await ingest(db, 'find-a-tender', releasePage(`page-${supplier.index}`, ...releases));
  }
  await settled(db);
}

function petition({ index, name, number }: Supplier): SourceDocument {
  return noticePage({
    id: String(9_900_000 + index),
    code: '2450',
    company: name,
    number,
    published: today(),
  });
}

async function ingest(db: Db, sourceId: string, document: SourceDocument): Promise<void> {
  const source = sourceById(sourceId);
  if (!source) throw new Error(`there is no source ${sourceId}`);
  const { refused } = await ingestDocument(db, source, document, null);
  if (refused[0]) throw new Error(`${document.url} refused: ${refused[0].reason}`);
}

async function settled(db: Db): Promise<void> {
  while ((await countOpen(db)) > 0) await sleep(100);
}

/** Milliseconds between a supplier's document and each of its mails, by the supplier's name. */
async function waitsOf(
  mailbox: string,
  received: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number[]>> {
  const waits = new Map<string, number[]>();
  for (const file of readdirSync(mailbox).filter((name) => name.endsWith('.json'))) {
    const { receivedAt }: { receivedAt: string } = JSON.parse(readFileSync(path.join(mailbox, file), 'utf8'));
    const { subject } = await PostalMime.parse(
      readFileSync(path.join(mailbox, file.replace(/json$/, 'eml'))),
    );
    const name = subject?.split(':', 1)[0] ?? '';
    const from = received.get(name);
    if (from === undefined) throw new Error(`a mail about nobody we know: ${subject}`);
    addTo(waits, name, Date.parse(receivedAt) - from);
  }
  return waits;
}

function summary(what: string, suppliers: readonly Supplier[], waits: ReadonlyMap<string, number[]>) {
  const all = suppliers.flatMap(({ name }) => waits.get(name) ?? []).toSorted((a, b) => a - b);
  const mails = suppliers.length * COUNCILS_OF_A_SUPPLIER;
  if (all.length !== mails) throw new Error(`${what}: ${all.length} mails instead of ${mails}`);
  const at = (share: number) => all[Math.ceil(all.length * share) - 1] ?? Number.NaN;
  console.error(`${what}: ${mails} mails, median ${at(0.5)} ms, p95 ${at(0.95)} ms, last ${at(1)} ms`);
  return { mails, p95: at(0.95) };
}

function today(): string {
  return dayOf(Date.now());
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
