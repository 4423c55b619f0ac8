import {
  findSupplierByRef,
  findWatchedNumbers,
  publishNamed,
  refreshWatched,
  saveProfiles,
  saveSuppliers,
  type Trx,
} from '@tocsin/db';
import { CompanyNumber, type SignalOf } from '@tocsin/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

const TODAY = '2026-11-23';
let rows: Rows;
let council: string;
beforeAll(async () => {
  rows = await openRows();
  council = await rows.council();
});
afterAll(() => rows.close());

function inTrx<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return rows.db.transaction().execute(work);
}

/** A supplier that one mention names, and whether it is watched today after all that was put beside it. */
async function named() {
  const supplier = await rows.supplier('Example Ltd');
  const mention = await rows.mention(`Example ${supplier} Ltd`, {
    outcome: 'matched',
    supplier_id: supplier,
  });
  const isWatched = async () => (await inTrx((trx) => refreshWatched(trx, [supplier], TODAY))).length === 1;
  return { supplier, mention, isWatched };
}

test.each([
  ['that ends today', { ends_on: TODAY }, true],
  ['that ended yesterday', { ends_on: '2026-11-22' }, false],
  ['without an end', {}, true],
  ['of unknown status', { status: null }, true],
  ['that was cancelled', { status: 'cancelled' as const }, false],
  ['that was terminated', { status: 'terminated' as const }, false],
])('a supplier is watched for a contract %s: %s', async (_, award, expected) => {
  const { mention, isWatched } = await named();
  await rows.award({ buyers: [council], suppliers: [mention] }, award);
  expect(await isWatched()).toBe(expected);
});

test('whoever is never scored is not watched: a partnership, a person, what is not known to be incorporated; an LLP is', async () => {
  const watched = async (name: string, scheme: string, ref: string) => {
    const { supplier, mention, isWatched } = await named();
    await rows.db.updateTable('supplier').set({ name }).where('id', '=', supplier).execute();
    await rows.db.insertInto('supplier_ref').values({ scheme, ref, supplier_id: supplier }).execute();
    await rows.award({ buyers: [council], suppliers: [mention] });
    return [name, await isWatched()];
  };
  expect([
    await watched('EXAMPLE CAPITAL LP', 'GB-COH', 'LP990001'),
    await watched('EXAMPLE & PARTNERS', 'GB-COH', 'SG990001'),
    await watched('EXAMPLE & PARTNERS LLP', 'GB-COH', 'OC990001'),
    await watched('EXAMPLE TRUST', 'GB-CHC', '990001'),
    await watched('EXAMPLE TRUST CIO', 'GB-CHC', '990002'),
    await watched('Mrs A Example', 'unregistered', 'one'),
  ]).toEqual([
    ['EXAMPLE CAPITAL LP', false],
    ['EXAMPLE & PARTNERS', false],
    ['EXAMPLE & PARTNERS LLP', true],
    ['EXAMPLE TRUST', false],
    ['EXAMPLE TRUST CIO', true],
    ['Mrs A Example', false],
  ]);
});

test('a contract counts whose subcontractor it is, and none of a buyer that is no council', async () => {
  const below = await named();
  await rows.award({ buyers: [council], subcontractors: [below.mention] });
  expect(await below.isWatched()).toBe(true);
  const other = await named();
  const award = await rows.award({ suppliers: [other.mention] });
  await rows.db
    .insertInto('award_buyer')
    .values({ award_id: award, name: 'A hospital', council: null })
    .execute();
  expect(await other.isWatched()).toBe(false);
});

test.each([
  ['the day after twelve months before the last day of its files', '2025-10-01', '2026-09-30', true],
  ['that day itself', '2025-09-30', '2026-09-30', false],
  ['of files that end within twelve months', '2025-11-30', '2025-11-24', true],
  ['of files that ended twelve months ago', '2025-11-20', '2025-11-23', false],
])('payments %s: on %s of files to %s: watched %s', async (_, paid_on, to, expected) => {
  const spender = await rows.council();
  const { mention, isWatched } = await named();
  const file = await rows.spendFile(spender, '2024-01-01', to);
  await rows.payment(file, { mention_id: mention, paid_on });
  expect(await isWatched()).toBe(expected);
});

test('the twelve months of a council end today where its files say they reach further, and at its own files', async () => {
  const [spender, later] = [await rows.council(), await rows.council()];
  const file = await rows.spendFile(spender, '2025-01-01', '2027-03-31');
  const { mention, isWatched } = await named();
  await rows.payment(file, { mention_id: mention, paid_on: '2025-11-24' });
  expect(await isWatched()).toBe(true);
  const early = await named();
  await rows.payment(file, { mention_id: early.mention, paid_on: '2025-11-23' });
  expect(await early.isWatched()).toBe(false);
  const old = await rows.spendFile(later, '2025-01-01', '2025-12-31');
  const own = await named();
  await rows.payment(old, { mention_id: own.mention, paid_on: '2025-01-01' });
  expect(await own.isWatched()).toBe(true);
});

test.each([
  ['within the last two years', '2024-11-24', true],
  ['two years ago', '2024-11-23', false],
])('a payment of a council’s own old files %s: on %s, watched %s', async (_, paid_on, expected) => {
  const spender = await rows.council();
  const { supplier, isWatched } = await named();
  const { id: file_id } = await rows.db
    .insertInto('own_spend_file')
    .values({
      council: spender,
      file_name: 'own.csv',
      sha256: paid_on,
      state: 'taken',
      uploaded_by: 'officer',
      first_paid_on: '2024-01-01',
      last_paid_on: '2024-12-31',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: payee_id } = await rows.db
    .insertInto('own_payee')
    .values({
      council: spender,
      file_id,
      name: 'Example Ltd',
      supplier_id: supplier,
      match_outcome: 'matched',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await rows.db
    .insertInto('own_payment')
    .values({
      file_id,
      row: 1,
      council: spender,
      payee_id,
      payee: 'named',
      paid_on,
      dated: 'day',
      amount_pence: 100,
      vat: 'net',
    })
    .execute();
  expect(await isWatched()).toBe(expected);
});

test('files that were replaced, or of days to come, do not say how far a council was read', async () => {
  const [one, other] = [await rows.council(), await rows.council()];
  const kept = await rows.spendFile(one, '2024-01-01', '2025-12-31');
  await rows.spendFile(one, '2026-01-01', '2026-10-31', { replaced_by: kept });
  const first = await named();
  await rows.payment(kept, { mention_id: first.mention, paid_on: '2025-02-01' });
  expect(await first.isWatched()).toBe(true);
  const past = await rows.spendFile(other, '2024-01-01', '2025-10-31');
  await rows.spendFile(other, '2026-11-24', '2026-12-31');
  const second = await named();
  await rows.payment(past, { mention_id: second.mention, paid_on: '2025-10-31' });
  expect(await second.isWatched()).toBe(false);
  const today = await rows.council();
  const begun = await rows.spendFile(today, TODAY, '2026-12-31');
  const third = await named();
  await rows.payment(begun, { mention_id: third.mention, paid_on: TODAY });
  expect(await third.isWatched()).toBe(true);
});

test('a line of a register in force has its supplier watched, until the register is undone', async () => {
  const { supplier, isWatched } = await named();
  const upload = await rows.upload(await rows.council());
  await rows.line(upload, { supplier_id: supplier, match_outcome: 'matched' });
  expect(await isWatched()).toBe(true);
  expect(await isWatched()).toBe(false);
  const watched = () =>
    rows.db.selectFrom('supplier').select('watched').where('id', '=', supplier).executeTakeFirst();
  expect(await watched()).toEqual({ watched: true });
  await rows.db
    .updateTable('register_upload')
    .set({ undone_at: '2026-01-02T00:00:00Z' })
    .where('id', '=', upload)
    .execute();
  expect(await isWatched()).toBe(false);
  expect(await watched()).toEqual({ watched: false });
});

test('a round of looks goes by the numbers of those who are watched, in their order', async () => {
  await rows.supplier('Second', '99000902', { watched: true });
  await rows.supplier('First', '99000901', { watched: true });
  await rows.supplier('Unwatched', '99000903');
  const charity = await rows.supplier('Charity', null, { watched: true });
  await rows.db
    .insertInto('supplier_ref')
    .values({ scheme: 'GB-CHC', ref: '99000904', supplier_id: charity })
    .execute();
  expect((await findWatchedNumbers(rows.db)).filter((number) => number.startsWith('990009'))).toEqual([
    '99000901',
    '99000902',
  ]);
  expect(await findSupplierByRef(rows.db, { scheme: 'GB-CHC', id: '99000904' })).toBe(charity);
  const number = CompanyNumber.parse('99000904');
  expect(await findSupplierByRef(rows.db, { scheme: 'GB-COH', id: number })).toBe(undefined);
});

test('a supplier is for everybody to see once a published contract or payment names it, for good; a notice shows it to nobody', async () => {
  const hidden = async (mentioned: boolean) => {
    const supplier = await rows.supplier('99000800', null, { supplies_publicly: false });
    const mention = await rows.mention(`Hidden ${supplier} Ltd`, mentioned ? { supplier_id: supplier } : {});
    return { supplier, mention };
  };
  const [awarded, below, paid, noticed, asked, unsaid, unasked] = [
    await hidden(true),
    await hidden(true),
    await hidden(true),
    await hidden(true),
    await hidden(true),
    await hidden(true),
    await hidden(true),
  ];
  const award = await rows.award({ suppliers: [awarded.mention, unasked.mention] });
  await rows.award({ subcontractors: [below.mention] });
  const file = await rows.spendFile(council, '2026-01-01', '2026-01-31');
  await rows.payment(file, { mention_id: paid.mention, paid_on: '2026-01-05' });
  await rows.observation({ mention_id: noticed.mention });
  await rows.observation({ mention_id: asked.mention, source_id: 'companies-house-company' });
  const all = [awarded, below, paid, noticed, asked, unsaid].map(({ supplier }) => supplier);
  const seen = async () => {
    const found = await rows.db
      .selectFrom('supplier')
      .select('id')
      .where('id', 'in', [...all, unasked.supplier])
      .where('supplies_publicly', '=', true)
      .orderBy('nth')
      .execute();
    return found.map(({ id }) => id);
  };
  await inTrx((trx) => publishNamed(trx, all));
  const named = [awarded, below, paid].map(({ supplier }) => supplier);
  expect(await seen()).toEqual(named);
  await rows.db.deleteFrom('award_supplier').where('award_id', '=', award).execute();
  await inTrx((trx) => publishNamed(trx, all));
  expect(await seen()).toEqual(named);
});

test('a profile gives a supplier its name, and says when that is news', async () => {
  const profile = (name: string): SignalOf<'company-profile'> => ({
    kind: 'company-profile',
    name,
    status: 'active',
    statusDetail: null,
    type: null,
    jurisdiction: null,
    incorporatedOn: null,
    dissolvedOn: null,
    sicCodes: [],
    postcode: 'ZZ1 1ZZ',
    previousNames: [{ name: 'FORMER LTD', from: null, to: null }],
    accounts: {
      nextDueOn: null,
      nextMadeUpTo: null,
      lastMadeUpTo: null,
      lastType: null,
      overdue: null,
      referenceDate: null,
    },
    confirmationStatement: { nextDueOn: null, lastMadeUpTo: null, overdue: null },
  });
  const fresh = await rows.supplier('Same Ltd');
  const known = await rows.supplier('Same Ltd', null, { status: 'active' });
  const renamed = await rows.supplier('Before Ltd', null, { status: 'active' });
  const profiles = new Map([
    [fresh, profile('Same Ltd')],
    [known, profile('Same Ltd')],
    [renamed, profile('After Ltd')],
  ]);
  expect((await inTrx((trx) => saveProfiles(trx, profiles))).toSorted()).toEqual([fresh, renamed].toSorted());
  expect(
    await rows.db
      .selectFrom('supplier')
      .select(['name', 'status', 'postcode', 'previous_names'])
      .where('id', '=', renamed)
      .executeTakeFirst(),
  ).toEqual({ name: 'After Ltd', status: 'active', postcode: 'ZZ1 1ZZ', previous_names: ['FORMER LTD'] });
});

test('a supplier that bears its number for a name takes the first public name, and keeps that one', async () => {
  const ref = { scheme: 'GB-COH' as const, id: CompanyNumber.parse('99000700') };
  const charity = { scheme: 'GB-CHC' as const, id: '99000700' };
  const save = (names: readonly string[]) =>
    inTrx((trx) =>
      saveSuppliers(
        trx,
        names.map((name) => ({ ref, name })),
      ),
    );
  const stored = async (id: string | undefined) =>
    rows.db
      .selectFrom('supplier')
      .select(['name', 'supplies_publicly'])
      .where('id', '=', id ?? '')
      .executeTakeFirstOrThrow();
  const [id] = await save(['99000700']);
  expect(await stored(id)).toEqual({ name: '99000700', supplies_publicly: false });
  expect(await save(['99000700', 'First Ltd', 'Second Ltd'])).toEqual([id, id, id]);
  expect(await stored(id)).toMatchObject({ name: 'First Ltd' });
  await save(['Third Ltd']);
  await save(['99000700']);
  expect(await stored(id)).toMatchObject({ name: 'First Ltd' });
  const [other] = await inTrx((trx) => saveSuppliers(trx, [{ ref: charity, name: 'A Charity' }]));
  expect(other).not.toBe(id);
  expect(await stored(other)).toEqual({ name: 'A Charity', supplies_publicly: false });
});
