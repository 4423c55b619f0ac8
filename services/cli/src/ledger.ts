import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  findLeaves,
  findLedger,
  findOutcomes,
  openMonth,
  sealLedger,
  type Db,
  type StoredMonth,
  type Watch,
} from '@tocsin/db';
import { formatPounds, levelWords } from '@tocsin/domain';
import {
  faultsOfLedger,
  leafCells,
  leafColumns,
  ledgerFigures,
  type Forecast,
  type LedgerLeaf,
  type LevelFigures,
} from '@tocsin/scoring';
import { sources, watchSources } from '@tocsin/sources';
import { stringify } from 'csv-stringify/sync';
import { printTable } from './print-table.ts';

interface LedgerOptions {
  readonly months: string;
  readonly to?: string;
}

/**
 * `ledger seal`: seals this month where it was not. `ledger verify`: checks every month, its leaves and its signature; code 1
 * where one does not hold. `ledger open <month>`: lays one open and prints what it said against what came of it. One
 * JSON line last.
 */
export async function ledgerVerb(
  db: Db,
  act: string,
  month: string | undefined,
  options: LedgerOptions,
): Promise<void> {
  if (act === 'seal') return sealVerb(db);
  if (act === 'verify') return verifyVerb(db);
  if (act !== 'open') throw new Error(`ledger ${act}: say seal, open or verify. Nothing was changed`);
  return openVerb(db, month, options);
}

async function sealVerb(db: Db): Promise<void> {
  const sealed = await sealLedger(db, watchNow());
  if (!sealed)
    process.stdout.write(
      'This month is sealed already, or nobody was assessed live yet: nothing was written\n',
    );
  process.stdout.write(`${JSON.stringify({ sealed: sealed ?? null })}\n`);
}

async function verifyVerb(db: Db): Promise<void> {
  const months = await findLedger(db);
  const given = await Promise.all(
    months.map(async (one) => ({ ...one, given: await findLeaves(db, one.month) })),
  );
  const faults = faultsOfLedger(given);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  const leaves = given.reduce((sum, one) => sum + one.given.length, 0);
  process.stdout.write(`${JSON.stringify({ months: months.length, leaves, faults })}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

async function openVerb(db: Db, month: string | undefined, options: LedgerOptions): Promise<void> {
  const months = await findLedger(db);
  const sealed = months.find((one) => one.month === month);
  if (!sealed) {
    const known = months.map((one) => one.month).join(', ') || 'none yet';
    throw new Error(`No month ${month ?? ''} was sealed; those that were: ${known}. Nothing was opened`);
  }
  const within = Number(options.months);
  if (!Number.isInteger(within) || within < 1)
    throw new Error(`--months ${options.months} is no number of months: nothing was opened`);
  const leaves = await findLeaves(db, sealed.month);
  const watch = watchNow();
  await db.transaction().execute((trx) => openMonth(trx, sealed.month, watch.now));
  if (options.to !== undefined) await writeFiles(options.to, months, sealed.month, leaves);
  const numbers = leaves.map(({ number }) => number);
  const outcomes = await findOutcomes(db, numbers, sealed.asOf, watch);
  const judged = leaves.map((leaf): Forecast => {
    const outcome = outcomes.get(leaf.number) ?? {
      exit: null,
      knownUntil: sealed.asOf,
      traits: [],
      begunBefore: false,
    };
    return { ...leaf, rests: outcome.begunBefore ? 'formal' : leaf.rests, outcome };
  });
  const figures = ledgerFigures(judged, sealed.asOf, within);
  process.stdout.write(`${sealed.month}, sealed on ${sealed.asOf}: what came of it by ${figures.until}\n\n`);
  printTable(heading, figures.estimates.map(cellsOf));
  process.stdout.write(`\nIn a proceeding when it was sealed, and no forecast: ${figures.formal}\n`);
  for (const { number, level, on, pence } of figures.misses)
    process.stdout.write(
      `missed: ${outcomes.get(number)?.name ?? number} (${number}), ${on}, stood at ${levelWords[level]}, ${formatPounds(pence)}\n`,
    );
  process.stdout.write(`${JSON.stringify({ month: sealed.month, ...figures })}\n`);
}

const heading = [
  'Level',
  'suppliers',
  'insolvent',
  'gone otherwise',
  'not known',
  'to review for one',
  'lift',
  'of 1,000: stand',
  'fail',
  'days before, quartiles',
];

function cellsOf(one: LevelFigures): string[] {
  const { level, suppliers, insolvent, goneOtherwise, censored, toReview, lift, ofThousand, leadDays } = one;
  return [
    levelWords[level],
    ...[suppliers, insolvent, goneOtherwise, censored].map(String),
    toReview?.toFixed(1) ?? '-',
    lift?.toFixed(2) ?? '-',
    ofThousand.stand.toFixed(1),
    ofThousand.fail.toFixed(2),
    leadDays?.map(Math.round).join(' / ') ?? '-',
  ];
}

/** What the verifier reads: every month, and the leaves of this one. */
async function writeFiles(
  folder: string,
  months: readonly StoredMonth[],
  month: string,
  leaves: readonly LedgerLeaf[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'months.json'), `${JSON.stringify(months, null, 2)}\n`);
  await writeFile(join(folder, `${month}.csv`), stringify([[...leafColumns], ...leaves.map(leafCells)]));
}

function watchNow(): Watch {
  const isSet = (setting: string) => (process.env[setting] ?? '') !== '';
  return { now: new Date().toISOString(), sources: watchSources(sources, isSet) };
}
