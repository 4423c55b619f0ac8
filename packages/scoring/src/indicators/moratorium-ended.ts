import { reliefIndicator } from '../relief.ts';

export const moratoriumEnded = reliefIndicator({
  id: 'moratorium-ended',
  question: 'Has the moratorium come to an end?',
  family: 'moratorium',
  none: 'No end of the moratorium is on record.',
  ended: () => 'The moratorium came to an end on {on}.',
});
