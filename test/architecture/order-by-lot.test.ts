import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { clone, filesBelow } from './clone.ts';

// The ids of these rows are drawn by lot: what is put in order by them first of all stands in none. Rows are in the
// order in which they were written by `nth`; a list that goes on from the id before it, and locks, may follow the lots.

const migrations = filesBelow('packages/db/src/schema/migrations').map(read);

/** The tables whose ids are drawn, as the migrations say. */
const byLot = migrations.flatMap((text) =>
  text.includes('CREATE FUNCTION opaque_number')
    ? [...(/const counted = \[([^\]]*)\]/.exec(text)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
        ([, table]) => table,
      )
    : text
        .split(/CREATE TABLE /)
        .slice(1)
        .filter((table) => table.slice(0, table.indexOf(';')).includes('DEFAULT opaque_number('))
        .map((table) => /^\w+/.exec(table)?.[0]),
);

const TABLE = `(?:${byLot.join('|')})`;
/** Columns in which such an id stands. */
const KEY = String.raw`(?:\w+\.)?(?:(?:supplier|alert|mention|person|letter|delivery|recipient|upload)_)id`;
const BUILT_BY_KEY = new RegExp(
  String.raw`\.selectFrom\((?:(?!\.execute|\.orderBy|selectFrom|distinctOn|\.where\('${KEY}', '>')[^])*\.orderBy\('${KEY}'(?!\)\s*\.for\w*Update\()`,
  'g',
);
const BUILT = new RegExp(
  String.raw`\.selectFrom\('${TABLE}'\)(?:(?!\.execute|\.orderBy|selectFrom|\.where\('(?:\w+\.)?id', '>')[^])*\.orderBy\('(?:\w+\.)?id'(?!\)\s*\.for\w*Update\()`,
  'g',
);
const WRITTEN = new RegExp(
  String.raw`\bfrom ${TABLE}\b(?:(?!\border by|\bfrom |\x60)[^])*\border by (?:\w+\.)?id\b(?!(?: limit [^\s]+)? for )`,
  'gi',
);

const queries = filesBelow('packages/db/src').filter(
  (file) => file.endsWith('.ts') && !file.includes('/migrations/') && !file.endsWith('.test.ts'),
);

function read(file: string): string {
  return readFileSync(path.join(clone, file), 'utf8');
}

function inOrderOfLots(text: string): readonly string[] {
  return [BUILT, BUILT_BY_KEY, WRITTEN].flatMap((order) => [...text.matchAll(order)]).map(([found]) => found);
}

describe('rows whose ids are drawn by lot', () => {
  test('are those of more than twenty tables, the newest among them', () => {
    expect(byLot).toContain('alert');
    expect(byLot).toContain('own_payee');
    expect(byLot.length).toBeGreaterThan(24);
  });

  test.each([
    "db.selectFrom('alert').select(['id']).where('council', '=', gss).orderBy('id').limit(5)",
    "trx\n    .selectFrom('register_line')\n    .selectAll()\n    .orderBy('register_line.id', 'desc')",
    "db.selectFrom('alert').select('supplier_id').distinct().orderBy('supplier_id')",
    'sql`select id from mention where ref is null order by id`',
    'sql`select mention.id from mention join observation on mention_id = mention.id order by mention.id desc limit 1`',
  ])('would be caught in the order of their lots: %s', (planted) => {
    expect(inOrderOfLots(planted)).toHaveLength(1);
  });

  test.each([
    "db.selectFrom('alert').select(['id']).orderBy('nth').orderBy('id')",
    "db.selectFrom('mention').select(['id']).where('id', '>', after).orderBy('id').limit(limit)",
    "db.selectFrom('outbox').select(['id']).orderBy('id')",
    "trx.selectFrom('delivery').select(['id']).orderBy('id')\n    .forUpdate()",
    'sql`select id from supplier where id = any(${ids}) order by id for no key update`',
    "db.selectFrom('assessment').distinctOn('supplier_id').selectAll().orderBy('supplier_id').orderBy('as_of', 'desc')",
    'sql`select id from mention order by nth limit 5`',
  ])('may stand so: %s', (innocent) => {
    expect(inOrderOfLots(innocent)).toEqual([]);
  });

  test('are put in order by something else, whatever asks for them', () => {
    const found = queries.flatMap((file) => inOrderOfLots(read(file)).map((query) => `${file}: ${query}`));
    expect(found).toEqual([]);
  });
});
