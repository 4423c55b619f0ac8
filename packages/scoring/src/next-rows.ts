import type { ModelRow } from './model.ts';
import { charityDeficit } from './indicators/charity-deficit.ts';
import { charityFlag } from './indicators/charity-flag.ts';
import { charityReturnsOverdue } from './indicators/charity-returns-overdue.ts';
import { cioDissolution } from './indicators/cio-dissolution.ts';
import { landlordGrade } from './indicators/landlord-grade.ts';
import { payingLater } from './indicators/paying-later.ts';

const prior = 'Prior: no published odds were found';
const flag =
  'Prior: a flag of the Commission’s extract (its own description: “indicates if the charity is insolvent”), no proceeding';
const dissolution =
  'Prior: Charities Act 2011 s243 and the CIO (Insolvency and Dissolution) Regulations 2012; a dissolution is often solvent';
const graded = 'Prior; Regulator of Social Housing: grades 3 and 4 do not meet the standard, V2 does';
const paidLater =
  'Prior; of large companies half pay after 32 days or fewer, nine in ten after fewer than 59';

const months = (full: number, half: number) => ({
  full: Math.round(full * 30.44),
  half: Math.round(half * 30.44),
});

/**
 * Questions of the next version of the score: judged in their tests, and asked by no released version until their rows
 * move into the table (`model.ts`) and `npm run tocsin -- release-model` makes one of it.
 */
export const nextRows: readonly ModelRow[] = [
  {
    indicator: charityFlag,
    weight: { points: 40, levels: { insolvent: 40, 'in-administration': 40 } },
    basis: 'expert',
    citation: flag,
  },
  {
    indicator: charityReturnsOverdue,
    weight: { points: 12, levels: { overdue: 6, twice: 12 } },
    basis: 'expert',
    citation: prior,
  },
  {
    indicator: charityDeficit,
    weight: {
      points: 4,
      bins: [
        { below: -0.25, points: 4 },
        { below: -0.1, points: 2 },
        { below: Infinity, points: 0 },
      ],
      fade: months(21, 33),
    },
    basis: 'expert',
    citation: prior,
  },
  { indicator: cioDissolution, weight: { points: 25 }, basis: 'expert', citation: dissolution },
  {
    indicator: landlordGrade,
    weight: {
      points: 20,
      levels: { viability: 20, governance: 8, consumer: 3 },
      fade: months(24, 48),
    },
    basis: 'expert',
    citation: graded,
  },
  {
    indicator: payingLater,
    weight: { points: 6, thresholds: { days: 15, percent: 33 }, fade: months(9, 15) },
    basis: 'expert',
    citation: paidLater,
  },
];
