import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { measureDraft, measureMutants } from '../../../../test/support/drafts/measure.ts';
import { hasRecorded, recorded } from '../testing.ts';

function filesOf(folder: 'full' | 'samples'): string[] {
  const listed: { file: string }[] = parse(Buffer.from(recorded('spend/manifest.csv').body), {
    columns: true,
  });
  return listed.map(({ file }) => file).filter((file) => file.startsWith(`${folder}/`));
}

const bodyOf = (file: string) => recorded(`spend/${file}`).body;

/** The whole files take longer, and more mutants: `npm run bench -- drafts` reads them. */
test.skipIf(!hasRecorded)(
  'drafts of real layouts, without the council’s own map, are right wherever they have no doubt',
  async () => {
    const measured = [];
    for (const file of filesOf('samples')) measured.push(await measureDraft(file, bodyOf(file)));
    expect(measured.flatMap(({ file, wrong }) => (wrong ? [[file, wrong]] : []))).toEqual([]);
    const undoubted = measured.filter(({ isUndoubted }) => isUndoubted);
    expect(measured).toHaveLength(97);
    expect(undoubted.length / measured.length).toBeGreaterThanOrEqual(0.83);
  },
);

test.skipIf(!hasRecorded)(
  'a layout that was changed in any of many ways is read right or doubted, never read wrongly',
  async () => {
    const measured = await measureMutants(filesOf('samples'), bodyOf, { first: 1, count: 40 });
    expect(measured.flatMap(({ what, wrong }) => (wrong ? [[what, wrong]] : []))).toEqual([]);
    expect(measured.filter(({ isUndoubted }) => isUndoubted).length).toBeGreaterThan(5);
    for (const { isUndoubted, doubts } of measured) expect(isUndoubted || doubts.length > 0).toBe(true);
  },
);
