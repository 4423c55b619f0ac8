import { findAsKnownTo, tieOwn } from '@tocsin/db';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

let rows: Rows;
beforeEach(async () => {
  rows = await openRows();
});
afterEach(() => rows.close());

/** What only those know who follow the number: its name too, for it was asked for because of them. */
const PRIVATE = 'EXAMPLE HERONSGATE LTD';

/** A company that papers of one council have named. */
async function followed(number: string): Promise<string> {
  return rows.supplier(PRIVATE, number, { supplies_publicly: false, followed: true });
}

async function knownAs(base: string): Promise<{ readonly id: string; readonly name: string }> {
  const council = await rows.council();
  const known = await rows.worker.transaction().execute((trx) => findAsKnownTo(trx, council, [base]));
  const id = known.get(base) ?? '';
  return { id, name: await nameOf(id) };
}

async function nameOf(id: string): Promise<string> {
  const { name } = await rows.db
    .selectFrom('supplier')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return name;
}

async function notice(base: string, number: string, name: string): Promise<string> {
  const mention = await rows.mention(name, {
    scheme: 'GB-COH',
    ref: number,
    supplier_id: base,
    outcome: 'matched',
  });
  const document = await rows.document();
  await rows.observation({ mention_id: mention, document_id: document, source_id: 'gazette-insolvency' });
  return mention;
}

test('a number that nobody has named in public is called by its number, whatever others read of it', async () => {
  expect((await knownAs(await followed('99000011'))).name).toBe('99000011');
});

test('a number on the register of companies is called as it stands there', async () => {
  await rows.db
    .insertInto('register_company')
    .values({ number: '99000012', name: 'EXAMPLE BRAVO HOMES LTD', postcode: null, status: 'Active' })
    .execute();
  expect((await knownAs(await followed('99000012'))).name).toBe('EXAMPLE BRAVO HOMES LTD');
});

test('a number that notices name is called as the first of them prints it, before it is handed in or after', async () => {
  const before = await followed('99000013');
  await notice(before, '99000013', 'EXAMPLE CHARLIE HOMES LTD');
  await notice(before, '99000013', 'Example Charlie Homes');
  expect((await knownAs(before)).name).toBe('EXAMPLE CHARLIE HOMES LTD');
  const base = await followed('99000014');
  const own = await knownAs(base);
  const mention = await notice(base, '99000014', 'EXAMPLE DELTA HOMES LTD');
  await rows.worker.transaction().execute((trx) => tieOwn(trx, { mentionIds: [mention] }));
  expect([own.name, await nameOf(own.id)]).toEqual(['99000014', 'EXAMPLE DELTA HOMES LTD']);
});
