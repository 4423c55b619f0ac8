import { writeSync } from 'node:fs';

/** Says a figure on stdout as one line: `TRUST 1  emptied Redis, 2,000 messages: lost 0, duplicates 0, 17.2 s (at most 30 s)`. */
export function say(trust: number, what: string, figures: Readonly<Record<string, string | number>>): void {
  const told = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
  writeSync(1, `TRUST ${String(trust).padEnd(3)} ${what}: ${told.join(', ')}\n`);
}

/** `17.2 s`. */
export function seconds(given: number): string {
  return `${given.toFixed(1)} s`;
}

/** `100 %`, with a digit behind the point where it is not whole. */
export function percent(part: number, whole: number): string {
  const share = (100 * part) / whole;
  return `${Number.isInteger(share) ? share : share.toFixed(1)} %`;
}
