import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import nunjucks from 'nunjucks';
import { expect, test } from 'vitest';
import { openTemplates } from './page-templates.ts';

const folder = path.join(import.meta.dirname, 'templates');
const files = readdirSync(folder).filter((file) => file.endsWith('.njk'));
const templates = openTemplates(folder, [], {});
const textOf = (file: string) => readFileSync(path.join(folder, file), 'utf8');

/** The names of filters in a template that pages do not have: found without a page on which they would be used. */
function unknownFilters(text: string): readonly string[] {
  const program = nunjucks.precompileString(text, { name: 'page', env: templates });
  const names = [...program.matchAll(/env\.getFilter\("(\w+)"\)/g)].map(([, name = '']) => name);
  return names.filter((name) => {
    try {
      templates.getFilter(name);
      return false;
    } catch {
      return true;
    }
  });
}

/** Macros of another file that a template calls and that are not there. */
function unknownMacros(text: string): readonly string[] {
  const imports = [...text.matchAll(/{% import "([\w-]+\.njk)" as (\w+) %}/g)];
  const of = new Map([
    ['parts', 'parts.njk'],
    ...imports.map(([, file = '', as = '']) => [as, file] as const),
  ]);
  return [...of].flatMap(([as, file]) => {
    const known = new Set([...textOf(file).matchAll(/{% macro (\w+)/g)].map(([, name]) => name));
    const called = [...text.matchAll(new RegExp(`\\b${as}\\.(\\w+)\\(`, 'g'))].map(([, name = '']) => name);
    return called.filter((name) => !known.has(name)).map((name) => `${as}.${name}`);
  });
}

test.each(files)(
  '%s uses no filter and no macro that there is not, on whichever page it would show',
  (file) => {
    expect([...unknownFilters(textOf(file)), ...unknownMacros(textOf(file))]).toEqual([]);
  },
);

test('a filter and a macro that are not there are found where no page has used them yet', () => {
  expect(unknownFilters('{% if false %}{{ 1 | neverHeard }}{% endif %}{{ 1 | day }}')).toEqual([
    'neverHeard',
  ]);
  expect(unknownMacros('{{ parts.level(null) }}{{ parts.never(1) }}')).toEqual(['parts.never']);
});

/** Sums that a template writes itself and whose VAT basis it does not say within reach. */
function sumsWithoutBasis(text: string): readonly string[] {
  return [...text.matchAll(/{{[^}]*\| (?:pounds|wholePounds|poundsShort)\b[^}]*}}/g)]
    .filter(({ index }) => !/\bVAT\b|\| vat\b/.test(text.slice(Math.max(0, index - 120), index + 120)))
    .map(([found]) => found);
}

/** What people say a failure cost or saved, as they wrote it: no sum of contracts or payments. */
const RECORDED = '{{ one.pence | pounds }}';

test.each(files)('%s says of every sum that it writes how it stands to VAT', (file) => {
  const found = sumsWithoutBasis(textOf(file));
  expect(file === 'alert.njk' ? found.filter((one) => one !== RECORDED) : found).toEqual([]);
});

test('a sum without its basis is found', () => {
  expect(sumsWithoutBasis('of {{ value.pence | pounds }}</span>')).toEqual(['{{ value.pence | pounds }}']);
  expect(sumsWithoutBasis('{{ value.pence | pounds }} {{ value.vat | vat }}')).toEqual([]);
});
