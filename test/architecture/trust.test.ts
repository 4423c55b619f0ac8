import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readKeptFigures } from '../support/faults-figures.ts';
import { trustPage, trustTests } from '../support/trust/page.ts';
import type { TrustTest } from '../support/trust/trust-test.ts';
import { clone } from './clone.ts';

/** What an entry names that is not there: a file, a test of it by its name, code that insists on a figure. */
function notThere({ number, heldBy, asserted }: TrustTest): readonly string[] {
  const sources = new Map(
    heldBy.flatMap(({ file }) => {
      const place = path.join(clone, file);
      return existsSync(place) ? [[file, readFileSync(place, 'utf8')] as const] : [];
    }),
  );
  const names = heldBy.flatMap(({ file, tests }) => {
    const source = sources.get(file);
    if (source === undefined) return [file];
    return tests.filter((name) => !isTestOf(source, name)).map((name) => `${file}: ${name}`);
  });
  const codes = asserted
    .filter(({ code }) => ![...sources.values()].some((source) => source.includes(code)))
    .map(({ figure, code }) => `${figure}: ${code}`);
  return [...names, ...codes].map((what) => `${number}, ${what}`);
}

/** Whether a test bears this name: a string of the source, at which a call or a line of its own begins. */
function isTestOf(source: string, name: string): boolean {
  return [`'`, `"`, '`'].some((quote) =>
    [`(${quote}${name}${quote},`, `\n${quote}${name}${quote},`].some((start) =>
      source.replaceAll(/\n\s+/g, '\n').includes(start),
    ),
  );
}

describe('the page of the fifty faults and attacks', () => {
  test('says what the table says', async () => {
    await expect(trustPage(readKeptFigures())).toMatchFileSnapshot('../TRUST.md');
  });

  test('has each of the fifty once, in order', () => {
    expect(trustTests.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });

  test('names only tests and figures that are there', () => {
    expect(trustTests.flatMap(notThere)).toEqual([]);
  });

  test('calls nothing done or weak that no test holds, and nothing done without a figure', () => {
    const unheld = trustTests.filter(
      ({ standing, heldBy, asserted }) =>
        (standing !== 'missing' && heldBy.length === 0) || (standing === 'done' && asserted.length === 0),
    );
    expect(unheld).toEqual([]);
  });

  test('would be caught by a test that is renamed, a file that is gone and a figure that nobody insists on', () => {
    const file = 'test/architecture/trust.test.ts';
    const code = ['expect(none)', 'toBe(0)'].join('.');
    const renamed = ['a name', 'that no test bears'].join(' ');
    const planted = {
      number: 51,
      injected: '',
      passes: '',
      standing: 'done',
      heldBy: [
        { file, tests: ['has each of the fifty once, in order', renamed] },
        { file: 'test/gone.test.ts', tests: ['is there'] },
      ],
      asserted: [{ figure: 'none', code }],
    } as const;
    expect(notThere(planted)).toEqual([
      `51, ${file}: ${renamed}`,
      '51, test/gone.test.ts',
      `51, none: ${code}`,
    ]);
  });
});
