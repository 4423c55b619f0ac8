import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  CompanyNumber,
  CoverageBucket,
  Pence,
  readCompanyNumber,
  type SupplierMention,
} from '@tocsin/domain';
import { coverageMeter, type PoundLine } from '@tocsin/exposure';
import {
  blockingKeys,
  createRegisterIndex,
  kindOfName,
  normalise,
  type RegisterIndex,
} from '@tocsin/matching';
import { councilMaps, openSpendFile } from '@tocsin/sources';
import { parse } from 'csv-parse/sync';
import { createLookAlikes, createRandom } from '../support/look-alike-names.ts';

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
/** Of the pounds that can be tied to a firm at all, once the whole register is loaded. */
const AIM = 0.85;

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(path.join(DATA, file)), { columns: true, bom: true });
}

interface Registered {
  readonly index: RegisterIndex;
  /** The companies that stand for the payees of each name; look-alikes are not among them. */
  readonly meant: ReadonlyMap<string, ReadonlySet<string>>;
}

const FIRST_MADE_UP = 90_000_000;

/**
 * A whole register by simulation: the part that the data holds, one company for each other payee that is printed with a
 * legal form, and look-alikes of all of them up to so many rows. Who prints no legal form may be no company at all, and
 * gets none: what is tied of them is tied to the part that is real.
 */
function simulatedRegister(printed: readonly string[], rows: number): Registered {
  const builder = createRegisterIndex();
  const real = rowsOf('names/register_names_slice.csv').flatMap((row) => {
    const number = readCompanyNumber(row['company_number'] ?? '');
    return number ? [{ number, name: row['register_name_2019_2026'] ?? '' }] : [];
  });
  const add = (number: string, name: string) =>
    builder.add({ number: CompanyNumber.parse(number), name, formerNames: [], postcode: null, status: null });
  const meant = new Map<string, Set<string>>();
  const names: string[] = [];
  const hold = (number: string, name: string) => {
    add(number, name);
    names.push(name);
    const key = keyOf(name);
    meant.set(key, (meant.get(key) ?? new Set()).add(number));
  };
  for (const { number, name } of real) hold(number, name);
  let next = FIRST_MADE_UP;
  for (const legal of printed.flatMap((name) => legalNameOf(name) ?? []))
    if (!meant.has(keyOf(legal))) hold(`${next++}`, legal);
  const lookAlike = createLookAlikes(names, names, createRandom(20_261_129));
  while (next - FIRST_MADE_UP < rows) add(`${next++}`, lookAlike());
  return { index: builder.finish(), meant };
}

/** Names that the register would hold for one and the same company, but for an LLP beside it. */
function keyOf(legal: string): string {
  const [letters = ''] = blockingKeys(legal);
  return /\bLLP\b|LIABILITY PARTNERSHIP/i.test(legal) ? `${letters} LLP` : letters;
}

/** The company of a print as the register would name it: up to its legal form, in one spelling; null where none is printed. */
function legalNameOf(name: string): string | null {
  if (!['company', 'llp'].includes(kindOfName(name))) return null;
  const legal = normalise(name.split(/\b(?:t\/as?|trading as)\b/i)[0] ?? name);
  const end = /^(.+? (?:LTD|PLC|LLP|CIC))(?: |$)/.exec(legal);
  return end?.[1] ?? null;
}

/** How far a payee can be known; `elsewhere`: tied to a look-alike, or to another payee's company. */
interface Known {
  readonly outcome: PoundLine['outcome'];
  readonly reach: 'matched' | 'elsewhere' | 'waits' | 'no-company-found' | 'not-identifiable';
}

/** Judges each payee once. */
function judge(register: Registered): (mention: SupplierMention) => Known {
  const known = new Map<string, Known>();
  return (mention) => {
    const key = `${mention.name}\n${mention.printedRef ?? ''}`;
    const found = known.get(key) ?? knownOf(register, mention);
    known.set(key, found);
    return found;
  };
}

function knownOf({ index, meant }: Registered, { name, ref, postcode }: SupplierMention): Known {
  if (ref && ref.scheme !== 'GB-COH') return { outcome: 'matched', reach: 'matched' };
  const { outcome, kind, number } = index.find({ name, postcode });
  if (kind === 'public-body' || kind === 'individual')
    return { outcome: 'not-a-company', reach: 'not-identifiable' };
  if (outcome === 'ambiguous') return { outcome, reach: 'waits' };
  if (outcome === 'none') return { outcome, reach: 'no-company-found' };
  const legal = legalNameOf(name);
  const [letters = ''] = blockingKeys(name);
  const own = meant.get(legal === null ? letters : keyOf(legal)) ?? meant.get(`${letters} LLP`);
  const isLookAlike = Number(number) >= FIRST_MADE_UP + meant.size;
  const isOther = own ? !own.has(number ?? '') : isLookAlike;
  return { outcome, reach: isOther ? 'elsewhere' : 'matched' };
}

interface CouncilPounds {
  readonly council: string;
  readonly lines: PoundLine[];
  readonly reach: Record<Known['reach'], number>;
}

interface Paid {
  readonly council: string;
  readonly pence: number;
  readonly vat: PoundLine['amount']['vat'];
  readonly payee: string;
  readonly mention: SupplierMention | null;
}

/** Every payment of one file. */
async function* paymentsOf(file: string): AsyncGenerator<Paid> {
  const body = readFileSync(path.join(DATA, 'spend', file));
  const { councilName, rows } = await openSpendFile(councilMaps(), { url: file, body });
  for (const row of rows) if ('payment' in row) yield { council: councilName, ...row.payment };
}

/** Adds one payment to its council. */
function addPayment(
  { council, pence, vat, payee, mention }: Paid,
  judged: (mention: SupplierMention) => Known,
  councils: Map<string, CouncilPounds>,
): void {
  const held = councils.get(council) ?? { council, lines: [], reach: nothing() };
  councils.set(council, held);
  const { outcome, reach } = mention
    ? judged(mention)
    : {
        outcome: payee === 'individual' ? ('person' as const) : ('redacted' as const),
        reach: 'not-identifiable' as const,
      };
  held.lines.push({ amount: { pence: Pence.parse(pence), vat }, outcome, fresh: true });
  held.reach[reach] += pence;
}

function nothing(): CouncilPounds['reach'] {
  return { matched: 0, elsewhere: 0, waits: 0, 'no-company-found': 0, 'not-identifiable': 0 };
}

function millions(pence: number): string {
  return (pence / 1e8).toFixed(2);
}

function total(sums: Readonly<Record<'net' | 'gross' | 'unknown', number>>): number {
  return sums.net + sums.gross + sums.unknown;
}

/** One council's pounds by bucket, in millions; VAT bases stand together here, because only shares are asked for. */
function lineOf({ council, lines, reach }: CouncilPounds): Record<string, string> {
  const { buckets } = coverageMeter(lines);
  const sums = CoverageBucket.options
    .filter((bucket) => bucket !== 'stale')
    .map(
      (bucket) => [bucket === 'monitored' ? 'matched' : bucket, millions(total(buckets[bucket]))] as const,
    );
  return { council, ...Object.fromEntries(sums), 'share matched': percent(shares(reach).matched) };
}

function shares({ matched, elsewhere, waits, 'no-company-found': none }: CouncilPounds['reach']) {
  const identifiable = matched + elsewhere + waits + none;
  const share = (pence: number) => Number((pence / identifiable).toFixed(4));
  return { matched: share(matched), elsewhere: share(elsewhere), waits: share(waits), none: share(none) };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/**
 * How much of what the given spending files paid would be tied to a firm by a whole register, by the printed name alone:
 * the real printed names among `--rows` companies, 5.7 M unless told. Misprints of one name count as companies of their
 * own, which flatters; names without a legal form are found only in the part of the register that is real, which does not.
 */
export async function run(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '5700000' } },
    allowPositionals: true,
  });
  if (!existsSync(DATA)) throw new Error('this bench reads ../shared/data, which is not there');
  const payments: Paid[] = [];
  for (const { file = '' } of rowsOf('spend/manifest.csv'))
    for await (const paid of paymentsOf(file)) payments.push(paid);
  const names = [...new Set(payments.flatMap(({ mention }) => mention?.name ?? []))];
  const register = simulatedRegister(names, Number(values.rows));
  const judged = judge(register);
  const councils = new Map<string, CouncilPounds>();
  for (const paid of payments) addPayment(paid, judged, councils);
  console.table([...councils.values()].map(lineOf));
  const all = nothing();
  for (const { reach } of councils.values())
    for (const [kind, pence] of Object.entries(reach)) all[kind as Known['reach']] += pence;
  const { matched, ...others } = shares(all);
  console.log(
    JSON.stringify({
      bench: 'coverage',
      figure: matched,
      unit: 'share of identifiable pounds matched by name alone, whole register by simulation',
      others,
      companies: register.index.size,
      names: names.length,
      payments: payments.length,
      aim: AIM,
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
