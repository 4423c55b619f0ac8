import {
  councilItself,
  EVERYBODY,
  findNoticesToTie,
  findUnnumbered,
  findUnnumberedUploads,
  lookUp,
  tieNotices,
  type Asker,
} from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

const NUMBER = '99000001';
const numbered = { scheme: 'GB-COH', ref: NUMBER, printed_ref: `GB-COH-${NUMBER}` };
let rows: Rows;
let ours: string;
let supplier: string;
let other: string;
beforeAll(async () => {
  rows = await openRows();
  ours = await rows.council();
  supplier = await rows.supplier('EXAMPLE LTD', NUMBER);
  other = await rows.supplier('OTHER LTD', '99000002');
});
afterAll(() => rows.close());

/** Which number others print beside a name; several, or none. */
async function numbersOf(name: string, asker: Asker = EVERYBODY) {
  const { outcome, number, reason } = await lookUp(rows.db, { name, number: null, postcode: null }, asker);
  return outcome === 'matched' ? number : (/numbers ([0-9, ]+),/.exec(reason)?.[1] ?? outcome);
}

/** A council's own register that is looked up just now. */
const by = (uploadId: string): Asker => ({ council: ours, uploadId, fileId: null });

test('a name is whose number the public record prints beside it, once that was found right', async () => {
  await rows.mention('Tied Ltd', { ...numbered, outcome: 'matched', supplier_id: supplier });
  await rows.mention('Doubted Ltd', { ...numbered, outcome: 'ambiguous' });
  await rows.mention('Charitable Ltd', {
    scheme: 'GB-CHC',
    ref: '99000001',
    outcome: 'matched',
    supplier_id: supplier,
  });
  await rows.mention('Twice Ltd', { ...numbered, outcome: 'matched', supplier_id: supplier });
  await rows.mention('TWICE  LIMITED', {
    ...numbered,
    ref: '99000002',
    outcome: 'matched',
    supplier_id: other,
  });
  expect(await numbersOf('tied limited')).toBe(NUMBER);
  expect(await numbersOf('Tied Ltd.')).toBe(NUMBER);
  expect(await numbersOf('Tied plc')).toBe('none');
  expect(await numbersOf('Doubted Ltd')).toBe('none');
  expect(await numbersOf('Charitable Ltd')).toBe('none');
  expect(await numbersOf('Twice Ltd')).toBe('99000001, 99000002');
});

test('a council’s register tells the number of a name to itself', async () => {
  const own = await rows.upload(ours);
  const tied = { ...numbered, match_outcome: 'matched' as const, supplier_id: supplier };
  await rows.line(own, { ...tied, supplier_name: 'Registered Ltd' });
  await rows.line(own, { ...tied, supplier_name: 'Doubted There Ltd', match_outcome: 'ambiguous' });
  await rows.line(own, { ...tied, supplier_name: 'Charity There Ltd', scheme: 'GB-CHC' });
  const next = await rows.upload(await rows.council());
  expect(await numbersOf('Registered Limited', by(own))).toBe(NUMBER);
  expect(await numbersOf('Doubted There Ltd', by(own))).toBe('none');
  expect(await numbersOf('Charity There Ltd', by(own))).toBe('none');
  expect(await numbersOf('Registered Limited', by(next))).toBe('none');
  expect(await numbersOf('Registered Limited')).toBe('none');
});

test('its own number of a name counts there before those that others print', async () => {
  await rows.mention('Both Ltd', { ...numbered, ref: '99000002', outcome: 'matched', supplier_id: other });
  const own = await rows.upload(ours, { undone_at: '2026-01-02T00:00:00Z' });
  await rows.line(own, {
    ...numbered,
    match_outcome: 'matched',
    supplier_id: supplier,
    supplier_name: 'Both Ltd',
  });
  expect(await numbersOf('Both Ltd', by(own))).toBe(NUMBER);
  expect(await numbersOf('Both Ltd')).toBe('99000002');
});

test('what is read only of companies that somebody follows tells no name to those who do not follow it', async () => {
  const hidden = await rows.supplier('HIDDEN LTD', '99000031', { supplies_publicly: false });
  const printed = async (name: string, source_id: string | null, postcode: string | null = null) => {
    const mention = { ...numbered, ref: '99000031', printed_ref: 'GB-COH-99000031', postcode };
    const id = await rows.mention(name, { ...mention, outcome: 'matched', supplier_id: hidden });
    if (source_id) await rows.observation({ mention_id: id, source_id });
    return id;
  };
  await printed('Hidden Ltd', 'companies-house-company');
  await printed('Streamed Ltd', 'companies-house-stream');
  await printed('Noticed There Ltd', 'gazette-insolvency');
  await rows.award({ suppliers: [await printed('Placed There Ltd', null)] });
  for (const asker of [EVERYBODY, councilItself(ours)]) {
    expect(await numbersOf('Hidden Ltd', asker)).toBe('none');
    expect(await numbersOf('Streamed Ltd', asker)).toBe('none');
    expect(await numbersOf('Noticed There Ltd', asker)).toBe('99000031');
    expect(await numbersOf('Placed There Ltd', asker)).toBe('99000031');
  }
  const theirs = await rows.council();
  await rows.alert(theirs, hidden);
  expect(await numbersOf('Hidden Ltd', councilItself(theirs))).toBe('99000031');
});

/** Whom councils' registers mean by these mentions, by what is kept of it. */
async function tied(...ids: readonly string[]): Promise<readonly string[]> {
  const found = await rows.db
    .selectFrom('notice_tie')
    .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'notice_tie.supplier_id')
    .select('ref')
    .where('mention_id', 'in', ids)
    .orderBy('ref')
    .execute();
  return found.map(({ ref }) => ref);
}

async function tie(name: string, ids: readonly string[], isRegisterLoaded = false) {
  const mentions = ids.map((id) => ({ id, name }));
  return rows.worker.transaction().execute((trx) => tieNotices(trx, mentions, { isRegisterLoaded }));
}

/** A council whose register in force prints a name with a number; two of them, where two are given. */
async function registerOf(name: string, ...refs: readonly string[]) {
  const council = await rows.council();
  const upload = await rows.upload(council);
  for (const ref of refs)
    await rows.line(upload, {
      ...numbered,
      ref,
      match_outcome: 'matched',
      supplier_id: ref === NUMBER ? supplier : other,
      supplier_name: name,
    });
  return { council, upload };
}

test('each register in force says for itself who a notice by name alone is about', async () => {
  // Nobody has read what they are called.
  const known = (as: { readonly status: string | null; readonly supplies_publicly: boolean }) =>
    rows.db.updateTable('supplier').set(as).where('id', 'in', [supplier, other]).execute();
  await known({ status: null, supplies_publicly: false });
  const { upload } = await registerOf('Noticed Ltd', NUMBER);
  const noticed = await rows.mention('NOTICED LIMITED', { outcome: 'none' });
  const paid = await rows.mention('NOTICED LIMITED', { outcome: 'none', postcode: 'A2' });
  await rows.payment(await rows.spendFile(ours, '2026-01-01', '2026-01-31'), {
    paid_on: '2026-01-05',
    mention_id: paid,
  });
  const child = await rows.mention('NOTICED LIMITED', { outcome: 'none', postcode: 'A3' });
  await rows.observation({ mention_id: child, kind: 'parent-company' });
  expect(await tie('NOTICED LIMITED', [noticed, paid, child])).toEqual([]);
  for (const mention_id of [noticed, paid]) await rows.observation({ mention_id });
  expect(await tie('NOTICED LIMITED', [noticed, paid, child])).toEqual([supplier]);
  expect(await tied(noticed)).toEqual([NUMBER]);
  expect(await tied(paid)).toEqual([NUMBER]);
  expect(await tied(child)).toEqual([]);
  await registerOf('Noticed Ltd', '99000002');
  await registerOf('Noticed Ltd', NUMBER, '99000002');
  expect(new Set(await tie('NOTICED LIMITED', [noticed]))).toEqual(new Set([supplier, other]));
  expect(await tied(noticed)).toEqual([NUMBER, '99000002']);
  await rows.db
    .updateTable('register_upload')
    .set({ undone_at: '2026-01-02T00:00:00Z' })
    .where('id', '=', upload)
    .execute();
  expect(new Set(await tie('NOTICED LIMITED', [noticed]))).toEqual(new Set([supplier, other]));
  expect(await tied(noticed)).toEqual(['99000002']);
  expect(await tie('NOTICED LIMITED', [noticed], true)).toEqual([other]);
  expect(await tied(noticed)).toEqual([]);
  await tie('NOTICED LIMITED', [noticed]);
  expect(await tied(noticed)).toEqual(['99000002']);
  // Of a firm that everybody sees, or whose own record says what it is called, one council’s register moves nothing.
  for (const as of [
    { status: 'active', supplies_publicly: false },
    { status: null, supplies_publicly: true },
  ]) {
    await known(as);
    await tie('NOTICED LIMITED', [noticed]);
    expect([as, await tied(noticed)]).toEqual([as, []]);
  }
  await rows.mention('Noticed Ltd', {
    outcome: 'matched',
    supplier_id: other,
    ref: '99000002',
    scheme: 'GB-COH',
  });
  await tie('NOTICED LIMITED', [noticed]);
  expect(await tied(noticed)).toEqual(['99000002']);
  await known({ status: 'active', supplies_publicly: false });
});

test('what others decide about the name leaves the tie, what the council’s own people decide does not', async () => {
  const { council } = await registerOf('Decided Ltd', NUMBER);
  // A decision is kept under the name of the council that made it.
  const decided = async (gss: string, postcode: string) => {
    const by = rows.db.selectFrom('council').select('name').where('gss', '=', gss);
    const { name: decided_by } = await by.executeTakeFirstOrThrow();
    return rows.mention('Decided Ltd', { outcome: 'not-a-company', decided_by, postcode });
  };
  const [theirs, own] = [await decided(ours, 'C1'), await decided(council, 'C2')];
  const onRecord = await rows.mention('Decided Ltd', { outcome: 'matched', supplier_id: supplier });
  for (const mention_id of [theirs, own, onRecord]) await rows.observation({ mention_id });
  await tie('Decided Ltd', [theirs, own, onRecord]);
  expect(await tied(theirs)).toEqual([NUMBER]);
  expect(await tied(own, onRecord)).toEqual([]);
});

test('a notice is looked at again that a register names and that is not tied by it, or is under a name that it drops', async () => {
  const notice = async (name: string, postcode: string, row: Parameters<Rows['mention']>[1] = {}) => {
    const id = await rows.mention(name, { postcode, outcome: 'none', ...row });
    await rows.observation({ mention_id: id });
    return id;
  };
  const [fresh, dropped, decided] = [
    await notice('Tie Ltd', 'D1'),
    await notice('Dropped Ltd', 'D2'),
    await notice('Tie Ltd', 'D3', { outcome: 'not-a-company', decided_by: ours }),
  ];
  const kept = await notice('Tie Ltd', 'D4');
  await notice('Tie Ltd', 'D5', { outcome: 'matched', supplier_id: supplier });
  await notice('Tie Ltd', 'D6', numbered);
  await rows.mention('Tie Ltd', { postcode: 'D7', outcome: 'none' });
  for (const mention_id of [dropped, kept])
    await rows.db
      .insertInto('notice_tie')
      .values({ mention_id, supplier_id: supplier, reason: 'said' })
      .execute();
  const again = (names: readonly string[]) =>
    rows.db.transaction().execute((trx) => findNoticesToTie(trx, names, [supplier]));
  expect(await again(['TIE LIMITED'])).toEqual(expect.arrayContaining([fresh, dropped, decided]));
  expect(await again(['TIE LIMITED'])).not.toEqual(expect.arrayContaining([kept]));
});

test('a name without a number is looked at again where it is nobody’s, or another’s than the number says', async () => {
  const mention = (postcode: string, row: Parameters<Rows['mention']>[1]) =>
    rows.mention('Again Ltd', { postcode, ...row });
  const waiting = await mention('B1', {});
  const nobodys = await mention('B2', { outcome: 'none' });
  const anothers = await mention('B3', { outcome: 'matched', supplier_id: other });
  await mention('B4', { outcome: 'matched', supplier_id: supplier });
  await mention('B5', { outcome: 'ambiguous' });
  await mention('B6', { outcome: 'none', decided_by: ours });
  await mention('B7', { outcome: 'none', ...numbered });
  await rows.mention('Unlike Ltd', { outcome: 'none' });
  await rows.award({ suppliers: [nobodys] });
  const again = async (names = ['AGAIN LIMITED']) =>
    new Set(await rows.db.transaction().execute((trx) => findUnnumbered(trx, names, [supplier])));
  expect(await again()).toEqual(new Set([waiting, nobodys, anothers]));
  expect(await again(['Again'])).toEqual(new Set());
});

test('so is a register in force, or about to be, that prints such a name', async () => {
  const uploadWith = async (row: Parameters<Rows['line']>[1], upload: Parameters<Rows['upload']>[1] = {}) => {
    const council = await rows.council();
    const id = await rows.upload(council, upload);
    await rows.line(id, { supplier_name: 'Uploaded Ltd', match_outcome: 'none', ...row });
    return id;
  };
  const undone_at = '2026-01-02T00:00:00Z';
  const nobodys = await uploadWith({});
  await rows.line(nobodys, { supplier_name: 'UPLOADED LIMITED', match_outcome: 'none' });
  const anothers = await uploadWith(
    { match_outcome: 'matched', supplier_id: other },
    { undone_at, waits: true },
  );
  await uploadWith({ match_outcome: 'matched', supplier_id: supplier }, { undone_at, waits: true });
  await uploadWith({}, { undone_at });
  await uploadWith({ ...numbered }, { undone_at, waits: true });
  await uploadWith({ match_outcome: 'waiting' }, { undone_at, waits: true });
  await uploadWith({ supplier_name: 'Unlike Ltd' }, { undone_at, waits: true });
  const again = (names: readonly string[]) =>
    rows.db.transaction().execute((trx) => findUnnumberedUploads(trx, names, [supplier]));
  expect((await again(['uploaded ltd'])).toSorted()).toEqual([nobodys, anothers].toSorted());
  expect(await again(['uploaded'])).toEqual([]);
});
