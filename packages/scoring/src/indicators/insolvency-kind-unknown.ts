import { proceedingIndicator } from '../proceeding-indicator.ts';

export const insolvencyKindUnknown = proceedingIndicator({
  id: 'insolvency-kind-unknown',
  question: 'Does the register say liquidation or insolvency proceedings without saying which kind?',
  family: 'unspecified-insolvency',
  topics: ['company-profile'],
  found:
    'The register has shown the company as in liquidation or insolvency proceedings since {on}, without saying which kind; a liquidation may be solvent.',
  none: 'The register names no liquidation or proceedings of unknown kind.',
});
