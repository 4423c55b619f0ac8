import { asCouncil, loadRegister, openDatabase, saveRegister, searchSuppliers, type Db } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findNamed } from '../../services/web/src/pages/search.ts';
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

test('the name as a register of contracts writes it finds the company, and who bears another one like it', async () => {
  await loadRegister(worker, '2026-11', companies());
  const number = '99000011';
  const [{ id }] = (await worker
    .insertInto('supplier')
    .values({ name: 'LAPWING CATERING LIMITED', supplies_publicly: true, postcode: 'LS1 4DL' })
    .returning('id')
    .execute()) as [{ id: string }];
  await worker
    .insertInto('supplier_ref')
    .values({ scheme: 'GB-COH', ref: number, supplier_id: id })
    .execute();
  await worker
    .insertInto('mention')
    .values({ name: 'Green Plate Lunches', supplier_id: id, outcome: 'matched', reason: '' })
    .execute();
  const found = async (q: string) => {
    const request = { person: { council: councilB } } as unknown as Parameters<typeof findNamed>[1];
    const ports = {
      db: web,
      sources: [],
      isSet: () => false,
      now: () => new Date('2026-11-23T12:00:00Z'),
    } as unknown as Parameters<typeof findNamed>[0];
    const { suppliers, companies } = await findNamed(ports, request, q, '2026-11-23');
    return [suppliers.map((one) => one.number), companies.map((one) => `${one.name}, ${one.status}`)];
  };
  const north = ['LAPWING CATERING NORTH LIMITED, Liquidation'];
  for (const printed of ['Lapwing Catering Ltd', 'LAPWING CATERING LIMITED', 'Lapwing Catering North'])
    expect([printed, await found(printed)]).toEqual([printed, [[number], north]]);
  expect((await found('Lapwing Caterring plc'))[0]).toEqual([number]);
  expect(await found('Larkrise Meals Ltd')).toEqual([[number], []]);
  expect(await found('green plate  lunches')).toEqual([[number], []]);
  expect(await found('ls1 4dl')).toEqual([[number], []]);
  expect(await found('Heronsgate Respite Services')).toEqual([[], []]);
});

/** What the register prints of two companies with names alike, one of which was called otherwise. */
async function* companies() {
  const company = { postcode: null, sicCodes: [], previousNames: [] };
  yield [
    {
      ...company,
      number: '99000011',
      name: 'LAPWING CATERING LIMITED',
      status: 'Active',
      previousNames: ['LARKRISE MEALS LIMITED'],
    },
    { ...company, number: '99000012', name: 'LAPWING CATERING NORTH LIMITED', status: 'Liquidation' },
  ];
}
