import {
  decideOwnPayees,
  findExposures,
  findHeldContracts,
  findOtherwiseNumbered,
  findOwnNames,
  findSpendOn,
  findUnmatched,
  findYearOfSpend,
  type Trx,
} from '@tocsin/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ownRows } from '../support/own-rows.ts';
import { openRows, type Rows } from '../support/rows.ts';

const TODAY = '2026-11-23';
let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

const inTrx = <T>(work: (trx: Trx) => Promise<T>) => rows.db.transaction().execute(work);

/** Two councils paid somebody of one printed name; the register of the first gives the name a company number. */
let [council, other, supplier, mention, upload] = ['', '', '', '', ''];
let nth = 0;
beforeEach(async () => {
  nth += 1;
  const number = `9900${String(nth).padStart(4, '0')}`;
  const name = `Oak ${nth} Care`;
  [council, other] = [await rows.council(), await rows.council()];
  supplier = await rows.supplier(`OAK CARE ${nth} LIMITED`, number, { supplies_publicly: false });
  mention = await rows.mention(name, { outcome: 'none' });
  for (const payer of [council, other]) {
    const file = await rows.spendFile(payer, '2026-10-01', '2026-10-31');
    await rows.payment(file, { paid_on: '2026-10-02', amount_pence: 900_000, mention_id: mention });
  }
  upload = await rows.upload(council);
  await register({ supplier_name: `  OAK ${nth}  care`, ref: number, supplier_id: supplier });
});

const register = (said: Parameters<Rows['line']>[1], of = upload) =>
  rows.line(of, { scheme: 'GB-COH', match_outcome: 'matched', ...said });
const names = () => inTrx((trx) => findOwnNames(trx, { councils: [council, other] }));
const spentWith = async () =>
  (await findExposures(rows.db, supplier, TODAY)).map(({ exposure, onRecord }) => [
    exposure.council,
    exposure.spend?.last12Months.net ?? null,
    onRecord,
  ]);

test('what a council paid under a name that its own register numbers is spend with that company, for it alone', async () => {
  expect(await spentWith()).toEqual([[council, 900_000, false]]);
  const { own, spenders } = await findHeldContracts(rows.db, council, TODAY);
  expect(own.names).toMatchObject([
    { council, mentionId: mention, supplierId: supplier, name: `Oak ${nth} Care` },
  ]);
  const ofSupplier = (of: string) => inTrx((trx) => findSpendOn(trx, [of], supplier, own));
  expect(await ofSupplier(council)).toMatchObject([{ payments: 1, amount: { pence: 900_000 } }]);
  expect(await ofSupplier(other)).toEqual([]);
  const year = (told = own) => inTrx((trx) => findYearOfSpend(trx, spenders, TODAY, told));
  expect((await year())?.bySupplier).toMatchObject([{ supplierId: supplier, outcome: 'matched' }]);
  expect((await year({ names: [], filesOf: [] }))?.bySupplier).toMatchObject([
    { supplierId: null, outcome: 'none' },
  ]);
});

test('it is that company’s however the register and the files spell Ltd, and two companies under one such name are nobody', async () => {
  await rows.db
    .updateTable('mention')
    .set({ name: `Elm ${nth} Ltd` })
    .where('id', '=', mention)
    .execute();
  for (const spelt of ['Limited', 'LTD.', 'ltd']) {
    const line = await register({
      supplier_name: `Elm ${nth}, ${spelt}`,
      ref: '98010000',
      supplier_id: supplier,
    });
    expect(await names(), spelt).toMatchObject([{ council, mentionId: mention }]);
    const second = await register({
      supplier_name: `ELM ${nth} LIMITED`,
      ref: '98010001',
      supplier_id: await rows.supplier('ELM', `9802${String(nth).padStart(2, '0')}${spelt.length}0`),
    });
    expect(await names(), spelt).toEqual([]);
    await rows.db.deleteFrom('register_line').where('id', 'in', [line, second]).execute();
  }
});

test('the council need not say again whom it means; the other council is asked', async () => {
  const asked = async (of: string) =>
    (await inTrx((trx) => findUnmatched(trx, of, TODAY))).map(({ id }) => id);
  expect(await asked(council)).toEqual([]);
  expect(await asked(other)).toEqual([mention]);
});

test('a register that gives the name to two companies tells nothing, nor does one that is in force no more', async () => {
  const second = await rows.supplier('ANOTHER LIMITED', `9801${String(nth).padStart(4, '0')}`);
  const line = await register({ supplier_name: `Oak ${nth} Care`, ref: '98010000', supplier_id: second });
  expect(await names()).toEqual([]);
  await rows.db.deleteFrom('register_line').where('id', '=', line).execute();
  expect(await names()).toHaveLength(1);
  await rows.db.updateTable('register_upload').set({ undone_at: TODAY }).where('id', '=', upload).execute();
  expect(await names()).toEqual([]);
});

test('a payee of an unpublished ledger is whom the register means by the very name, but where the ledger prints a number', async () => {
  const own = ownRows(rows.db);
  const file = await own.file(council, '2026-10-01', '2026-10-31');
  const name = `Oak ${nth} CARE`;
  const [bare, numbered] = [
    await own.payee(file, name),
    await own.payee(file, name, { printed_ref: '12345' }),
  ];
  const unknown = {
    outcome: 'none',
    supplierId: null,
    reason: 'no company of this name',
    decidedBy: null,
  } as const;
  await inTrx((trx) =>
    decideOwnPayees(
      trx,
      council,
      [bare, numbered].map((id) => ({ id, ...unknown })),
    ),
  );
  const payees = await rows.db.selectFrom('own_payee').selectAll().where('file_id', '=', file).execute();
  const whom = new Map(payees.map(({ printed_ref, supplier_id }) => [printed_ref, supplier_id]));
  expect([whom.get(null), whom.get('12345')]).toEqual([supplier, null]);
});

test('a name that has its own number, that the council’s people have decided about or that is tied already stays as it is', async () => {
  const { name } = await rows.db
    .selectFrom('council')
    .select('name')
    .where('gss', '=', council)
    .executeTakeFirstOrThrow();
  const said = [
    { printed_ref: '12345' },
    { decided_by: name },
    { outcome: 'not-a-company' as const },
    { outcome: 'matched' as const, supplier_id: supplier },
  ];
  const before = { printed_ref: null, decided_by: null, outcome: 'none' as const, supplier_id: null };
  for (const row of said) {
    await rows.db
      .updateTable('mention')
      .set({ ...before, ...row })
      .where('id', '=', mention)
      .execute();
    expect(await names(), JSON.stringify(row)).toEqual([]);
  }
});

test('a name that the register prints without a number, or with one that does not fit it, tells nothing', async () => {
  for (const row of [{ ref: null }, { match_outcome: 'ambiguous' as const, supplier_id: null }]) {
    await rows.db.updateTable('register_line').set(row).where('upload_id', '=', upload).execute();
    expect(await names(), JSON.stringify(row)).toEqual([]);
  }
});

test('of a supplier that was paid the register’s line of its name is found that bears another number', async () => {
  const paid = await rows.supplier('PAID LIMITED', `9701${String(nth).padStart(4, '0')}`);
  await rows.mention(`Paid ${nth} Ltd`, { outcome: 'matched', supplier_id: paid });
  const found = () => inTrx((trx) => findOtherwiseNumbered(trx, council, [paid]));
  expect(await found()).toEqual(new Map());
  const line = await register({ supplier_name: `PAID ${nth} LTD`, ref: '97010000', supplier_id: supplier });
  expect(await found()).toEqual(new Map([[paid, { name: `PAID ${nth} LTD`, number: '97010000' }]]));
  // Of several the one with a number tells more.
  const bare = await register({ supplier_name: `Paid ${nth} Ltd`, ref: null, supplier_id: null });
  expect((await found()).get(paid)?.number).toBe('97010000');
  await rows.db.updateTable('register_line').set({ ref: null }).where('id', '=', line).execute();
  await rows.db.updateTable('register_line').set({ ref: '97010001' }).where('id', '=', bare).execute();
  expect((await found()).get(paid)).toEqual({ name: `Paid ${nth} Ltd`, number: '97010001' });
  await rows.db.deleteFrom('register_line').where('id', '=', bare).execute();
  await rows.db.updateTable('register_line').set({ supplier_id: paid }).where('id', '=', line).execute();
  expect(await found()).toEqual(new Map());
});
