import {
  addMonths,
  formatPoundsShort,
  formatVat,
  type IsoDate,
  levelWords,
  type MoneyByBasis,
  noLevelWords,
  VatBasis,
} from '@tocsin/domain';
import type { CouncilExposureView } from '@tocsin/exposure';
import { drawBars, type Bar } from './charts/bars.ts';
import { drawMonthGrid, monthsFrom } from './charts/month-grid.ts';
import type { Chart } from './charts/svg.ts';

/** In the colours of the two sums, wherever one stands beside the other. */
const CONTRACTS = ['#0b2b3c', '#ffffff'] as const;
const SPEND = ['#2f7ea8', '#ffffff'] as const;

/** Contract pounds beside spend, level by level, the most pressing first; null where no level has a sum. */
export function drawLevels({ byLevel }: Pick<CouncilExposureView, 'byLevel'>): Chart | null {
  const basis = largestOf(byLevel.flatMap(({ totals, spend }) => [totals.valueLeft, spend]));
  if (basis === null) return null;
  const without: string[] = [];
  const bars = byLevel.flatMap(({ level, suppliers, totals, spend }): Bar[] => {
    const name = level ? levelWords[level] : noLevelWords.notYet;
    const left = totals.valueLeft?.[basis] ?? 0;
    const paid = spend?.[basis] ?? 0;
    const [parts, under] = [
      { pence: left, what: 'left of contracts', colours: CONTRACTS },
      { pence: paid, what: 'paid in 12 months', colours: SPEND },
    ]
      .filter(({ pence }) => pence > 0)
      .map(({ pence, what, colours: [fill, ink] }) => [
        { amount: pence, fill, ink, words: `${formatPoundsShort(pence)} ${what}` },
      ]);
    if (!parts && suppliers > 0) without.push(name);
    return parts ? [{ title: name, parts, ...(under ? { under } : {}) }] : [];
  });
  if (bars.length === 0) return null;
  const said = bars.map(
    ({ title, parts, under = [] }) =>
      `${title}: ${[...parts, ...under].map(({ words }) => words).join(', ')}`,
  );
  const description = `${said.join('; ')}. All ${formatVat(basis)}; the table has the other sums.`;
  // Who is in insolvency must not be missed because its pounds are not known.
  const missing = without.length > 0 ? ` (no sum for ${without.join(', ')}: see the table)` : '';
  return {
    title: `Contracts and spend by level, ${formatVat(basis)}${missing}`,
    description,
    ...drawBars({ label: description, bars, areWhole: false }),
  };
}

/** The basis of VAT under which most pounds stand; null where there are none. */
function largestOf(sums: readonly (MoneyByBasis | null)[]): VatBasis | null {
  const [first] = VatBasis.options
    .map((basis) => ({ basis, pence: sums.reduce((all, sum) => all + Math.max(0, sum?.[basis] ?? 0), 0) }))
    .filter(({ pence }) => pence > 0)
    .toSorted((one, other) => other.pence - one.pence);
  return first?.basis ?? null;
}

/** A day to come that somebody has to know of, with what it is of. */
export interface DayToCome {
  readonly kind: 'end' | 'break' | 'hearing' | 'review';
  readonly on: IsoDate;
  readonly what: string;
  readonly path: string | null;
}

const MONTHS = 24;
const KINDS = [
  { kind: 'end', title: 'Ends', one: 'ends', fill: '#ffffff' },
  { kind: 'break', title: 'Breaks', one: 'may be ended early', fill: '#dfe6ea' },
  { kind: 'hearing', title: 'Hearings', one: 'petition is heard', fill: '#ffd166' },
  { kind: 'review', title: 'Reviews due', one: 'review is due', fill: '#b7d8e8' },
] as const;

/** The next 24 months, and what falls into them, day by day. */
export interface TwoYears extends Chart {
  readonly days: readonly (DayToCome & { readonly says: string })[];
}

/** Ends, breaks, hearings and reviews of two years from the month of a day; null where none falls into them. */
export function drawTwoYears(days: readonly DayToCome[], asOf: IsoDate): TwoYears | null {
  const months = monthsFrom(asOf, MONTHS);
  const until = addMonths(`${asOf.slice(0, 7)}-01`, MONTHS);
  const within = days
    .filter(({ on }) => on >= asOf && on < until)
    .toSorted((one, other) => (one.on < other.on ? -1 : 1));
  if (within.length === 0) return null;
  const rows = KINDS.flatMap(({ kind, title, fill }) => {
    const own = within.filter((day) => day.kind === kind).map(({ on }) => on);
    return own.length > 0 ? [{ title, days: own, fill }] : [];
  });
  const description = rows.map((row) => `${row.title}: ${row.days.length}`).join('; ');
  return {
    title: `The next ${months.length} months`,
    description: `${description}.`,
    ...drawMonthGrid({
      label: `What falls into the next ${MONTHS} months. ${description}. The table holds every day.`,
      from: asOf,
      months: MONTHS,
      rows,
    }),
    days: within.map((day) => ({ ...day, says: KINDS.find(({ kind }) => kind === day.kind)?.one ?? '' })),
  };
}
