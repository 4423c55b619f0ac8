import { sources } from '@tocsin/sources';
import { expect, test } from 'vitest';
import { livenessLine } from './liveness.ts';

const all = sources.map(({ id }) => id);
const nothing = () => false;
const line = (
  on: readonly string[],
  isSet: (name: string) => boolean,
  failed: Readonly<Record<string, string>> = {},
) =>
  livenessLine(
    sources,
    on,
    isSet,
    Object.entries(failed).map(([id, lastError]) => ({ id, lastError })),
  );

test('without a source that is switched on nothing is live, and the line says how to switch one on', () => {
  expect(line([], () => true)).toBe(
    'live: no, because no source is switched on: run setup with --sources all, or name some',
  );
});

test('a key that is missing is named with what it would bring', () => {
  expect(line(['companies-house-company', 'companies-house-stream'], nothing)).toMatch(
    /^live: no, because companies-house-company needs COMPANIES_HOUSE_KEY \(status, insolvency cases.*companies-house-stream needs COMPANIES_HOUSE_STREAM_KEY \(changes.*developer\.company-information/,
  );
  expect(line(all, nothing)).toMatch(
    /^live: yes, because gazette-insolvency, .*; not read: companies-house-company needs/,
  );
});

test('a source whose last run failed is not called live', () => {
  const failed = { 'gazette-insolvency': 'stopped after 20 failures in a row' };
  expect(line(['gazette-insolvency'], () => true, failed)).toBe(
    `live: no, because the last run of gazette-insolvency failed (stopped after 20 failures in a row), ${all
      .filter(
        (id) =>
          id !== 'gazette-insolvency' && sources.some((one) => one.id === id && one.schedule !== 'manual'),
      )
      .map((id) => `${id} is switched off`)
      .join(', ')}`,
  );
  expect(line(all, () => true)).toMatch(/^live: yes, because [^;]*$/);
});
