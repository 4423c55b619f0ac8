import { expect, test } from 'vitest';
import { documentSource } from '@tocsin/sources';
import { ingestDocument } from '../../services/cli/src/ingest.ts';
import { countBacklog, enqueueBacklog } from '../support/backlog.ts';
import { say, seconds } from '../support/faults-figures.ts';
import { sized } from '../support/faults-size.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { until } from '../support/system-wait.ts';
import { startSystem, TODAY } from '../support/system.ts';

const COUNCILS = [councilA, councilB];
const PROMISED_SECONDS = 300;

test('while a backlog waits, councils are told of an insolvency before it is done', async () => {
  const jobs = sized(100_000, 4_000);
  const failing = sized(100, 8);
  const suppliers = Array.from({ length: failing }, (_, at) => ({
    name: `EXAMPLE ${at} LTD`,
    number: String(99_000_100 + at),
  }));
  const system = await startSystem();
  await saveTestCouncils(system.db);
  const awards = suppliers.flatMap(({ name: supplier, number }) =>
    COUNCILS.map(({ gss, name: buyer }) => awardRelease({ id: `${gss}${number}`, buyer, supplier, number })),
  );
  await system.ingest('find-a-tender', releasePage('https://www.find-tender.service.gov.uk/1', ...awards));
  await enqueueBacklog(system.db, jobs);

  const waits: number[] = [];
  let leastLeft = jobs;
  for (const [at, { name: company, number }] of suppliers.entries()) {
    const notice = noticePage({ id: `49000${at}`, code: '2450', company, number, published: TODAY });
    const began = performance.now();
    await ingestDocument(system.db, documentSource('gazette-insolvency'), notice, null);
    await until(() => system.mails.length >= (at + 1) * COUNCILS.length);
    waits.push((performance.now() - began) / 1_000);
    leastLeft = Math.min(leastLeft, await countBacklog(system.db));
  }
  const told = system.mails.map(({ to, subject }) => `${to} ${subject.split(':', 1)[0]}`);
  const p95 = waits.toSorted((a, b) => a - b)[Math.ceil(waits.length * 0.95) - 1] ?? Number.NaN;
  say(35, `${failing} insolvencies beside a backlog of ${jobs} messages`, {
    mails: told.length,
    'p95 until mailed': seconds(p95),
    'left of the backlog after the last': leastLeft,
  });
  expect(new Set(told).size).toBe(failing * COUNCILS.length);
  // In the order in which they came, all of them would wait for the whole of it.
  expect(leastLeft).toBeGreaterThan(0);
  expect(p95).toBeLessThanOrEqual(PROMISED_SECONDS);
  await system.stop();
}, 1_800_000);
