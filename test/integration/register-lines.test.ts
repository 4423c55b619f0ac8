import {
  decideRegisterLines,
  dropDraft,
  findDraft,
  findLinesInForce,
  findLinesToMatch,
  findNumberedNames,
  findRegisterLine,
  findRegisterLines,
  findRegisterUploads,
  findRememberedColumns,
  findSuppliersOfUpload,
  findUnmatchedLines,
  markRegisterMatched,
  saveDraft,
  saveRegister,
  takeOver,
  undoRegister,
  type NewRegister,
  type NewRegisterLine,
  type Trx,
} from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

function inTrx<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return rows.db.transaction().execute(work);
}

const line = (said: Partial<NewRegisterLine> = {}): NewRegisterLine => ({
  row: 2,
  supplierName: 'Example Ltd',
  printedRef: null,
  ref: null,
  title: 'Care',
  valuePence: null,
  vat: 'unknown',
  startsOn: null,
  endsOn: null,
  criticality: 'unknown',
  owner: null,
  service: null,
  regime: 'unknown',
  details: {},
  ...said,
});

const hand = (council: string, said: Partial<NewRegister> = {}) =>
  inTrx((trx) =>
    saveRegister(trx, {
      council,
      fileName: 'register.csv',
      sha256: 'a'.repeat(64),
      uploadedBy: 'officer',
      columns: null,
      lines: [line()],
      ...said,
    }),
  );

/** How the uploads of a council stand, the oldest first. */
const standingOf = async (council: string) => {
  const uploads = await rows.db
    .selectFrom('register_upload')
    .select(['undone_at', 'waits', 'replaces'])
    .where('council', '=', council)
    .orderBy('nth')
    .execute();
  return uploads.map(({ undone_at, waits }) =>
    waits ? 'waits' : undone_at === null ? 'in force' : 'undone',
  );
};

const asked = async (uploadId: string) => {
  const messages = await rows.db
    .selectFrom('outbox')
    .select('message')
    .where('queue', '=', 'match')
    .execute();
  return messages.filter(({ message }) => (message as { uploadId?: string }).uploadId === uploadId).length;
};

test('the very same register is taken once, and again where its bytes, headings, lines or cells differ', async () => {
  const council = await rows.council();
  const columns = { Firm: 'supplier' };
  const [first] = [await hand(council)];
  expect(first).not.toBe(null);
  expect(await hand(council)).toBe(null);
  const other = await rows.council();
  expect(await hand(other)).not.toBe(null);
  const changes: Partial<NewRegister>[] = [
    { sha256: 'b'.repeat(64) },
    { columns },
    { lines: [line(), line({ row: 3 })] },
    { lines: [line({ details: { guarantee: 'yes' } })] },
    { lines: [line({ reference: 'C1' })] },
  ];
  for (const change of changes) {
    expect(await hand(council, change)).not.toBe(null);
    expect(await hand(council, change)).toBe(null);
  }
  expect(await hand(council)).not.toBe(null);
  expect(await standingOf(council)).toEqual([
    'in force',
    'undone',
    'undone',
    'undone',
    'undone',
    'undone',
    'waits',
  ]);
  expect(await standingOf(other)).toEqual(['in force']);
});

test('a register takes over from the one in force when it waits, and comes back when that is undone', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const first = (await hand(council)) ?? '';
  await hand(other);
  await inTrx((trx) => takeOver(trx, first));
  expect(await standingOf(council)).toEqual(['in force']);
  const second = (await hand(council, { sha256: 'b'.repeat(64) })) ?? '';
  expect(await standingOf(council)).toEqual(['in force', 'waits']);
  await inTrx((trx) => takeOver(trx, second));
  expect(await standingOf(council)).toEqual(['undone', 'in force']);
  const undo = (of: string, id: string) => inTrx((trx) => undoRegister(trx, of, id, 'officer'));
  expect(await undo(other, second)).toBe(false);
  expect(await undo(council, first)).toBe(false);
  const before = [await asked(first), await asked(second)];
  expect(await undo(council, second)).toBe(true);
  expect(await standingOf(council)).toEqual(['in force', 'undone']);
  expect([await asked(first), await asked(second)]).toEqual(before.map((count) => count + 1));
  expect(await undo(council, first)).toBe(true);
  expect(await standingOf(council)).toEqual(['undone', 'undone']);
  expect(await standingOf(other)).toEqual(['in force']);
});

test('a register that waits and is undone never comes into force, and the one in force stays', async () => {
  const council = await rows.council();
  const first = (await hand(council)) ?? '';
  const second = (await hand(council, { sha256: 'b'.repeat(64) })) ?? '';
  const before = [await asked(first), await asked(second)];
  expect(await inTrx((trx) => undoRegister(trx, council, second, 'officer'))).toBe(true);
  expect(await standingOf(council)).toEqual(['in force', 'undone']);
  expect([await asked(first), await asked(second)]).toEqual(before);
  await inTrx((trx) => takeOver(trx, second));
  expect(await standingOf(council)).toEqual(['in force', 'undone']);
});

test('lines are matched some at a time: those that print a number, then those that print none', async () => {
  const upload = await rows.upload(await rows.council());
  const numbered = { scheme: 'GB-COH', ref: '99000001' };
  const [first, named, second, third, unnamed] = [
    await rows.line(upload, { ...numbered, id: '1' }),
    await rows.line(upload, { id: '2' }),
    await rows.line(upload, { ...numbered, id: '3' }),
    await rows.line(upload, { ...numbered, id: '4' }),
    await rows.line(upload, { id: '5' }),
  ];
  await rows.line(await rows.upload(await rows.council()), numbered);
  const part = async (step: 'numbered' | 'named', after: string, limit: number) =>
    (await inTrx((trx) => findLinesToMatch(trx, upload, step, { after, limit }))).map(({ id }) => id);
  expect(await part('numbered', '0', 9)).toEqual([first, second, third]);
  expect(await part('numbered', '0', 2)).toEqual([first, second]);
  expect(await part('numbered', first, 9)).toEqual([second, third]);
  expect(await part('named', '0', 9)).toEqual([named, unnamed]);
});

test('the suppliers of an upload are its own and those of the one that it replaced, some at a time', async () => {
  const council = await rows.council();
  const [a, b, c, d] = [
    await rows.supplier('A', null, { id: '1' }),
    await rows.supplier('B', null, { id: '2' }),
    await rows.supplier('C', null, { id: '3' }),
    await rows.supplier('D', null, { id: '4' }),
  ];
  const undone_at = '2026-01-01T00:00:00Z';
  const older = await rows.upload(council, { undone_at });
  const before = await rows.upload(council, { undone_at });
  const upload = await rows.upload(council, { replaces: before });
  for (const [of, supplier_id] of [
    [older, d],
    [before, c],
    [before, a],
    [upload, a],
    [upload, b],
    [upload, null],
  ] as const)
    await rows.line(of, { supplier_id });
  const part = (after: string, limit: number) =>
    inTrx((trx) => findSuppliersOfUpload(trx, upload, { after, limit }));
  expect(await part('0', 9)).toEqual([a, b, c]);
  expect(await part('0', 2)).toEqual([a, b]);
  expect(await part(a, 9)).toEqual([b, c]);
});

test('a name is a supplier’s by number where the line printed the number and was tied by it', async () => {
  const upload = await rows.upload(await rows.council());
  const [supplier, other] = [await rows.supplier('One'), await rows.supplier('Other')];
  const tied = {
    supplier_id: supplier,
    scheme: 'GB-COH',
    ref: '99000001',
    match_outcome: 'matched' as const,
  };
  await rows.line(upload, { ...tied, supplier_name: 'Tied Ltd' });
  await rows.line(upload, { ...tied, supplier_name: 'Doubted Ltd', match_outcome: 'ambiguous' });
  await rows.line(upload, { ...tied, supplier_name: 'Unnumbered Ltd', scheme: null, ref: null });
  await rows.line(upload, { ...tied, supplier_name: 'Charity Ltd', scheme: 'GB-CHC' });
  await rows.line(upload, { ...tied, supplier_name: 'Other Ltd', supplier_id: other });
  await rows.line(await rows.upload(await rows.council()), { ...tied, supplier_name: 'Elsewhere Ltd' });
  expect(await inTrx((trx) => findNumberedNames(trx, upload, [supplier]))).toEqual(['Tied Ltd']);
});

test('what matching made of lines is written to them alone, and an upload is matched by itself', async () => {
  const [upload, other] = [await rows.upload(await rows.council()), await rows.upload(await rows.council())];
  const supplier = await rows.supplier('One');
  const [first, second] = [await rows.line(upload, { row: 3 }), await rows.line(upload, { row: 2 })];
  const decision = { id: first, outcome: 'matched' as const, supplierId: supplier, reason: 'by its number' };
  await inTrx((trx) => decideRegisterLines(trx, [decision]));
  await inTrx((trx) => markRegisterMatched(trx, upload));
  const lines = await findRegisterLines(rows.db, upload);
  expect(lines.map((one) => [one.id, one.match_outcome, one.supplier_id, one.match_reason])).toEqual([
    [second, 'waiting', null, null],
    [first, 'matched', supplier, 'by its number'],
  ]);
  const matched = await rows.db
    .selectFrom('register_upload')
    .select('id')
    .where('matched_at', 'is not', null)
    .where('id', 'in', [upload, other])
    .execute();
  expect(matched).toEqual([{ id: upload }]);
});

test('the page of the register counts the lines of each upload that were looked at and tied, newest first', async () => {
  const all = await openRows();
  try {
    const council = await all.council();
    const undone = await all.upload(council, { undone_at: '2026-01-01T00:00:00Z' });
    await all.line(undone, { match_outcome: 'matched' });
    const upload = await all.upload(council, { replaces: undone });
    for (const [match_outcome, row] of [
      ['matched', 9],
      ['ambiguous', 8],
      ['none', 2],
      ['waiting', 7],
    ] as const)
      await all.line(upload, { match_outcome, title: match_outcome, row });
    const page = (limit: number) => all.db.transaction().execute((trx) => findRegisterUploads(trx, limit));
    expect((await page(5)).map(({ id, matched, looked }) => [id, matched, looked])).toEqual([
      [upload, 1, 3],
      [undone, 1, 1],
    ]);
    expect(await page(1)).toHaveLength(1);
    const unmatched = await all.db.transaction().execute((trx) => findUnmatchedLines(trx, upload, 5));
    expect(unmatched.map(({ title }) => title)).toEqual(['none', 'waiting', 'ambiguous']);
    const few = await all.db.transaction().execute((trx) => findUnmatchedLines(trx, upload, 2));
    expect(few).toHaveLength(2);
  } finally {
    await all.close();
  }
});

test('a line is shown to its own council, of whichever upload; in force are those of the one in force', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const undone = await rows.line(await rows.upload(council, { undone_at: '2026-01-01T00:00:00Z' }));
  const upload = await rows.upload(council);
  const [second, first] = [await rows.line(upload, { row: 3 }), await rows.line(upload, { row: 2 })];
  const theirs = await rows.line(await rows.upload(other));
  const shown = async (id: string) => (await inTrx((trx) => findRegisterLine(trx, council, id)))?.id;
  expect([await shown(first), await shown(undone), await shown(theirs)]).toEqual([first, undone, undefined]);
  const inForce = await inTrx((trx) => findLinesInForce(trx, council));
  expect(inForce.map(({ id }) => id)).toEqual([first, second]);
});

test('a council looks at one file at a time, its own, and its last headings are remembered', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const draft = (of: string, fileName: string) =>
    inTrx((trx) =>
      saveDraft(trx, {
        council: of,
        fileName,
        sha256: 'a'.repeat(64),
        body: Buffer.from('x'),
        columns: null,
        uploadedBy: 'officer',
        headerRow: 4,
      }),
    );
  await draft(council, 'first.csv');
  await draft(council, 'second.csv');
  await draft(other, 'theirs.csv');
  const found = (of: string) => inTrx((trx) => findDraft(trx, of));
  expect(await found(council)).toMatchObject({ fileName: 'second.csv', sheet: null, headerRow: 4 });
  await inTrx((trx) => dropDraft(trx, council));
  expect(await found(council)).toBe(undefined);
  expect(await found(other)).toMatchObject({ fileName: 'theirs.csv' });
  const undone_at = '2026-01-01T00:00:00Z';
  const remembered = (of: string) => inTrx((trx) => findRememberedColumns(trx, of));
  expect(await remembered(council)).toBe(null);
  for (const [of, columns] of [
    [council, { Firm: 'earlier' }],
    [council, { Firm: 'supplier' }],
    [council, null],
    [other, { Firm: 'theirs' }],
  ] as const)
    await rows.upload(of, { undone_at, columns: columns && JSON.stringify(columns) });
  expect(await remembered(council)).toEqual({ Firm: 'supplier' });
});
