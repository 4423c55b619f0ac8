import { expect, test } from 'vitest';
import { blockingKeys, blockLimit, isCrowdedBlock, isUsableBlock, lookupKeys } from './blocking.ts';

function share(a: string, b: string): boolean {
  const keys = new Set(blockingKeys(b));
  return lookupKeys(a).some((key) => keys.has(key));
}

test('names that are the same, or differ by a word or a slip of the pen, share a key', () => {
  expect(share('Example Care Homes Ltd', 'EXAMPLE CARE HOMES LIMITED')).toBe(true);
  expect(share('Example Care Homes', 'EXAMPLE CARE LIMITED')).toBe(true);
  expect(share('Example Care', 'EXAMPLE CARE GROUP LIMITED')).toBe(true);
  expect(share('Example Care Homes', 'SAMPLE CARE HOMES LIMITED')).toBe(true);
  expect(share('Example Managment Ltd', 'EXAMPLE MANAGEMENT LIMITED')).toBe(true);
  expect(share('Example Care Homes', 'EXAMPLE BUILDING SUPPLIES LIMITED')).toBe(false);
});

test('a name of usual length is filed under few keys', () => {
  expect(blockingKeys('EXAMPLE CARE HOMES LIMITED')).toHaveLength(6);
  expect(blockingKeys('A B C D E F G H I J K L LIMITED')).toHaveLength(2);
});

test('blocks of neighbours are dropped when large, blocks of equal names never', () => {
  expect(isUsableBlock('~CARE HOMES', blockLimit)).toBe(true);
  expect(isUsableBlock('~CARE HOMES', blockLimit + 1)).toBe(false);
  expect(isUsableBlock('^CR HM', blockLimit + 1)).toBe(false);
  expect(isUsableBlock('=EXAMPLE', 100_000)).toBe(true);
  expect(isCrowdedBlock('~CARE HOMES', blockLimit + 1)).toBe(true);
  expect(isCrowdedBlock('~CARE', blockLimit + 1)).toBe(false);
});
