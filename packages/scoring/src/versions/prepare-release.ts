import { type BandMove, compareModels } from '../compare-models.ts';
import { literal, WIDTH } from '../evaluation/literal.ts';
import type { Weight } from '../indicator.ts';
import { type Model, model } from '../model.ts';
import { modelOf } from '../models.ts';
import { chooseSample, renderSample } from './frozen-sample.ts';
import { differences as released } from './index.ts';
import { latestRelease } from './released-models.ts';
import { type ReleaseDifferences, type ReleasedModel, withDifferences } from './releases.ts';
import { edgesOf, edgesShown } from './threshold-edges.ts';

/** What a release adds to the source: its texts by file of `versions`, and the made-up suppliers that it moves. */
export interface PreparedRelease {
  readonly differences: ReleaseDifferences;
  readonly files: Readonly<Record<string, string>>;
  readonly suppliers: number;
  readonly moves: readonly BandMove[];
  /** Thresholds moved by their last digit that change no answer of the sample: `<indicator> <threshold> <value>`. */
  readonly unheld: readonly string[];
}

/**
 * Makes a version of the table as it stands: what it changes of the latest release, and the sample that holds it to
 * what it says. Throws on a version that is no later than the latest, and on a table that has not changed.
 */
export function prepareRelease(
  version: string,
  sha256: (text: string) => string,
  table: Model = model,
  latest: ReleasedModel = latestRelease,
): PreparedRelease {
  if (!/^\d{4}\.\d{1,2}\.\d+$/.test(version))
    throw new Error(`${version} is no name of a version: year, month and number are wanted, as in 2026.11.3`);
  if (compareVersions(version, latest.version) <= 0)
    throw new Error(`${version} is no later than ${latest.version}, the latest release`);
  const differences = differencesOf(version, table, latest);
  if (Object.keys(differences).length === 2 && Object.keys(differences.weights).length === 0)
    throw new Error(
      `the table is the one that was released as ${latest.version}: there is nothing to release`,
    );
  const next: Model = { ...table, version };
  const cases = chooseSample(next, released.length + 1);
  const held = new Set(cases.flatMap((one) => edgesShown(one, next)));
  const name = releaseFileName(version);
  return {
    differences,
    files: {
      [`${name}.ts`]: renderDifferences(differences),
      'index.ts': renderList([...released, differences].map((release) => release.version)),
      [`${name}.ndjson`]: renderSample(
        version,
        sha256(tableText(withDifferences(latest, differences))),
        cases,
      ),
    },
    suppliers: cases.length,
    moves: cases.flatMap((one) => compareModels(one, modelOf(latest), next) ?? []),
    unheld: edgesOf(next).filter((edge) => !held.has(edge)),
  };
}

/** The table of a release, or a part of it, as one text whatever the order it is written in. */
export function tableText(release: unknown): string {
  return JSON.stringify(release, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** What a version is called in the names of its files. */
export function releaseFileName(version: string): string {
  return version.replaceAll('.', '-');
}

/** Less than 0 where `a` was released before `b`: `2026.11.9` before `2026.11.10`. */
export function compareVersions(a: string, b: string): number {
  const [as, bs] = [a.split('.').map(Number), b.split('.').map(Number)];
  return as.map((part, at) => part - (bs[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function differencesOf(version: string, table: Model, latest: ReleasedModel): ReleaseDifferences {
  const asked = new Map(table.rows.map(({ indicator, weight }) => [indicator.id, weight]));
  const weights: Record<string, Weight | null> = {};
  for (const [id, weight] of asked) if (differ(weight, latest.weights[id])) weights[id] = weight;
  for (const id of Object.keys(latest.weights)) if (!asked.has(id)) weights[id] = null;
  return {
    version,
    ...(differ(table.cuts, latest.cuts) && { cuts: table.cuts }),
    ...(differ(table.rules, latest.rules) && { rules: table.rules }),
    weights,
  };
}

function differ(a: unknown, b: unknown): boolean {
  return tableText(a) !== tableText(b);
}

function renderDifferences(differences: ReleaseDifferences): string {
  return `import type { ReleaseDifferences } from './releases.ts';

export const released: ReleaseDifferences = ${literal(differences)};
`;
}

function renderList(versions: readonly string[]): string {
  const named = versions.map((version) => ({
    file: releaseFileName(version),
    name: `v${version.replaceAll('.', '_')}`,
  }));
  const names = named.map(({ name }) => name);
  const declared = 'export const differences: readonly ReleaseDifferences[]';
  const flat = `${declared} = [${names.join(', ')}];`;
  return `// Written by \`npm run tocsin -- release-model\`. Do not edit.
${named.map(({ file, name }) => `import { released as ${name} } from './${file}.ts';`).join('\n')}
import type { ReleaseDifferences } from './releases.ts';

/** Every version ever released, oldest first, each as what it changed. */
${declared} = ${flat.length <= WIDTH ? `[${names.join(', ')}]` : `[\n${names.map((name) => `  ${name},\n`).join('')}]`};
`;
}
