import type { Flag } from './flags.ts';
import { headlineNames } from './figures.ts';
import type { HeadlineName } from './figures.ts';
import { isRefused } from './filing.ts';
import type { AccountsReading } from './filing.ts';
import type { Issue } from './facts.ts';
import type { Figures } from './select.ts';

export type HeadlineFigures = { readonly [name in HeadlineName]?: number };

/** One line of NDJSON for one filing. Numbers are exactly as tagged, in whole units of `currency`. */
export type AccountsLine =
  | {
      readonly file: string | null;
      readonly companyNumber: string | null;
      readonly balanceDate: string | null;
      readonly standard: string | null;
      readonly dormant: boolean | null;
      readonly audited: boolean | null;
      readonly currency: string | null;
      readonly figures: HeadlineFigures;
      readonly consolidated: HeadlineFigures | null;
      readonly previous: { readonly balanceDate: string; readonly figures: HeadlineFigures } | null;
      readonly flags: readonly Flag[];
      readonly issues: readonly Issue[];
    }
  | {
      readonly file: string | null;
      readonly companyNumber: string | null;
      readonly balanceDate: string | null;
      readonly refused: string;
    };

/** The headline figures as plain numbers, exactly as tagged, in the order of the balance sheet and above it. */
export function headlineFigures(figures: Figures): HeadlineFigures {
  const present = headlineNames.filter((name) => figures[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, figures[name]?.value]));
}

export function toLine(reading: AccountsReading): AccountsLine {
  if (isRefused(reading)) return reading;
  const { file, companyNumber, balanceDate, standard, dormant, audited, currency, flags, issues } = reading;
  const { figures, consolidated, previous } = reading;
  return {
    file,
    companyNumber,
    balanceDate,
    standard,
    dormant,
    audited,
    currency,
    figures: headlineFigures(figures),
    consolidated: consolidated === null ? null : headlineFigures(consolidated),
    previous:
      previous === null
        ? null
        : { balanceDate: previous.balanceDate, figures: headlineFigures(previous.figures) },
    flags,
    issues,
  };
}
