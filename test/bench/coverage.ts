import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CoverageBucket, Pence, readCompanyNumber, type SupplierMention } from '@tocsin/domain';
import { coverageMeter, type PoundLine } from '@tocsin/exposure';
import { createRegisterIndex, kindOfName, type RegisterIndex } from '@tocsin/matching';
import { councilMaps, openSpendFile } from '@tocsin/sources';
import { parse } from 'csv-parse/sync';

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
/** Of the pounds that can be tied to a firm at all, once the whole register is loaded. */
const AIM = 0.85;

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(path.join(DATA, file)), { columns: true, bom: true });
}

/** The part of the register that the data holds: some 4,700 of 5.5 million companies. */
function registerSlice(): RegisterIndex {
  const builder = createRegisterIndex();
  for (const row of rowsOf('names/register_names_slice.csv')) {
    const number = readCompanyNumber(row['company_number'] ?? '');
    if (!number) continue;
    const name = row['register_name_2019_2026'] ?? '';
    builder.add({ number, name, formerNames: [], postcode: null, status: null });
  }
  return builder.finish();
}

/** How far a payee can be known. `reach` says what a whole register could add to what the slice holds. */
interface Known {
  readonly outcome: PoundLine['outcome'];
  readonly reach: 'matched' | 'number' | 'legal-form' | 'other' | 'not-identifiable';
}

/** Judges each payee once. */
function judge(register: RegisterIndex): (mention: SupplierMention) => Known {
  const known = new Map<string, Known>();
  return (mention) => {
    const key = `${mention.name}\n${mention.printedRef ?? ''}`;
    const found = known.get(key) ?? knownOf(register, mention);
    known.set(key, found);
    return found;
  };
}

function knownOf(register: RegisterIndex, { name, ref, postcode }: SupplierMention): Known {
  const number = ref?.scheme === 'GB-COH' ? ref.id : null;
  if (ref && ref.scheme !== 'GB-COH') return { outcome: 'matched', reach: 'matched' };
  const { outcome, kind } = register.find({ name, postcode, number });
  if (outcome === 'matched') return { outcome, reach: 'matched' };
  if (kind === 'public-body' || kind === 'individual')
    return { outcome: 'not-a-company', reach: 'not-identifiable' };
  if (number !== null) return { outcome, reach: 'number' };
  const formed = ['company', 'llp', 'charity', 'society'].includes(kindOfName(name));
  return { outcome, reach: formed ? 'legal-form' : 'other' };
}

interface CouncilPounds {
  readonly council: string;
  readonly lines: PoundLine[];
  readonly reach: Record<Known['reach'], number>;
}

/** Adds every payment of one file to its council. */
async function addFile(
  file: string,
  judged: (mention: SupplierMention) => Known,
  councils: Map<string, CouncilPounds>,
): Promise<void> {
  const body = readFileSync(path.join(DATA, 'spend', file));
  const { councilName, rows } = await openSpendFile(councilMaps(), { url: file, body });
  const none = { matched: 0, number: 0, 'legal-form': 0, other: 0, 'not-identifiable': 0 };
  const pounds = councils.get(councilName) ?? { council: councilName, lines: [], reach: none };
  councils.set(councilName, pounds);
  for (const row of rows) {
    if (!('payment' in row)) continue;
    const { payee, mention, pence, vat } = row.payment;
    const { outcome, reach } = mention
      ? judged(mention)
      : {
          outcome: payee === 'individual' ? ('not-a-company' as const) : ('redacted' as const),
          reach: 'not-identifiable' as const,
        };
    pounds.lines.push({ amount: { pence: Pence.parse(pence), vat }, outcome, fresh: true });
    pounds.reach[reach] += pence;
  }
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

function shares(reach: CouncilPounds['reach']) {
  const identifiable = reach.matched + reach.number + reach['legal-form'] + reach.other;
  return {
    matched: reach.matched / identifiable,
    withNumber: (reach.matched + reach.number) / identifiable,
    withLegalForm: (reach.matched + reach.number + reach['legal-form']) / identifiable,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/**
 * How much of what the given spending files paid can be tied to a firm with the slice of the register that is given,
 * and at most with all of it: pounds paid to names that end in a legal form, or that print a number, are on it.
 */
export async function run(): Promise<void> {
  if (!existsSync(DATA)) throw new Error('this bench reads ../shared/data, which is not there');
  const judged = judge(registerSlice());
  const councils = new Map<string, CouncilPounds>();
  for (const { file = '' } of rowsOf('spend/manifest.csv')) await addFile(file, judged, councils);
  console.table([...councils.values()].map(lineOf));
  const all = { matched: 0, number: 0, 'legal-form': 0, other: 0, 'not-identifiable': 0 };
  for (const { reach } of councils.values())
    for (const [kind, pence] of Object.entries(reach)) all[kind as Known['reach']] += pence;
  const { matched, withNumber, withLegalForm } = shares(all);
  console.log(
    JSON.stringify({
      bench: 'coverage',
      figure: Number(matched.toFixed(4)),
      unit: 'share of identifiable pounds matched, register slice',
      reach: {
        withPrintedNumber: Number(withNumber.toFixed(4)),
        withLegalForm: Number(withLegalForm.toFixed(4)),
      },
      aim: AIM,
      aimIsFor: 'the whole register of companies',
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
