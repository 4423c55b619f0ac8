import { formatPoundsShort, type GssCode, type Money } from '@tocsin/domain';

const MILLION = 100_000_000;

/**
 * The most, in pence, that one contract of a council of each kind can be worth, well above the largest that are known:
 * a district spends some tens of millions a year, the longest contracts of a county or city are worth some billions.
 */
const mostByKind: Readonly<Record<string, number>> = { E07: 250 * MILLION, E06: 5_000 * MILLION };

/** Why the value of a contract cannot be what one council pays; null where it can. `E07` are districts. */
export function valueDoubt(council: GssCode, value: Money | null): string | null {
  const kind = council.slice(0, 3);
  const most = mostByKind[kind] ?? mostByKind['E06']!;
  if (value === null || value.pence <= most) return null;
  const who = kind === 'E07' ? 'a district council' : 'one council';
  return `Doubtful: more than ${who} could hold (${formatPoundsShort(most)}). It may be the value for many buyers, or a slip: check the notice.`;
}
