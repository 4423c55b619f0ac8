import { atLeast, formatWholePounds, type GssCode, type MoneyByBasis, Pence } from '@tocsin/domain';
import type { ExposureView } from '@tocsin/exposure';
import { z } from 'zod';
import { isYearKnown } from '../alert/exposure-blocks.ts';
import type { AlertKind, RaisedCause } from '../alert/causes.ts';
import { WorkingHours, type WorkingSpan } from './working-time.ts';

const pounds = (value: number) => Pence.parse(value * 100);

/** From which stakes on who is told how, and in what time a formal event is to be acknowledged. */
export const Materiality = z.object({
  /** Formal event: the inbox and the contract owner at once where no contract is live and none is critical. */
  formalFrom: Pence,
  /** Formal event: the head of procurement at once; the lower of this and the share of a year's external spend. */
  headFrom: Pence,
  headShare: z.number().min(0).max(1),
  /** Formal event: the steps name the section 151 officer and the monitoring officer. */
  keyDecisionFrom: Pence,
  /** Estimate of severe: at once. */
  estimateFrom: Pence,
  /** Payments while the supplier is inactive or at risk: at once. */
  paymentFrom: Pence,
  /** Working time in which a formal event on a critical contract is to be acknowledged, and in which any other. */
  criticalHours: z.number().min(0.5).max(80),
  otherDays: z.number().min(0.5).max(20),
  workingHours: WorkingHours,
});
export type Materiality = z.infer<typeof Materiality>;

/** The lines as people set them, in the order in which they are shown. */
export const lineWords = [
  {
    line: 'formalFrom',
    unit: 'pounds',
    says: 'Formal event without a live contract: owner and inbox at once from paid in 12 months',
  },
  {
    line: 'headFrom',
    unit: 'pounds',
    says: 'Formal event: head of procurement at once where a value left is not known, and from',
  },
  {
    line: 'headShare',
    unit: 'percent',
    says: 'or, where that is less, from this share of a year’s external spend',
  },
  {
    line: 'keyDecisionFrom',
    unit: 'pounds',
    says: 'Formal event: steps name the section 151 and monitoring officers from',
  },
  { line: 'estimateFrom', unit: 'pounds', says: 'Estimate of severe: at once from' },
  {
    line: 'paymentFrom',
    unit: 'pounds',
    says: 'Payments while inactive or at risk: at once from paid in 12 months',
  },
  {
    line: 'criticalHours',
    unit: 'hours',
    says: 'Formal event on a critical contract: acknowledged within working hours',
  },
  { line: 'otherDays', unit: 'days', says: 'Any other formal event: acknowledged within working days' },
] as const satisfies readonly {
  readonly line: keyof Materiality;
  readonly unit: string;
  readonly says: string;
}[];

/** Lines that a council has set in the place of the defaults. */
export const ChosenLines = Materiality.partial();
export type ChosenLines = z.infer<typeof ChosenLines>;

/** What holds at a council that has set nothing. One table. */
const defaults: Omit<Materiality, 'keyDecisionFrom'> = {
  formalFrom: pounds(5_000),
  headFrom: pounds(100_000),
  headShare: 0.0005,
  estimateFrom: pounds(250_000),
  paymentFrom: pounds(25_000),
  criticalHours: 4,
  otherDays: 1,
  workingHours: { from: '09:00', to: '17:00' },
};
const keyDecision = { at: pounds(500_000), atDistrict: pounds(100_000) };

/** The lines of a council: the defaults for one of its kind, and in their place what it has set. */
export function materialityOf(council: GssCode, set: ChosenLines = {}): Materiality {
  const keyDecisionFrom = isDistrict(council) ? keyDecision.atDistrict : keyDecision.at;
  return Materiality.parse({ ...defaults, keyDecisionFrom, ...set });
}

/** Non-metropolitan districts have codes of their own. */
function isDistrict(council: GssCode): boolean {
  return council.startsWith('E07');
}

/** What a council has paid outside in a year, as far as it was read. */
export interface YearRead {
  readonly spend: MoneyByBasis;
  readonly monthsRead: number;
}

/** Of a year of which fewer months were read nothing is said. */
const MONTHS_FOR_A_YEAR = 9;

/** From what on the head of procurement is told: of a year that was hardly read no share is taken. */
export function headLine({ headFrom, headShare }: Materiality, year: YearRead | null): number {
  if (!year || year.monthsRead < MONTHS_FOR_A_YEAR) return headFrom;
  return Math.min(headFrom, Math.round(added(year.spend) * headShare));
}

/** What hangs on a supplier, as far as it decides who is told. */
export interface Stakes {
  /** The larger of what is left of contracts and what was paid in twelve months, VAT bases added. */
  readonly pence: number;
  readonly paid: number;
  readonly isCritical: boolean;
  readonly isLive: boolean;
  /** Of a live contract nobody knows what is left: as much may hang on it as on any. */
  readonly isUnknown: boolean;
  /** Some file of the twelve months was read, so that nothing paid means nothing. */
  readonly isPaidKnown: boolean;
  /** Money or people would be lost besides: prepayment, retention, bond, loan or pension admission. */
  readonly isSecured: boolean;
}

/** The stakes of an exposure. Sums with and without VAT are added in this file alone, and only to decide who is told. */
export function stakesOf({ contracts, throughGroup, totals, spend }: ExposureView): Stakes {
  const all = [...contracts, ...throughGroup];
  const paid = added(spend?.last12Months ?? null);
  return {
    pence: Math.max(added(totals.valueLeft), paid),
    paid,
    isCritical: all.some(({ criticality }) => criticality === 'critical'),
    isLive: all.length > 0,
    isUnknown: totals.withoutValueLeft > 0,
    isPaidKnown: spend !== null && isYearKnown(spend),
    isSecured: contracts.some(
      ({ safeguards: of }) =>
        of?.kind === 'loan' ||
        (of?.prepaymentPence ?? 0) > 0 ||
        (of?.retentionPence ?? 0) > 0 ||
        of?.performanceBond === true ||
        of?.pensionAdmission === true,
    ),
  };
}

function added(money: MoneyByBasis | null): number {
  return Math.max(
    0,
    Object.values(money ?? {}).reduce((sum, pence) => sum + pence, 0),
  );
}

/** Whether so much hangs on a supplier that the steps name the section 151 officer and the monitoring officer. */
export function isMaterial(
  council: GssCode,
  exposure: ExposureView,
  lines = materialityOf(council),
): boolean {
  const { pence, isCritical, isSecured } = stakesOf(exposure);
  return isCritical || isSecured || pence >= lines.keyDecisionFrom;
}

/** How much an alert weighs at a council: whether it is told at once, and whether the head of procurement is told. */
export interface Urgency {
  readonly isAtOnce: boolean;
  readonly isForHead: boolean;
  /** Which line decides, within a sentence. */
  readonly because: string;
}

/** Weighs what is news to a council by its lines. What is below them is told in the digest. */
export function weigh(
  { kind, to }: Pick<RaisedCause, 'kind' | 'to'>,
  stakes: Stakes,
  lines: Materiality,
  year: YearRead | null,
): Urgency {
  const { pence, paid, isCritical, isLive, isUnknown, isPaidKnown } = stakes;
  const below = (line: number, of: number, what: string) =>
    digest(`${what} of ${formatWholePounds(of)} is below the line of ${formatWholePounds(line)}`);
  switch (kind) {
    case 'formal': {
      const isForHead = isUnknown || pence >= headLine(lines, year);
      if (isCritical) return atOnce('a critical contract depends on it', isForHead);
      if (isLive) return atOnce('a contract with it is live', isForHead);
      if (!isPaidKnown) return atOnce('what was paid to it in twelve months is not known', isForHead);
      if (paid < lines.formalFrom) return below(lines.formalFrom, paid, 'spend');
      return atOnce(`${formatWholePounds(paid)} was paid to it in twelve months`, isForHead);
    }
    case 'band': {
      if (!atLeast(to, 'severe')) return digest('it is an estimate below severe');
      if (isCritical) return atOnce('a critical contract depends on it', false);
      if (pence < lines.estimateFrom) return below(lines.estimateFrom, pence, 'an estimate with stakes');
      return atOnce(`${formatWholePounds(pence)} is at stake`, false);
    }
    case 'award-gate':
      return atOnce('a contract is being placed with it', true);
    case 'paid-while-inactive':
    case 'paid-while-at-risk':
      if (paid < lines.paymentFrom) return below(lines.paymentFrom, paid, 'spend');
      return atOnce(`${formatWholePounds(paid)} was paid to it in twelve months`, false);
    case 'information':
      return digest('it is no sign of difficulty');
  }
}

function atOnce(because: string, isForHead: boolean): Urgency {
  return { isAtOnce: true, isForHead, because };
}

function digest(because: string): Urgency {
  return { isAtOnce: false, isForHead: false, because };
}

/** In what working time an alert is to be acknowledged; null where none is set for it. */
export function acknowledgeIn(
  kind: AlertKind,
  { isCritical }: Pick<Stakes, 'isCritical'>,
  { criticalHours, otherDays }: Materiality,
): WorkingSpan | null {
  if (kind !== 'formal') return null;
  return isCritical ? { hours: criticalHours } : { days: otherDays };
}
