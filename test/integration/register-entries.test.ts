import { findCompanies } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

test('where no register is loaded a company’s entry is what was looked up of it; who was not looked up has none', async () => {
  await rows.supplier('LOOKED UP LTD', '99000001', {
    status: 'active',
    previous_names: ['BEFORE LTD'],
    postcode: 'LS1 4DL',
  });
  await rows.supplier('NAMED ONLY LTD', '99000002');
  await rows.supplier('LOOKED UP TOO LTD', '99000003', { status: 'active' });
  const found = await findCompanies(rows.db, ['99000001', '99000002', '99000004']);
  expect([...found.keys()]).toEqual(['99000001']);
  expect(found.get('99000001')).toMatchObject({ name: 'LOOKED UP LTD', formerNames: ['BEFORE LTD'] });
});
