import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  createRegisterIndex,
  normaliseCompanyNumber,
  type MatchResult,
  type RegisterIndex,
} from '@tocsin/matching';
import { parse } from 'csv-parse';

interface MatchNamesOptions {
  /** `name[,postcode][,number]` */
  readonly names: string;
  /** `company_number,company_name[,former_names][,postcode][,status]`; former names are separated by `;`. */
  readonly register: string;
  /** `name,outcome,company_number,score,reason,candidates`: one row per row of names, in their order. */
  readonly out: string;
}

type Row = Readonly<Record<string, string>>;

/** `match-names --names names.csv --register register.csv --out out.csv`; prints a summary as one JSON line. */
export async function matchNamesVerb(options: MatchNamesOptions): Promise<void> {
  const began = performance.now();
  const { index, refused } = await loadRegister(options.register);
  const loaded = performance.now();
  const outcomes = { matched: 0, ambiguous: 0, none: 0 };
  await pipeline(
    Readable.from(matchRows(options.names, index, outcomes)),
    createWriteStream(options.out, { encoding: 'utf8' }),
  );
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

async function loadRegister(file: string): Promise<{ index: RegisterIndex; refused: number }> {
  const builder = createRegisterIndex();
  let refused = 0;
  let line = 1;
  for await (const row of readRows(file, ['company_number', 'company_name'])) {
    line += 1;
    const printed = row['company_number']?.trim() ?? '';
    // In a register column digits alone are always a company number, however many zeros a spreadsheet dropped.
    const number = normaliseCompanyNumber(/^\d+$/.test(printed) ? printed.padStart(8, '0') : printed);
    if (!number) {
      if (refused === 0) process.stderr.write(`${file} row ${line}: "${printed}" is not a company number\n`);
      refused += 1;
      continue;
    }
    builder.add({
      number,
      name: row['company_name'] ?? '',
      formerNames: (row['former_names'] ?? '')
        .split(';')
        .map((name) => name.trim())
        .filter(Boolean),
      postcode: row['postcode'] || null,
      status: row['status'] || null,
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
  for await (const row of readRows(file, ['name'])) {
    const name = row['name'] ?? '';
    const result = index.find({ name, postcode: row['postcode'] ?? null, number: row['number'] ?? null });
    outcomes[result.outcome] += 1;
    const candidates = result.candidates.map(({ number }) => number).join(';');
    yield `${[name, result.outcome, result.number ?? '', `${result.score}`, result.reason, candidates].map(cell).join(',')}\n`;
  }
}

async function* readRows(file: string, needed: readonly string[]): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    columns: (header: readonly string[]) =>
      checkHeader(
        header.map((name) => name.trim().toLowerCase()),
        needed,
      ),
  });
  const input = createReadStream(file);
  input.on('error', (cause) => parser.destroy(cause));
  try {
    yield* input.pipe(parser) as AsyncIterable<Row>;
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function checkHeader(header: string[], needed: readonly string[]): string[] {
  const missing = needed.filter((name) => !header.includes(name));
  if (missing.length > 0) throw new Error(`no column ${missing.join(', ')}; it has ${header.join(', ')}`);
  return header;
}

/** Quotes a cell where CSV needs it; a leading apostrophe keeps spreadsheets from running a name as a formula. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
