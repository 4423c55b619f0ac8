import { accountsFlag } from '../accounts-flag.ts';

export const goingConcernUncertainty = accountsFlag({
  id: 'going-concern-uncertainty',
  question: 'Do the accounts say that the company may not be able to go on?',
  statements: {
    'not-going-concern': 'The accounts were not prepared on a going-concern basis',
    'going-concern-uncertainty': 'The accounts state a material uncertainty related to going concern',
  },
  none: 'No material uncertainty related to going concern was found in the accounts',
});
