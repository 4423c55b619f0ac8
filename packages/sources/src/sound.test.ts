import type { Item } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { openPage } from './html.ts';
import { shortened, sound, soundItems } from './sound.ts';
import { RETRIEVED_AT } from './testing.ts';
import { UnreadableDocument } from './unreadable.ts';

test('two long texts that begin alike stay two when they are shortened', () => {
  const [one, other] = ['a', 'b'].map((end) => shortened(`${'x'.repeat(6_686)}${end}`, 500));
  expect(one).toHaveLength(500);
  expect(other).toHaveLength(500);
  expect(one).not.toBe(other);
});

test('a NUL is left out and half of a character is shown as unknown, wherever they stand', () => {
  const said = { titles: ['a\0b'], about: { name: 'Example\uD800 Ltd' } };
  expect(sound(said)).toEqual({ titles: ['ab'], about: { name: 'Example\uFFFD Ltd' } });
  const plain = { titles: ['ab', '😀'] };
  expect(sound(plain)).toBe(plain);
});

test('an item of the year 275760 is refused with the date, and what stands beside it is kept', () => {
  const ignored: Item = { item: '1', outcome: 'ignored', reason: 'not for us' };
  const looked = { topics: [], about: { name: 'A', ref: null, printedRef: null, postcode: null } };
  const far: Item = { ...ignored, item: '2', looks: [{ ...looked, at: '+275760-09-13T00:00:00.000Z' }] };
  expect([...soundItems(() => [ignored, far], RETRIEVED_AT)]).toEqual([
    ignored,
    { item: '2', outcome: 'refused', reason: 'a date that cannot be: “+275760-09-13T00:00:00.000Z”' },
  ]);
});

const observed = (publishedAt: string): Item => ({
  item: '1',
  outcome: 'observed',
  observations: [
    {
      source: 'a',
      ref: '1',
      version: publishedAt,
      occurredOn: null,
      publishedAt,
      url: 'https://example.org/1',
      quote: null,
      about: null,
      content: {
        kind: 'accounts-filed',
        madeUpTo: '2025-12-31',
        filedOn: '2026-09-30',
        dueOn: null,
        type: null,
        machineReadable: null,
      },
    },
  ],
});

test('what is dated for a day that had not come when it was read is refused, and does not wait in silence', () => {
  const withdrawn: Item = {
    item: '1',
    outcome: 'withdrawn',
    withdrawals: [{ source: 'a', ref: '1', version: '1', publishedAt: '2062-11-27T09:30:00.000Z', url: '' }],
  };
  for (const item of [observed('2062-11-27T09:30:00.000Z'), withdrawn])
    expect([...soundItems(() => [item], RETRIEVED_AT)]).toEqual([
      { item: '1', outcome: 'refused', reason: 'published on 2062-11-27, a day that has not come' },
    ]);
  // A day or two ahead, as clocks and zones and what is dated for tomorrow are.
  const near = observed('2026-11-24T09:30:00.000Z');
  expect([...soundItems(() => [near], RETRIEVED_AT)]).toEqual([near]);
});

test('what goes wrong in reading a document makes it unreadable, and says why', () => {
  const fails = () => {
    throw new TypeError('nobody foresaw this');
  };
  expect(() => [...soundItems(fails, RETRIEVED_AT)]).toThrow(UnreadableDocument);
  expect(() => [...soundItems(fails, RETRIEVED_AT)]).toThrow('nobody foresaw this');
});

test('a page nested 200,000 deep is refused before anything is made of it; siblings are no depth', () => {
  expect(() => openPage('<div>'.repeat(200_000))).toThrow('nested more than 2000 deep');
  expect(openPage('<p>a<br>'.repeat(3_000))('p')).toHaveLength(3_000);
});
