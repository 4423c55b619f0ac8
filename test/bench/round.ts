import { parseArgs } from 'node:util';
import { ROUND_HOURS } from '@tocsin/sources';
import { firstLoads, missedContracts } from './round/first-loads.ts';
import { roundOf, uploadMinutes } from './round/register.ts';

const { values: given } = parseArgs({ options: { sizes: { type: 'string' } } });
const sizes = (given.sizes ?? '5000,50000,250000').split(',').map(Number);
/** The size for which looks at the register are promised. */
const PROMISED_FOR = 50_000;
/** A round takes at most so many times what the bare requests would. */
const GOAL = 1.25;
/** Two requests for status and cases, four for lists, and nothing else, at the whole of the publisher's limit. */
const bareHours = (suppliers: number) => (suppliers * 6 * 300) / 600 / 3_600;

const hours = (figure: number) => `${figure.toFixed(1)} h`;
const rows: string[][] = [];
let memoryMb = 0;
let promised = { size: 0, round: 0, reference: 0 };
let refused = 0;
for (const size of sizes) {
  const found = await roundOf(size);
  refused += found.refused;
  if (size === PROMISED_FOR || promised.round === 0)
    promised = { size, round: found.round, reference: bareHours(size) };
  rows.push([
    size.toLocaleString('en-GB'),
    hours(found.firstLooks),
    hours(found.firstWhole),
    hours(found.proceedings),
    hours(found.round),
    hours(bareHours(size)),
    found.requests.toLocaleString('en-GB'),
    String(found.refused),
  ]);
  memoryMb = Math.max(memoryMb, Math.round(process.memoryUsage().rss / 1e6));
}
print(
  ['suppliers', 'first looks', 'first whole', 'proceedings again', 'round', 'bare round', 'requests', '429'],
  rows,
);
print(
  ['a register of', 'into a round of', 'first looks done'],
  await Promise.all(
    [250, 1_000].map(async (count) => [
      count.toLocaleString('en-GB'),
      '3,000',
      `${(await uploadMinutes(3_000, count)).toFixed(1)} min`,
    ]),
  ),
);
print(['source', 'first load', 'from', 'requests', 'reckoned with'], await firstLoads());
for (const line of missedContracts()) console.log(line);

const figure = Math.round(promised.round * 10) / 10;
if (promised.size === PROMISED_FOR && figure > ROUND_HOURS) {
  console.log(
    `A round takes longer than the ${ROUND_HOURS} hours from which the promise is made: see ROUND_HOURS.`,
  );
  process.exitCode = 1;
}
console.log(
  JSON.stringify({
    bench: 'round',
    figure,
    unit: `hours of a full round of ${promised.size.toLocaleString('en-GB')} suppliers, 1 % with open alerts`,
    reference: {
      what: 'the same six requests a supplier at the publisher’s whole limit, nothing else asked, hours',
      figure: Math.round(promised.reference * 10) / 10,
    },
    ratio: Math.round((figure / promised.reference) * 100) / 100,
    goal: GOAL,
    memoryMb,
    refused,
  }),
);

function print(head: readonly string[], body: readonly (readonly string[])[]): void {
  const widths = head.map((title, at) =>
    Math.max(title.length, ...body.map((row) => (row[at] ?? '').length)),
  );
  for (const row of [head, ...body])
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  console.log('');
}
