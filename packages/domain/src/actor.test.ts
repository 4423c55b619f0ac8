import { expect, test } from 'vitest';
import { actorOf, personOfActor } from './actor.ts';

test('a person is stood for by her number, which can be read back, and nobody else is', () => {
  expect(actorOf('12')).toBe('person 12');
  expect(personOfActor(actorOf('12'))).toBe('12');
  for (const other of [
    'command line',
    'return path',
    'person',
    'person x',
    'person 12 x',
    'a person 12',
    '12',
  ])
    expect(personOfActor(other)).toBeUndefined();
});
