import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { model } from './model.ts';
import { models } from './models.ts';
import { differencesFrom, readSample, wantedOf } from './versions/frozen-sample.ts';
import { compareVersions, releaseFileName, tableText } from './versions/prepare-release.ts';
import { latestRelease, releases } from './versions/released-models.ts';

const versions = new URL('./versions/', import.meta.url);
const sampleOf = (version: string) =>
  readSample(readFileSync(new URL(`${releaseFileName(version)}.ndjson`, versions), 'utf8'));

test('the table of the score is the one that its version was released with; another is made by `npm run tocsin -- release-model`', () => {
  const weights = Object.fromEntries(model.rows.map(({ indicator, weight }) => [indicator.id, weight]));
  expect({ version: model.version, cuts: model.cuts, rules: model.rules, weights }).toEqual(latestRelease);
});

test('versions are released in order, each under a name of its own, and none without its sample', () => {
  const names = releases.map(({ version }) => version);
  expect(names).toEqual([...new Set(names)].sort(compareVersions));
  const samples = readdirSync(versions).filter((file) => file.endsWith('.ndjson'));
  expect(samples.sort()).toEqual(names.map((name) => `${releaseFileName(name)}.ndjson`).sort());
});

/** Nothing mends this but to take the change back: what a version said it says for ever. Pasting is not a mend. */
test.each(releases)('version $version still counts what it counted and says what it said', (release) => {
  const sample = sampleOf(release.version);
  expect(sample.version).toBe(release.version);
  expect(createHash('sha256').update(tableText(release)).digest('hex')).toBe(sample.table);
  expect(differencesFrom(sample, models[release.version]!)).toEqual([]);
});

test.each(releases)(
  'the sample of version $version shows each of its questions present, absent and unknown',
  ({ version }) => {
    const released = models[version]!;
    const shown = new Set<string>();
    for (const { answers } of sampleOf(version).cases) {
      const answered = new Set(answers.map((answer) => answer.split(' ')[0]));
      for (const { indicator } of released.rows)
        if (!answered.has(indicator.id)) shown.add(`${indicator.id} unknown`);
      for (const answer of answers) shown.add(answer);
    }
    const questions = wantedOf(released).filter((wanted) => !wanted.startsWith('kind '));
    expect(questions.filter((wanted) => !shown.has(wanted))).toEqual([]);
  },
);

test('a kind of signal that a version did not know changes nothing that it said', () => {
  for (const { version } of releases) {
    const sample = sampleOf(version);
    const cases = sample.cases.map((one) => {
      const [statement] = Object.values(one.facts.stated).flat();
      const stated = { ...one.facts.stated, 'kind-of-next-year': statement ? [statement] : [] };
      return { ...one, facts: { ...one.facts, stated } };
    });
    expect(differencesFrom({ ...sample, cases }, models[version]!)).toEqual([]);
  }
});
