import { readPrintedDay } from '../tables/day.ts';
import {
  contractRoles,
  headerCell,
  columnRoles,
  type Column,
  type ContractRole,
  type CouncilMap,
  type ColumnRole,
  type Places,
} from './map.ts';
import { readPence } from '../tables/money.ts';

type Words<R extends string> = Readonly<Record<R, readonly RegExp[]>>;
type Table = readonly (readonly string[])[];

/** What a column is called where no known map has it: an earlier word is a better one. */
const PAYMENT_WORDS: Words<ColumnRole> = {
  date: [
    /payment ?date|datepaid|paiddate|dateofpayment|paidon/,
    /transactiondate|postingdate|clearing/,
    /date$|^date|^period|^month|updated/,
  ],
  amount: [
    /^net|netamount|exclud|exvat/,
    /^amount|amountpaid|paymentamount/,
    /value|^total/,
    /gross|amount|spend/,
  ],
  supplier: [
    /(?:supplier|vendor|beneficiary|payee|merchant|creditor|company)(?:name|text|t)?$|^name$/,
    /(?:supplier|vendor|payee)/,
  ],
  supplierNumber: [/(?:supplier|vendor|creditor)(?:id|number|no|ref|code)/],
  companyNumber: [/compan(?:y|ies)(?:registration|house|registered)?(?:number|no)|^crn$/],
  charityNumber: [/charit(?:y|ies)(?:commission|registered|registration)?(?:number|no)/],
  postcode: [/postcode/],
  department: [
    /directo[rt]ate|department/,
    /servicearea|servicelabel|organisat|division|strategicgroup|strgrp|^service|expensearea|portfolio/,
  ],
  purpose: [
    /purpose|description|expen[sd]i?t?u?r?e?s?type|detailed/,
    /expen[sd]|detail|subjective|^account|cipfsubs/,
  ],
  category: [/proclass|procurement|merchantcategory|category/, /costcentre|accountname|cipfsubj|^service/],
  transactionRef: [
    /trans(?:action)?(?:number|no|id|ref)|document(?:number|no)|voucher/,
    /invoice(?:number|no|ref)|internalref|refno|^ref|^order/,
  ],
  council: [/^(?:authority|council|body|organi[sz]ation)name$/],
};

const CONTRACT_WORDS: Words<ContractRole> = {
  reference: [/(?:contract|agreement)?(?:reference|ref|id|number|no)$/],
  title: [/title|contractname|nameofcontract/, /description|details|subject/],
  supplier: [
    /(?:supplier|contractor|vendor|provider)(?:company)?(?:name)?s?$/,
    /supplier|contractor|vendor|provider/,
  ],
  companyNumber: [/compan(?:y|ies)(?:registration|house|registered)?(?:number|no)|^crn$|registrationnumber/],
  charityNumber: [/charit(?:y|ies)(?:commission|registered|registration)?(?:number|no)/],
  postcode: [/postcode/],
  value: [
    /total(?:contract)?value|contractvalue|totalcontract|lifetimevalue|wholelife/,
    /^value|value$|amount|sum/,
  ],
  startsOn: [/start|commence/],
  endsOn: [/^(?!.*(?:current|extension)).*(?:end|expir|finish)/],
  expiresOn: [/current(?:end|expir)/],
  extendsTo: [/(?:max|latest|extension).*(?:end|expir|date)|extendedto/],
  awardedOn: [/award.*date|date.*award/],
  procedure: [/process|procedure|procurementroute|tendertype/],
  cpv: [/cpv/],
};

/** Roles for the columns of payments, by place: as known maps give them, then by name, then by what the cells hold. */
export function proposePaymentPlaces(
  maps: readonly CouncilMap[],
  header: readonly string[],
  body: Table,
): Places {
  const known = knownRoles(maps);
  const byMap = byRole(columnRoles, (role) => [(cell: string) => known.get(cell)?.has(role) === true]);
  const byName = byWords(columnRoles, PAYMENT_WORDS);
  const columns = assign(columnRoles, header, (role, at) => holds(role, body, at), [byMap, byName]);
  const summed = columns.amount === undefined ? oddSums(columns, header, body, [byMap, byName]) : columns;
  return byContent(summed, header, body);
}

/**
 * Where no column holds sums alone: the first that is called so and holds some. Each line of it that is none is told by
 * itself, and is in doubt.
 */
function oddSums(
  columns: Places,
  header: readonly string[],
  body: Table,
  rounds: readonly Tests<ColumnRole>[],
): Places {
  const taken = new Set(Object.values(columns));
  const fits = (_: 'amount', at: number) => !taken.has(at) && areMostlySums(body, at);
  return { ...columns, ...assign(['amount'], header, fits, rounds) };
}

/** Roles for the columns of a contract register, by their names. A yearly sum is not the sum over the term. */
export function proposeContractPlaces(header: readonly string[], body: Table): Places<ContractRole> {
  const fits = (role: ContractRole, at: number) => {
    const cell = headerCell(header[at] ?? '');
    if (role === 'value') return !/annual|year/.test(cell) && areMostlySums(body, at);
    if (/On$|extendsTo/.test(role)) return shareLike(body, at, isDay) > 0.5;
    return role !== 'supplier' || holds('supplier', body, at);
  };
  return assign(contractRoles, header, fits, [byWords(contractRoles, CONTRACT_WORDS)]);
}

/** For each role, what its column may be called, the best first. */
type Tests<R extends string> = Readonly<Record<R, readonly ((cell: string) => boolean)[]>>;

function byWords<R extends string>(of: readonly R[], words: Words<R>): Tests<R> {
  return byRole(of, (role) => words[role].map((word) => (cell: string) => word.test(cell)));
}

function byRole<R extends string, T>(of: readonly R[], make: (role: R) => T): Readonly<Record<R, T>> {
  return Object.fromEntries(of.map((role) => [role, make(role)])) as Record<R, T>;
}

function assign<R extends string>(
  of: readonly R[],
  header: readonly string[],
  fits: (role: R, at: number) => boolean,
  rounds: readonly Tests<R>[],
): Places<R> {
  const free = new Set(header.keys());
  const columns: Partial<Record<R, number>> = {};
  for (const tests of rounds)
    for (const role of of)
      for (const test of tests[role]) {
        if (columns[role] !== undefined) break;
        const at = [...free].find(
          (place) =>
            headerCell(header[place] ?? '') !== '' &&
            test(headerCell(header[place] ?? '')) &&
            fits(role, place),
        );
        if (at === undefined) continue;
        columns[role] = at;
        free.delete(at);
      }
  return columns;
}

/** The roles that known maps give to columns, by the folded name of the column. */
function knownRoles(maps: readonly CouncilMap[]): ReadonlyMap<string, ReadonlySet<ColumnRole>> {
  const found = new Map<string, Set<ColumnRole>>();
  for (const layout of maps.flatMap((map) => map.layouts)) {
    if (layout.kind !== 'payments') continue;
    for (const role of columnRoles) {
      const column = layout.columns[role];
      if (typeof column !== 'string') continue;
      const cell = headerCell(column);
      found.set(cell, (found.get(cell) ?? new Set()).add(role));
    }
  }
  return found;
}

const COMPANY = /\b(?:ltd|limited|plc|llp|council|trust|services|solutions|group|association|uk)\b/i;

/** Where names have not told: the day, the payee and the sum by their cells, if one column alone is like that. */
function byContent(columns: Places, header: readonly string[], body: Table): Places {
  const taken = new Set(Object.values(columns));
  const free = [...header.keys()].filter((at) => !taken.has(at));
  const best = (share: (at: number) => number, least: number): number | undefined => {
    const [first, second] = free
      .map((at) => ({ at, share: share(at) }))
      .toSorted((a, b) => b.share - a.share);
    return !first || first.share < least || second?.share === first.share ? undefined : first.at;
  };
  const found = {
    // Where some days cannot be read the lines say so, and are in doubt.
    date: columns.date ?? best((at) => shareLike(body, at, isDay), 0.5),
    supplier: columns.supplier ?? best((at) => shareLike(body, at, (cell) => COMPANY.test(cell)), 0.15),
    amount: columns.amount ?? best((at) => shareLike(body, at, isSum), 0.6),
  };
  const added = Object.entries(found).filter(([, at]) => at !== undefined);
  return { ...columns, ...Object.fromEntries(added) };
}

/** A column as a map names it: by its printed name, or by its place where it has none or another has the same. */
export function columnAt(header: readonly string[], at: number): Column {
  const name = header[at] ?? '';
  const alike = header.filter((cell) => headerCell(cell) === headerCell(name));
  return headerCell(name) === '' || alike.length > 1 ? at : name;
}

/** As `columnAt`, of every role. */
export function columnsAt<R extends string>(
  header: readonly string[],
  places: Places<R>,
): Partial<Record<R, Column>> {
  const columns: Partial<Record<R, Column>> = {};
  for (const role in places) {
    const at = places[role];
    if (at !== undefined) columns[role] = columnAt(header, at);
  }
  return columns;
}

/** Whether the cells of a column can be what the role wants: sums, days, or for a supplier mostly words. */
function holds(role: ColumnRole, body: Table, at: number): boolean {
  if (body.every((record) => (record[at] ?? '').trim() === ''))
    return role !== 'amount' && role !== 'supplier' && role !== 'date';
  if (role === 'amount') return shareLike(body, at, (cell) => readPence(cell) !== null) > 0.9;
  if (role === 'date') return shareLike(body, at, isDay) > 0.9;
  if (role === 'supplier') return shareLike(body, at, (cell) => /\p{L}{2}/u.test(cell) && !isDay(cell)) > 0.7;
  if (role === 'council')
    return new Set(body.map((record) => (record[at] ?? '').trim()).filter(Boolean)).size === 1;
  if (role === 'supplierNumber')
    return shareLike(body, at, (cell) => /\d/.test(cell) && !/ /.test(cell)) > 0.5;
  return true;
}

function areMostlySums(body: Table, at: number): boolean {
  return shareLike(body, at, (cell) => readPence(cell) !== null) > 0.5;
}

/** How many of the cells that say something fit. */
export function shareLike(body: Table, at: number, fits: (cell: string) => boolean): number {
  const cells = body.map((record) => (record[at] ?? '').trim()).filter((cell) => cell !== '');
  return cells.length === 0 ? 0 : cells.filter(fits).length / cells.length;
}

export function isDay(cell: string): boolean {
  return readPrintedDay(cell) !== null;
}

/** A sum has its pence; a number of a document has none. */
export function isSum(cell: string): boolean {
  return /\.\d{1,2}\)?$/.test(cell) && readPence(cell) !== null;
}
