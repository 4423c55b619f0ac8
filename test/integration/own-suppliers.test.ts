import {
  findAsKnownTo,
  findExposures,
  findHeldCompany,
  findMentionsOfJoinable,
  findOwnSuppliers,
  findPaidNames,
  isRecorded,
  joinPublished,
  publishNamed,
  tieOwn,
} from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownRows } from '../support/own-rows.ts';
import { openRows, type Rows } from '../support/rows.ts';

let rows: Rows;
beforeEach(async () => {
  rows = await openRows();
});
afterEach(() => rows.close());

/** What only those know who follow the number: its name too, for it was asked for because of them. */
const PRIVATE = 'EXAMPLE HERONSGATE LTD';

/** A company that papers of one council have named. */
async function followed(number: string): Promise<string> {
  return rows.supplier(PRIVATE, number, { supplies_publicly: false, followed: true });
}

async function knownAs(base: string): Promise<{ readonly id: string; readonly name: string }> {
  const council = await rows.council();
  const known = await rows.worker.transaction().execute((trx) => findAsKnownTo(trx, council, [base]));
  const id = known.get(base) ?? '';
  return { id, name: await nameOf(id) };
}

async function nameOf(id: string): Promise<string> {
  const { name } = await rows.db
    .selectFrom('supplier')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return name;
}

async function notice(base: string, number: string, name: string): Promise<string> {
  const mention = await rows.mention(name, {
    scheme: 'GB-COH',
    ref: number,
    supplier_id: base,
    outcome: 'matched',
  });
  const document = await rows.document();
  await rows.observation({ mention_id: mention, document_id: document, source_id: 'gazette-insolvency' });
  return mention;
}

test('a number that nobody has named in public is called by its number, whatever others read of it', async () => {
  expect((await knownAs(await followed('99000011'))).name).toBe('99000011');
});

test('a number on the register of companies is called as it stands there', async () => {
  await rows.db
    .insertInto('register_company')
    .values({ number: '99000012', name: 'EXAMPLE BRAVO HOMES LTD', postcode: null, status: 'Active' })
    .execute();
  expect((await knownAs(await followed('99000012'))).name).toBe('EXAMPLE BRAVO HOMES LTD');
});

test('a number that notices name is called as the first of them prints it, before it is handed in or after', async () => {
  const before = await followed('99000013');
  await notice(before, '99000013', 'EXAMPLE CHARLIE HOMES LTD');
  await notice(before, '99000013', 'Example Charlie Homes');
  expect((await knownAs(before)).name).toBe('EXAMPLE CHARLIE HOMES LTD');
  const base = await followed('99000014');
  const own = await knownAs(base);
  const mention = await notice(base, '99000014', 'EXAMPLE DELTA HOMES LTD');
  await rows.worker.transaction().execute((trx) => tieOwn(trx, { mentionIds: [mention] }));
  expect([own.name, await nameOf(own.id)]).toEqual(['99000014', 'EXAMPLE DELTA HOMES LTD']);
});

test('a hold about a number is about the company as its council knows it; what only others follow is known to none', async () => {
  const [first, second, third] = [await rows.council(), await rows.council(), await rows.council()];
  const base = await followed('99000015');
  const [known] = (await asWorker((trx) => findAsKnownTo(trx, second, [base]))).values();
  for (const [council, supplier] of [
    [first, base],
    [second, known],
  ] as const)
    await rows.line(await rows.upload(council), { supplier_id: supplier ?? null });
  const heldAt = (council: string) =>
    asWorker((trx) => findHeldCompany(trx, council, CompanyNumber.parse('99000015')));
  expect(known).not.toBe(base);
  expect(await Promise.all([first, second, third].map(heldAt))).toEqual([base, known, undefined]);
  await rows.db.updateTable('supplier').set({ supplies_publicly: true }).where('id', '=', base).execute();
  expect([await heldAt(second), await heldAt(third)]).toEqual([known, base]);
});

const REGISTER = 'companies-house-company';
const asWorker = <T>(act: (trx: Parameters<typeof publishNamed>[0]) => Promise<T>) =>
  rows.worker.transaction().execute(act);

/** What is kept under which ids of the register, and whose it is. */
async function keptOf(number: string): Promise<readonly string[]> {
  const said = await rows.db
    .selectFrom('observation')
    .innerJoin('mention', 'mention.id', 'mention_id')
    .select(['observation.ref', 'supplier_id'])
    .where('mention.ref', '=', number)
    .orderBy('observation.id')
    .execute();
  return said.map((one) => `${one.ref} of ${one.supplier_id}`);
}

/** A whole look, or one of the profile alone. */
async function lookedAt(
  mention: string,
  topics = ['company-profile', 'insolvency-cases', 'charges'],
): Promise<void> {
  const at = { first_at: '2026-11-10T12:00:00Z', last_at: '2026-11-10T12:00:00Z' };
  for (const topic of topics) {
    const look = { mention_id: mention, topic, source_id: REGISTER, ...at };
    await rows.db.insertInto('look').values(look).execute();
    await rows.db
      .insertInto('look_answer')
      .values({ ...look, answer: 'found' })
      .execute();
  }
}

/** A company that a council follows, whose profile was read; and how the public record and the register print it. */
async function readFor(council: string, number: string) {
  const base = await followed(number);
  const upload = await rows.upload(council);
  const line = await rows.line(upload, {
    supplier_id: base,
    scheme: 'GB-COH',
    ref: number,
    match_outcome: 'matched',
  });
  const printed = {
    scheme: 'GB-COH',
    ref: number,
    printed_ref: `GB-COH-${number}`,
    supplier_id: base,
    outcome: 'matched',
  };
  const both = await rows.mention('Example Foxtrot', { ...printed, outcome: 'matched' });
  const asked = await rows.mention(PRIVATE, { ...printed, outcome: 'matched' });
  // What they say is none of what is looked at here.
  const kind = 'award';
  await rows.observation({ mention_id: both, kind });
  for (const [ref, mention_id] of [
    [`${number}/insolvency/1`, both],
    [number, asked],
  ] as const)
    await rows.observation({ mention_id, ref, source_id: REGISTER, kind });
  await lookedAt(asked);
  return { base, line, both, asked };
}

async function paid(mention_id: string): Promise<void> {
  const file = await rows.spendFile(await rows.council(), '2026-10-01', '2026-10-31');
  await rows.payment(file, { paid_on: '2026-10-02', mention_id });
}

test('whom a published payment names is a fresh supplier for everybody, and what was read of it stays with those who knew it', async () => {
  const council = await rows.council();
  const { base, both } = await readFor(council, '99000021');
  await paid(both);
  const content = JSON.stringify({ parent: { ref: { id: '99000021' } } }) as never;
  const listed = await rows.mention('Example Listed Limited');
  const ref = '99000021/accounts/subsidiary';
  await rows.observation({ mention_id: listed, ref, source_id: REGISTER, kind: 'parent-company', content });
  const [fresh = ''] = await asWorker((trx) => publishNamed(trx, [base]));
  expect(fresh).not.toBe(base);
  const list = await rows.db
    .selectFrom('observation')
    .select('ref')
    .where('mention_id', '=', listed)
    .execute();
  expect(list).toEqual([{ ref: `99000021~${base}/accounts/subsidiary` }]);
  const stored = await rows.db
    .selectFrom('supplier')
    .select(['id', 'name', 'supplies_publicly'])
    .orderBy('nth')
    .execute();
  expect(stored).toEqual([
    { id: base, name: PRIVATE, supplies_publicly: false },
    { id: fresh, name: 'Example Foxtrot', supplies_publicly: true },
  ]);
  expect(await keptOf('99000021')).toEqual([
    expect.stringMatching(new RegExp(`^\\d+ of ${fresh}$`)),
    `99000021~${base}/insolvency/1 of ${base}`,
    `99000021~${base} of ${base}`,
  ]);
  const looks = await rows.db
    .selectFrom('look_answer')
    .innerJoin('mention', 'mention.id', 'mention_id')
    .select(['name', 'printed_ref', 'supplier_id'])
    .distinct()
    .execute();
  expect(looks).toEqual([{ name: PRIVATE, printed_ref: `GB-COH-99000021~${base}`, supplier_id: base }]);
  expect(await asWorker((trx) => findOwnSuppliers(trx, [fresh]))).toEqual([
    { id: base, base: fresh, councils: [council] },
  ]);
  expect(await asWorker((trx) => publishNamed(trx, [base, fresh]))).toEqual([]);
});

test('they are one once the register was asked about all of it again', async () => {
  const { base, both, line } = await readFor(await rows.council(), '99000022');
  await paid(both);
  const [fresh = ''] = await asWorker((trx) => publishNamed(trx, [base]));
  const joined = () => asWorker((trx) => joinPublished(trx, [fresh]));
  expect(await joined()).toEqual([]);
  await lookedAt(both, ['company-profile']);
  expect(await joined()).toEqual([]);
  expect(await asWorker(findMentionsOfJoinable)).toEqual([]);
  await lookedAt(both, ['insolvency-cases', 'charges']);
  expect(await asWorker(findMentionsOfJoinable)).toEqual([both]);
  expect(await joined()).toEqual([base]);
  const { supplier_id } = await rows.db
    .selectFrom('register_line')
    .select('supplier_id')
    .where('id', '=', line)
    .executeTakeFirstOrThrow();
  expect(supplier_id).toBe(fresh);
  expect(await asWorker(findMentionsOfJoinable)).toEqual([]);
});

test('a contract on record counts with what a council knows by its own papers, and for all others as it is', async () => {
  const council = await rows.council();
  const { base, both } = await readFor(council, '99000023');
  const other = await rows.council();
  await rows.award({ buyers: [council, other], suppliers: [both] }, { ends_on: '2029-12-31' });
  const [fresh = ''] = await asWorker((trx) => publishNamed(trx, [base]));
  const exposed = async (id: string) =>
    (await findExposures(rows.worker, id, '2026-11-23'))
      .filter(({ onRecord }) => onRecord)
      .map(({ exposure }) => [exposure.council, exposure.contracts.length]);
  expect(await exposed(base)).toEqual([[council, 1]]);
  expect(await exposed(fresh)).toEqual([council, other].sort().map((each) => [each, 1]));
});

test('what a council was told of a spell at risk is of the same spell once they are one; of one that is over, of none to come', async () => {
  const council = await rows.council();
  const { base, both } = await readFor(council, '99000024');
  await paid(both);
  const [fresh = ''] = await asWorker((trx) => publishNamed(trx, [base]));
  for (const [supplier_id, episode] of [
    [base, 3],
    [fresh, 1],
  ] as const) {
    const assessment_id = await rows.assessment(supplier_id, { band: 'severe', episode });
    const standing = {
      supplier_id,
      assessment_id,
      band: 'severe',
      score: 60,
      as_of: '2026-11-23',
      review_on: null,
    } as const;
    await rows.db.insertInto('current_assessment').values(standing).execute();
  }
  const causes = [
    'formal:petition:3',
    'band:severe:3',
    'band:elevated:1',
    'paid-while-at-risk:3',
    'band:severe:3:corrected:7',
  ];
  for (const cause of causes) await rows.alert(council, base, { cause });
  await lookedAt(both);
  expect(await asWorker((trx) => joinPublished(trx, [fresh]))).toEqual([base]);
  const told = await rows.db.selectFrom('alert').select(['cause', 'supplier_id']).orderBy('nth').execute();
  expect(told.map(({ cause }) => cause)).toEqual([
    'formal:petition:3',
    'band:severe:1',
    'band:elevated:01',
    'paid-while-at-risk:1',
    'band:severe:1:corrected:7',
  ]);
  expect(new Set(told.map(({ supplier_id }) => supplier_id))).toEqual(new Set([fresh]));
});

test('what the register says is still read for who was told of a supplier of its own, though nobody watches it', async () => {
  const base = await followed('99000025');
  const { id } = await knownAs(base);
  await rows.observation({ source_id: REGISTER, ref: '99000025/insolvency/1' });
  const isRead = () => isRecorded(rows.worker, REGISTER, ['99000025/insolvency/1']);
  expect(await isRead()).toBe(true);
  await rows.alert(await rows.council(), id);
  expect(await isRead()).toBe(false);
});

test('whom a council paid by a file of its own is told by the files in force alone', async () => {
  const council = await rows.council();
  const supplier = await rows.supplier(PRIVATE, '99000026');
  const own = ownRows(rows.db);
  for (const state of ['taken', 'undone'] as const) {
    const fileId = await own.file(council, '2026-10-01', '2026-10-31', { state });
    const tied = { supplier_id: supplier, match_reason: 'by the number' };
    const payee_id = await own.payee(fileId, `Paid by a file ${state}`, tied);
    await own.payment(fileId, { paid_on: '2026-10-02', payee_id });
  }
  const about = [{ supplierId: supplier, councils: [council] }];
  expect((await asWorker((trx) => findPaidNames(trx, about)))[0]).toMatchObject([
    { name: 'Paid by a file taken' },
  ]);
});
