import { formatRatio } from '@tocsin/domain';
import { ratioIndicator } from '../accounts-indicator.ts';

export const returnOnAssets = ratioIndicator({
  id: 'return-on-assets',
  group: 'profit-and-cash',
  question: 'Does the company earn anything on what it has?',
  ratio: (ratios) => ratios.returnOnAssets,
  says: (value) => `Operating profit is ${formatRatio(value)} of total assets`,
});
