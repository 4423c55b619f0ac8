import { filingIndicator } from '../filing-indicator.ts';

export const addressMoved = filingIndicator({
  id: 'address-moved',
  question: 'Has the registered office moved?',
  about: 'registered-office-changed',
  found: ({ detail }) => {
    // An act of the registrar, not of the company: a question of its own.
    if (detail === 'registrar-default') return null;
    if (detail === 'insolvency-practitioner')
      return 'The registered office moved on {on} to an address used by insolvency practitioners.';
    if (detail === 'mass-registration')
      return 'The registered office moved on {on} to an address where many companies are registered.';
    return 'The registered office moved on {on}.';
  },
  none: 'No move of the registered office is on the record.',
});
