import {
  formatPoundsShort,
  formatVat,
  formatWholeShare,
  VatBasis,
  type CoverageBuckets,
} from '@tocsin/domain';
import type { CouncilCoverage } from '@tocsin/exposure';
import { drawBars, type Bar } from './charts/bars.ts';
import { rounded, type Chart } from './charts/svg.ts';
import { bucketsShown } from './words.ts';

/** How the parts of a bar of coverage look, from what can be watched to what nobody is tied to. */
const FILLS = {
  monitored: ['#0b2b3c', '#ffffff'],
  stale: ['#2f7ea8', '#ffffff'],
  ambiguous: ['#ffd166', '#0b0c0c'],
  redacted: ['#b7c2c8', '#0b0c0c'],
  'not-a-company': ['#dfe6ea', '#0b0c0c'],
  unmatched: ['#ffffff', '#0b0c0c'],
} as const;

/** One basis of VAT of some sums: all of it, and how far the firm behind it is known. */
interface BasisCovered {
  readonly basis: VatBasis;
  readonly total: number;
  /** Looked at within the promised time; of the whole, 0 to 1. */
  readonly watched: number;
  readonly buckets: CoverageBuckets;
}

/** Per basis of VAT, the largest first; what has no pounds is left out. */
export function basesOf(buckets: CoverageBuckets): readonly BasisCovered[] {
  return VatBasis.options
    .map((basis) => {
      const total = bucketsShown.reduce((sum, { bucket }) => sum + Math.max(0, buckets[bucket][basis]), 0);
      const watched = total > 0 ? Math.max(0, buckets.monitored[basis]) / total : 0;
      return { basis, total, watched, buckets };
    })
    .filter(({ total }) => total > 0)
    .toSorted((one, other) => other.total - one.total);
}

/** A bar for each basis of VAT: the whole is what was paid or placed, the parts how far the firm behind it is known. */
export function drawCoverage(
  sums: readonly { readonly of: string; readonly buckets: CoverageBuckets }[],
): Chart {
  const bars = sums.flatMap(({ of, buckets }) =>
    basesOf(buckets).map((one): Bar & { said: string } => ({
      title: `${of} ${formatVat(one.basis)}: ${formatPoundsShort(one.total)}`,
      said: `${of} ${formatVat(one.basis)}, ${formatPoundsShort(one.total)}: ${formatWholeShare(one.watched)} looked at in time`,
      parts: bucketsShown.map(({ bucket, short }) => {
        const amount = Math.max(0, one.buckets[bucket][one.basis]);
        const [fill, ink] = FILLS[bucket];
        const share = formatWholeShare(amount / one.total);
        return { amount, fill, ink, words: `${short} ${share}` };
      }),
    })),
  );
  const description = bars.map(({ said }) => said).join('; ');
  const drawing = { label: `How far the firms behind the pounds are known. ${description}.`, bars };
  return {
    title: 'How far the firms behind these pounds are known',
    description: bars.length > 0 ? `${description}.` : '',
    ...(bars.length > 0 ? drawBars({ ...drawing, areWhole: true }) : { wide: '', narrow: '' }),
  };
}

/** The bar of one sum in a row of a table, without words: the columns beside it have them. */
export function drawShares({ basis, total, buckets }: BasisCovered): string {
  const parts = bucketsShown.map(({ bucket }) => ({
    bucket,
    part: Math.max(0, buckets[bucket][basis]) / total,
  }));
  let x = 0;
  const boxes = parts.flatMap(({ bucket, part }) => {
    const at = x;
    x += part * STRIP.wide;
    const size = `x="${rounded(at)}" width="${rounded(part * STRIP.wide)}" height="${STRIP.high}"`;
    return part > 0 ? [`<rect ${size} fill="${FILLS[bucket][0]}"/>`] : [];
  });
  return [
    `<svg class="strip" viewBox="0 0 ${STRIP.wide} ${STRIP.high}" preserveAspectRatio="none" aria-hidden="true" focusable="false">`,
    ...boxes,
    '</svg>',
  ].join('');
}

const STRIP = { wide: 200, high: 10 };

/** What the table of councils can be put in order by. */
const coverageOrders = ['council', 'spend', 'watched', 'contracts'] as const;
type CoverageOrder = (typeof coverageOrders)[number];

/** Councils on one page of the table. */
const PAGE = 25;

/** One council of the table; a list is empty where nothing with a sum was read. */
interface CoverageRow {
  readonly name: string;
  readonly spentTo: string | null;
  readonly spend: readonly BasisCovered[];
  readonly contracts: readonly BasisCovered[];
}

interface CoverageTable {
  readonly order: CoverageOrder;
  readonly rows: readonly CoverageRow[];
  /** Those of the page that the address asks for. */
  readonly shown: readonly CoverageRow[];
  readonly page: number;
  readonly pages: number;
  readonly pageLink: (page: number) => string;
}

/** The councils with pounds, as an address asks for them: by name, or the largest or the most watched first. */
export function coverageTable(list: readonly CouncilCoverage[], address: string): CoverageTable {
  const order = coverageOrders.find((one) => one === askedOf(address, 'order')) ?? 'council';
  const rows = list
    .map(({ name, spentTo, spend, contracts }) => ({
      name,
      spentTo,
      spend: spend ? basesOf(spend) : [],
      contracts: basesOf(contracts),
    }))
    .filter(({ spend, contracts }) => spend.length + contracts.length > 0)
    .toSorted((one, other) => worth(other, order) - worth(one, order));
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(askedOf(address, 'councils'))) || 1));
  return {
    order,
    rows,
    shown: rows.slice((page - 1) * PAGE, page * PAGE),
    page,
    pages,
    pageLink: (to) => asking(address, { councils: String(to) }),
  };
}

/** By name all are alike, and stay as the list has them. */
function worth({ spend, contracts }: CoverageRow, order: CoverageOrder): number {
  switch (order) {
    case 'council':
      return 0;
    case 'spend':
      return spend[0]?.total ?? -1;
    case 'watched':
      return spend[0]?.watched ?? -1;
    case 'contracts':
      return contracts[0]?.total ?? -1;
  }
}

/** The same page with the table in another order, from its first page. */
export function tableInOrder(address: string, order: CoverageOrder): string {
  return asking(address, { order, councils: '1' });
}

function asking(address: string, of: Readonly<Record<string, string>>): string {
  const [path = '', asked = ''] = address.split('?');
  const query = new URLSearchParams(asked);
  for (const [name, value] of Object.entries(of)) query.set(name, value);
  return `${path}?${query}#coverage`;
}

const askedOf = (address: string, name: string) => new URLSearchParams(address.split('?')[1] ?? '').get(name);
