import { criticalityWords, lastDayWords, safeguardWords } from '@tocsin/alerting';
import type { RegisterLineRow } from '@tocsin/db';
import { formatPounds, formatVat, formatDate, groupBy, readPrintedRef, Safeguards } from '@tocsin/domain';
import { statedEnd } from '@tocsin/exposure';
import { normalise, shownName } from '@tocsin/matching';
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
const REFERENCE = 'Reference';

/** A line as it is stored, in words. */
export function statedLine(line: RegisterLineRow): StatedContract {
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
    reference: line.reference,
    category: line.category,
    unread: line.unread,
  });
}

/** A line of a file, in words. */
export function stated(line: Omit<RegisterFileLine, 'ref'>): StatedContract {
  const { unread } = line;
  const nothing = (column: string) =>
    unread[column] === undefined ? NOTHING : `Not known: the register says “${unread[column]}”`;
  const day = (on: string | null, column: string) => (on ? formatDate(on) : nothing(column));
  const safeguards = safeguardWords(Safeguards.parse(line.details), line.vat, unread);
  const value =
    line.valuePence === null ? nothing('value') : `${formatPounds(line.valuePence)}, ${formatVat(line.vat)}`;
  const number = unread['number'] === undefined ? printedNumber(line.printedRef) : nothing('number');
  return {
    title: line.title,
    supplier: line.supplierName,
    row: line.row,
    facts: [
      { term: REFERENCE, value: line.reference ?? NOTHING },
      { term: 'Company number', value: number },
      { term: 'Value', value },
      { term: 'Starts', value: day(line.startsOn, 'start') },
      {
        term: 'Ends',
        value: lastDayWords({
          ...statedEnd({ endsOn: line.endsOn, endPrinted: unread['end'] }),
          origin: 'register',
        }),
      },
      {
        term: 'Critical or not',
        value: unread['critical'] === undefined ? criticalityWords[line.criticality] : nothing('critical'),
      },
      { term: 'Owner', value: line.owner ?? NOTHING },
      { term: 'Service', value: line.service ?? NOTHING },
      { term: 'Category', value: line.category ?? NOTHING },
      { term: 'Let under', value: unread['regime'] === undefined ? regimes[line.regime] : nothing('regime') },
      ...particularsOf(line),
      ...safeguards.recorded,
    ],
    missing: safeguards.missing,
  };
}

function printedNumber(ref: string | null): string {
  if (ref === null) return NOTHING;
  const read = readPrintedRef(ref);
  if (!read) return ref;
  return read.scheme === 'GB-CHC' ? `charity ${read.printed}` : read.printed;
}

const Particulars = z
  .object({
    description: z.string(),
    organisation: z.string(),
    irrecoverableVatPence: z.number(),
    sme: z.string(),
    vcse: z.string(),
    tendered: z.string(),
  })
  .partial();
const PARTICULARS = {
  description: 'Description',
  organisation: 'Organisation',
  irrecoverableVatPence: 'VAT that cannot be recovered',
  sme: 'Small or medium-sized enterprise',
  vcse: 'Voluntary, community or social enterprise',
  tendered: 'How it was let',
} as const;

/** What the guidance on the transparency code asks for, where the register says it: nothing is missed where it does not. */
function particularsOf({ details, unread }: Pick<RegisterFileLine, 'details' | 'unread'>) {
  const said = Particulars.parse(details);
  const names = Object.keys(PARTICULARS) as (keyof typeof PARTICULARS)[];
  return names.flatMap((name) => {
    const value = said[name];
    const text = typeof value === 'number' ? formatPounds(value) : value;
    if (text !== undefined) return [{ term: PARTICULARS[name], value: text }];
    const printed = unread[name];
    return printed === undefined
      ? []
      : [{ term: PARTICULARS[name], value: `Not known: the register says “${printed}”` }];
  });
}

/**
 * A contract is the same one when the council's own reference of it is, where that is one contract's in both; else when its
 * supplier, however its legal form is spelled, and its title are; of several that share both, in the order of the file.
 */
export function registerChanges(
  before: readonly StatedContract[],
  after: readonly StatedContract[],
): RegisterChanges {
  const shared = sharedReferences(before, after);
  const old = keyed(before, shared);
  const next = keyed(after, shared);
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

/** The references that one contract alone has before, and one alone after. */
function sharedReferences(...registers: readonly (readonly StatedContract[])[]): ReadonlySet<string> {
  const [first = new Set<string>(), ...others] = registers.map((contracts) => {
    const of = groupBy(contracts, referenceOf, (contract) => contract);
    return new Set(
      [...of].flatMap(([reference, some]) =>
        some.length === 1 && reference !== plain(NOTHING) ? [reference] : [],
      ),
    );
  });
  return new Set([...first].filter((reference) => others.every((other) => other.has(reference))));
}

function referenceOf({ facts }: StatedContract): string {
  return plain(facts.find(({ term }) => term === REFERENCE)?.value ?? NOTHING);
}

function keyed(
  contracts: readonly StatedContract[],
  references: ReadonlySet<string>,
): ReadonlyMap<string, StatedContract> {
  const counts = new Map<string, number>();
  return new Map(
    contracts.map((contract) => {
      const reference = referenceOf(contract);
      if (references.has(reference)) return [`reference ${reference}`, contract];
      const key = `${normalise(contract.supplier) || contract.supplier}\n${plain(contract.title)}`;
      const seen = counts.get(key) ?? 0;
      counts.set(key, seen + 1);
      return [`${key}\n${seen}`, contract];
    }),
  );
}

/** But for capitals and spacing. */
function plain(text: string): string {
  return text.toUpperCase().replaceAll(/\s+/g, ' ');
}

function differences(was: StatedContract, is: StatedContract) {
  const [from, to] = [was, is].map(({ facts, supplier, title }) => {
    const said = [
      ...(plain(was.supplier) === plain(is.supplier) ? [] : [['Supplier', shownName(supplier)] as const]),
      ...(plain(was.title) === plain(is.title) ? [] : [['Title', title] as const]),
    ];
    return new Map([...said, ...facts.map(({ term, value }) => [term, value] as const)]);
  });
  const terms = [...new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])])];
  return terms.flatMap((term) => {
    const pair = { term, from: from?.get(term) ?? NOTHING, to: to?.get(term) ?? NOTHING };
    return pair.from === pair.to ? [] : [pair];
  });
}
