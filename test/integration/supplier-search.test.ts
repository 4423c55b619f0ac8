import { asCouncil, openDatabase, saveRegister, searchSuppliers, type Db } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';

const NUMBER = '99000007';
let database: FreshDatabase;
let worker: Db;
let web: Db;
let supplier: string;

beforeAll(async () => {
  database = await freshDatabase();
  worker = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 2 });
  await saveTestCouncils(worker);
  supplier = await worker.transaction().execute(async (trx) => {
    const upload = await saveRegister(trx, {
      council: councilA.gss,
      fileName: 'contracts.csv',
      sha256: 'a'.repeat(64),
      uploadedBy: 'officer',
      columns: null,
      lines: [
        {
          row: 2,
          supplierName: 'Heronsgate Respite Services',
          printedRef: `GB-COH-${NUMBER}`,
          ref: null,
          title: 'Respite care',
          valuePence: null,
          vat: 'unknown',
          startsOn: null,
          endsOn: null,
          criticality: 'unknown',
          owner: null,
          service: null,
          regime: 'unknown',
          details: {},
        },
      ],
    });
    const { id } = await trx
      .insertInto('supplier')
      .values({ name: NUMBER })
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx.insertInto('supplier_ref').values({ scheme: 'GB-COH', ref: NUMBER, supplier_id: id }).execute();
    await trx
      .updateTable('register_line')
      .set({ supplier_id: id, match_outcome: 'matched' })
      .where('upload_id', '=', upload)
      .execute();
    return id;
  });
});
afterAll(async () => {
  await web.destroy();
  await worker.destroy();
  await database.drop();
});

test('a supplier that only a council’s own register names is found by that name by this council alone', async () => {
  const found = (council: string, query: string) =>
    asCouncil(web, council, (trx) => searchSuppliers(trx, query, 10));
  expect(await found(councilA.gss, 'heronsgate')).toEqual([supplier]);
  expect(await found(councilB.gss, 'heronsgate')).toEqual([]);
  expect(await searchSuppliers(web, 'heronsgate', 10)).toEqual([]);
  expect(await searchSuppliers(worker, 'heronsgate', 10)).toEqual([]);
  expect(await found(councilA.gss, NUMBER)).toEqual([supplier]);
  expect(await found(councilB.gss, NUMBER)).toEqual([]);
});
