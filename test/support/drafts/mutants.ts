import { addDays, dayNumber } from '@tocsin/domain';
import { readSpendFile, type CouncilMap, type SpendRow } from '@tocsin/sources';
import { createRandom } from '../look-alike-names.ts';

/** What a file says: which kind it is, and its payments, or contracts, each as text. */
export interface WhatItSays {
  readonly kind: string;
  readonly lines: readonly string[];
  readonly refused: number;
}

/** A layout that no council has published, made of one that a council has, and what is right for it. */
export interface Mutant {
  readonly what: readonly string[];
  readonly body: Uint8Array;
  readonly right: WhatItSays;
}

/** A payment of a file, with what else stands in its line. */
interface Line {
  readonly paidOn: string;
  readonly pence: number;
  readonly payee: string;
  readonly rest: readonly string[];
}

/** A file as it is being changed: headings and, for each line, its cells. */
interface Sheet {
  readonly above: string[][];
  heads: string[];
  /** A second line of headings. */
  second: string[] | null;
  lines: { cells: string[]; right: string | null }[];
  /** Places of what is read. */
  at: { date: number; amount: number; supplier: number };
}

type Change = (sheet: Sheet, pick: <T>(some: readonly T[]) => T, council: string) => void;

/** A file without the day of payment that holds another day: what is right for it nobody could tell. */
const [CREATED, NO_DAYS] = ['a day of creation beside the day of payment', 'no column of days'];
const LINES = 60;
const CHANGES_AT_MOST = 3;

/** A mutant of a real file by a seed; null where too little of it can be read. */
export async function mutantOf(
  map: CouncilMap,
  url: string,
  body: Uint8Array,
  seed: number,
): Promise<Mutant | null> {
  const random = createRandom(seed);
  const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)] as T;
  const file = await readSpendFile([map], { url, body, council: map.gss });
  const lines = file instanceof Error ? [] : linesOf([...file.rows]);
  if (lines.length < LINES / 2) return null;
  const sheet = sheetOf(lines, random);
  const names = Object.keys(changes);
  const what = new Set<string>();
  const count = 1 + Math.floor(random() * CHANGES_AT_MOST);
  while (what.size < count) what.add(pick(names));
  // In one order: a total is put in before columns change places, whatever was drawn first.
  const drawn = names.filter((name) => what.has(name) && !(name === CREATED && what.has(NO_DAYS)));
  for (const name of drawn) changes[name]?.(sheet, pick, map.name);
  const table = [
    ...sheet.above,
    sheet.heads,
    ...(sheet.second ? [sheet.second] : []),
    ...sheet.lines.map(({ cells }) => cells),
  ];
  const right = sheet.lines.flatMap((line) => line.right ?? []);
  return {
    what: drawn,
    body: new TextEncoder().encode(table.map((cells) => cells.map(quoted).join(',')).join('\r\n')),
    right: { kind: 'spend', lines: right, refused: 0 },
  };
}

function linesOf(rows: readonly SpendRow[]): Line[] {
  return rows
    .flatMap((row) => {
      if (row.outcome !== 'payment' || !row.payment.mention) return [];
      const { paidOn, pence, mention, department, purpose, transactionRef } = row.payment;
      const rest = [department ?? '', purpose ?? '', transactionRef ?? ''];
      return [{ paidOn, pence, payee: mention.name, rest }];
    })
    .slice(0, LINES);
}

/** A plain file of the lines: headings that any council may have. */
function sheetOf(lines: readonly Line[], random: () => number): Sheet {
  const slashed = random() < 0.6;
  return {
    above: [],
    heads: ['Department', 'Purpose', 'Reference', 'Payment Date', 'Amount', 'Supplier Name'],
    second: null,
    at: { date: 3, amount: 4, supplier: 5 },
    lines: lines.map(({ paidOn, pence, payee, rest }, nth) => ({
      cells: [
        rest[0] ?? '',
        rest[1] ?? '',
        rest[2] || `R${nth + 1}`,
        slashed ? british(paidOn) : paidOn,
        (pence / 100).toFixed(2),
        payee,
      ],
      right: [paidOn, pence, payee].join(' | '),
    })),
  };
}

const RENAMED = {
  date: [
    'Date',
    'Paid',
    'Pay date',
    'Date Paid',
    'Transaction Date',
    'BACS run',
    'Period',
    'Col 4',
    'Dyddiad talu',
    'Date of payment to supplier',
  ],
  amount: [
    'Sum',
    'Net',
    'Net Value',
    'Invoice Amount',
    'Value £',
    'Total',
    'Gross',
    'Amount ex VAT',
    'Col 5',
    'GBP',
    'Line value',
    'Debit',
  ],
  supplier: [
    'Vendor',
    'Payee',
    'Beneficiary',
    'Creditor Name',
    'Paid to',
    'Col 6',
    'Name',
    'Supplier',
    'Who',
    'Trading as',
    'Account',
  ],
} as const;

const WELSH = [
  'Ionawr',
  'Chwefror',
  'Mawrth',
  'Ebrill',
  'Mai',
  'Mehefin',
  'Gorffennaf',
  'Awst',
  'Medi',
  'Hydref',
  'Tachwedd',
  'Rhagfyr',
];
const ENGLISH = ['Jan', 'Feb', 'March', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** What is done to a file; in this order, where more than one is. */
const changes: Readonly<Record<string, Change>> = {
  'supplier totals without dates': (sheet, pick) => {
    const says = pick([(name: string) => name, (name: string) => `${name} Total`, () => '']);
    const before = sheet.lines;
    sheet.lines = [];
    let [sum, from] = [0, 0];
    for (const [nth, line] of before.entries()) {
      sheet.lines.push(line);
      sum += Number(line.cells[sheet.at.amount]);
      const payee = line.cells[sheet.at.supplier] ?? '';
      if (before[nth + 1]?.cells[sheet.at.supplier] === payee && nth - from < 9) continue;
      const cells = line.cells.map(() => '');
      cells[sheet.at.amount] = sum.toFixed(2);
      cells[sheet.at.supplier] = says(payee);
      if (nth > from) sheet.lines.push({ cells, right: null });
      [sum, from] = [0, nth + 1];
    }
  },
  'a second column of sums': (sheet, pick) => {
    const name = pick([
      'Gross',
      'Gross Amount',
      'Total',
      'Invoice total',
      'Amount inc VAT',
      'Amount 2',
      'Budget',
      'VAT Amount',
      'Year to date',
    ]);
    const factor = pick([1.2, 1.05, 3, 0.2]);
    const [own] = [pick([null, 'Net Amount', 'Amount', 'Value'])];
    if (own !== null) sheet.heads[sheet.at.amount] = own;
    const where = sheet.at.amount + pick([0, 1]);
    put(sheet, where, name, ({ cells }) => (Number(cells[sheet.at.amount]) * factor).toFixed(2));
  },
  [CREATED]: (sheet, pick) => {
    const name = pick([
      'Created on',
      'Invoice Date',
      'Date entered',
      'Posting Date',
      'Date',
      'Due date',
      'Transaction date',
    ]);
    const days = pick([3, 12, 41]);
    const iso = sheet.lines.some(({ cells }) => /^\d{4}-/.test(cells[sheet.at.date] ?? ''));
    const where = sheet.at.date + pick([0, 1]);
    put(sheet, where, name, ({ right }) => {
      const before = right === null ? '' : addDays(right.slice(0, 10), -days);
      return iso || before === '' ? before : british(before);
    });
  },
  'days printed in another way': (sheet, pick) => {
    const way = pick([
      'excel',
      'worded',
      'american',
      'welsh',
      'two languages',
      'short',
      'month',
      'two orders',
    ]);
    for (const [nth, line] of sheet.lines.entries()) {
      if (line.right === null) continue;
      const day = line.right.slice(0, 10);
      const [year = '', month = '', date = ''] = day.split('-');
      const worded = (names: readonly string[]) => `${Number(date)} ${names[Number(month) - 1]} ${year}`;
      const printed: Readonly<Record<string, string>> = {
        excel: String(dayNumber(day) - dayNumber('1899-12-30')),
        worded: worded(ENGLISH),
        american: `${month}/${date}/${year}`,
        welsh: worded(WELSH),
        'two languages': worded(nth % 2 === 0 ? ENGLISH : WELSH),
        short: `${date}.${month}.${year.slice(2)}`,
        'two orders': nth % 3 === 0 ? `${month}/${date}/${year}` : british(day),
        month: '',
      };
      if (way === 'month') continue;
      line.cells[sheet.at.date] = printed[way] ?? '';
    }
  },
  'body names': (sheet, pick, council) => {
    const others = pick([
      [],
      [],
      ['Example Combined Authority'],
      ['North Example Borough Council', 'Example Fire and Rescue'],
    ]);
    const own = pick([
      council,
      council.replace(/ (?:Borough|City|Metropolitan).*$/, ''),
      `The Borough of ${council.split(' ')[0]}`,
      council.toUpperCase(),
    ]);
    let nth = 0;
    put(sheet, 0, pick(['Body Name', 'Authority', 'Organisation Name', 'Council']), (line) => {
      nth += 1;
      if (others.length === 0 || nth % 7 !== 0) return own;
      line.right = null;
      return pick(others);
    });
  },
  'a cleaned extract of somebody else': (sheet, pick) => {
    const clean = (name: string) =>
      name
        .toLowerCase()
        .replaceAll(/\b(?:ltd|limited|plc)\b|[^a-z0-9 ]/g, '')
        .trim();
    const names = pick([
      ['supplier_clean', 'match_score'],
      ['payee_normalised', 'ch_number'],
      ['canonical_name', 'lat'],
    ]);
    const supplier = sheet.at.supplier;
    put(sheet, supplier + pick([0, 1]), names[0] ?? '', ({ cells }) => clean(cells[sheet.at.supplier] ?? ''));
    put(sheet, 0, names[1] ?? '', () => pick(['0.93', '0.71', '1']));
    sheet.heads = sheet.heads.map((head) => head.toLowerCase().replaceAll(' ', '_'));
  },
  'other headings': (sheet, pick) => {
    for (const role of ['date', 'amount', 'supplier'] as const)
      if (pick([true, true, false])) sheet.heads[sheet.at[role]] = pick(RENAMED[role]);
  },
  'merged headings': (sheet, pick) => {
    const way = pick(['above', 'split', 'nameless', 'twice']);
    if (way === 'above')
      sheet.above.push(
        sheet.heads.map((_, at) => (at % 3 === 0 ? (['Payment', 'Details', 'Finance'][at / 3] ?? '') : '')),
      );
    if (way === 'split') {
      sheet.second = sheet.heads.map((head) => head.split(' ')[1] ?? '');
      sheet.heads = sheet.heads.map((head) => head.split(' ')[0] ?? '');
    }
    if (way === 'nameless') sheet.heads[sheet.at[pick(['date', 'amount', 'supplier'] as const)]] = '';
    if (way === 'twice') sheet.heads[0] = sheet.heads[sheet.at[pick(['amount', 'supplier'] as const)]] ?? '';
  },
  'columns in another order': (sheet, pick) => {
    const order = sheet.heads.map((_, at) => at);
    for (let from = order.length - 1; from > 0; from -= 1) {
      const to = pick(order.slice(0, from + 1).map((_, at) => at));
      [order[from], order[to]] = [order[to] ?? 0, order[from] ?? 0];
    }
    const moved = (cells: readonly string[]) => order.map((at) => cells[at] ?? '');
    sheet.heads = moved(sheet.heads);
    sheet.second = sheet.second && moved(sheet.second);
    for (const line of sheet.lines) line.cells = moved(line.cells);
    const [date, amount, supplier] = [sheet.at.date, sheet.at.amount, sheet.at.supplier].map((at) =>
      order.indexOf(at),
    );
    sheet.at = { date: date ?? 0, amount: amount ?? 0, supplier: supplier ?? 0 };
  },
  [NO_DAYS]: (sheet) => {
    const drop = (cells: readonly string[]) => cells.filter((_, at) => at !== sheet.at.date);
    sheet.heads = drop(sheet.heads);
    sheet.second = sheet.second && drop(sheet.second);
    for (const line of sheet.lines) [line.cells, line.right] = [drop(line.cells), null];
  },
  'lines above the table': (sheet, pick) => {
    const title = pick([
      'Payments over £500',
      'select supplier, date, amount from ledger',
      'Published under the Code',
    ]);
    sheet.above.unshift(
      [title],
      [''],
      ['Supplier', 'see notes', 'Amount', 'all sums in pounds'].slice(0, pick([1, 4])),
    );
  },
};

/** Puts a column in. */
function put(sheet: Sheet, at: number, name: string, cell: (line: Sheet['lines'][number]) => string): void {
  const into = (cells: string[], value: string) => cells.splice(at, 0, value);
  for (const line of sheet.lines) into(line.cells, cell(line));
  into(sheet.heads, name);
  if (sheet.second) into(sheet.second, '');
  const moved = (place: number) => (place >= at ? place + 1 : place);
  sheet.at = {
    date: moved(sheet.at.date),
    amount: moved(sheet.at.amount),
    supplier: moved(sheet.at.supplier),
  };
}

function british(day: string): string {
  return day.split('-').toReversed().join('/');
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
