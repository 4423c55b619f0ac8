import { reliefIndicator } from '../relief.ts';

export const moratoriumEnded = reliefIndicator({
  id: 'moratorium-ended',
  question: 'Has the moratorium come to an end?',
  family: 'moratorium',
  ended: () => 'The moratorium came to an end on {on}.',
});
