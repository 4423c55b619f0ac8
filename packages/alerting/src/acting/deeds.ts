import { IsoDate, Pence, openAlertStatuses, type AlertStatus, type IsoInstant } from '@tocsin/domain';
import { z } from 'zod';
import type { AlertKind } from '../alert/causes.ts';

/** What an alert led to. */
export const AlertOutcome = z.enum(['no-impact', 'managed-exit', 'contract-moved', 'supplier-failed']);
export type AlertOutcome = z.infer<typeof AlertOutcome>;

/** What an alert was worth, or cost; counted once finance has confirmed it. */
export const OutcomeMoney = z.enum(['loss-avoided', 'saving', 'cost', 'recovered']);
export type OutcomeMoney = z.infer<typeof OutcomeMoney>;

/** What a person of a council does with one alert. Nothing of it ever leaves the council. */
export const AlertDeed = z.discriminatedUnion('action', [
  z.object({ action: z.literal('acknowledge') }),
  /** `to` is whom it is given, as `assigneesOf` names her; `owner` is what is shown, a number in the place of a name. */
  z.object({ action: z.literal('assign'), to: z.string(), owner: z.string() }),
  z.object({ action: z.literal('note'), text: z.string() }),
  /** Put off: it comes back by itself on that day. */
  z.object({ action: z.literal('snooze'), until: IsoDate }),
  z.object({ action: z.literal('dismiss'), reason: z.string() }),
  z.object({ action: z.literal('reopen') }),
  /** Where the contingency plan is kept: a line or an address. */
  z.object({ action: z.literal('plan'), keptAt: z.string() }),
  z.object({ action: z.literal('outcome'), outcome: AlertOutcome, evidence: z.string() }),
  z.object({ action: z.literal('money'), of: OutcomeMoney, pence: Pence, evidence: z.string() }),
  /** Who in finance has confirmed the money of an earlier deed. */
  z.object({ action: z.literal('confirm'), deed: z.string(), confirmedBy: z.string() }),
  z.object({ action: z.literal('undo'), deed: z.string() }),
]);
export type AlertDeed = z.infer<typeof AlertDeed>;

/** One row of what people did with an alert. Rows are added only. */
export interface DeedRow {
  readonly id: string;
  readonly deed: AlertDeed;
  readonly by: string;
  readonly at: IsoInstant;
}

/** Money that an alert led to; null in `confirmedBy` = not counted. */
export interface RecordedMoney {
  readonly deed: string;
  readonly of: OutcomeMoney;
  readonly pence: Pence;
  readonly evidence: string;
  readonly confirmedBy: string | null;
}

/** How an alert stands by what people did with it. */
export interface ActedOn {
  readonly status: Exclude<AlertStatus, 'superseded'>;
  readonly owner: string | null;
  readonly snoozedUntil: IsoDate | null;
  readonly plan: string | null;
  readonly outcome: { readonly outcome: AlertOutcome; readonly evidence: string } | null;
  readonly money: readonly RecordedMoney[];
}

const untouched: ActedOn = {
  status: 'raised',
  owner: null,
  snoozedUntil: null,
  plan: null,
  outcome: null,
  money: [],
};

/**
 * How an alert stands by its deeds, which are given the earlier first, without those that were undone.
 * What was done after a deed that is undone stands. A formal event that nobody has acknowledged is never put off.
 */
export function actedOn(kind: AlertKind, rows: readonly DeedRow[]): ActedOn {
  const acted = effective(rows).reduce((standing, row) => after(standing, row), untouched);
  return kind === 'formal' && acted.status === 'raised' ? { ...acted, snoozedUntil: null } : acted;
}

/** The deeds that were not undone, in the order in which they are given; undoing is none of them. */
export function effective(rows: readonly DeedRow[]): readonly DeedRow[] {
  const undone = undoneOf(rows);
  return rows.filter(({ id, deed }) => deed.action !== 'undo' && !undone.has(id));
}

/** The deeds that were undone, by their ids. */
export function undoneOf(rows: readonly DeedRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ deed }) => (deed.action === 'undo' ? deed.deed : [])));
}

function after(standing: ActedOn, { id, deed }: DeedRow): ActedOn {
  switch (deed.action) {
    case 'acknowledge':
      return standing.status === 'raised' ? { ...standing, status: 'acknowledged' } : standing;
    case 'assign':
      if (standing.status === 'dismissed') return standing;
      return { ...standing, status: 'assigned', owner: deed.owner, snoozedUntil: null };
    case 'snooze':
      return { ...standing, snoozedUntil: deed.until };
    case 'dismiss':
      return { ...standing, status: 'dismissed', snoozedUntil: null };
    case 'reopen':
      return standing.status === 'dismissed' ? { ...standing, status: 'raised' } : standing;
    case 'plan':
      return { ...standing, plan: deed.keptAt };
    case 'outcome':
      return { ...standing, outcome: { outcome: deed.outcome, evidence: deed.evidence } };
    case 'money': {
      const { of, pence, evidence } = deed;
      return {
        ...standing,
        money: [...standing.money, { deed: id, of, pence, evidence, confirmedBy: null }],
      };
    }
    case 'confirm':
      return { ...standing, money: standing.money.map((one) => confirmedIn(one, deed)) };
    case 'note':
    case 'undo':
      return standing;
  }
}

function confirmedIn(money: RecordedMoney, deed: { deed: string; confirmedBy: string }): RecordedMoney {
  return money.deed === deed.deed ? { ...money, confirmedBy: deed.confirmedBy } : money;
}

/** An alert, as far as it decides what may be done with it. */
export interface ActedAlert {
  readonly kind: AlertKind;
  readonly status: AlertStatus;
}

/** Whether a deed changes something of an alert that it may change: what stands already is not done again. */
export function mayDo({ kind, status }: ActedAlert, rows: readonly DeedRow[], deed: AlertDeed): boolean {
  const standing = actedOn(kind, rows);
  const isOpen = openAlertStatuses.includes(status);
  switch (deed.action) {
    case 'acknowledge':
      return status === 'raised';
    case 'assign':
      return isOpen && !(status === 'assigned' && standing.owner === deed.owner);
    case 'snooze':
      return isOpen && !(kind === 'formal' && status === 'raised') && standing.snoozedUntil !== deed.until;
    case 'dismiss':
      return isOpen;
    case 'reopen':
      return status === 'dismissed';
    case 'confirm':
      return standing.money.some((one) => one.deed === deed.deed && one.confirmedBy === null);
    case 'undo':
      return mayUndo(rows).has(deed.deed);
    case 'note':
    case 'plan':
    case 'outcome':
    case 'money':
      return true;
  }
}

/** The deeds that can be undone: those that count, but opening again, after which one dismisses again. */
export function mayUndo(rows: readonly DeedRow[]): ReadonlySet<string> {
  return new Set(effective(rows).flatMap(({ id, deed }) => (deed.action === 'reopen' ? [] : id)));
}
