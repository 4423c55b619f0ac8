import { filingIndicator } from '../filing-indicator.ts';

export const accountingPeriodMoved = filingIndicator({
  id: 'accounting-period-moved',
  question: 'Was the accounting period made longer, so that accounts come later?',
  about: 'accounting-reference-date-changed',
  found: ({ detail }) =>
    detail === 'shortened'
      ? null
      : 'The accounting reference date was changed on {on}, which moves the next accounts.',
  none: 'No change that makes the accounting period longer is on the record.',
});
