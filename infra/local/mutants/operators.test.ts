import { describe, expect, test } from 'vitest';
import { mutantsOf, withMutant } from './operators.ts';

function changed(text: string): string[] {
  return mutantsOf('query.ts', text).map((mutant) => `${mutant.operator}: ${withMutant(text, mutant)}`);
}

describe('the operators of mutants', () => {
  test('change a term of the query builder and drop it', () => {
    expect(changed(`db.where('paid_on', '<=', asOf)`)).toEqual([
      'dropped term: db',
      `comparison: db.where('paid_on', '<', asOf)`,
    ]);
    expect(changed(`db.where('replaced_by', 'is', null)`)).toContain(
      `is null: db.where('replaced_by', 'is not', null)`,
    );
  });

  test('turn a join and an order', () => {
    expect(changed(`db.innerJoin('council', 'gss', 'council')`)).toEqual([
      `join side: db.leftJoin('council', 'gss', 'council')`,
    ]);
    expect(changed(`db.orderBy('id', 'desc').orderBy('name')`)).toEqual([
      `order: db.orderBy('id').orderBy('name')`,
      `order: db.orderBy('id', 'desc').orderBy('name', 'desc')`,
    ]);
  });

  test('leave a join to what a foreign key points at, which a left join would find too', () => {
    expect(changed(`db.innerJoin('award', 'award.id', 'award_buyer.award_id')`)).toEqual([]);
    expect(changed(`db.innerJoin('mention as said', 'said.id', 'look.mention_id')`)).toEqual([]);
    expect(changed(`db.innerJoin('award_buyer', 'award_buyer.award_id', 'award.id')`)).toHaveLength(1);
    expect(changed('sql`from look join mention on mention.id = look.mention_id`')).not.toContainEqual(
      expect.stringContaining('join side'),
    );
    expect(changed('sql`from look join mention said on look.mention_id = said.id`')).not.toContainEqual(
      expect.stringContaining('join side'),
    );
    expect(changed('sql`from mention join look on look.mention_id = mention.id`')).toContainEqual(
      expect.stringContaining('join side'),
    );
  });

  test('change what SQL says, and no other text', () => {
    const text = 'sql`select max(id) from a join b on true where x = ${y} and not z or w is null order by x`';
    expect(changed(text).map((line) => line.split(':')[0])).toEqual([
      'comparison',
      'join side',
      'comparison',
      'and/or',
      'and/or',
      'is null',
      'order',
    ]);
    expect(changed('html`a = b and c`')).toEqual([]);
  });

  test('reach numbers, roles and conditions of code, and leave types alone', () => {
    expect(changed('addMonths(first, -24)')).toEqual([
      'number or interval: addMonths(first, -25)',
      'number or interval: addMonths(first, -23)',
    ]);
    expect(changed(`open({ role: 'tocsin_web' })`)).toEqual([`role: open({ role: 'tocsin_worker' })`]);
    expect(changed('const a = b && c < d;')).toEqual([
      'and/or: const a = b || c < d;',
      'comparison: const a = b && c <= d;',
    ]);
    expect(changed('type A = { n: 24; role: "tocsin_web" };')).toEqual([]);
  });

  test('name the functions around a change', () => {
    const text = `function findSpend() { const keep = (x) => x < 3; return keep(1); }`;
    expect(mutantsOf('query.ts', text)[0]?.within).toEqual(['keep', 'findSpend']);
  });
});
