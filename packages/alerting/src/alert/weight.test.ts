import { Pence, type Exposure, type RiskBand } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { exposure, published } from '../fixtures/alert-facts.ts';
import { heaviestFirst } from './weight.ts';

const pounds = (pence: number) => ({ pence: Pence.parse(pence), vat: 'net' as const });

/** An alert with one contract of so much value left, and so much paid. */
function alert(
  id: string,
  to: RiskBand,
  { left = 0, paid = 0, isCritical = false }: { left?: number; paid?: number; isCritical?: boolean },
) {
  const contract = {
    ...published,
    valueLeft: pounds(left),
    criticality: isCritical ? ('critical' as const) : ('standard' as const),
  };
  const held: Exposure = {
    ...exposure,
    contracts: [{ ...contract, criticality: 'standard' }, contract],
    spendLast12Months: Pence.parse(paid),
  };
  return { id, to, exposure: held };
}

test('what waits together is told in its order: critical contracts, the band, the pounds, as they stood', () => {
  const waiting = [
    alert('10', 'watch', { left: 1 }),
    alert('9', 'watch', { left: 1 }),
    alert('3', 'watch', { paid: 500 }),
    alert('4', 'watch', { left: 200 }),
    alert('5', 'severe', { left: 1 }),
    alert('6', 'elevated', { left: 9_000 }),
    alert('7', 'low', { left: 1, isCritical: true }),
  ];
  const inOrder = (alerts: typeof waiting) => alerts.toSorted(heaviestFirst).map(({ id }) => id);
  expect(inOrder(waiting)).toEqual(['7', '5', '6', '3', '4', '10', '9']);
  expect(inOrder(waiting.toReversed())).toEqual(['7', '5', '6', '3', '4', '9', '10']);
});
