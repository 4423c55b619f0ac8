import { accountsFlag } from '../accounts-flag.ts';

export const qualifiedOpinion = accountsFlag({
  id: 'qualified-opinion',
  question: 'Did the auditor qualify the opinion on the accounts?',
  statements: { 'qualified-opinion': 'The auditor qualified the opinion' },
  none: 'No qualified opinion was found in the accounts',
});
