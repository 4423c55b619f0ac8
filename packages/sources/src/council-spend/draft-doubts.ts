import { GssCode } from '@tocsin/domain';
import { isDay, isSum, shareLike } from './draft-columns.ts';
import { headerCell, type Places } from './map.ts';
import { losesDigits, readPence } from '../tables/money.ts';
import { kindOfSum, poundsOfSum } from './sums.ts';
import { readPrintedDay } from '../tables/day.ts';
import { provenOrder, slashedDays } from '../tables/day-order.ts';

/** What a doubt is about: each may change what is stored of a file. */
export type DoubtAbout = 'kind' | 'council' | 'date' | 'amount' | 'supplier' | 'lines';

/** What a person has to say before a file is taken. */
export interface Doubt {
  readonly about: DoubtAbout;
  /** What is unclear, and what must be said. */
  readonly says: string;
}

type Table = readonly (readonly string[])[];

export interface Month {
  readonly from: string;
  readonly to: string;
}

/** A table whose columns were given their roles. */
export interface Drafted {
  /** What its columns are called; empty where it has no header. */
  readonly names: readonly string[];
  readonly body: Table;
  readonly places: Places;
  /** The month or quarter that the file is called after: its first day and its last. */
  readonly month: Month | null;
}

/** Cells of a column that say something, of all records. */
const FULL = 0.5;
/** Of numbers some have pence, or the column is no sum of money unless it says so. */
const WITH_PENCE = 0.2;
const NEARLY_ALL = 0.9;

/** The columns that hold sums of money. */
export function sumsIn({ names, body, places }: Drafted): readonly number[] {
  return columnsOf(names, body).filter((at) => {
    if (at === places.date || at === places.companyNumber || !isFull(body, at)) return false;
    const kind = kindOfSum(names[at] ?? '');
    const share = shareLike(body, at, (cell) => readPence(cell) !== null);
    // Whose heading says so holds sums though some cannot be read: the lines of these are told one by one.
    if (share <= (kind === 'net' || kind === 'gross' ? FULL : NEARLY_ALL)) return false;
    return shareLike(body, at, isSum) >= WITH_PENCE || ['net', 'gross', 'sum'].includes(kind);
  });
}

/** Where a net sum is printed it is what was spent. */
export function preferNet(drafted: Drafted): Places {
  const nets = sumsIn(drafted).filter((at) => kindOfSum(drafted.names[at] ?? '') === 'net');
  const [net] = nets;
  return net === undefined || nets.length > 1 ? drafted.places : { ...drafted.places, amount: net };
}

/** Whether it may be another sum that was paid. */
export function doubtsOfAmount(drafted: Drafted): Doubt[] {
  const { names, body, places } = drafted;
  const { amount } = places;
  if (amount === undefined) return [{ about: 'amount', says: 'no column looks like the sum that was paid' }];
  const kinds = (at: number) => kindOfSum(names[at] ?? '');
  const rivals = sumsIn(drafted).filter(
    (at) => at !== amount && kinds(at) !== 'vat' && !saysTheSame(body, amount, at),
  );
  const isNetOfGross =
    kinds(amount) === 'net' && rivals.every((at) => kinds(at) === 'gross' && isWithVat(body, amount, at));
  const doubts: Doubt[] = [];
  if (rivals.length > 0 && !isNetOfGross)
    doubts.push({
      about: 'amount',
      says: `more than one column holds sums: ${listed(names, [amount, ...rivals])}. Say which is the sum that was paid`,
    });
  if (kinds(amount) === 'vat' || (kinds(amount) === 'other' && names.length > 0))
    doubts.push({
      about: 'amount',
      says: `${called(names, amount)} holds sums, and its heading does not say that they were paid`,
    });
  const pounds = poundsOfSum(names[amount] ?? '');
  if (pounds !== 1)
    doubts.push({
      about: 'amount',
      says: `${called(names, amount)} says that one stands for ${pounds === 0.01 ? 'a penny' : `${pounds.toLocaleString('en-GB')} pounds`}: its sums are read so`,
    });
  const short = valuesOf(body, amount).find(losesDigits);
  if (short !== undefined)
    doubts.push({
      about: 'amount',
      says: `${called(names, amount)} holds “${short}”, as spreadsheets shorten sums: its digits are lost, and its line is not read`,
    });
  if (shareLike(body, amount, (cell) => (readPence(cell) ?? 0) < 0) > 0.5)
    doubts.push({
      about: 'amount',
      says: `most sums of ${called(names, amount)} are negative: are they payments, or credits?`,
    });
  return doubts;
}

/** A sum with VAT is the net one and up to a fifth more, on nearly every line. */
function isWithVat(body: Table, net: number, gross: number): boolean {
  const lines = body.flatMap((cells) => {
    const [without, all] = [readPence((cells[net] ?? '').trim()), readPence((cells[gross] ?? '').trim())];
    return without === null || all === null ? [] : [{ without, all }];
  });
  const fits = lines.filter(
    ({ without, all }) =>
      Math.abs(all) >= Math.abs(without) - 1 && Math.abs(all) <= Math.abs(without) * 1.21 + 2,
  );
  return lines.length > 0 && fits.length >= lines.length * NEARLY_ALL;
}

const PAID = /pa(?:y|id)|clear/;
const NOT_YET =
  /creat|raised|^order|due|start|begin|commence|end(?:date|s)?$|expir|birth|effective|taxpoint|receiv|contract|entered|approv|award/;
const NOT_PAID = new RegExp(`invoice|${NOT_YET.source}`);

/** Whether it may be another day, or another order of its numbers, than that of payment. */
export function doubtsOfDate(drafted: Drafted): Doubt[] {
  const { names, body, places, month } = drafted;
  const { date } = places;
  if (date === undefined)
    return [
      {
        about: 'date',
        says: month
          ? 'no column holds a day: every line would count on the last day of the month that the file is called after'
          : 'no column holds a day, and the file is not called after its month: say which column, or rename it, such as 2026-10.csv',
      },
    ];
  const doubts: Doubt[] = [];
  const heads = (at: number) => headerCell(names[at] ?? '');
  const isPaid = (at: number) => PAID.test(heads(at)) && !NOT_YET.test(heads(at));
  const rivals = daysIn(drafted).filter((at) => at !== date && !saysTheSame(body, date, at));
  if (rivals.length > 0 && (!isPaid(date) || rivals.some(isPaid)))
    doubts.push({
      about: 'date',
      says: `more than one column holds days: ${listed(names, [date, ...rivals])}. Say which is the day of payment`,
    });
  else if (rivals.length === 0 && NOT_PAID.test(heads(date)) && !isPaid(date))
    doubts.push({ about: 'date', says: `${called(names, date)} may be another day than that of payment` });
  return doubts;
}

/** The columns that hold days. */
function daysIn({ names, body, places }: Drafted): readonly number[] {
  return columnsOf(names, body).filter((at) => {
    if (at === places.amount || !isFull(body, at) || shareLike(body, at, isDay) <= NEARLY_ALL) return false;
    // A number of five digits may be Excel’s count of days, and is more often the number of something.
    return (
      shareLike(body, at, (cell) => /^(?:\d{5}|\d{8})(?:\.\d+)?$/.test(cell)) < FULL ||
      /date|day|paid/.test(headerCell(names[at] ?? ''))
    );
  });
}

/**
 * Whether nothing in a file tells which number of its days is the month: none is above twelve, and read the other way
 * they would be other days. Days of one month that vary are a month printed day first.
 */
export function doubtOfOrder({ names, body, places, month }: Drafted): Doubt[] {
  const { date } = places;
  if (date === undefined) return [];
  const days = body.flatMap((cells) => slashedDays((cells[date] ?? '').trim()).slice(0, 1));
  if (days.length === 0 || days.some(({ first, second }) => provenOrder(first, second) !== null)) return [];
  if (days.every(({ first, second }) => first === second)) return [];
  const months = new Set(days.map(({ second, year }) => `${second}/${year}`));
  const firsts = new Set(days.map(({ first }) => first));
  if (months.size === 1 && firsts.size >= 3) return [];
  // Nothing of it falls into the month that the file is called after, read the other way.
  if (
    month &&
    days.every(({ second, year }) => isOf(month, second, year)) &&
    !days.some(({ first, second, year }) => first !== second && isOf(month, first, year))
  )
    return [];
  const { printed = '' } = days.find(({ first, second }) => first !== second) ?? {};
  return [
    {
      about: 'date',
      says: `nothing in ${called(names, date)} tells whether day or month comes first (“${printed}”)`,
    },
  ];
}

function isOf({ from, to }: Month, number: number, year: string): boolean {
  const month = `${year.length === 2 ? `20${year}` : year}-${String(number).padStart(2, '0')}`;
  return month >= from.slice(0, 7) && month <= to.slice(0, 7);
}

const FIRM = /\b(?:ltd|limited|plc|llp|cic|inc)\b\.?/i;
/** Words that names of firms and of other organisations have, and merchants on card statements. */
const ORGANISATION =
  /\b(?:ltd|limited|plc|llp|cic|inc|co|company|council|trust|services?|solutions|group|associat\w+|uk|school|college|university|nhs|society|centre|bank|care|homes?|housing|hotel|stores?|shop|amazon|tesco|post office|www|com)\b/i;
const PAYEE =
  /supplier|vendor|payee|beneficiary|creditor|merchant|provider|contractor|recipient|company|trader|^name/;
const NO_NAME =
  /description|purpose|detail|narrat|department|direct|service|account|category|type|code|address|reason/;
/** Lines from which on one would expect firms among the names. */
const MANY = 20;

/** Whether others may have been paid than the names of the column. */
export function doubtsOfSupplier({ names, body, places }: Drafted): Doubt[] {
  const { supplier } = places;
  if (supplier === undefined)
    return [{ about: 'supplier', says: 'no column looks like the name of who was paid' }];
  const firms = (at: number) => shareLike(body, at, (cell) => FIRM.test(cell));
  const own = firms(supplier);
  const taken = new Set(Object.values(places));
  const rivals = columnsOf(names, body).filter((at) => {
    if (at === supplier || saysTheSame(body, supplier, at)) return false;
    const head = headerCell(names[at] ?? '');
    if (PAYEE.test(head) && !NO_NAME.test(head) && isNames(body, at)) return true;
    return !taken.has(at) && firms(at) > 0.05 && firms(at) >= own / 2;
  });
  const doubts: Doubt[] = [];
  const head = headerCell(names[supplier] ?? '');
  if (rivals.length > 0)
    doubts.push({
      about: 'supplier',
      says: `more than one column holds names: ${listed(names, [supplier, ...rivals])}. Say which are the names of those who were paid`,
    });
  if (
    names.length > 0 &&
    (!PAYEE.test(head) || NO_NAME.test(head.replace(/^.*?(?=supplier|vendor|payee)/, '')))
  )
    doubts.push({
      about: 'supplier',
      says: `${called(names, supplier)} holds names, and its heading does not say whose`,
    });
  if (body.length >= MANY && shareLike(body, supplier, (cell) => ORGANISATION.test(cell)) === 0)
    doubts.push({
      about: 'supplier',
      says: `none of the names in ${called(names, supplier)} is a company’s`,
    });
  return doubts;
}

/** Words rather than codes: most cells have a small letter or a space between words, and many differ. */
function isNames(body: Table, at: number): boolean {
  const isWords = (cell: string) =>
    /\p{L}{2}/u.test(cell) && !/\d{3}/.test(cell) && readPrintedDay(cell) === null;
  return isFull(body, at) && shareLike(body, at, isWords) > 0.7 && differing(body, at) > 1;
}

/** Columns that another program than a council’s puts in: names made plain, and how they were tied to numbers. */
const ENRICHED =
  /match(?:method|score|type|ed)|cleanname|nakedname|normali[sz]ed|canonical|lookup|geocod|latitude|longitude|sicc/;

/** What a file says of having passed through other hands. */
export function doubtsOfOrigin({ names }: Pick<Drafted, 'names'>): Doubt[] {
  const added = [...names.keys()].filter((at) => ENRICHED.test(headerCell(names[at] ?? '')));
  return added.length === 0
    ? []
    : [
        {
          about: 'supplier',
          says: `somebody else than the council seems to have worked on it (${listed(names, added)}): names and numbers may be theirs`,
        },
      ];
}

const BODY = /^(?:(?:public)?(?:authority|council|body|organi[sz]ation)(?:name|label)?)$/;
/** Bodies of their own, that may be called after a council’s place. */
const OTHER_BODY = /combined authority|\b(?:fire|police|waste|transport|pension|probation)\b/i;
/** How bodies are called that publish what they spend; a department of a council is none. */
const A_BODY =
  /\b(?:council|authority|borough|county|city|district|[mcb]bc|cc|parish|trust|nhs|ltd|limited)\b/i;
/** Of lines that name a body so many are the council’s own. */
const MOST = 0.5;
/** Words that many councils have in their names. */
const COMMON =
  /^(?:the|of|and|council|city|borough|county|district|metropolitan|london|royal|unitary|authority|mbc|bc|cc|dc)$/;

/** Whether lines may be another body’s: a column of bodies names one that is not called after the council. */
export function doubtsOfCouncil({ names, body, places }: Drafted, council: string | null): Doubt[] {
  const own = council === null ? [] : placeWords(council);
  const others = columnsOf(names, body)
    .filter(
      (at) => at === places.council || (BODY.test(headerCell(names[at] ?? '')) && at !== places.supplier),
    )
    .flatMap((at) => {
      const bodies = valuesOf(body, at).filter(
        (one) => !GssCode.safeParse(one).success && !/^https?:/i.test(one),
      );
      if (council === null) return bodies.length <= 1 ? [] : bodies;
      const isOwn = (one: string) =>
        !OTHER_BODY.test(one) && placeWords(one).some((word) => own.includes(word));
      const most = shareLike(body, at, (cell) => isOwn(cell)) >= MOST;
      return bodies.filter((one) => !isOwn(one) && (!most || A_BODY.test(one)));
    });
  const [first] = others;
  if (first === undefined) return [];
  const says = `its lines name ${others.length === 1 ? '' : `${others.length} bodies, such as `}“${first}”`;
  return [
    { about: 'council', says: `${says}: are they ${council === null ? 'of one council' : `${council}’s`}?` },
  ];
}

/** The bodies that a column of councils names. */
export function valuesOf(body: Table, at: number): string[] {
  return [...new Set(body.map((cells) => (cells[at] ?? '').trim()).filter((cell) => cell !== ''))];
}

function placeWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2 && !COMMON.test(word));
}

function columnsOf(names: readonly string[], body: Table): readonly number[] {
  const width = body.slice(0, 50).reduce((most, cells) => Math.max(most, cells.length), names.length);
  return Array.from({ length: width }, (_, at) => at);
}

function isFull(body: Table, at: number): boolean {
  return body.filter((cells) => (cells[at] ?? '').trim() !== '').length >= body.length * FULL;
}

function differing(body: Table, at: number): number {
  return valuesOf(body, at).length;
}

function saysTheSame(body: Table, one: number, other: number): boolean {
  return body.every((cells) => (cells[one] ?? '').trim() === (cells[other] ?? '').trim());
}

function listed(names: readonly string[], places: readonly number[]): string {
  return places.map((at) => called(names, at)).join(', ');
}

/** A column by its heading, or by its place counted from 1. */
export function called(names: readonly string[], at: number): string {
  const name = names[at] ?? '';
  return name === '' ? `column ${at + 1}` : `“${name}”`;
}
