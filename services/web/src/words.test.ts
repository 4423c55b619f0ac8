import { expect, test } from 'vitest';
import { stretchWords } from './words.ts';

test('a whole month is called by its name, others by their days, the later first', () => {
  const september = { from: '2026-09-01', to: '2026-09-30' };
  const ends = { from: '2026-10-01', to: '2026-10-17' };
  const begins = { from: '2025-10-18', to: '2025-10-31' };
  expect(stretchWords([])).toBe('');
  expect(stretchWords([september])).toBe('September 2026');
  expect(stretchWords([ends, begins])).toBe('1 to 17 October 2026 and 18 to 31 October 2025');
  expect(stretchWords([ends, begins, september])).toBe(
    '1 to 17 October 2026, September 2026 and 18 to 31 October 2025',
  );
  expect(stretchWords([{ from: '2024-02-29', to: '2024-02-29' }])).toBe('29 February 2024');
});
