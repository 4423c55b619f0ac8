import { canaryNumber } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { sourceById, sources } from '../sources.ts';
import { canaryNotice } from './canary-notice.ts';

const NOW = '2026-11-29T17:31:00.000Z';
const HOUR = '2026-11-29T17:00:00.000Z';

async function run(cursor: { hour: string } | null) {
  const nobody = {
    get: () => Promise.reject(new Error('asked')),
    stream: () => Promise.reject(new Error('asked')),
  };
  const context = { now: NOW, watched: [], setting: () => undefined };
  const steps = [];
  for await (const step of canaryNotice.fetch(nobody, cursor, context)) steps.push(step);
  return steps;
}

test('once an hour the canary says of one company of its own that its winding-up is petitioned for', async () => {
  const [step, ...others] = await run(null);
  if (!step || !('document' in step)) throw new Error('there is no notice');
  expect(others).toEqual([]);
  const items = [...canaryNotice.parse(step.document)];
  const number = canaryNumber(NOW);
  expect(items).toMatchObject([
    {
      outcome: 'observed',
      observations: [
        {
          source: 'canary',
          ref: `${number}/2026112917`,
          publishedAt: HOUR,
          about: { ref: { scheme: 'GB-COH', id: number } },
          content: { kind: 'insolvency-notice', family: 'winding-up-petition' },
        },
      ],
    },
  ]);
  expect(step.cursor).toEqual({ hour: HOUR });
  expect(await run({ hour: HOUR })).toEqual([]);
});

test('it is run by its id and is none of the public sources', () => {
  expect(sourceById('canary')).toBe(canaryNotice);
  expect(sources).not.toContain(canaryNotice);
});
