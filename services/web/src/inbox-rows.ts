import { isYearKnown, stakesInBrief, type AlertView } from '@tocsin/alerting';
import { daysBetween, type IsoDate, type IsoInstant, type MoneyByBasis } from '@tocsin/domain';

/** What of a council hangs on a supplier, as a row of the inbox says it. */
export interface RowStakes {
  /** The pounds that caused the alert; null where there are none, and then the words say what did. */
  readonly sums: MoneyByBasis | null;
  readonly words: string;
  /** Paid besides what is left of contracts; null where it was not, or where it stands above. */
  readonly paid: MoneyByBasis | null;
}

/** An alert as a person reads it who works through all of them. */
export interface InboxRow extends AlertView {
  readonly stakes: RowStakes;
  /** The council's own register marks one of the contracts as critical. */
  readonly isCritical: boolean;
  /** Raised since the reader last looked. */
  readonly isNew: boolean;
  readonly hearing: { readonly on: IsoDate; readonly days: number } | null;
}

interface Around {
  /** By alert. */
  readonly hearings: ReadonlyMap<string, IsoDate>;
  readonly since: IsoInstant | null;
  readonly today: IsoDate;
}

/** One row: what happened stands in the alert; beside it what of the council hangs on it, and what is to come. */
export function inboxRowOf(alert: AlertView, { hearings, since, today }: Around): InboxRow {
  const on = hearings.get(alert.id);
  return {
    ...alert,
    stakes: stakesShown(alert),
    isCritical: alert.exposure.contracts.some(({ criticality }) => criticality === 'critical'),
    isNew: since !== null && alert.raisedAt > since,
    hearing: on !== undefined && on >= today ? { on, days: daysBetween(today, on) } : null,
  };
}

/** What a council that only pays has at stake is what it pays, as what is left is of one with a contract. */
export function stakesShown({ exposure }: Pick<AlertView, 'exposure'>): RowStakes {
  const { totals, spend, paid } = exposure;
  const year = spend && isYearKnown(spend) && hasPounds(spend.last12Months) ? spend.last12Months : null;
  if (totals.contracts > 0) {
    const contracts = totals.contracts === 1 ? '1 contract' : `${totals.contracts} contracts`;
    return {
      sums: totals.valueLeft,
      words: totals.valueLeft ? `left of ${contracts}` : contracts,
      paid: year,
    };
  }
  if (year) return { sums: year, words: 'paid in 12 months, no contract known', paid: null };
  const since = paid?.since?.sum ?? null;
  if (since && hasPounds(since))
    return { sums: since, words: 'paid since that day, no contract known', paid: null };
  const words = stakesInBrief({ exposure });
  return { sums: null, words: `${words.charAt(0).toUpperCase()}${words.slice(1)}`, paid: null };
}

const hasPounds = (sums: MoneyByBasis | null): sums is MoneyByBasis =>
  sums !== null && Object.values(sums).some((pence) => pence !== 0);
