import { criticalityWords, safeguardWords } from '@tocsin/alerting';
import type { RegisterLine } from '@tocsin/db';
import { formatPounds, formatVat, formatDate, Safeguards } from '@tocsin/domain';
import type { RegisterFileLine } from '@tocsin/sources';
import { z } from 'zod';

/** One contract as a register states it, in words: what is compared is what people read. */
export const StatedContract = z
  .object({
    title: z.string(),
    supplier: z.string(),
    row: z.int(),
    facts: z.array(z.object({ term: z.string(), value: z.string() })).readonly(),
    /** What the register does not record against a failure of the supplier. */
    missing: z.array(z.string()).readonly(),
  })
  .readonly();
export type StatedContract = z.infer<typeof StatedContract>;

/** What saving a register would change against the one in force. */
export interface RegisterChanges {
  readonly added: readonly StatedContract[];
  readonly removed: readonly StatedContract[];
  readonly changed: readonly {
    readonly contract: StatedContract;
    readonly facts: readonly { readonly term: string; readonly from: string; readonly to: string }[];
  }[];
  readonly unchanged: number;
}

const regimes = {
  'procurement-act-2023': 'Procurement Act 2023',
  'pcr-2015': 'Public Contracts Regulations 2015',
  unknown: 'Not recorded',
} as const;
const NOTHING = 'Not recorded';

/** A line as it is stored, in words. */
export function statedLine(line: RegisterLine): StatedContract {
  return stated({
    row: line.row,
    supplierName: line.supplier_name,
    printedRef: line.printed_ref,
    title: line.title,
    valuePence: line.value_pence,
    vat: line.vat,
    startsOn: line.starts_on,
    endsOn: line.ends_on,
    criticality: line.criticality,
    owner: line.owner,
    service: line.service,
    regime: line.regime,
    details: line.details,
  });
}

/** A line of a file, in words. */
export function stated(line: Omit<RegisterFileLine, 'ref'>): StatedContract {
  const day = (on: string | null) => (on ? formatDate(on) : NOTHING);
  const safeguards = safeguardWords(Safeguards.parse(line.details));
  const value =
    line.valuePence === null ? NOTHING : `${formatPounds(line.valuePence)}, ${formatVat(line.vat)}`;
  return {
    title: line.title,
    supplier: line.supplierName,
    row: line.row,
    facts: [
      { term: 'Company number', value: line.printedRef?.replace('GB-COH-', '') ?? NOTHING },
      { term: 'Value', value },
      { term: 'Starts', value: day(line.startsOn) },
      { term: 'Ends', value: day(line.endsOn) },
      { term: 'Critical or not', value: criticalityWords[line.criticality] },
      { term: 'Owner', value: line.owner ?? NOTHING },
      { term: 'Service', value: line.service ?? NOTHING },
      { term: 'Let under', value: regimes[line.regime] },
      ...safeguards.recorded,
    ],
    missing: safeguards.missing,
  };
}

/** A contract is the same one when its supplier and title are; of several that share both, in the order of the file. */
export function registerChanges(
  before: readonly StatedContract[],
  after: readonly StatedContract[],
): RegisterChanges {
  const old = keyed(before);
  const next = keyed(after);
  const both = [...next].flatMap(([key, contract]) => {
    const was = old.get(key);
    return was ? [{ contract, facts: differences(was, contract) }] : [];
  });
  const changed = both.filter(({ facts }) => facts.length > 0);
  return {
    added: [...next].filter(([key]) => !old.has(key)).map(([, contract]) => contract),
    removed: [...old].filter(([key]) => !next.has(key)).map(([, contract]) => contract),
    changed,
    unchanged: both.length - changed.length,
  };
}

function keyed(contracts: readonly StatedContract[]): ReadonlyMap<string, StatedContract> {
  const counts = new Map<string, number>();
  return new Map(
    contracts.map((contract) => {
      const key = `${contract.supplier}\n${contract.title}`.toUpperCase().replaceAll(/[^\S\n]+/g, ' ');
      const seen = counts.get(key) ?? 0;
      counts.set(key, seen + 1);
      return [`${key}\n${seen}`, contract];
    }),
  );
}

function differences(was: StatedContract, is: StatedContract) {
  const [from, to] = [was, is].map(({ facts }) => new Map(facts.map(({ term, value }) => [term, value])));
  const terms = [...new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])])];
  return terms.flatMap((term) => {
    const pair = { term, from: from?.get(term) ?? NOTHING, to: to?.get(term) ?? NOTHING };
    return pair.from === pair.to ? [] : [pair];
  });
}
