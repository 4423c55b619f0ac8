import { filingIndicator } from '../filing-indicator.ts';

export const auditorResigned = filingIndicator({
  id: 'auditor-resigned',
  question: 'Has the auditor resigned?',
  about: 'auditor-resigned',
  found: () => 'The auditor’s resignation was filed on {on}.',
  none: 'No resignation of the auditor is on the record.',
});
