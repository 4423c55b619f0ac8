import { altmanZDoublePrime } from '../accounts/formulas.ts';
import { ratioIndicator, times } from '../accounts-indicator.ts';

export const altmanZone = ratioIndicator({
  id: 'altman-zone',
  group: 'profit-and-cash',
  question: 'In which zone of Altman’s Z″ is the company?',
  ratio: (ratios) => altmanZDoublePrime.value(ratios),
  says: (value) => `Altman’s Z″ is ${times(value)}: its ${altmanZDoublePrime.zone(value)} zone`,
});
