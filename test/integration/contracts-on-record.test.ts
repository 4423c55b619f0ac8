import {
  allocate,
  asCouncil,
  findAllocations,
  findContractsOnRecord,
  findFiledTurnover,
  findHeldContracts,
  findSuppliersInBands,
  undoAllocation,
  writeSetting,
  type Trx,
} from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

const TODAY = '2026-11-23';
let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

function inTrx<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return rows.db.transaction().execute(work);
}

type Of = Parameters<typeof findContractsOnRecord>[1];
const titlesOf = async (of: Of, asOf = TODAY) =>
  (await findContractsOnRecord(rows.db, of, asOf)).map(({ contract }) => contract.title);

test('the contracts of a council are its own that were public by the end of the day, in their order', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const place = (buyers: readonly string[], title: string, published_at: string) =>
    rows.award({ buyers }, { title, published_at });
  await place([council], 'Today', `${TODAY}T23:59:59Z`);
  await place([council], 'Tomorrow', '2026-11-24T00:00:00Z');
  await place([other], 'Theirs', '2026-01-01T00:00:00Z');
  await place([council, other], 'Together', '2026-01-01T00:00:00Z');
  expect(await titlesOf({ council })).toEqual(['Today', 'Together']);
  const [, together] = await findContractsOnRecord(rows.db, { council }, TODAY);
  expect(together?.councils).toEqual([council, other].toSorted());
  expect(await titlesOf({ council: other })).toEqual(['Theirs', 'Together']);
});

test('the contracts with a supplier are those that name it; as a subcontractor too where that is asked', async () => {
  const council = await rows.council();
  const [supplier, stranger] = [await rows.supplier('Example Ltd'), await rows.supplier('Stranger Ltd')];
  const mention = await rows.mention('Example Ltd', { outcome: 'matched', supplier_id: supplier });
  const other = await rows.mention('Stranger Ltd', {
    outcome: 'matched',
    supplier_id: stranger,
    ref: '99000001',
  });
  const buyer = { buyers: [council] };
  await rows.award({ ...buyer, suppliers: [mention, other] }, { title: 'Supplied' });
  await rows.award({ ...buyer, suppliers: [other], subcontractors: [mention] }, { title: 'Below' });
  await rows.award({ ...buyer, suppliers: [other] }, { title: 'A stranger’s' });
  expect(await titlesOf({ supplierIds: [supplier] })).toEqual(['Supplied']);
  expect(await titlesOf({ namedIds: [supplier] })).toEqual(['Supplied', 'Below']);
  const [supplied, below] = await findContractsOnRecord(rows.db, { namedIds: [supplier] }, TODAY);
  expect(supplied?.suppliers.map((one) => [one.supplierId, one.namesNumber])).toEqual([
    [supplier, false],
    [stranger, true],
  ]);
  expect(supplied?.subcontractors).toEqual([]);
  expect(below?.suppliers.map(({ supplierId }) => supplierId)).toEqual([stranger]);
  expect(below?.subcontractors.map(({ supplierId }) => supplierId)).toEqual([supplier]);
});

test('a contract of the sample without an end is left over the day after the sample’s last', async () => {
  const council = await rows.council();
  const place = (title: string, row: Parameters<Rows['award']>[1]) =>
    rows.award({ buyers: [council] }, { title, ...row });
  await place('Endless', { ocid: 'ocds-b5fd17-sample1' });
  await place('Ending', { ocid: 'ocds-b5fd17-sample2', ends_on: '2027-01-01' });
  await place('Of today', { ocid: 'ocds-b5fd17-own' });
  const ocids = ['ocds-b5fd17-sample1', 'ocds-b5fd17-sample2'];
  await inTrx((trx) => writeSetting(trx, 'sample-contracts', { until: '2026-11-22', ocids }));
  expect(await titlesOf({ council }, '2026-11-22')).toEqual(['Endless', 'Ending', 'Of today']);
  expect(await titlesOf({ council })).toEqual(['Ending', 'Of today']);
});

test('suppliers stand in a band by their newest assessment for a day not after the one asked for', async () => {
  const stand = async (...assessments: readonly (readonly [day: string, band: 'low' | 'severe'])[]) => {
    const supplier = await rows.supplier('Standing Ltd');
    let last = '';
    for (const [as_of, band] of assessments)
      last = await rows.assessment(supplier, { as_of, band, own_band: band });
    const [as_of, band] = assessments.at(-1)!;
    await rows.db
      .insertInto('current_assessment')
      .values({ supplier_id: supplier, assessment_id: last, band, score: 0, as_of, review_on: null })
      .execute();
    return supplier;
  };
  const today = await stand([TODAY, 'severe']);
  await stand([TODAY, 'low']);
  await stand(['2026-11-24', 'severe']);
  const then = await stand(['2026-01-01', 'low'], [TODAY, 'low'], [TODAY, 'severe'], ['2026-11-24', 'low']);
  await stand(['2026-01-01', 'severe'], ['2026-11-22', 'low'], ['2026-11-24', 'severe']);
  await stand(['2026-01-01', 'severe'], [TODAY, 'low']);
  const found = await findSuppliersInBands(rows.db, ['severe', 'elevated'], TODAY);
  expect(found.toSorted()).toEqual([today, then].toSorted());
});

test('a turnover is that of the newest accounts that state one and were public by then', async () => {
  const supplier = await rows.supplier('Filing Ltd');
  const mention = await rows.mention('Filing Ltd', { supplier_id: supplier });
  const stranger = await rows.mention('Strange Ltd', { supplier_id: await rows.supplier('Strange Ltd') });
  const file = (balanceDate: string, turnover: number | null, row: Parameters<Rows['observation']>[0] = {}) =>
    rows.observation({
      kind: 'accounts-figures',
      mention_id: mention,
      published_at: '2026-06-01T00:00:00Z',
      content: JSON.stringify({
        kind: 'accounts-figures',
        balanceDate,
        currency: 'GBP',
        figures: turnover === null ? { cash: 1 } : { turnover },
        consolidated: null,
        previous: null,
        standard: null,
        dormant: null,
        audited: null,
        flags: [],
      }),
      ...row,
    });
  expect(await findFiledTurnover(rows.db, supplier, TODAY)).toBe(null);
  await file('2023-12-31', 1);
  await file('2024-12-31', 2, { version: '1' });
  await file('2024-12-31', 3, { version: '2' });
  await file('2025-12-31', null);
  await file('2025-12-31', 9, { mention_id: stranger });
  await file('2025-12-31', 7, { kind: 'accounts-filed' });
  await file('2025-12-31', 4, { published_at: '2026-11-24T00:00:00Z' });
  const turnoverOn = async (day: string) => (await findFiledTurnover(rows.db, supplier, day))?.turnover;
  expect(await turnoverOn(TODAY)).toBe(3);
  expect(await turnoverOn('2026-11-24')).toBe(4);
});

test('a contract is allocated once until that is taken back, by the council whose it was', async () => {
  const [council, successor] = [await rows.council(), await rows.council()];
  const given = {
    council,
    contractRef: 'register:1',
    successor,
    reason: 'papers',
    by: 'officer',
    actingFor: council,
  };
  const give = (contractRef = 'register:1') => inTrx((trx) => allocate(trx, { ...given, contractRef }));
  expect(await give()).toBe(true);
  expect(await give()).toBe(false);
  expect(await give('register:2')).toBe(true);
  const [second, first] = await findAllocations(rows.db);
  expect([first?.contract_ref, second?.contract_ref]).toEqual(['register:1', 'register:2']);
  const undo = (id: string, of = council) =>
    inTrx((trx) => undoAllocation(trx, { ...given, council: of, id }));
  expect(await undo(first?.id ?? '', successor)).toBe(false);
  expect(await undo(first?.id ?? '')).toBe(true);
  expect(await undo(first?.id ?? '')).toBe(false);
  const standing = (await findAllocations(rows.db)).map(({ undone_at }) => undone_at === null);
  expect(standing).toEqual([true, false]);
  expect(await give()).toBe(true);
});

test('a council holds what it placed and what its own register in force says, and nothing of another’s', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  await rows.award({ buyers: [council] }, { title: 'Published' });
  await rows.award({ buyers: [other] }, { title: 'Published by others' });
  const upload = await rows.upload(council);
  await rows.line(upload, { title: 'Second', row: 3 });
  await rows.line(upload, { title: 'First', row: 2 });
  await rows.line(await rows.upload(council, { undone_at: '2026-01-01T00:00:00Z' }), { title: 'Undone' });
  await rows.line(await rows.upload(other), { title: 'Theirs' });
  const { contracts, spenders } = await findHeldContracts(rows.db, council, TODAY);
  expect(contracts.map(({ contract }) => contract.title).toSorted()).toEqual([
    'First',
    'Published',
    'Second',
  ]);
  expect(spenders).toEqual([council]);
  expect(await asCouncil(rows.db, council, async (trx) => (await findAllocations(trx)).length)).toBe(3);
});
