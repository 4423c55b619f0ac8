import { councilItself, EVERYBODY, findCompanies, type Asker } from '@tocsin/db';
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
  const found = await findCompanies(rows.db, ['99000001', '99000002', '99000004'], EVERYBODY);
  expect([...found.keys()]).toEqual(['99000001']);
  expect(found.get('99000001')).toMatchObject({ name: 'LOOKED UP LTD', formerNames: ['BEFORE LTD'] });
});

test('whom only some councils follow is looked up for them alone, and not by the paper that is looked up', async () => {
  const [ours, theirs] = [await rows.council(), await rows.council()];
  const followed = (number: string) =>
    rows.supplier('FOLLOWED LTD', number, { status: 'active', supplies_publicly: false });
  const [listed, told] = [await followed('99000011'), await followed('99000012')];
  const upload = await rows.upload(ours);
  await rows.line(upload, { supplier_name: 'Followed Ltd', supplier_id: listed });
  await rows.alert(ours, told);
  const found = async (asker: Asker) =>
    [...(await findCompanies(rows.db, ['99000011', '99000012'], asker)).keys()].toSorted();
  expect(await found(councilItself(ours))).toEqual(['99000011', '99000012']);
  expect(await found({ council: ours, uploadId: upload, fileId: null })).toEqual(['99000012']);
  expect(await found(councilItself(theirs))).toEqual([]);
  expect(await found(EVERYBODY)).toEqual([]);
});
