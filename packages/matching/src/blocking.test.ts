import { expect, test } from 'vitest';
import { blockingKeys, isCrowdedBlock, isUsableBlock, shorterNameKeys } from './blocking.ts';

function share(a: string, b: string): boolean {
  const keys = new Set(blockingKeys(b));
  return blockingKeys(a).some((key) => keys.has(key));
}

test('names that are the same, or differ by a word or a slip of the pen, share a key', () => {
  expect(share('Example Care Homes Ltd', 'EXAMPLE CARE HOMES LIMITED')).toBe(true);
  expect(share('Example Care Homes', 'EXAMPLE CARE LIMITED')).toBe(true);
  expect(share('Example Care', 'EXAMPLE CARE GROUP LIMITED')).toBe(true);
  expect(share('Example Care Homes', 'SAMPLE CARE HOMES LIMITED')).toBe(true);
  expect(share('Example Managment Ltd', 'EXAMPLE MANAGEMENT LIMITED')).toBe(true);
  expect(share('Example Care Homes', 'EXAMPLE BUILDING SUPPLIES LIMITED')).toBe(false);
});

test('the shorter names that a name contains are looked up as names of their own', () => {
  expect(shorterNameKeys('Example Yorkshire Ltd')).toContain(blockingKeys('EXAMPLE LIMITED')[0]);
  expect(shorterNameKeys('Example Ltd')).toEqual([]);
});

test('a name of usual length is filed under few keys', () => {
  expect(blockingKeys('EXAMPLE CARE HOMES LIMITED')).toHaveLength(6);
  expect(blockingKeys('A B C D E F G H I J K L LIMITED')).toHaveLength(2);
});

test('blocks of neighbours are dropped when large, blocks of equal names never', () => {
  expect(isUsableBlock('~CARE HOMES', 16)).toBe(true);
  expect(isUsableBlock('~CARE HOMES', 17)).toBe(false);
  expect(isUsableBlock('^CARE HMS', 65)).toBe(false);
  expect(isUsableBlock('=EXAMPLE', 100_000)).toBe(true);
  expect(isCrowdedBlock('~CARE HOMES', 17)).toBe(true);
  expect(isCrowdedBlock('~CARE', 17)).toBe(false);
});
