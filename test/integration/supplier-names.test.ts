import {
  findSupplierByKey,
  findSupplierCards,
  findSupplierNames,
  searchSuppliers,
  asCouncil,
} from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';
import { watchAt } from '../support/watch.ts';

const TODAY = '2026-11-23';
let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

const refer = (supplier: string, scheme: string, ref: string) =>
  rows.db.insertInto('supplier_ref').values({ scheme, ref, supplier_id: supplier }).execute();

test('a supplier has the status of its profile, else that of the register of companies under its number', async () => {
  const company = (number: string) =>
    rows.db
      .insertInto('register_company')
      .values({ number, name: number, postcode: null, status: 'Liquidation' })
      .execute();
  for (const number of ['99000001', '99000002', '99000003']) await company(number);
  const [read, listed, charity, unknown] = [
    await rows.supplier('Read', '99000001', { status: 'active' }),
    await rows.supplier('Listed', '99000002'),
    await rows.supplier('Charity'),
    await rows.supplier('Unknown'),
  ];
  await refer(charity, 'GB-CHC', '99000003');
  const names = await findSupplierNames(rows.db, [read, listed, charity, unknown]);
  const shown = [read, listed, charity, unknown].map((id) => {
    const { key, number, status } = names.get(id)!;
    return [key, number, status];
  });
  expect(shown).toEqual([
    ['99000001', '99000001', 'active'],
    ['99000002', '99000002', 'liquidation'],
    ['GB-CHC-99000003', null, null],
    [unknown, null, null],
  ]);
});

test('a supplier that nobody named publicly bears for a council the name of its own register, the newest', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const nameless = await rows.supplier('99000011', '99000011');
  const named = await rows.supplier('PUBLIC NAME LTD', '99000012');
  const [upload, theirs] = [await rows.upload(council), await rows.upload(other)];
  for (const supplier of [nameless, named]) {
    await rows.line(upload, { supplier_id: supplier, supplier_name: 'Earlier Ltd' });
    await rows.line(upload, { supplier_id: supplier, supplier_name: 'Ours Ltd' });
    await rows.line(theirs, { supplier_id: supplier, supplier_name: 'Theirs Ltd' });
  }
  const nameOf = async (id: string, ...reader: ['everybody' | 'own'] | []) =>
    (await findSupplierNames(rows.db, [id], ...reader)).get(id)?.name;
  expect(await nameOf(nameless)).toBe('99000011');
  expect(await nameOf(nameless, 'everybody')).toBe('99000011');
  const own = await asCouncil(rows.db, council, async (trx) => [
    (await findSupplierNames(trx, [nameless])).get(nameless)?.name,
    (await findSupplierNames(trx, [named])).get(named)?.name,
    (await findSupplierNames(trx, [nameless], 'everybody')).get(nameless)?.name,
  ]);
  expect(own).toEqual(['Ours Ltd', 'PUBLIC NAME LTD', '99000011']);
  const reader = (await findSupplierNames(rows.db, [nameless], other as never)).get(nameless);
  expect(reader?.name).toBe('Theirs Ltd');
});

test('a key is a company number, a number of another register, or our own', async () => {
  const company = await rows.supplier('Company', '99000021');
  const charity = await rows.supplier('Charity');
  await refer(charity, 'GB-CHC', '99000021');
  const alone = await rows.supplier('Alone');
  expect(await findSupplierByKey(rows.db, '99000021')).toBe(company);
  expect(await findSupplierByKey(rows.db, 'GB-CHC-99000021')).toBe(charity);
  expect(await findSupplierByKey(rows.db, alone)).toBe(alone);
  expect(await findSupplierByKey(rows.db, '9'.repeat(19))).toBe(undefined);
  expect(await findSupplierByKey(rows.db, 'no key')).toBe(undefined);
});

test('a card tells the newest assessment for a day not after the one that is asked for', async () => {
  const supplier = await rows.supplier('Assessed');
  const nobody = await rows.supplier('Not assessed');
  const assessed = (as_of: string, score: number, band: 'low' | 'watch' | 'severe') =>
    rows.assessment(supplier, { as_of, score, raw_score: score, band, own_band: band });
  await assessed(TODAY, 40, 'watch');
  await assessed(TODAY, 60, 'severe');
  await assessed('2026-11-22', 10, 'watch');
  await assessed('2026-11-21', 5, 'low');
  await assessed('2026-11-24', 80, 'severe');
  const cardOn = async (day: string, id = supplier) => {
    const cards = await findSupplierCards(rows.db, [id], day, watchAt(`${TODAY}T12:00:00Z`));
    const { level, score, assessedFor } = cards.get(id)!;
    return [level, score, assessedFor];
  };
  expect(await cardOn(TODAY)).toEqual(['severe', 60, TODAY]);
  expect(await cardOn('2026-11-22')).toEqual(['watch', 10, '2026-11-22']);
  expect(await cardOn('2026-11-21')).toEqual(['not-enough-known', null, '2026-11-21']);
  expect(await cardOn('2026-11-20')).toEqual([null, null, null]);
  expect(await cardOn(TODAY, nobody)).toEqual([null, null, null]);
});

test('whoever has the number comes first, then the closest names, then by name', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const [longer, exact, former, numbered, sameName] = [
    await rows.supplier('Zebra Crossing Supplies Ltd', '99000031'),
    await rows.supplier('Zebra', '99000032'),
    await rows.supplier('Horse', '99000033', { previous_names: ['Old Zebra'] }),
    await rows.supplier('A Number', '00099034'),
    await rows.supplier('Zebra', '99000035'),
  ];
  const own = await rows.supplier('Mule', '99000036');
  await rows.line(await rows.upload(council), { supplier_id: own, supplier_name: 'Zebra of ours' });
  const theirs = await rows.supplier('Donkey', '99000037');
  await rows.line(await rows.upload(other), { supplier_id: theirs, supplier_name: 'Zebra of theirs' });
  expect(await searchSuppliers(rows.db, 'zebra', 10)).toEqual([exact, sameName, longer, former]);
  expect(await searchSuppliers(rows.db, 'zebra', 2)).toEqual([exact, sameName]);
  expect(await asCouncil(rows.db, council, (trx) => searchSuppliers(trx, 'zebra', 10))).toEqual([
    exact,
    sameName,
    longer,
    former,
    own,
  ]);
  expect(await searchSuppliers(rows.db, '99034', 10)).toEqual([numbered]);
  const called = await rows.supplier('About 00099034 things');
  expect(await searchSuppliers(rows.db, '00099034', 10)).toEqual([numbered, called]);
  const charity = await rows.supplier('A Charity');
  await refer(charity, 'GB-CHC', '209131-1');
  expect(await searchSuppliers(rows.db, '209131-1', 10)).toEqual([charity]);
  expect(await searchSuppliers(rows.db, '_ebra', 10)).toEqual([]);
});
