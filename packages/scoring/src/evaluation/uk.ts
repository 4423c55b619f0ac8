import { addDays, addMonths, groupBy, type IsoDate } from '@tocsin/domain';
import { type RatioInputs, ratiosOf } from '../accounts/ratios.ts';
import { accountsMonths } from '../model.ts';
import type { Sample } from './fit.ts';

/** One line of `read-accounts` output, as far as the evaluation needs it, with the day on which it was filed. */
export interface UkAccounts {
  readonly companyNumber: string;
  readonly balanceDate: IsoDate;
  /** From then on anybody could read them, and nobody before. */
  readonly filedOn: IsoDate;
  readonly currency?: string | null;
  readonly figures: RatioInputs;
  readonly previous: { readonly figures: RatioInputs } | null;
}

/**
 * How a company leaves the register of those that trade: by a formal insolvency; struck off, which tells nothing of its
 * debts; or dissolved in any other way, such as after a solvent winding up.
 */
export type UkExit = 'insolvent' | 'struck-off' | 'dissolved';

/** A company of the population, whether or not it ever filed accounts. */
export interface UkCompany {
  readonly companyNumber: string;
  /** Null where it was there before anything else that is known. */
  readonly registeredOn: IsoDate | null;
  /** The first exit; null where it was on the register on the last day of the outcomes. */
  readonly exit: { readonly kind: UkExit; readonly on: IsoDate } | null;
}

export interface UkPopulation {
  readonly companies: readonly UkCompany[];
  readonly accounts: readonly UkAccounts[];
  /** The last day of which outcomes are known. */
  readonly outcomesUntil: IsoDate;
  /** Days on which everybody on the register is judged; by default a year before the end, two years, and so on. */
  readonly landmarks?: readonly IsoDate[];
}

/** Who was on the register on a landmark day, and what had become of them twelve months later. */
export interface LandmarkCounts {
  readonly on: IsoDate;
  readonly onRegister: number;
  readonly insolvent: number;
  readonly struckOff: number;
  readonly dissolved: number;
  /** On the register twelve months later. */
  readonly survived: number;
  /** Not gone by the end of the outcomes, which is less than twelve months later: nobody knows. */
  readonly censored: number;
  /** Had filed nothing yet, or nothing for so long that the model table would not judge by it. */
  readonly withoutAccounts: number;
}

export interface UkSample extends Sample {
  readonly clusters: readonly string[];
  readonly landmarks: readonly LandmarkCounts[];
}

const WITHIN_DAYS = 365;

/**
 * A population judged on landmark days: one row for each company on the register that day and known to have been
 * insolvent, or still there, twelve months later. Accounts are the latest that had been filed by then; companies that
 * have filed nothing readable stay in, without ratios. Those struck off or dissolved in the twelve months are neither
 * failures nor survivors and are counted by themselves. A day whose twelve months are not over is counted and gives no
 * rows: to keep its failures alone would raise the rate. The rows of one company are one cluster.
 */
export function ukSample(population: UkPopulation): UkSample {
  const filings = groupBy(population.accounts, ({ companyNumber }) => companyNumber);
  const days = population.landmarks ?? yearlyLandmarks(population);
  const rows: { company: string; failed: boolean; ratios: Sample['rows'][number] }[] = [];
  const landmarks = days.map((on) => {
    const ends = addDays(on, WITHIN_DAYS);
    const isOver = ends <= population.outcomesUntil;
    const counts = { insolvent: 0, struckOff: 0, dissolved: 0, survived: 0, censored: 0 };
    let [onRegister, withoutAccounts] = [0, 0];
    for (const company of population.companies) {
      if (!isOnRegister(company, on)) continue;
      onRegister += 1;
      const latest = latestFiled(filings.get(company.companyNumber) ?? [], on);
      if (!latest) withoutAccounts += 1;
      const fate = fateWithin(company, ends, isOver);
      counts[fate] += 1;
      if (isOver && (fate === 'insolvent' || fate === 'survived'))
        rows.push({
          company: company.companyNumber,
          failed: fate === 'insolvent',
          ratios: ratiosOf(
            latest?.figures ?? {},
            latest?.previous?.figures ?? null,
            latest?.currency ?? null,
          ),
        });
    }
    return { on, onRegister, ...counts, withoutAccounts };
  });
  return {
    set: 'United Kingdom, within 12 months',
    rows: rows.map(({ ratios }) => ratios),
    failed: rows.map(({ failed }) => failed),
    clusters: rows.map(({ company }) => company),
    landmarks,
  };
}

/** Every twelve months back from the last day on which outcomes are complete, as long as accounts had been filed. */
function yearlyLandmarks({ accounts, outcomesUntil }: UkPopulation): readonly IsoDate[] {
  let first = outcomesUntil;
  for (const { filedOn } of accounts) if (filedOn < first) first = filedOn;
  const days: IsoDate[] = [];
  for (let on = addDays(outcomesUntil, -WITHIN_DAYS); on >= first; on = addDays(on, -WITHIN_DAYS))
    days.push(on);
  return days.toReversed();
}

function isOnRegister({ registeredOn, exit }: UkCompany, on: IsoDate): boolean {
  return (registeredOn === null || registeredOn <= on) && (exit === null || exit.on > on);
}

function fateWithin({ exit }: UkCompany, ends: IsoDate, isOver: boolean) {
  if (exit === null || exit.on > ends) return isOver ? 'survived' : 'censored';
  return exit.kind === 'struck-off' ? 'struckOff' : exit.kind;
}

/** Of accounts filed by a day those of the latest balance date; of two for one date, what was filed last. */
function latestFiled(filings: readonly UkAccounts[], on: IsoDate): UkAccounts | null {
  let latest: UkAccounts | null = null;
  for (const filed of filings) {
    if (filed.filedOn > on || addMonths(filed.balanceDate, accountsMonths.half) < on) continue;
    if (!latest || isLater(filed, latest)) latest = filed;
  }
  return latest;
}

function isLater(a: UkAccounts, b: UkAccounts): boolean {
  return a.balanceDate === b.balanceDate ? a.filedOn > b.filedOn : a.balanceDate > b.balanceDate;
}
