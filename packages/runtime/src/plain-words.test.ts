import { openSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inPlainWords } from './plain-words.ts';

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

test('a full disk is told in words, with what to do', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, open'), {
    code: 'ENOSPC',
    path: '/a/b',
  });
  expect(inPlainWords(error)).toBe(
    'The disk is full: nothing more could be written at /a/b. Make space, then run it again.',
  );
  expect(inPlainWords(Object.assign(new Error('could not extend file'), { code: '53100' }))).toMatch(
    /^The disk of the database is full: .* Make space/,
  );
});

test('a device that is always full is told of so', () => {
  expect(inPlainWords(thrownBy(() => writeSync(openSync('/dev/full', 'w'), 'x')))).toMatch(
    /^The disk is full: /,
  );
});

test('an error that has words of its own keeps them', () => {
  expect(inPlainWords(new Error('port 3000 is taken'))).toBe('port 3000 is taken');
  expect(inPlainWords('gone')).toBe('gone');
});
