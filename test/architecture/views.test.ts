import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { clone, filesBelow } from './clone.ts';

const COLUMN = /\.[a-z]+(?:_[a-z]+)+\b/;
const templates = filesBelow('services/web/src/templates').filter((file) => file.endsWith('.njk'));
const views = ['alerting', 'exposure', 'scoring']
  .flatMap((name) => filesBelow(`packages/${name}/src`))
  .filter((file) => file.endsWith('-view.ts'));

function columnsIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => COLUMN.test(line));
}

function read(file: string): string {
  return readFileSync(path.join(clone, file), 'utf8');
}

describe('what is shown', () => {
  test('is a view: no template names a column of the database', () => {
    expect(templates.length).toBeGreaterThan(20);
    expect(templates.filter((file) => columnsIn(read(file)).length > 0)).toEqual([]);
  });

  test('would be caught by the name of a column', () => {
    expect(columnsIn('{{ alert.as_of | day }}')).toHaveLength(1);
    expect(columnsIn('<p class="alert-row__line">{{ alert.asOf | day }}</p>')).toEqual([]);
  });

  test.each(views)('%s has a schema and a pure function that makes it', (file) => {
    expect(read(file)).toMatch(/export const \w+View = /);
    expect(read(file)).toMatch(/export function viewOf\w+\(/);
  });
});

describe('the database', () => {
  test('words nothing: no query writes a sentence for people to read', () => {
    const queries = filesBelow('packages/db/src').filter(
      (file) => file.endsWith('.ts') && !file.includes('/migrations/') && !file.endsWith('.test.ts'),
    );
    const worded = queries.filter((file) => /'(?:We|Your|Of all|Printed|Matched) /.test(read(file)));
    expect(worded).toEqual([]);
  });
});
