import type { Context } from './context.ts';
import type { Fact, Issue } from './facts.ts';
import { companyNumber, readFilingName } from './file-name.ts';
import type { Flag } from './flags.ts';
import type { Figures } from './select.ts';

export interface FilingRequest {
  /** As on the register: `Prod224_…_{number}_{YYYYMMDD}.html` names the company and the balance date. */
  readonly fileName?: string;
  /** Where the file name does not say; wins over it. */
  readonly companyNumber?: string;
  /** `YYYY-MM-DD`, where the file name does not say; wins over it. */
  readonly balanceDate?: string;
  /** `YYYY-MM-DD` on which it was filed: since 1 April 2028 a profit and loss account that is missing was withheld. */
  readonly filedOn?: string;
  /** Keep every fact of the document in the result, not only the figures. Default false. */
  readonly facts?: boolean;
}

/** The comparative figures printed beside the current ones. */
export interface PreviousPeriod {
  readonly balanceDate: string;
  readonly figures: Figures;
  readonly consolidated: Figures | null;
}

/**
 * What a filing gives of its profit and loss account: figures; none, for small and micro companies need not file it;
 * none, for the company chose not to have it published (since April 2028); or none that could be read.
 */
export type ProfitAndLoss = 'readable' | 'not-required' | 'withheld-by-choice' | 'not-readable';

/** A filing read. */
export interface AccountsFiling {
  readonly file: string | null;
  /** Eight characters; from the request or the file name, else as tagged, else null. */
  readonly companyNumber: string | null;
  /** The end of the period the figures are for; null when nothing in name or document says. */
  readonly balanceDate: string | null;
  /** The first day of the period, from the durations that end on the balance date. */
  readonly periodStart: string | null;
  readonly kind: 'ixbrl' | 'xbrl';
  readonly taxonomies: readonly string[];
  readonly name: string | null;
  /** As tagged in the document, whatever the file name says. */
  readonly balanceSheetDate: string | null;
  readonly standard: string | null;
  readonly audited: boolean | null;
  readonly dormant: boolean | null;
  readonly profitAndLoss: ProfitAndLoss;
  /** ISO 4217 code of all figures here; null when they have none. */
  readonly currency: string | null;
  readonly figures: Figures;
  readonly consolidated: Figures | null;
  readonly previous: PreviousPeriod | null;
  /** Companies that the accounts list as subsidiaries, as printed, each once. */
  readonly subsidiaries: readonly string[];
  readonly flags: readonly Flag[];
  readonly issues: readonly Issue[];
  readonly facts?: readonly Fact[];
  readonly contexts?: ReadonlyMap<string, Context>;
}

/** A document that was not read, and why. */
export interface RefusedAccounts {
  readonly file: string | null;
  readonly companyNumber: string | null;
  readonly balanceDate: string | null;
  readonly refused: string;
}

export type AccountsReading = AccountsFiling | RefusedAccounts;

export function isRefused(reading: AccountsReading): reading is RefusedAccounts {
  return 'refused' in reading;
}

export function nameFiling(request: FilingRequest): Omit<RefusedAccounts, 'refused'> {
  const named = request.fileName === undefined ? null : readFilingName(request.fileName);
  const given = request.companyNumber === undefined ? null : companyNumber(request.companyNumber);
  return {
    file: request.fileName ?? null,
    companyNumber: given ?? named?.companyNumber ?? null,
    balanceDate: request.balanceDate ?? named?.balanceDate ?? null,
  };
}
