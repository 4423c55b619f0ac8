import { expect, test } from 'vitest';
import { printedRef, readPrintedRef, shownRef, unreadNumber } from './printed-ref.ts';

test('an identifier stands behind its scheme as it was printed, and comes apart again', () => {
  for (const scheme of ['GB-COH', 'GB-CHC'] as const)
    for (const printed of ['03782379', '158718', 'no. 7-x', 'GB-COH-1'])
      expect(readPrintedRef(printedRef(scheme, printed))).toEqual({ scheme, printed });
});

test('a scheme in small letters is the scheme, and another scheme is none of ours', () => {
  expect(readPrintedRef('gb-chc-1234567')).toEqual({ scheme: 'GB-CHC', printed: '1234567' });
  expect(readPrintedRef('GB-PPON-PXYZ-1234')).toBeNull();
  expect(readPrintedRef('GB-COH-')).toBeNull();
  expect(readPrintedRef('03782379')).toBeNull();
});

test('what could not be read as a company number is shown as it is printed, without a scheme', () => {
  expect(unreadNumber('GB-COH-99100006 / 99100007')).toBe('99100006 / 99100007');
  expect(shownRef('GB-COH-GB-COH-991')).toBe('GB-COH-991');
  for (const ref of ['GB-COH-99100006', 'GB-CHC-1089464', 'GB-PPON-P-1', null]) {
    expect(unreadNumber(ref)).toBeNull();
    expect(shownRef(ref)).toBe(ref);
  }
});
