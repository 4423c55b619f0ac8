import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backup, countOpen, openDatabase, restore, type Db } from '@tocsin/db';
import { roleUrl } from '@tocsin/infra';
import { openQueues, startRelay, startWorker } from '@tocsin/queue';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { deliver } from '../../services/notifier/src/deliver.ts';
import { openFlights } from '../../services/notifier/src/flights.ts';
import { onServer, withDatabase } from './admin.ts';
import { loadSpend } from './spend-files.ts';
import { freshDatabase, freshRedis } from './stack.ts';
import { councilA, saveTestCouncils } from './system-councils.ts';
import { openPostOffice } from './system-mail.ts';
import { raiseTestAlerts, saveTestAssessment, saveTestSupplier } from './system-private.ts';
import { until } from './system-wait.ts';
import { silent } from './system.ts';

/** A database without a table on the server of this run. */
async function emptyDatabase(): Promise<{ readonly adminUrl: string; drop(): Promise<void> }> {
  const { databaseUrl } = inject('stack');
  const name = `tocsin_empty_${randomBytes(6).toString('hex')}`;
  await onServer(databaseUrl, `CREATE DATABASE ${name}`);
  return {
    adminUrl: withDatabase(databaseUrl, name),
    drop: () => onServer(databaseUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** A folder for a backup, that is gone afterwards. */
function backupFolder(): { readonly folder: string; readonly remove: () => void } {
  const made = mkdtempSync(path.join(tmpdir(), 'tocsin-backup-'));
  chmodSync(made, 0o700);
  return { folder: path.join(made, 'backup'), remove: () => rmSync(made, { recursive: true }) };
}

interface DrillFigures {
  readonly payments: number;
  readonly rows: number;
  readonly mailsBefore: number;
  readonly mailsAfter: number;
  /** Deliveries whose mail arrived twice, or not at all. */
  readonly twice: number;
  readonly never: number;
  /** Seconds: to take it, and to have everything back. */
  readonly backedUpIn: number;
  readonly rto: number;
  readonly rpo: number;
  readonly megabytes: number;
}

const BEFORE = 3;
const WAITING = 4;

/**
 * The machine is lost while deliveries wait, some of them in a Redis that goes with it. Its backup is restored into an
 * empty database beside an empty Redis, and the deliveries go on. `restore` itself compares every table by checksum.
 */
export async function backupDrill(payments: number): Promise<DrillFigures> {
  const { folder, remove } = backupFolder();
  const lost = await freshDatabase();
  const place = await emptyDatabase();
  const office = await openPostOffice();
  try {
    const db = openDatabase(lost.url, { role: 'tocsin_worker', max: 8 });
    const raise = await seedDrill(db, payments);
    await raise(BEFORE);
    await sendAll(lost.url, office.url);
    const mailsBefore = office.received.length;
    await raise(WAITING);
    // As sent to a Redis that nobody will see again.
    await sql`update outbox set sent_at = now() - interval '1 hour', sends = 1 where id in (
      select id from outbox where queue = 'deliver' and done_at is null order by id limit 1)`.execute(db);
    const began = performance.now();
    const report = await backup(lost.adminUrl, folder);
    const backedUpIn = secondsSince(began);
    await db.destroy();
    await lost.drop();
    const lostAt = performance.now();
    const { rows, takenAt } = await restore(place.adminUrl, folder);
    const rto = secondsSince(lostAt);
    const rpo = (Date.now() - Date.parse(takenAt)) / 1_000 - rto;
    await sendAll(roleUrl(place.adminUrl, 'tocsin_worker'), office.url);
    const sent = new Map<string, number>();
    for (const { messageId } of office.received) sent.set(messageId, (sent.get(messageId) ?? 0) + 1);
    return {
      payments,
      rows,
      mailsBefore,
      mailsAfter: office.received.length - mailsBefore,
      twice: [...sent.values()].filter((times) => times > 1).length,
      never: BEFORE + WAITING - sent.size,
      backedUpIn,
      rto,
      rpo,
      megabytes: Math.round(report.bytes / 1e5) / 10,
    };
  } finally {
    await office.stop();
    await place.drop();
    remove();
  }
}

async function seedDrill(db: Db, payments: number): Promise<(alerts: number) => Promise<void>> {
  await saveTestCouncils(db);
  const line = { day: '01/10/2026', payee: 'Example Care Homes Ltd', net: '600.00' };
  await loadSpend(db, councilA.gss, 'https://council.example/spend.csv', [line]);
  await sql`
    insert into payment (document_id, row, council, mention_id, paid_on, amount_pence, vat, purpose)
    select document_id, row + nth, council, mention_id, paid_on - nth % 300, 50000 + nth, vat, 'Purpose ' || nth
    from (select * from payment limit 1) one, generate_series(1, ${payments - 1}::int) nth`.execute(db);
  await sql`update outbox set done_at = now()`.execute(db);
  const supplierId = await saveTestSupplier(db, '99000001');
  const assessmentId = await saveTestAssessment(db, supplierId, '2026-11-23');
  let raised = 0;
  return async (alerts) => {
    for (let nth = 0; nth < alerts; nth += 1) {
      raised += 1;
      const about = { council: councilA.gss, supplierId, assessmentId };
      await raiseTestAlerts(db, about, [`band:severe:${raised}`]);
    }
  };
}

/** A relay and a notifier beside an empty Redis, until no delivery waits. */
async function sendAll(databaseUrl: string, smtpUrl: string): Promise<void> {
  const { url: redisUrl } = await freshRedis();
  const db = openDatabase(databaseUrl, { role: 'tocsin_worker', max: 8 });
  const queues = openQueues(redisUrl);
  const stopRelay = await startRelay({ db, databaseUrl, queues, logger: silent, sweepAfterMs: 5_000 });
  const mail = { url: smtpUrl, from: 'Tocsin <alerts@tocsin.example>' };
  const configOf = (channel: string) => (channel === 'smtp' ? mail : undefined);
  const ports = { db, logger: silent, publicUrl: 'http://tocsin.example', configOf, flights: openFlights() };
  const stopWorker = startWorker('deliver', {
    redisUrl,
    db,
    logger: silent,
    handle: (work) => deliver(ports, work),
  });
  await until(async () => (await countOpen(db)) === 0);
  await Promise.all([stopRelay(), stopWorker()]);
  await queues.close();
  await db.destroy();
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1_000;
}
