import { finishMessage, openDatabase, relayBatch, type Db, type OutboxRow } from '@tocsin/db';
import { parseMessage, type QueueName } from '@tocsin/messages';
import type { Work } from '@tocsin/queue';
import { sourceById, type SourceDocument } from '@tocsin/sources';
import * as fc from 'fast-check';
import { ingestDocument } from '../../services/cli/src/ingest.ts';
import { matchSuppliers } from '../../services/ingest/src/match.ts';
import { notify } from '../../services/notifier/src/notify.ts';
import { score } from '../../services/scoring/src/score.ts';
import { freshDatabase } from './stack.ts';
import { councilA, saveTestCouncils } from './system-councils.ts';
import { awardRelease, casesOf, noticePage, profileOf, releasePage } from './system-documents.ts';
import { TODAY } from './system.ts';

interface Arrival {
  readonly source: string;
  readonly document: SourceDocument;
}

/** A company's story as five publishers' documents, of which each order is possible; ids carry `number`. */
function storyOf(number: string): readonly Arrival[] {
  const company = `EXAMPLE ${number} LTD`;
  const award = { id: number, buyer: councilA.name, supplier: company, number };
  const notice = { company, number, caseRef: `CR-${number}` };
  const corrected = {
    ...awardRelease({ ...award, amount: 900_000, endsOn: '2027-03-31' }),
    date: '2026-07-01T09:00:00+01:00',
  };
  const gazette = 'gazette-insolvency';
  const register = 'companies-house-company';
  return [
    { source: 'find-a-tender', document: releasePage(`first-${number}`, awardRelease(award)) },
    { source: 'find-a-tender', document: releasePage(`corrected-${number}`, corrected) },
    {
      source: gazette,
      document: noticePage({ ...notice, id: `${number}1`, code: '2450', published: '2026-10-05' }),
    },
    {
      source: gazette,
      document: noticePage({ ...notice, id: `${number}2`, code: '2461', published: '2026-10-26' }),
    },
    {
      source: gazette,
      document: noticePage({ company, number, id: `${number}3`, code: '2443', published: '2026-11-02' }),
    },
    {
      source: register,
      document: casesOf(number, 'creditors-voluntary-liquidation', '2026-11-01', '2026-11-05T06:00:00.000Z'),
    },
    { source: register, document: profileOf(number, company, {}, '2026-10-01T06:00:00.000Z') },
    {
      source: register,
      document: profileOf(number, company, { company_status: 'liquidation' }, '2026-11-06T06:00:00.000Z'),
    },
  ];
}

interface ShuffleFigures {
  readonly shuffles: number;
  /** Each final state that some order led to. */
  readonly states: readonly unknown[];
}

/** The register is asked of whom nobody follows only once a published contract names them. */
function isAskedOncePublished(order: readonly number[]): boolean {
  const sources = order.map((at) => storyOf('0')[at]?.source);
  return sources.indexOf('find-a-tender') < sources.indexOf('companies-house-company');
}

/** The documents of one story arrive in many orders, each for a company of its own; `lanes` databases at once. */
export async function shuffleStories(shuffles: number, lanes = 1): Promise<ShuffleFigures> {
  const all = { minLength: storyOf('0').length };
  const orders = fc.sample(fc.shuffledSubarray([...storyOf('0').keys()], all).filter(isAskedOncePublished), {
    numRuns: shuffles,
    seed: 20_261_123,
  });
  const states = new Map<string, unknown>();
  let number = 90_000_000;
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      onOwnDatabase(async (db) => {
        for (const order of orders.filter((__, at) => at % lanes === lane)) {
          number += 1;
          const state = await tell(db, String(number), order);
          states.set(JSON.stringify(state), state);
        }
      }),
    ),
  );
  return { shuffles: orders.length, states: [...states.values()] };
}

async function onOwnDatabase(work: (db: Db) => Promise<void>): Promise<void> {
  const database = await freshDatabase();
  const db = openDatabase(database.url, { role: 'tocsin_worker', max: 4 });
  try {
    await saveTestCouncils(db);
    await work(db);
  } finally {
    await db.destroy();
    await database.drop();
  }
}

async function tell(db: Db, number: string, order: readonly number[]): Promise<unknown> {
  const story = storyOf(number);
  for (const at of order) await arrive(db, story[at]);
  return stateOf(db, number);
}

/** One document comes in, and everything that follows from it happens before the next one does. */
async function arrive(db: Db, arrival: Arrival | undefined): Promise<void> {
  const source = sourceById(arrival?.source ?? '');
  if (!source || !arrival) throw new Error('the story names a source that does not exist');
  const { refused } = await ingestDocument(db, source, arrival.document, null);
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  for (;;) {
    let waiting: readonly OutboxRow[] = [];
    await relayBatch(db, 100, async (rows) => void (waiting = rows));
    if (waiting.length === 0) return;
    for (const row of waiting) await handle(db, row);
  }
}

async function handle(db: Db, row: OutboxRow): Promise<void> {
  switch (row.queue) {
    case 'match':
      return matchSuppliers(db, workOf('match', row), () => TODAY);
    case 'score':
      return score(db, workOf('score', row), () => TODAY);
    case 'notify':
      return notify(db, workOf('notify', row));
    default:
      return db.transaction().execute((trx) => finishMessage(trx, row.id));
  }
}

function workOf<Q extends QueueName>(queue: Q, row: OutboxRow): Work<Q> {
  const message = parseMessage(queue, row.message);
  return { message, outboxId: row.id, afterDeath: false, finish: (trx) => finishMessage(trx, row.id) };
}

/** How the company stands in the end, without what names it. */
async function stateOf(db: Db, number: string): Promise<unknown> {
  const { supplier_id: supplierId } = await db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', number)
    .executeTakeFirstOrThrow();
  const { band, score, findings, formal_events } = await db
    .selectFrom('current_assessment')
    .innerJoin('assessment', 'assessment.id', 'assessment_id')
    .selectAll('assessment')
    .where('current_assessment.supplier_id', '=', supplierId)
    .executeTakeFirstOrThrow();
  const awards = await db
    .selectFrom('award')
    .select(['value_pence', 'ends_on', 'status'])
    .where('ocid', '=', `ocds-h6vhtk-${number}`)
    .execute();
  const standing = await db
    .selectFrom('alert')
    .select(['kind', 'title'])
    .where('supplier_id', '=', supplierId)
    .where('kind', '=', 'formal')
    .where('status', '!=', 'superseded')
    .execute();
  return {
    band,
    score,
    answers: findings.map(({ indicator, outcome, points, because }) => [indicator, outcome, points, because]),
    events: formal_events.map(({ family, on }) => [family, on]),
    awards,
    standing,
  };
}
