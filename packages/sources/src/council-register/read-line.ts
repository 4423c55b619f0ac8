import {
  daysBetween,
  findCompanyNumbers,
  findLabelledCharity,
  formatDate,
  formatPounds,
  lacksZeros,
  meansNoEnd,
  NOT_NAMED,
  printedRef,
  readCharityNumber,
  saysNoEnd,
  type Award,
  type CompanyNumber,
  type ExposedContract,
  type Money,
  type Safeguards,
  type SupplierRef,
} from '@tocsin/domain';
import { namesCharity } from '@tocsin/matching';
import { LONGEST, shortened } from '../sound.ts';
import { cellName } from '../tables/cell-name.ts';
import { readDay, readPrintedDay } from '../tables/day.ts';
import {
  isFailedFormula,
  isLongAgo,
  namesNobody,
  readDayUntil,
  readSum,
  readYes,
  vatOfSum,
} from './cells.ts';
import { columns, details, particulars, type RegisterColumn } from './columns.ts';
import { poundsOfHeading, vatAsked } from './headings.ts';
import type { DayOrder } from './order-of-days.ts';

/** One readable line of a council's own contract register. */
export interface RegisterFileLine {
  /** Its row in the file; where several sheets are read, counted on through them, so that no two lines share one. */
  readonly row: number;
  /** The council's own reference of the contract. */
  readonly reference: string | null;
  readonly supplierName: string;
  readonly printedRef: string | null;
  readonly ref: SupplierRef | null;
  readonly title: string;
  readonly category: string | null;
  readonly valuePence: number | null;
  readonly vat: Money['vat'];
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly criticality: ExposedContract['criticality'];
  readonly owner: string | null;
  readonly service: string | null;
  readonly regime: Award['regime'];
  readonly details: Readonly<Record<string, unknown>>;
  /** What stands in cells that could not be read, by their column: of the contract they are not known. */
  readonly unread: Readonly<Record<string, string>>;
}

/** A cell that could not be read, by its spreadsheet reference (`D7`), with what to do about it. */
export interface RegisterFault {
  readonly cell: string;
  readonly row: number;
  readonly message: string;
  /** `cell`: the contract is kept, and this is not known of it. `line`: the line is no contract, or is one already. */
  /** A row that is left out, a cell that is not known, or nothing: the cell is understood, and what it means is said. */
  readonly loses: 'line' | 'cell' | 'nothing';
}

export type RegisterPlaces = ReadonlyMap<RegisterColumn, number>;

/** A day further off is how programs write that there is none. */
const FAR_DAYS = 100 * 366;

/** What the whole file says of each of its lines. */
export interface ToldOfFile {
  readonly days: DayOrder;
  readonly vat: RegisterFileLine['vat'];
  readonly headingOf: (name: RegisterColumn) => string;
}

/** Columns that hold sums of pounds. */
const SUMS: ReadonlySet<RegisterColumn> = new Set([
  'value',
  'annualValuePence',
  'irrecoverableVatPence',
  'retentionPence',
  'prepaymentPence',
]);
/** More than any contract of a council, in pence: such a sum was written in pounds below a heading in thousands. */
const TOO_MUCH = 50_000_000_000;

/** The contract of a row, with what of it could not be read. */
export function readLine(
  record: readonly string[],
  row: number,
  places: RegisterPlaces,
  { days, vat, headingOf }: ToldOfFile,
): { readonly line: RegisterFileLine; readonly faults: readonly RegisterFault[] } {
  const faults: RegisterFault[] = [];
  const unread: Record<string, string> = {};
  const textAt = (name: RegisterColumn) => record[places.get(name) ?? -1] ?? '';
  const fault = (name: RegisterColumn, message: string, loses: RegisterFault['loses'] = 'cell') => {
    if (loses !== 'line') unread[name] = textAt(name);
    faults.push({ cell: cellName(places.get(name) ?? 0, row), row, message, loses });
    return null;
  };
  /** How a cell was read that says more than what was read of it. */
  const tell = (name: RegisterColumn, message: string) => {
    faults.push({ cell: cellName(places.get(name) ?? 0, row), row, message, loses: 'nothing' });
  };
  function take<T>(
    name: RegisterColumn,
    of: { readonly read: (cell: string) => T | null; readonly wanted: string },
  ) {
    const cell = textAt(name);
    if (cell === '') return null;
    const doubt = days.doubtOf(name, cell);
    if (doubt !== null) return fault(name, doubt);
    const read = of.read(cell);
    if (read !== null && days.isCounted(name, cell))
      tell(
        name,
        `“${cell}” is a number of days, and is read as counted from 1900: if it is not, write the day`,
      );
    if (read === null && name === 'number' && findCompanyNumbers(cell).length > 1)
      return fault(name, `“${cell}” holds several company numbers: write a line for each supplier`);
    return read ?? fault(name, `“${cell}” is not ${of.wanted}${hintOn(cell, name)}`);
  }
  /** Below a heading in thousands or millions a sum stands for as many pounds. */
  function inPounds(name: RegisterColumn, pence: number | null) {
    const pounds = poundsOfHeading(headingOf(name));
    if (pence === null || pounds === 1) return pence;
    if (pence * pounds < TOO_MUCH) return pence * pounds;
    const heading = `below “${headingOf(name)}” “${textAt(name)}” would be thousands or millions of pounds`;
    return fault(name, `${heading}, more than any contract: write all sums in pounds`);
  }
  /** Spreadsheets lose zeros, and numbers of charities have six digits or seven. */
  function numberOf(read: CompanyNumber | null) {
    const cell = textAt('number');
    if (read === null || !lacksZeros(cell, read)) return read;
    const mayBeCharitys = readCharityNumber(cell.replace(/\.0+$/, '')) !== null;
    const saysCharity = /charit/i.test(headingOf('number')) || namesCharity(textAt('supplier'));
    if (mayBeCharitys && saysCharity)
      return fault(
        'number',
        `“${cell}” may be a company’s or a charity’s: write a company’s with eight characters`,
      );
    const other = mayBeCharitys ? ': if it is a charity’s, write it under a heading of its own' : '';
    tell('number', `“${cell}” is read as company ${read}, whose zeros are lost here${other}`);
    return read;
  }
  /** No council places a contract for nothing: a sum that is not known is printed so. */
  function unlessNothing(name: RegisterColumn, pence: number | null) {
    if (pence !== 0) return pence;
    return fault(name, `“${textAt(name)}” is no contract’s value: it is taken as not known`);
  }
  function endUntil() {
    const cell = textAt('end');
    const day = readDayUntil(cell);
    if (day === null || days.doubtOf('end', cell) !== null) return null;
    tell('end', `“${cell}” is read as ${formatDate(day)}`);
    return day;
  }
  const title = lineTitle(textAt);
  if (title === null) fault('title', 'the title is empty', 'line');
  // Below a heading for both a charity’s number may say that it is one.
  const charitys = findLabelledCharity(textAt('number'));
  const number = charitys === null ? numberOf(take('number', columns.number)) : null;
  const charity = charitys ?? take('charity', columns.charity);
  if (textAt('supplier') === '')
    if (number === null && charity === null) fault('supplier', 'the supplier is empty', 'line');
    else fault('supplier', `the supplier is empty: it is known by its number alone`);
  if (namesNobody(textAt('supplier')))
    fault(
      'supplier',
      `“${textAt('supplier')}” names no supplier: the contract is kept, and tied to nobody by its name`,
    );
  const startsOn = take('start', columns.start);
  let endsOn = saysNoEnd(textAt('end'))
    ? fault('end', `“${textAt('end')}”: no fixed end, so the contract counts as running`, 'nothing')
    : (endUntil() ?? take('end', columns.end));
  if (startsOn && endsOn && endsOn < startsOn) endsOn = fault('end', 'the contract ends before it starts');
  if (endsOn && meansNoEnd(endsOn))
    endsOn = fault(
      'end',
      `“${textAt('end')}” is how programs write that there is no end: the contract counts as running`,
      'nothing',
    );
  if (startsOn && endsOn && daysBetween(startsOn, endsOn) > FAR_DAYS)
    endsOn = fault('end', `“${textAt('end')}” is more than a hundred years after the start`);
  const known = Object.entries({ ...particulars, ...details }).map(([key, of]) => {
    const name = key as RegisterColumn;
    const value = take<unknown>(name, of);
    return [name, typeof value === 'number' && SUMS.has(name) ? inPounds(name, value) : value];
  });
  const stated: Safeguards & Record<string, unknown> = Object.fromEntries(
    known.filter(([, value]) => value !== null),
  );
  const { extensionTo, breaksOn = [] } = stated;
  if (endsOn && extensionTo && extensionTo < endsOn) {
    fault('extensionTo', `the extension ends before the contract does, on ${endsOn}`);
    delete stated.extensionTo;
  }
  const lastDay = stated.extensionTo ?? endsOn;
  const outside = breaksOn.find((on) => (startsOn && on < startsOn) || (lastDay && on > lastDay));
  if (outside) {
    fault('breaksOn', `the break on ${outside} is not between the start and the end of the contract`);
    delete stated.breaksOn;
  }
  if (lastDay && stated.noticeBy && stated.noticeBy > lastDay) {
    fault('noticeBy', `notice is to be given after the contract has ended, on ${lastDay}`);
    delete stated.noticeBy;
  }
  const line: RegisterFileLine = {
    row,
    reference: take('reference', columns.reference),
    supplierName: shortened(textAt('supplier'), LONGEST.name) || NOT_NAMED,
    ...refOf(textAt, number, charity, charitys ?? textAt('charity'), unread),
    title: title ?? '',
    category: take('category', columns.category),
    valuePence: unlessNothing('value', inPounds('value', take('value', columns.value))),
    vat:
      vatOfSum(textAt('value')) ??
      vatOf(textAt('vat'), vatAsked(headingOf('vat'))) ??
      take('vat', columns.vat) ??
      vat,
    startsOn,
    endsOn,
    criticality: take('critical', columns.critical) ?? 'unknown',
    owner: take('owner', columns.owner),
    service: take('service', columns.service),
    regime: take('regime', columns.regime) ?? 'unknown',
    details: stated,
    unread,
  };
  return { line, faults };
}

/** The answer to a heading that asks whether sums hold VAT; null where it asks nothing, or has no yes or no. */
function vatOf(cell: string, asked: 'net' | 'gross' | null): RegisterFileLine['vat'] | null {
  const isSo = asked === null ? null : readYes(cell);
  if (isSo === null) return null;
  return isSo === (asked === 'net') ? 'net' : 'gross';
}

export type TextAt = (name: RegisterColumn) => string;

/** A contract without a title is called by what else is said of it. */
export function lineTitle(textAt: TextAt): string | null {
  const said = (['title', 'description', 'reference'] as const).map(textAt);
  return said.find((text) => text !== '' && !isFailedFormula(text)) ?? null;
}

/** What may have been meant by a cell that cannot be read; of what no calendar has, there is nothing to write. */
function hintOn(cell: string, name: RegisterColumn): string {
  const meant = roundPence(cell);
  if (meant !== null) return `: did you mean ${formatPounds(meant)}? Then write that`;
  const short = readDay(cell.trim(), ['short-year']);
  if (short !== null) return `: write the year with four figures. Did you mean ${formatDate(short)}?`;
  const period = readPrintedDay(cell.trim());
  if (period?.precision === 'month') {
    const day = name === 'start' ? `${period.day.slice(0, 8)}01` : period.day;
    return `: did you mean ${formatDate(day)}? Then write that`;
  }
  return isLongAgo(cell) ? ': look at its year' : '';
}

const ROUND = /^£?\s*(\d[\d,]*(?:\.\d+)?)\s*(k|m|thousand|mill?(?:ion)?)$/i;

/** Pence of a sum in thousands or millions: `£420k`, `12.5m`; null for anything else. */
function roundPence(cell: string): number | null {
  const [, number = '', unit = ''] = ROUND.exec(cell.trim()) ?? [];
  const pence = number === '' ? null : readSum(number);
  return pence === null ? null : pence * (/^[kt]/i.test(unit) ? 1_000 : 1_000_000);
}

/** A company number is taken before a charity number; one that cannot be read is no number. */
function refOf(
  textAt: TextAt,
  company: CompanyNumber | null,
  charity: string | null,
  charityPrinted: string,
  unread: Readonly<Record<string, string>>,
): Pick<RegisterFileLine, 'ref' | 'printedRef'> {
  if (company !== null)
    return {
      ref: { scheme: 'GB-COH', id: company },
      printedRef: shortened(printedRef('GB-COH', textAt('number')), LONGEST.printedRef),
    };
  if (charity !== null)
    return {
      ref: { scheme: 'GB-CHC', id: charity },
      printedRef: shortened(printedRef('GB-CHC', charityPrinted), LONGEST.printedRef),
    };
  const cell = unread['number'];
  // What has digits was meant to be a number: it is kept as it was printed.
  return {
    ref: null,
    printedRef:
      cell !== undefined && /\d/.test(cell) ? shortened(`GB-COH-${cell}`, LONGEST.printedRef) : null,
  };
}
