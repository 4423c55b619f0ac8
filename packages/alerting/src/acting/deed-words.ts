import { formatDate, formatPounds } from '@tocsin/domain';
import type { AlertDeed, AlertOutcome, OutcomeMoney } from './deeds.ts';

export const outcomeWords: Readonly<Record<AlertOutcome, string>> = {
  'no-impact': 'No impact',
  'managed-exit': 'Managed exit',
  'contract-moved': 'Contract moved to another supplier',
  'supplier-failed': 'Supplier failed',
};

export const outcomeMoneyWords: Readonly<Record<OutcomeMoney, string>> = {
  'loss-avoided': 'Loss avoided',
  saving: 'Saving',
  cost: 'Cost',
  recovered: 'Money recovered',
};

/** What was done, after which it is said by whom: `Assigned to Ann`. `name` says who a stored owner is. */
export function deedWords(deed: AlertDeed, name: (owner: string) => string): string {
  switch (deed.action) {
    case 'acknowledge':
      return 'Acknowledged';
    case 'assign':
      return `Assigned to ${name(deed.owner)}`;
    case 'note':
      return 'Note';
    case 'snooze':
      return `Put off to ${formatDate(deed.until)}`;
    case 'dismiss':
      return 'Dismissed';
    case 'reopen':
      return 'Opened again';
    case 'plan':
      return 'Place of the contingency plan recorded';
    case 'outcome':
      return `Outcome recorded: ${outcomeWords[deed.outcome].toLowerCase()}`;
    case 'money':
      return `${outcomeMoneyWords[deed.of]} of ${formatPounds(deed.pence)} recorded`;
    case 'confirm':
      return 'Money confirmed by finance';
    case 'undo':
      return 'Undone';
  }
}

/** What a person wrote with a deed; null where the deed has no words of hers. */
export function writtenWith(deed: AlertDeed): string | null {
  switch (deed.action) {
    case 'note':
      return deed.text;
    case 'dismiss':
      return deed.reason;
    case 'plan':
      return deed.keptAt;
    case 'outcome':
    case 'money':
      return deed.evidence;
    case 'confirm':
      return deed.confirmedBy;
    case 'acknowledge':
    case 'assign':
    case 'snooze':
    case 'reopen':
    case 'undo':
      return null;
  }
}
