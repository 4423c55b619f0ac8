import { times, ratioIndicator } from '../accounts-indicator.ts';

export const interestCover = ratioIndicator({
  id: 'interest-cover',
  group: 'profit-and-cash',
  question: 'Does operating profit cover the interest?',
  ratio: (ratios) => ratios.interestCover,
  says: (value) => `Operating profit is ${times(value)} times the interest payable`,
});
