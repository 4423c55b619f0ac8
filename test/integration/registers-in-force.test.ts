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
  findPrintedOwners,
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
      instead: null,
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
  const told = [...printed].flatMap(([id, { register }]) => register.map(({ name }) => [id, name]));
  expect(told).toEqual([[suppliers.Valid, 'Valid Ltd']]);
  await rows.worker.transaction().execute((trx) => rematchUndecided(trx));
  const keys = rows.db.selectFrom('outbox').select('key').where('key', 'like', 'register:%');
  const asked = (await keys.execute()).map(({ key }) => key?.replace('register:', ''));
  expect(Object.values(uploads).filter((id) => asked.includes(id))).toEqual([uploads.Valid]);
});

test('a council has one where it or a council before it has, and none where all were undone or wait', async () => {
  const after = await rows.council();
  await rows.db
    .updateTable('council')
    .set({ replaced_by: [after] })
    .where('gss', '=', council)
    .execute();
  const found = await findCouncilsWithRegister(rows.worker);
  expect(found).toEqual(found.toSorted((a, b) => (a < b ? -1 : 1)));
  expect([council, nobody, after].filter((gss) => found.includes(gss))).toEqual([council, after]);
});

test('owners and services of the register in force are named with what hangs on them, the most first', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const upload = await rows.upload(council);
  for (const left of [await rows.upload(council, standings.Undone), await rows.upload(other)])
    await rows.line(left, { owner: 'Not ours', service: 'Not ours', value_pence: 9_999 });
  await rows.line(upload, { owner: 'Little', service: 'Care', value_pence: 1, vat: 'net' });
  await rows.line(upload, { owner: 'Much', service: 'Care', value_pence: 50, vat: 'gross' });
  await rows.line(upload, { owner: 'Much', value_pence: 5, vat: 'net' });
  await rows.line(upload, { owner: 'As much', value_pence: 55, vat: 'unknown' });
  const person = await rows.db
    .insertInto('person')
    .values({ way: 'link', name: 'Cara', address: 'cara@council.example', first_at: '2026-01-01T00:00:00Z' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await rows.db
    .insertInto('membership')
    .values({ person_id: person.id, council, roles: ['officer'], since: '2026-01-01T00:00:00Z' })
    .execute();
  await rows.db
    .insertInto('responsible')
    .values({ council, of: 'owner', printed: 'Much', person_id: person.id })
    .execute();
  const named = await asCouncil(web, council, findPrintedOwners);
  expect(named).toEqual([
    owner('As much', 1, { unknown: 55 }),
    { ...owner('Much', 2, { net: 5, gross: 50 }), personId: person.id },
    owner('Little', 1, { net: 1 }),
    { ...owner('Care', 2, { net: 1, gross: 50 }), of: 'service' },
  ]);
});
const owner = (
  printed: string,
  contracts: number,
  value: Partial<Record<'net' | 'gross' | 'unknown', number>>,
) => ({
  of: 'owner',
  printed,
  contracts,
  value: { net: 0, gross: 0, unknown: 0, ...value },
  personId: null,
});
