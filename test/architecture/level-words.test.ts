import { readFileSync } from 'node:fs';
import path from 'node:path';
import { noLevelWords } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { clone, filesBelow } from './clone.ts';

/** What a text prints in place of a level in words of its own. */
function ownWords(text: string): readonly string[] {
  return [...text.matchAll(/\bNot (?:assessed|scored|looked at)\b[^'"`<{]*/g)].map(([found]) => found);
}

/** Where they are worded. */
const HOME = 'packages/domain/src/level.ts';
/** A month’s spend by whether its payees were looked at in time: a column of its own. */
const OF_PAYMENTS = ['Not looked at in time'];

test('what stands in place of a level is worded once, and taken from there by every page, mail and screen', () => {
  const files = [...filesBelow('packages'), ...filesBelow('services')].filter(
    (file) => /\/src\/.*\.(?:ts|njk)$/.test(file) && !file.endsWith('.test.ts') && file !== HOME,
  );
  const found = files.flatMap((file) =>
    ownWords(readFileSync(path.join(clone, file), 'utf8'))
      .filter((words) => !OF_PAYMENTS.includes(words))
      .map((words) => `${file}: ${words}`),
  );
  expect(files.length).toBeGreaterThan(500);
  expect(found).toEqual([]);
  expect(ownWords("return 'Not assessed';")).toEqual(['Not assessed']);
});

test('the guide says what each of the words means', () => {
  const guide = readFileSync(path.join(clone, 'CONTRIBUTING.md'), 'utf8');
  for (const words of [...Object.values(noLevelWords), 'Not looked at'])
    expect(guide).toContain(`*${words}*`);
});
