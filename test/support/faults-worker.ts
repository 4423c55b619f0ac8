import { openDatabase, type Db } from '@tocsin/db';
import { startWorker, type Work } from '@tocsin/queue';
import { closeOnSignal, openLogger } from '@tocsin/runtime';
import { sql } from 'kysely';
import { deliver } from '../../services/notifier/src/deliver.ts';
import { openFlights } from '../../services/notifier/src/flights.ts';
import type { Death, Orders, Point } from './faults-orders.ts';

// A worker process as a service is one, which dies where it is told to. It says over IPC what it has handled.
const orders = JSON.parse(process.argv[2] ?? '') as Orders;
const logger = openLogger('faults', 'silent');
const onClose = closeOnSignal(logger);
const { databaseUrl, redisUrl, concurrency, work } = orders;
const db = openDatabase(databaseUrl, { role: 'tocsin_worker', max: concurrency + 2 });
onClose('database', () => db.destroy());
const options = { redisUrl, db, logger, concurrency };
onClose(
  'worker',
  work.kind === 'effects'
    ? startWorker('score', { ...options, handle: leaveEffects(db, work) })
    : startWorker('deliver', { ...options, handle: sendMails(work.smtpUrl) }),
);

function leaveEffects(
  database: Db,
  { death, stall, poison = [] }: Extract<Orders['work'], { kind: 'effects' }>,
) {
  let taken = 0;
  return async (given: Work<'score'>): Promise<void> => {
    const [message = ''] = given.message.supplierIds;
    if (poison.includes(message)) die();
    const nth = (await isFirstStart(given.outboxId)) ? (taken += 1) : 0;
    const reach = (point: Point) => {
      if (isAt(death, point, nth)) die();
      if (isAt(stall, point, nth)) process.kill(process.pid, 'SIGSTOP');
    };
    reach('begun');
    await database.transaction().execute(async (trx) => {
      await sql`insert into effect values (${message})`.execute(trx);
      reach('written');
      await given.finish(trx);
      reach('finished');
    });
    reach('committed');
    process.send?.({ handled: message });
  };
}

async function isFirstStart(outboxId: string): Promise<boolean> {
  const { starts } = await db
    .selectFrom('outbox')
    .select('starts')
    .where('id', '=', outboxId)
    .executeTakeFirstOrThrow();
  return starts === 1;
}

function isAt(death: Death | undefined, point: Point, nth: number): boolean {
  return death?.at === point && death.nth === nth;
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function sendMails(url: string) {
  const config = { url, from: 'Tocsin <alerts@tocsin.example>' };
  const ports = {
    db,
    logger,
    publicUrl: 'http://tocsin.example',
    configOf: () => config,
    flights: openFlights(),
  };
  return (given: Work<'deliver'>) => deliver(ports, given);
}
