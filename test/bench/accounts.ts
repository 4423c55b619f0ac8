import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRefused, readAccounts } from '@tocsin/accounts';
import { SaxesParser } from 'saxes';

const folder = fileURLToPath(new URL('../../../shared/data/accounts/as_filed', import.meta.url));
const rounds = 11;
const batch = 8;
const goal = 0.6;

interface Filed {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** The reference: the same parser over the same bytes, namespaces on, doing nothing but count elements. */
function countElements(bytes: Buffer): number {
  const parser = new SaxesParser({ xmlns: true });
  let elements = 0;
  parser.on('opentag', () => {
    elements += 1;
  });
  parser.write(new TextDecoder().decode(bytes)).close();
  return elements;
}

function figuresIn({ fileName, bytes }: Filed): number {
  const reading = readAccounts(bytes, { fileName });
  if (isRefused(reading)) throw new Error(`${fileName} refused: ${reading.refused}`);
  return Object.keys(reading.figures).length;
}

/** Seconds of both over one pass of all documents, taken in small alternating batches: a busy machine slows both alike. */
function pass(files: readonly Filed[]): { ours: number; theirs: number; sum: number } {
  let [ours, theirs, sum] = [0, 0, 0];
  for (let start = 0; start < files.length; start += batch) {
    const some = files.slice(start, start + batch);
    const first = performance.now();
    for (const file of some) sum += figuresIn(file);
    const second = performance.now();
    for (const { bytes } of some) sum += countElements(bytes);
    ours += second - first;
    theirs += performance.now() - second;
  }
  return { ours: ours / 1000, theirs: theirs / 1000, sum };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Speed of the accounts reader over the filings on this machine, against bare saxes in alternating rounds. */
export async function run(): Promise<void> {
  const files = readdirSync(folder)
    .sort()
    .map((fileName) => ({ fileName, bytes: readFileSync(join(folder, fileName)) }));
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
  const reader: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const { ours, theirs } = pass(files);
    if (round === 0) continue; // the first round warms both up
    reader.push(ours);
    bare.push(theirs);
    console.error(
      `round ${round}: reader ${(files.length / ours).toFixed(0)} docs/s, bare ${(files.length / theirs).toFixed(0)} docs/s`,
    );
  }
  const ratio = median(reader.map((seconds, round) => (bare[round] ?? Number.NaN) / seconds));
  const seconds = median(reader);
  console.error(
    `${files.length} documents, ${megabytes.toFixed(1)} MB: ${(megabytes / seconds).toFixed(1)} MB/s`,
  );
  console.log(
    JSON.stringify({
      bench: 'accounts',
      figure: Math.round(files.length / seconds),
      unit: 'documents per second',
      megabytesPerSecond: Number((megabytes / seconds).toFixed(1)),
      reference: {
        what: 'bare saxes, namespaces on, counting elements',
        figure: Math.round(files.length / median(bare)),
      },
      ratio: Number(ratio.toFixed(3)),
      goal,
      memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
