import { addDays, type IsoDate } from '@tocsin/domain';
import { type Figures, ratiosOf } from '../accounts/ratios.ts';
import type { Sample } from './fit.ts';

/** One line of `read-accounts` output, as far as the evaluation needs it. */
export interface UkAccounts {
  readonly companyNumber: string;
  readonly balanceDate: IsoDate;
  readonly currency?: string | null;
  readonly figures: Figures;
  readonly previous: { readonly figures: Figures } | null;
}

/** Private companies file within nine months: by then anybody could have read the accounts. */
const PUBLIC_AFTER_DAYS = 274;
const WITHIN_DAYS = 365;

/**
 * Firms of the United Kingdom with what became of them: one row a filing, failed = a formal insolvency in the twelve
 * months after the accounts could be read. Firms that had failed before are left out.
 * `insolventOn` holds the day of the first formal insolvency by company number.
 */
export function ukSample(accounts: readonly UkAccounts[], insolventOn: ReadonlyMap<string, IsoDate>): Sample {
  const known = accounts.flatMap(({ companyNumber, balanceDate, figures, previous, currency }) => {
    const readableOn = addDays(balanceDate, PUBLIC_AFTER_DAYS);
    const on = insolventOn.get(companyNumber);
    if (on !== undefined && on <= readableOn) return [];
    const failed = on !== undefined && on <= addDays(readableOn, WITHIN_DAYS);
    return [{ failed, ratios: ratiosOf(figures, previous?.figures ?? null, currency ?? null) }];
  });
  return {
    set: 'United Kingdom, within 12 months',
    rows: known.map((k) => k.ratios),
    failed: known.map((k) => k.failed),
  };
}
