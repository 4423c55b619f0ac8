import { times, ratioIndicator } from '../accounts-indicator.ts';

export const equityToLiabilities = ratioIndicator({
  id: 'equity-to-liabilities',
  group: 'balance-sheet',
  question: 'How much of its own money stands behind what the company owes?',
  ratio: (ratios) => ratios.equityToLiabilities,
  says: (value) => `Equity is ${times(value)} times what the company owes`,
});
