import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCompanyNumber } from '@tocsin/domain';
import {
  createRegisterIndex,
  evaluateMatching,
  labelNoise,
  normalise,
  printKinds,
  type Evaluation,
  type Judged,
  type LabelledName,
  type LabelUse,
  type RegisterEntry,
  type RegisterIndex,
} from '@tocsin/matching';
import { parse } from 'csv-parse/sync';
import { createLookAlikes, createRandom } from '../support/look-alike-names.ts';

const folder = new URL('../../../shared/data/names/', import.meta.url);
const readme = new URL('../../packages/matching/README.md', import.meta.url);
const goal = 1000;
const rounds = 5;
const batch = 10_000;

interface Built {
  readonly index: RegisterIndex;
  readonly names: string[];
  readonly seconds: number;
}

function read(file: string): readonly Record<string, string>[] {
  return parse(readFileSync(new URL(file, folder)), { columns: true, bom: true });
}

function labelled(): readonly LabelledName[] {
  return read('pairs.csv').map((row) => ({
    name: row['name'] ?? '',
    number: row['company_number'] ?? '',
    use: row['use'] as LabelUse,
  }));
}

function slice(): readonly RegisterEntry[] {
  return read('register_names_slice.csv').map((row) =>
    entry(row['company_number'] ?? '', row['register_name_2019_2026'] ?? ''),
  );
}

function entry(printed: string, name: string): RegisterEntry {
  const number = readCompanyNumber(printed);
  if (!number) throw new Error(`${printed} is not a company number`);
  return { number, name, formerNames: [], postcode: null, status: null };
}

/** Hides the slice among look-alikes, spread evenly; only the index's own work is timed. */
function build(rows: number, labels: readonly LabelledName[]): Built {
  const real = slice();
  const printed = labels.map(({ name }) => name);
  const absent = labels.filter(({ use }) => use === 'absent').map(({ name }) => name);
  const names = real.map(({ name }) => name);
  const next = createLookAlikes([...names, ...printed], [...names, ...absent], createRandom(20_261_122));
  const builder = createRegisterIndex();
  const every = Math.max(1, Math.floor(rows / real.length));
  let seconds = 0;
  let hidden = 0;
  for (let made = 0; made < rows; made += batch) {
    const entries: RegisterEntry[] = [];
    for (let at = made; at < Math.min(rows, made + batch); at += 1) {
      entries.push(entry(`${90_000_000 + at}`, next()));
      const secret = at % every === 0 ? real[hidden] : undefined;
      if (!secret) continue;
      entries.push(secret);
      hidden += 1;
    }
    const began = process.cpuUsage();
    for (const row of entries) builder.add(row);
    seconds += secondsSince(began);
  }
  for (const rest of real.slice(hidden)) builder.add(rest);
  const began = process.cpuUsage();
  const index = builder.finish();
  return { index, names, seconds: seconds + secondsSince(began) };
}

/** Processor time, not time on the wall: a busy machine neither flatters nor shames. */
function secondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}

/** Names per second of processor time: the median of some rounds after one to warm up. */
function speed(labels: readonly LabelledName[], find: (name: string) => unknown): number {
  const measured: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const began = process.cpuUsage();
    for (const { name } of labels) find(name);
    if (round > 0) measured.push(labels.length / secondsSince(began));
  }
  return measured.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}

function report(evaluation: Evaluation, lines: readonly string[]): string {
  const rows = evaluation.tallies.map(
    ({ use, n, right, wrong, ambiguous, none }) =>
      `| ${use}${use === 'conflict' ? ' (number given)' : ''} | ${n} | ${right + wrong} | ${right} | ${wrong} | ${ambiguous} | ${none} | ${share(right, right + wrong)} | ${use === 'truth' || use === 'tie' ? share(right, n) : ''} |`,
  );
  const tellable = evaluation.missed.filter(
    ({ label }) => !labelNoise.some(({ name, number }) => name === label.name && number === label.number),
  );
  return [
    ...lines,
    '',
    '| use | n | matched | right | wrong | ambiguous | none | precision | recall |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    `Over all matched by name alone: precision **${evaluation.precision.toFixed(4)}**; recall on \`truth\` **${evaluation.recall.toFixed(4)}**, and **${evaluation.recallOfTellable.toFixed(4)}** of it without the labels adjudicated as noise (below); \`absent\` left unmatched **${evaluation.abstained.toFixed(4)}**; conflicts that come out as "number and name disagree" **${evaluation.disagreements}**.`,
    '',
    'By how the name is printed (by name alone; `asked`: labelled truth and no noise):',
    '',
    '| print | n | matched | right | wrong | ambiguous | none | asked | of these right |',
    '|---|---|---|---|---|---|---|---|---|',
    ...evaluation.kinds.map(
      ({ print, n, right, wrong, ambiguous, none, tellable, found }) =>
        `| ${print}: ${printKinds[print]} | ${n} | ${right + wrong} | ${right} | ${wrong} | ${ambiguous} | ${none} | ${tellable} | ${found} |`,
    ),
    '',
    `Matched to another company than the label's (${evaluation.wrong.length}):`,
    '',
    ...evaluation.wrong.map(line),
    '',
    `\`truth\` not matched, though nothing is wrong with the label (${tellable.length}):`,
    '',
    ...tellable.map(line),
    '',
    `Labels adjudicated as noise (${labelNoise.length}): no name tells the number, so nobody is to be tied by them.`,
    '',
    ...labelNoise.map(
      ({ name, number, registered, verdict }) => `- ${name}, labelled ${number}: ${registered} (${verdict})`,
    ),
  ].join('\n');
}

function line({ label, result }: Judged): string {
  if (result.kind === 'individual') return `- (a person's name) ${label.number}: ${result.outcome}`;
  const candidate = result.candidates[0];
  const near = candidate
    ? `; best candidate ${candidate.name} (${candidate.number}), ${candidate.score} points`
    : '';
  return `- ${label.name}, labelled ${label.number}: ${result.outcome}${near}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : (part / whole).toFixed(3);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

/**
 * Precision, recall and speed of the matcher with the register slice hidden among look-alike names (`--rows`, 5.5 m
 * unless told). The reference is plain equality of normalised names on the slice alone: what one hash look-up costs.
 * `--write` puts the table into the package's README.
 */
export async function run(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '5500000' }, write: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const labels = labelled();
  const { index, names, seconds } = build(Number(values.rows), labels);
  const evaluation = evaluateMatching(labels, index.find);
  const figure = speed(labels, (name) => index.find({ name }));
  const equal = new Map(names.map((name) => [normalise(name), name]));
  const reference = speed(labels, (name) => equal.get(normalise(name)));
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const text = report(evaluation, [
    `${index.size.toLocaleString('en-GB')} companies: ${names.length.toLocaleString('en-GB')} real ones hidden among look-alikes. Index built in ${seconds.toFixed(0)} s, holding ${megabytes(index.bytes)} MB (${Math.round(index.bytes / index.size)} bytes a company; ${memoryMb} MB the process at its largest). ${Math.round(figure).toLocaleString('en-GB')} names a second on one core.`,
  ]);
  console.log(text);
  if (values.write) writeIntoReadme(text);
  console.log(
    JSON.stringify({
      bench: 'matching',
      figure: Math.round(figure),
      unit: 'names per second of processor time, full register',
      reference: {
        what: 'plain equality of normalised names, one hash look-up, slice only',
        figure: Math.round(reference),
      },
      ratio: Number((figure / reference).toFixed(4)),
      goal,
      memoryMb,
      indexMb: megabytes(index.bytes),
      buildSeconds: Math.round(seconds),
      precision: evaluation.precision,
      recall: evaluation.recall,
      recallOfTellable: evaluation.recallOfTellable,
      wrong: evaluation.wrong.length,
      absentUnmatched: evaluation.abstained,
      disagreements: evaluation.disagreements,
    }),
  );
}

function writeIntoReadme(text: string): void {
  const [start, end] = ['<!-- bench:start -->', '<!-- bench:end -->'];
  const page = readFileSync(readme, 'utf8');
  const [before] = page.split(start);
  const [, after] = page.split(end);
  writeFileSync(readme, `${before}${start}\n\n${text}\n\n${end}${after}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
