import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '@tocsin/db';
import { addTo } from '@tocsin/domain';
import { roleUrl, startSystem } from '@tocsin/infra';
import PostalMime from 'postal-mime';
import {
  COUNCILS_OF_A_SUPPLIER,
  petition,
  record,
  seedAwards,
  seedCouncils,
  settled,
  sleep,
  supplierOf,
  type BurstSupplier,
} from './heavy/burst.ts';

/** The promise: a council that depends on a supplier is told within a minute of our receiving a sign. */
const PROMISE_MS = 60_000;
/** Suppliers that fail one after the other, and suppliers that all fail at once. */
const STEADY = 100;
const BURST = 300;
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
    await record(db, 'gazette-insolvency', [petition(supplier)]);
    await sleep(BETWEEN_MS);
  }
  await settled(db);
  const burstAt = Date.now();
  await Promise.all(
    burst.map(async (supplier) => {
      received.set(supplier.name, burstAt);
      await record(db, 'gazette-insolvency', [petition(supplier)]);
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

function summary(what: string, suppliers: readonly BurstSupplier[], waits: ReadonlyMap<string, number[]>) {
  const all = suppliers.flatMap(({ name }) => waits.get(name) ?? []).toSorted((a, b) => a - b);
  const mails = suppliers.length * COUNCILS_OF_A_SUPPLIER;
  if (all.length !== mails) throw new Error(`${what}: ${all.length} mails instead of ${mails}`);
  const at = (share: number) => all[Math.ceil(all.length * share) - 1] ?? Number.NaN;
  console.error(`${what}: ${mails} mails, median ${at(0.5)} ms, p95 ${at(0.95)} ms, last ${at(1)} ms`);
  return { mails, p95: at(0.95) };
}
