import path from 'node:path';
import { parseArgs } from 'node:util';
import { countryOf } from './country.ts';
import { writeCountry } from './write.ts';

/**
 * `--size <small | twelve | … | councils/suppliers/payments> --seed <number> [--out <folder>]`: writes a country, or makes
 * and counts it without keeping it.
 */
export function run(args: readonly string[]): void {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: 'string', default: 'small' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed}: a whole number is wanted`);
  const began = performance.now();
  const country = countryOf({ size: values.size, seed });
  const written = writeCountry(country, values.out === undefined ? null : path.resolve(values.out));
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({ size: country.size, seed, ...written, seconds, memoryMb })}\n`);
}
