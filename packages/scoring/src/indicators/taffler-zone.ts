import { taffler } from '../accounts/formulas.ts';
import { ratioIndicator, times } from '../accounts-indicator.ts';

export const tafflerZone = ratioIndicator({
  id: 'taffler-zone',
  group: 'profit-and-cash',
  question: 'In which zone of Taffler’s z is the company?',
  ratio: (ratios) => taffler.value(ratios),
  says: (value) => `Taffler’s z is ${times(value)}: its ${taffler.zone(value)} zone`,
});
