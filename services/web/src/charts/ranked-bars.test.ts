import { expect, test } from 'vitest';
import { drawRankedBars } from './ranked-bars.ts';

const bars = [
  {
    label: 'Example Care & Homes Limited of a very long name indeed that no phone can hold',
    value: 40,
    words: '40 councils',
  },
  { label: 'Example Paving Ltd', value: 10, words: '10 councils' },
  { label: 'Example Spoons Ltd', value: 0, words: '0 councils' },
];
const drawn = drawRankedBars({ title: 'Councils', description: 'The longest first.', bars });

test('the longest bar is as wide as the picture, the others in proportion, and one of nothing is not there', () => {
  const widths = [...drawn.wide.matchAll(/width="(\d+)" height="14" fill="#0b5c7a"/g)].map(([, width]) =>
    Number(width),
  );
  expect(widths).toEqual([680, 170, 0]);
});

test('says in words what it shows, and holds no mark-up of names', () => {
  expect(drawn.wide).toContain('aria-label="Councils. The longest first."');
  expect(drawn.wide).toContain('Care &amp; Homes');
});

test('a name is cut where what is written beside it begins, on a phone sooner', () => {
  expect(drawn.wide).toContain('that no phone can hold<');
  expect(drawn.narrow).toContain('Example Care &amp; Homes Limit…<');
});
