import {
  asCouncil,
  findCategories,
  findCouncilsWithRegister,
  findLinesInForce,
  findLookProgress,
  findMatchedNames,
  findOtherwiseNumbered,
  findOwnNames,
  findPlaces,
  findUnmatched,
  openFor,
  rematchUndecided,
  type Db,
} from '@tocsin/db';
import { GssCode, SupplierId } from '@tocsin/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

// Of the registers that a council has handed in one is in force at most. What it says counts, and nothing of one that was
// undone or still waits does, whoever asks.

const NOW = '2026-11-23T12:00:00.000Z';
const standings = {
  Undone: { undone_at: NOW },
  Valid: {},
  Waiting: { undone_at: NOW, waits: true },
} as const;
type Standing = keyof typeof standings;

let rows: Rows;
let web: Db;
let council: string;
/** The upload, and the supplier that it names, of each standing. */
const uploads: Partial<Record<Standing, string>> = {};
const suppliers: Partial<Record<Standing, string>> = {};
/** A mention of a payment under the name that a line of each prints with a number. */
const mentions: Partial<Record<Standing, string>> = {};
/** Whom the name of a line stands for elsewhere. */
const others: Partial<Record<Standing, string>> = {};
let nobody: string;

beforeAll(async () => {
  rows = await openRows();
  web = openFor('pages', rows.database.adminUrl, { max: 1 });
  council = await rows.council();
  nobody = await rows.council();
  for (const [at, standing] of (Object.keys(standings) as Standing[]).entries()) {
    const number = `9900000${at + 1}`;
    const supplier = await rows.supplier(`${standing} LTD`, number, { watched: true });
    const upload = await rows.upload(council, standings[standing]);
    const matched = {
      scheme: 'GB-COH',
      ref: number,
      supplier_id: supplier,
      match_outcome: 'matched',
    } as const;
    await rows.line(upload, { ...matched, supplier_name: `${standing} Ltd`, category: standing });
    await rows.line(upload, { supplier_name: `Nobody ${standing}`, match_outcome: 'none', title: standing });
    await rows.line(upload, { supplier_name: `Namesake ${standing}`, match_outcome: 'none' });
    uploads[standing] = upload;
    suppliers[standing] = supplier;
    mentions[standing] = await rows.mention(`${standing} Ltd`);
    const other = await rows.supplier(`NAMESAKE ${standing} LTD`);
    await rows.mention(`Namesake ${standing}`, { supplier_id: other, outcome: 'matched' });
    others[standing] = other;
  }
  await rows.upload(nobody, standings.Undone);
  await rows.upload(nobody, standings.Waiting);
});
afterAll(async () => {
  await web.destroy();
  await rows.close();
});

const ours = <T>(act: Parameters<typeof asCouncil<T>>[2]) => asCouncil(web, council, act);

test('its lines and categories are those of the council', async () => {
  const lines = await ours((trx) => findLinesInForce(trx, council));
  expect(lines.map(({ supplier_name }) => supplier_name)).toEqual([
    'Valid Ltd',
    'Nobody Valid',
    'Namesake Valid',
  ]);
  expect(await ours((trx) => findCategories(trx, council))).toEqual(['Valid']);
});

test('a name of a payment is whose its lines say, and is told of where they name somebody else', async () => {
  const own = [
    {
      council,
      mentionId: mentions.Valid,
      supplierId: suppliers.Valid,
      name: 'Valid Ltd',
      number: '99000002',
    },
  ];
  expect(await findOwnNames(rows.worker, { councils: [council, nobody] })).toEqual(own);
  const all = Object.values(suppliers);
  expect(await findOwnNames(rows.worker, { supplierIds: all })).toEqual(own);
  const otherwise = await ours((trx) => findOtherwiseNumbered(trx, council, Object.values(others)));
  expect([...otherwise]).toEqual([[others.Valid, { name: 'Namesake Valid', number: null }]]);
});

test('its names that are nobody’s wait for a person, with where they stand', async () => {
  const waiting = (await ours((trx) => findUnmatched(trx, council, '2026-11-23'))).filter(
    ({ of }) => of === 'line',
  );
  expect(waiting.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'Namesake Valid',
    'Nobody Valid',
  ]);
  const [item] = waiting.filter(({ name }) => name === 'Nobody Valid');
  if (!item) throw new Error('the name is not there');
  expect(await ours((trx) => findPlaces(trx, council, item, 10))).toEqual([{ title: 'Valid', url: null }]);
  const undone = { ...item, name: 'Nobody Undone' };
  expect(await ours((trx) => findPlaces(trx, council, undone, 10))).toEqual([]);
});

test('its suppliers are looked at, told of by their printed names, and matched again with all that nobody decided', async () => {
  expect((await findLookProgress(rows.worker, council)).suppliers).toBe(1);
  const gss = GssCode.parse(council);
  const alerts = Object.values(suppliers).map((id) => ({
    id,
    supplierId: SupplierId.parse(id),
    council: gss,
  }));
  const printed = await rows.worker.transaction().execute((trx) => findMatchedNames(trx, alerts));
  expect([...printed].map(([id, { register }]) => [id, register.map(({ name }) => name)])).toEqual([
    [suppliers.Valid, ['Valid Ltd']],
  ]);
  await rows.worker.transaction().execute((trx) => rematchUndecided(trx));
  const asked = rows.db.selectFrom('outbox').select('message').where('key', 'like', 'register:%');
  expect((await asked.execute()).map(({ message }) => message)).toMatchObject([{ uploadId: uploads.Valid }]);
});

test('a council has one where it or a council before it has, and none where all were undone or wait', async () => {
  const after = await rows.council();
  await rows.db
    .updateTable('council')
    .set({ replaced_by: [after] })
    .where('gss', '=', council)
    .execute();
  expect(await findCouncilsWithRegister(rows.worker)).toEqual([council, after]);
});
