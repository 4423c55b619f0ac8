import { formatDate } from '@tocsin/domain';
import { fading, type Indicator } from '../indicator.ts';
import { filingIndicator } from '../filing-indicator.ts';

const filed = filingIndicator({
  id: 'audit-exemption-changed',
  question: 'Has the company lost or gained exemption from audit?',
  about: 'audit-exemption',
  found: () => 'A filing of {on} concerns exemption from audit.',
  none: 'No change of the exemption from audit is on the record.',
});

export const auditExemptionChanged: Indicator = {
  ...filed,
  topics: ['filing-history', 'accounts-figures'],
  judge(subject, weight) {
    const { accounts } = subject;
    const now = accounts?.statement.signal.audited ?? null;
    const before = accounts?.previous?.audited ?? null;
    if (!accounts || now === null || before === null || now === before) return filed.judge(subject, weight);
    const to = formatDate(accounts.balanceDate);
    const because = `The accounts to ${to} are ${now ? 'audited and those before were not' : 'not audited and those before were'}.`;
    return fading(subject, weight, accounts.balanceDate, because, [accounts.statement.evidence]);
  },
};
