import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { countryOf } from './country.ts';
import { generate } from './generate.ts';
import { levelShares } from './level-shares.ts';
import { documentsOf } from './made.ts';
import { writeCountry } from './write.ts';

/**
 * `--size <small | twelve | … | councils/suppliers/payments> --seed <number> [--out <folder>]`: writes a country, or makes
 * and counts it without keeping it. `--levels` counts the levels of its companies instead, and of those of the sample.
 */
export function run(args: readonly string[]): void {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: 'string', default: 'small' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      levels: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed}: a whole number is wanted`);
  if (values.levels) return printLevels(values.size, seed);
  const began = performance.now();
  const country = countryOf({ size: values.size, seed });
  const written = writeCountry(country, values.out === undefined ? null : path.resolve(values.out));
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({ size: country.size, seed, ...written, seconds, memoryMb })}\n`);
}

const SAMPLE = new URL('../../infra/local/sample/', import.meta.url);
const OF_COMPANIES = ['companies-house-company', 'gazette-insolvency'];

/** One line for the country on its last day, all of it looked at, and one for the sample on its own last day. */
function printLevels(size: string, seed: number): void {
  const country = countryOf({ size, seed });
  const documents = documentsOf([...generate(country)]).filter(({ source }) => OF_COMPANIES.includes(source));
  say({ country: { size, seed }, ...levelShares(documents, `${country.until}T18:30:00.000Z`) });
  const manifest: readonly { file: string; source: string; url: string; retrievedAt: string }[] = JSON.parse(
    readFileSync(new URL('manifest.json', SAMPLE), 'utf8'),
  );
  const sample = manifest.map((one) => ({
    ...one,
    contentType: null,
    body: readFileSync(new URL(one.file, SAMPLE)),
  }));
  const last =
    sample
      .map(({ retrievedAt }) => retrievedAt)
      .toSorted()
      .at(-1) ?? '';
  say({ sample: last, ...levelShares(sample, last) });
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
