import type { Signal } from '@tocsin/domain';
import { beforeAll, describe, expect, test } from 'vitest';
import { model, type Model } from '../model.ts';
import { type Indicator, nothingFound, present } from '../indicator.ts';
import { chooseSample, differencesFrom, readSample } from './frozen-sample.ts';
import { handMadeSupplier } from './hand-made.ts';
import { compareVersions, type PreparedRelease, prepareRelease } from './prepare-release.ts';
import { latestRelease } from './released-models.ts';
import type { ReleasedModel } from './releases.ts';

const year = Number(latestRelease.version.slice(0, 4)) + 1;
const next = `${year}.1.10`;
const sha256 = () => 'hash';

const asked = ['winding-up-order', 'young-company', 'directors-resigned', 'accounts-overdue'];
/** As if the latest release had asked these questions alone. */
const latest: ReleasedModel = {
  ...latestRelease,
  weights: Object.fromEntries(asked.map((id) => [id, latestRelease.weights[id]!])),
};
const rows = model.rows.filter(({ indicator }) => asked.includes(indicator.id));

/** The table with the accounts' deadline counting more and one question fewer. */
const table: Model = {
  ...model,
  rows: rows
    .filter(({ indicator }) => indicator.id !== 'young-company')
    .map((row) =>
      row.indicator.id === 'accounts-overdue' ? { ...row, weight: { ...row.weight, points: 13 } } : row,
    ),
};

describe('a release', () => {
  let release: PreparedRelease;
  beforeAll(() => {
    release = prepareRelease(next, sha256, table, latest);
  });
  test('says what it changes of the latest one, and nothing else', () => {
    const { thresholds } = latestRelease.weights['accounts-overdue']!;
    expect(release.differences).toEqual({
      version: next,
      weights: { 'accounts-overdue': { points: 13, thresholds }, 'young-company': null },
    });
    expect(release.files[`${year}-1-10.ts`]).toContain(`  version: '${next}',\n  weights: {\n`);
    expect(release.files['index.ts']).toMatch(new RegExp(`\\bv${year}_1_10,?\\s*\\];`));
  });
  test('freezes what it says, which the version before does not say', () => {
    const sample = readSample(release.files[`${year}-1-10.ndjson`]!);
    expect(sample).toMatchObject({ version: next, table: 'hash' });
    expect(differencesFrom(sample, { ...table, version: next })).toEqual([]);
    const before = differencesFrom(sample, { ...model, rows }).join('\n');
    expect(before).toMatch(/accounts-overdue present 13 → .*accounts-overdue present 12/);
  });
  test.each([
    ['cluster', 2],
    ['cluster', 4],
    ['cluster-days', 91],
    ['cluster-days', 93],
  ])('is held on both sides of its thresholds: by none of them could %s be %i', (name, value) => {
    const sample = readSample(release.files[`${year}-1-10.ndjson`]!);
    const moved = table.rows.map((row) =>
      row.indicator.id === 'directors-resigned'
        ? { ...row, weight: { ...row.weight, thresholds: { ...row.weight.thresholds, [name]: value } } }
        : row,
    );
    expect(differencesFrom(sample, { ...table, rows: moved })).not.toEqual([]);
    expect(release.unheld.filter((edge) => edge.startsWith('directors-resigned'))).toEqual([]);
  });
});

const chargesPilingUp: Indicator = {
  id: 'charges-piling-up',
  group: 'conduct',
  question: 'Were fifty charges registered?',
  topics: ['charges'],
  judge(subject, { points }) {
    const charges = subject.latest('charge');
    if (charges.length < 50)
      return nothingFound(subject, this.topics, 'Fewer than fifty charges are on record.');
    return present(points, 'Fifty charges are on record.', []);
  },
};

test('what chance makes up no supplier for is asked of whoever releases it, and shown by one that is made by hand', () => {
  const [row] = rows;
  const asking: Model = {
    ...model,
    rows: [{ ...row!, indicator: chargesPilingUp, weight: { points: 4 } }],
  };
  expect(() => chooseSample(asking, 1, 500, [])).toThrow(
    /shows: charges-piling-up present 4\. Make one by hand that does, in \S+hand-made\.ts$/,
  );
  const charges = Array.from({ length: 50 }, (_, at): [string, Signal] => {
    const unsaid = { createdOn: null, deliveredOn: null, satisfiedOn: null, floatingOverAll: null };
    const about = { chargeId: String(at), status: 'outstanding', personsEntitled: [] };
    return ['2026-11-01', { kind: 'charge', ...about, ...unsaid }];
  });
  const sample = chooseSample(asking, 1, 500, [handMadeSupplier(charges)]);
  expect(sample.flatMap(({ answers }) => answers)).toContain('charges-piling-up present 4');
});

test('is not made of a table that has not changed, nor under a name that is no later', () => {
  expect(() => prepareRelease(next, sha256, { ...model, rows }, latest)).toThrow(
    'there is nothing to release',
  );
  expect(() => prepareRelease(latestRelease.version, sha256, table)).toThrow('no later than');
  expect(() => prepareRelease('new', sha256, table)).toThrow('no name of a version');
});

test('the tenth version of a month comes after the ninth', () => {
  expect(compareVersions('2026.11.9', '2026.11.10')).toBeLessThan(0);
  expect(compareVersions('2027.1.1', '2026.12.1')).toBeGreaterThan(0);
});
