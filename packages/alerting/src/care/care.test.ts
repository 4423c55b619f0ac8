import { expect, test } from 'vitest';
import { careLaw, failureWords } from './law.ts';
import { careNotice, careNoticeText } from './notification.ts';

test('every sentence of the law has its source and the day on which it was read', () => {
  for (const { says, source, asAt } of careLaw) {
    expect(source.url).toMatch(/^https:\/\/www\.legislation\.gov\.uk\//);
    expect(asAt).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(says.length).toBeGreaterThan(60);
  }
});

test.each([
  ['administration', true],
  ['winding-up-order', true],
  ['creditors-voluntary-liquidation', true],
  ['company-voluntary-arrangement', true],
  ['receivership', true],
  ['winding-up-petition', false],
  ['moratorium', false],
  ['solvent-winding-up', false],
  ['strike-off', false],
])('%s is business failure: %s', (family, is) => {
  const words = failureWords(family, 'It', '20 November 2026');
  expect(words.startsWith('It, 20 November 2026: ')).toBe(true);
  expect(words.includes('not business failure')).toBe(!is);
});

test('a proceeding of a kind that is not known is said to be neither', () => {
  expect(failureWords('unspecified-insolvency', 'Shown as in liquidation', null)).toBe(
    'Shown as in liquidation: which proceeding it is decides whether this is business failure, and is not known.',
  );
});

const notice = {
  council: 'Surrey County Council',
  on: '2026-11-30',
  provider: { name: 'Example Care Homes Ltd', number: '99000001' },
  onRecord: [],
  homes: [
    { name: 'Example House', places: 42, rating: 'Good' },
    { name: 'Example Lodge', places: null, rating: 'not rated' },
  ],
  elsewhere: 1,
  share: null,
  listsOf: '2026-11-01',
};

test('the form is filled with what is known, and leaves to people what only they can say', () => {
  const lines = careNotice(notice);
  const known = (label: string) => lines.find((one) => one.label === label)?.known;
  expect(known('Homes in our area')).toBe(
    'Example House (42 places, Good); Example Lodge (places not given, not rated)',
  );
  expect(known('On the public record')).toBe('No formal proceeding is on record.');
  expect(known('Share of the places in care homes here')).toBeNull();
  expect(known('Does the duty of section 48 of the Care Act 2014 apply, and from when')).toBeNull();
  expect(known('People whom we fund there')).toBeNull();
  const text = careNoticeText(lines);
  expect(text).toContain('Council:\n  Surrey County Council\n');
  expect(text).toContain('From:\n  ________________\n');
});
