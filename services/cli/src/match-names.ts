import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inertCell, IsoDate, readRegisterNumber } from '@tocsin/domain';
import { createRegisterIndex, type MatchResult, type RegisterIndex } from '@tocsin/matching';
import { readCsvRows } from './csv-rows.ts';

interface MatchNamesOptions {
  /** `name[,postcode][,number][,paid_from]`: the earliest day on which the name was paid, YYYY-MM-DD. */
  readonly names: string;
  /** `company_number,company_name[,former_names][,postcode][,status][,incorporated_on]`; former names by `;`. */
  readonly register: string;
  /** `name,outcome,company_number,score,reason,candidates`: one row per row of names, in their order. */
  readonly out: string;
}

/** `match-names --names names.csv --register register.csv --out out.csv`; prints a summary as one JSON line. */
export async function matchNamesVerb(options: MatchNamesOptions): Promise<void> {
  refuseToOverwrite(options);
  const began = performance.now();
  const { index, refused } = await loadRegister(options.register);
  const loaded = performance.now();
  const outcomes = { matched: 0, ambiguous: 0, none: 0 };
  await write(options.out, matchRows(options.names, index, outcomes));
  const names = outcomes.matched + outcomes.ambiguous + outcomes.none;
  const seconds = (performance.now() - loaded) / 1000;
  const report = {
    names,
    ...outcomes,
    companies: index.size,
    registerRowsRefused: refused,
    registerSeconds: Math.round((loaded - began) / 100) / 10,
    indexMb: Math.round(index.bytes / 1e6),
    namesPerSecond: Math.round(names / seconds),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

function refuseToOverwrite({ names, register, out }: MatchNamesOptions): void {
  for (const file of [names, register])
    if (path.resolve(file) === path.resolve(out))
      throw new Error(`--out ${out} is a file to be read; nothing was written. Name another file.`);
}

/** Whole or not at all: what stood there before stays until the last row is written. */
async function write(out: string, rows: AsyncIterable<string>): Promise<void> {
  const part = `${out}.part`;
  try {
    await pipeline(Readable.from(rows), createWriteStream(part, { encoding: 'utf8' }));
    await rename(part, out);
  } catch (cause) {
    await rm(part, { force: true });
    throw cause;
  }
}

async function loadRegister(file: string): Promise<{ index: RegisterIndex; refused: number }> {
  const builder = createRegisterIndex();
  let refused = 0;
  for await (const { line, cells, excess } of readCsvRows(file, ['company_number', 'company_name'])) {
    const printed = cells['company_number']?.trim() ?? '';
    const number = readRegisterNumber(printed);
    if (!number || excess > 0) {
      const why = number ? tooMany(excess) : `"${printed}" is not a company number`;
      if (refused === 0) process.stderr.write(`${file} line ${line}: ${why}\n`);
      refused += 1;
      continue;
    }
    builder.add({
      number,
      name: cells['company_name'] ?? '',
      formerNames: (cells['former_names'] ?? '')
        .split(';')
        .map((name) => name.trim())
        .filter(Boolean),
      postcode: cells['postcode'] || null,
      status: cells['status'] || null,
      incorporatedOn: dayIn(cells['incorporated_on']),
    });
  }
  return { index: builder.finish(), refused };
}

async function* matchRows(
  file: string,
  index: RegisterIndex,
  outcomes: Record<MatchResult['outcome'], number>,
): AsyncGenerator<string> {
  yield 'name,outcome,company_number,score,reason,candidates\n';
  for await (const { cells, excess } of readCsvRows(file, ['name'])) {
    const name = cells['name'] ?? '';
    const result =
      excess > 0
        ? unread(excess)
        : index.find({
            name,
            postcode: cells['postcode'] ?? null,
            number: cells['number'] ?? null,
            paidFrom: dayIn(cells['paid_from']),
          });
    outcomes[result.outcome] += 1;
    const candidates = result.candidates.map(({ number }) => number).join(';');
    yield `${[name, result.outcome, result.number ?? '', `${result.score}`, result.reason, candidates].map(cell).join(',')}\n`;
  }
}

/** A day that cannot be read is not known, and decides nothing. */
function dayIn(cell: string | undefined): IsoDate | null {
  const read = IsoDate.safeParse(cell?.trim());
  return read.success ? read.data : null;
}

/** A row with more cells than columns keeps its place, and nothing in it is believed. */
function unread(excess: number): Pick<MatchResult, 'outcome' | 'number' | 'score' | 'reason' | 'candidates'> {
  return { outcome: 'none', number: null, score: 0, reason: `not read: ${tooMany(excess)}`, candidates: [] };
}

function tooMany(excess: number): string {
  return `${excess} more cells than the header has columns; a name with a comma needs quotes`;
}

/** Quotes a cell where CSV needs it; a leading apostrophe keeps spreadsheets from running a name as a formula. */
function cell(text: string): string {
  const inert = inertCell(text);
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
