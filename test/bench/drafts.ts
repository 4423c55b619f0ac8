import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { measureDraft, measureMutants, type MeasuredDraft } from '../support/drafts/measure.ts';

const DATA = new URL('../../../shared/data/spend/', import.meta.url);
const MUTANTS = 200;

function bodyOf(file: string): Uint8Array {
  return readFileSync(new URL(file, DATA));
}

/** What a draft said wrongly without a doubt, for a person to look at. */
function tellWrong(measured: readonly (MeasuredDraft & { readonly what?: readonly string[] })[]): void {
  for (const { file, what = [], wrong } of measured)
    if (wrong) console.log(`${file} (${what.join(', ')}): ${wrong.lines} lines, the first ${wrong.first}`);
}

/**
 * How far drafts of layouts can be taken as they are: of every given spending file, its council’s own map withheld, and
 * of layouts that seeds change, how many are drafted without a doubt, and how many of those are read wrongly.
 */
export async function run(): Promise<void> {
  if (!existsSync(DATA)) throw new Error('this bench reads ../shared/data, which is not there');
  const listed: { file: string }[] = parse(bodyOf('manifest.csv'), { columns: true });
  const files = listed.map(({ file }) => file);
  const real: MeasuredDraft[] = [];
  for (const file of files) real.push(await measureDraft(file, bodyOf(file)));
  const samples = files.filter((file) => file.startsWith('samples/'));
  const mutants = await measureMutants(samples, bodyOf, { first: 1, count: MUTANTS });
  tellWrong([...real, ...mutants]);
  const doubts = new Map<string, number>();
  for (const { doubts: said } of [...real, ...mutants])
    for (const about of new Set(said.map((one) => one.replace(/:.*$/, ''))))
      doubts.set(about, (doubts.get(about) ?? 0) + 1);
  console.table([...doubts].map(([about, count]) => ({ 'doubts about': about, files: count })));
  const count = (some: readonly MeasuredDraft[]) => ({
    files: some.length,
    undoubted: some.filter(({ isUndoubted }) => isUndoubted).length,
    wrong: some.filter(({ wrong }) => wrong !== null).length,
  });
  const [ofReal, ofMutants] = [count(real), count(mutants)];
  console.log(
    JSON.stringify({
      bench: 'drafts',
      figure: Number((ofReal.undoubted / ofReal.files).toFixed(3)),
      unit: 'share of real files drafted without a doubt',
      real: ofReal,
      mutants: ofMutants,
      aim: 0.85,
    }),
  );
  if (ofReal.wrong + ofMutants.wrong > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
