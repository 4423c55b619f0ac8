import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRefused, readAccounts } from '@tocsin/accounts';
import { SaxesParser } from 'saxes';

const folder = fileURLToPath(new URL('../../../shared/data/accounts/as_filed', import.meta.url));
const rounds = 15;
const batch = 8;
const goal = 0.6;

interface Filed {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** The reference: the same parser over the same bytes, namespaces on, doing nothing but count elements. */
function countElements({ bytes }: Filed): number {
  const parser = new SaxesParser({ xmlns: true });
  let elements = 0;
  parser.on('opentag', () => {
    elements += 1;
  });
  parser.write(new TextDecoder().decode(bytes)).close();
  return elements;
}

function countFigures({ fileName, bytes }: Filed): number {
  const reading = readAccounts(bytes, { fileName });
  if (isRefused(reading)) throw new Error(`${fileName} refused: ${reading.refused}`);
  return Object.keys(reading.figures).length;
}

/** Seconds of processor time, all threads, to do this to some documents. */
function time(files: readonly Filed[], work: (file: Filed) => number): number {
  const start = process.cpuUsage();
  let sum = 0;
  for (const file of files) sum += work(file);
  const { user, system } = process.cpuUsage(start);
  if (sum === 0 && files.length === batch) throw new Error('nothing was found: the work was not done');
  return (user + system) / 1e6;
}

/** One pass of both over all documents, in small alternating batches: a busy machine slows both alike. */
function pass(files: readonly Filed[]): { readonly ours: number; readonly theirs: number } {
  let [ours, theirs] = [0, 0];
  for (let start = 0; start < files.length; start += batch) {
    const some = files.slice(start, start + batch);
    ours += time(some, countFigures);
    theirs += time(some, countElements);
  }
  return { ours, theirs };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Speed of the accounts reader over real filings, as a ratio to the bare parser in the same run. */
export async function run(): Promise<void> {
  const files = readdirSync(folder)
    .sort()
    .map((fileName) => ({ fileName, bytes: readFileSync(join(folder, fileName)) }));
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
  const perSecond = (seconds: number) => Math.round(files.length / seconds);
  const passes: { readonly ours: number; readonly theirs: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const { ours, theirs } = pass(files);
    if (round === 0) continue; // the first warms both up
    passes.push({ ours, theirs });
    console.error(
      `round ${round}: reader ${perSecond(ours)}, bare parser ${perSecond(theirs)} documents a second`,
    );
  }
  const ours = median(passes.map((one) => one.ours));
  const theirs = median(passes.map((one) => one.theirs));
  console.log(
    JSON.stringify({
      bench: 'accounts',
      figure: perSecond(ours),
      unit: 'documents per second of processor time',
      megabytesPerSecond: Number((megabytes / ours).toFixed(1)),
      reference: { what: 'bare saxes, namespaces on, counting elements', figure: perSecond(theirs) },
      ratio: Number((theirs / ours).toFixed(3)),
      goal,
      memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
