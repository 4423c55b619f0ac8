import { setTimeout as wait } from 'node:timers/promises';
import { closeMail, sendMail } from '@tocsin/channels';
import { documentSource } from '@tocsin/sources';
import { afterAll, expect, test } from 'vitest';
import { deliver } from '../../services/notifier/src/deliver.ts';
import { ingestDocument } from '../../services/cli/src/ingest.ts';
import { countryOf } from '../national/country.ts';
import { bytesOf } from '../national/made.ts';
import { publishedReleases } from '../national/notices-of-contracts.ts';
import { say } from '../support/faults-figures.ts';
import { sized } from '../support/faults-size.ts';
import { openPostOffice } from '../support/system-mail.ts';
import { until } from '../support/system-wait.ts';
import { openUnsent, portsOf } from '../support/unsent.ts';

afterAll(closeMail);

const mail = {
  to: 'officer@council.example',
  subject: 'Winding-up petition advertised',
  text: 'In words',
  html: '<p>In words</p>',
};

test.concurrent.each([40, 540].slice(0, sized(2, 0)))(
  'a mail server that takes %i seconds to answer gets one copy',
  async (seconds) => {
    const office = await openPostOffice(() => undefined, wait(seconds * 1_000));
    const config = { url: office.url, from: 'Tocsin <alerts@tocsin.example>' };
    const outcome = await sendMail(config, mail, { reference: `delivery-${seconds}` });
    expect(outcome.status).toBe('delivered');
    expect(office.received).toHaveLength(1);
    await office.stop();
  },
  600_000,
);

test('beside a mail server that does not answer notices are recorded as quickly as without', async () => {
  const [blocks, notices] = sized([10, 100], [2, 5]);
  const { ground, ids } = await openUnsent(blocks);
  const country = countryOf({ size: { councils: 5, suppliers: 200, payments: 1 }, seed: 2026 });
  const documents = publishedReleases(country, 'find-a-tender')
    .slice(0, blocks * notices)
    .map(({ id, release, at }) => ({
      url: `https://www.find-tender.service.gov.uk/${id}`,
      retrievedAt: `${at}Z`,
      contentType: 'application/json',
      body: bytesOf(JSON.stringify({ version: '1.1', releases: [release] })),
    }));
  const took: Record<'beside' | 'alone', number[]> = { beside: [], alone: [] };
  for (let block = 0; block < blocks; block += 1) {
    const isBeside = block % 2 === 1;
    let answer = () => {};
    const answers = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const office = await openPostOffice(() => undefined, answers);
    const message = { v: 2 as const, deliveryIds: [ids[block] ?? ''] };
    const work = { message, outboxId: String(block), afterDeath: false, finish: async () => undefined };
    const sent = isBeside ? deliver(portsOf(ground, office.url), work) : Promise.resolve();
    await until(() => !isBeside || office.received.length > 0);
    for (const document of documents.slice(block * notices, (block + 1) * notices)) {
      const began = performance.now();
      await ingestDocument(ground.db, documentSource('find-a-tender'), document, null);
      took[isBeside ? 'beside' : 'alone'].push(performance.now() - began);
    }
    expect(office.received).toHaveLength(isBeside ? 1 : 0);
    answer();
    await sent;
    await office.stop();
  }
  const ratio = p95(took.beside) / p95(took.alone);
  const [beside, alone] = [took.beside, took.alone].map((some) => `${p95(some).toFixed(1)} ms`);
  say(34, `${documents.length} notices, half of them beside a mail server that does not answer`, {
    'p95 beside': beside ?? '',
    'p95 alone': alone ?? '',
    ratio: ratio.toFixed(2),
  });
  expect(documents).toHaveLength(blocks * notices);
  expect(ratio).toBeLessThan(sized(1.1, Number.POSITIVE_INFINITY));
  await ground.stop();
});

function p95(some: readonly number[]): number {
  return some.toSorted((a, b) => a - b)[Math.floor(some.length * 0.95)] ?? Number.NaN;
}
