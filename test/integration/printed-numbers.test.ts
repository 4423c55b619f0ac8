import { findUnnumbered, findUnnumberedUploads, lookUp } from '@tocsin/db';
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
async function numbersOf(name: string, by: { uploadId?: string; mentionId?: string } = {}) {
  const { outcome, number, reason } = await lookUp(
    rows.db,
    { name, number: null, postcode: null },
    { uploadId: by.uploadId ?? null, mentionId: by.mentionId ?? null },
  );
  return outcome === 'matched' ? number : (/numbers ([0-9, ]+),/.exec(reason)?.[1] ?? outcome);
}

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
  expect(await numbersOf('Registered Limited', { uploadId: own })).toBe(NUMBER);
  expect(await numbersOf('Doubted There Ltd', { uploadId: own })).toBe('none');
  expect(await numbersOf('Charity There Ltd', { uploadId: own })).toBe('none');
  expect(await numbersOf('Registered Limited', { uploadId: next })).toBe('none');
  expect(await numbersOf('Registered Limited')).toBe('none');
});

test('a council’s register in force tells it of a name that stands in notices only', async () => {
  const tied = { ...numbered, match_outcome: 'matched' as const, supplier_id: supplier };
  const their = await rows.council();
  await rows.line(await rows.upload(their), { ...tied, supplier_name: 'Noticed Ltd' });
  await rows.line(await rows.upload(ours, { undone_at: '2026-01-02T00:00:00Z' }), {
    ...tied,
    supplier_name: 'Undone Ltd',
  });
  const mention = (postcode: string, name = 'Noticed Ltd') => rows.mention(name, { postcode });
  const [noticed, placed, subcontracted, paid, child] = [
    await mention('A1'),
    await mention('A2'),
    await mention('A3'),
    await mention('A4'),
    await mention('A5'),
  ];
  await rows.observation({ mention_id: noticed });
  await rows.award({ suppliers: [placed] });
  await rows.award({ subcontractors: [subcontracted] });
  await rows.payment(await rows.spendFile(ours, '2026-01-01', '2026-01-31'), {
    paid_on: '2026-01-05',
    mention_id: paid,
  });
  await rows.observation({ mention_id: child, kind: 'parent-company' });
  const told = (mentionId: string, name = 'Noticed Ltd') => numbersOf(name, { mentionId });
  expect(await told(noticed)).toBe(NUMBER);
  expect(await told(await mention('A6', 'Undone Ltd'), 'Undone Ltd')).toBe('none');
  for (const one of [placed, subcontracted, paid, child]) expect(await told(one)).toBe('none');
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
  const again = async (isPrivate: boolean, names = ['AGAIN LIMITED']) =>
    new Set(
      await rows.db.transaction().execute((trx) => findUnnumbered(trx, names, [supplier], { isPrivate })),
    );
  expect(await again(false)).toEqual(new Set([waiting, nobodys, anothers]));
  expect(await again(true)).toEqual(new Set([waiting, anothers]));
  expect(await again(false, ['Again'])).toEqual(new Set());
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
