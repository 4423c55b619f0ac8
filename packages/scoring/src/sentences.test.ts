import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { models } from './models.ts';
import { readSample } from './versions/frozen-sample.ts';
import { releaseFileName } from './versions/prepare-release.ts';

const KEPT = './fixtures/sentences.txt';
const HEAD = 'Said of the made-up suppliers of version ';

// A changed sentence is read by whoever changes it: `npx vitest run --project unit packages/scoring/src/sentences -u`
// writes the file anew, of the version that its first line names.
test('each question answers in the sentence that is kept, and each event is told with its days and its end', async () => {
  const [head = ''] = readFileSync(new URL(KEPT, import.meta.url), 'utf8').split('\n');
  const version = head.slice(HEAD.length);
  const { cases } = readSample(
    readFileSync(new URL(`./versions/${releaseFileName(version)}.ndjson`, import.meta.url), 'utf8'),
  );
  const said = new Map<string, string>();
  const told: string[] = [];
  for (const [at, supplier] of cases.entries()) {
    const {
      band,
      score,
      findings,
      formalEvents,
      endings = [],
      reviewOn,
    } = assess(supplier.facts, supplier, models[version]);
    for (const { indicator, outcome, points, because } of findings) {
      const answer = outcome === 'present' ? `${indicator} present ${points}` : `${indicator} ${outcome}`;
      if (!said.has(answer)) said.set(answer, because);
    }
    const lines = [
      ...formalEvents.map(({ family, title, on, days, life }) => [
        `open: ${family}, “${title}” on ${on}, ${JSON.stringify(days)}`,
        ...(life
          ? [
              `its life: ${JSON.stringify({ ...life, steps: life.steps.map(({ on: day, say }) => [day, say]) })}`,
            ]
          : []),
      ]),
      ...endings.map(({ family, how, days }) => [`over: ${family} ${how}, ${JSON.stringify(days)}`]),
    ].flat();
    told.push(
      `supplier ${at + 1} on ${supplier.asOf}: ${band} at ${score}, to be looked at again on ${reviewOn}`,
      ...lines.map((line) => `  ${line}`),
    );
  }
  const answers = [...said]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([answer, because]) => `${answer}: ${because}`);
  await expect([`${HEAD}${version}`, '', ...answers, '', ...told, ''].join('\n')).toMatchFileSnapshot(KEPT);
});
