import {
  decideMatch,
  decideMentions,
  findCouncilDecisions,
  findMatchedNames,
  findMentionIds,
  findMentions,
  findNamesInNotices,
  findPaperDecisions,
  findSameText,
  findSharedDecisions,
  rematchUndecided,
  saveMentions,
  shareDecisions,
  sharedEntries,
  undoMatchDecision,
  type DecisionSubject,
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

const undone_at = '2026-01-02T00:00:00Z';

test('a mention is one by its name, its printed number and its postcode', async () => {
  const mention = { name: 'Once Ltd', ref: null, printedRef: null, postcode: null };
  const saved = await inTrx((trx) =>
    saveMentions(trx, [mention, mention, { ...mention, postcode: 'ZZ1' }, { ...mention, printedRef: 'X' }]),
  );
  expect(saved.size).toBe(3);
  const again = await inTrx((trx) => saveMentions(trx, [mention]));
  expect([...again.values()]).toEqual([[...saved.values()][0]]);
  expect(await inTrx((trx) => saveMentions(trx, []))).toEqual(new Map());
});

test('the same text is printed by every mention and by every register in force, or about to be, that prints it', async () => {
  const first = await rows.mention('Same Text Ltd', { printed_ref: 'GB-CFS-1' });
  const again = await rows.mention('SAME  TEXT LTD', { printed_ref: 'GB-CFS-2' });
  await rows.mention('Same Text Ltd', { postcode: 'ZZ1 1ZZ' });
  await rows.mention('Same Text Ltd', { printed_ref: 'GB-COH-99000001', ref: '99000001' });
  await rows.mention('Other Text Ltd');
  const printing = async (row: Parameters<Rows['line']>[1], upload: Parameters<Rows['upload']>[1] = {}) => {
    const id = await rows.upload(await rows.council(), upload);
    await rows.line(id, { supplier_name: 'same text ltd', ...row });
    return id;
  };
  const inForce = await printing({});
  const waiting = await printing({}, { undone_at, waits: true });
  await printing({}, { undone_at });
  await printing({ ref: '99000001' });
  await printing({ supplier_name: 'Other Text Ltd' });
  const same = await inTrx((trx) => findSameText(trx, [first]));
  expect(same.mentions.map(({ id }) => id)).toEqual([first, again]);
  expect(same.uploads.toSorted()).toEqual([inForce, waiting].toSorted());
});

test('the mentions of a supplier are those that the machine tied to it', async () => {
  const [supplier, other] = [await rows.supplier('Tied Ltd'), await rows.supplier('Other Ltd')];
  const [first, second] = [await rows.mention('Machine 1 Ltd'), await rows.mention('Machine 2 Ltd')];
  const [decided, others] = [await rows.mention('Person Ltd'), await rows.mention('Others Ltd')];
  const decide = (id: string, supplierId: string, decidedBy: string | null) => ({
    id,
    outcome: 'matched' as const,
    supplierId,
    reason: 'by its number',
    score: 0.5,
    candidates: ['99000001'],
    decidedBy,
  });
  await inTrx((trx) =>
    decideMentions(trx, [
      decide(second, supplier, null),
      decide(first, supplier, null),
      decide(decided, supplier, 'E06000901'),
      decide(others, other, null),
    ]),
  );
  const tie = { mention_id: others, supplier_id: supplier, reason: 'by a register' };
  expect(await inTrx((trx) => findMentionIds(trx, [supplier]))).toEqual([first, second]);
  await rows.db.insertInto('notice_tie').values(tie).execute();
  expect(await inTrx((trx) => findMentionIds(trx, [supplier]))).toEqual([first, second, others]);
  expect((await findMentions(rows.db, [others, first])).map(({ id }) => id)).toEqual([first, others]);
});

test('a new register of companies has everybody matched again that is nobody’s and that no person decided', async () => {
  const fresh = await openRows();
  try {
    await fresh.mention('Waiting Ltd');
    await fresh.mention('None Ltd', { outcome: 'none' });
    await fresh.mention('Doubtful Ltd', { outcome: 'ambiguous' });
    await fresh.mention('Tied Ltd', { outcome: 'matched' });
    await fresh.mention('Decided Ltd', { outcome: 'none', decided_by: 'E06000901' });
    const upload = await fresh.upload(await fresh.council());
    await fresh.upload(await fresh.council(), { undone_at });
    expect(await fresh.db.transaction().execute(rematchUndecided)).toBe(3);
    const messages = await fresh.db.selectFrom('outbox').select(['message', 'key']).orderBy('id').execute();
    const registers = messages.filter(({ key }) => key?.startsWith('register:'));
    expect(registers.map(({ message }) => message)).toEqual([{ v: 1, of: 'register', uploadId: upload }]);
  } finally {
    await fresh.close();
  }
});

test('an alert tells the names by which its council’s contracts and register became the supplier, the first three', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const [supplier, stranger] = [await rows.supplier('Named Ltd'), await rows.supplier('Stranger Ltd')];
  const named = (name: string, supplier_id = supplier) =>
    rows.mention(name, { outcome: 'matched', supplier_id, reason: `because of ${name}` });
  const [third, fourth, first, second] = [
    await named('C Ltd'),
    await named('D Ltd'),
    await named('A Ltd'),
    await named('B Ltd'),
  ];
  const [theirs, strange] = [await named('Theirs Ltd'), await named('Strange Ltd', stranger)];
  for (const mention of [second, first, fourth, third, strange])
    await rows.award({ buyers: [council], suppliers: [mention] });
  await rows.award({ buyers: [other], suppliers: [theirs] });
  const before = await rows.upload(council, { undone_at });
  const upload = await rows.upload(council);
  const line = (of: string, supplier_name: string, supplier_id = supplier) =>
    rows.line(of, { supplier_name, supplier_id, match_reason: 'by its number' });
  await line(before, 'Undone Line Ltd');
  for (const name of ['Z Line Ltd', 'A Line Ltd', 'A Line Ltd', 'M Line Ltd', 'B Line Ltd'])
    await line(upload, name);
  await line(upload, 'Strange Line Ltd', stranger);
  await line(await rows.upload(other), 'Their Line Ltd');
  const alert = { id: '1', supplierId: supplier, council } as Parameters<typeof findMatchedNames>[1][number];
  const names = (await inTrx((trx) => findMatchedNames(trx, [alert]))).get('1');
  expect(names?.contract.map(({ name }) => name)).toEqual(['C Ltd', 'D Ltd', 'A Ltd']);
  expect(names?.contract[0]?.reason).toBe('because of C Ltd');
  expect(names?.register.map(({ name }) => name)).toEqual(['Z Line Ltd', 'A Line Ltd', 'M Line Ltd']);
});

test('an alert tells each name under which its council paid the supplier, how it was tied and since when', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const [supplier, stranger] = [
    await rows.supplier('Paid Ltd', '99000077'),
    await rows.supplier('Unpaid Ltd'),
  ];
  const named = (name: string, row: Parameters<Rows['mention']>[1] = {}) =>
    rows.mention(name, { outcome: 'matched', supplier_id: supplier, reason: `because of ${name}`, ...row });
  const [second, first, strange] = [
    await named('P2 Ltd'),
    await named('P1 Ltd'),
    await named('Strange Paid Ltd', { supplier_id: stranger }),
  ];
  const told = await rows.mention('Told Trading', { outcome: 'none' });
  const file = await rows.spendFile(council, '2026-01-01', '2026-12-31');
  const theirs = await rows.spendFile(other, '2026-01-01', '2026-12-31');
  const paid = (mention_id: string, paid_on: string, of = file) => rows.payment(of, { mention_id, paid_on });
  await paid(first, '2026-02-02');
  await paid(first, '2026-01-05');
  for (const mention of [second, told, strange]) await paid(mention, '2026-02-01');
  await paid(await named('Theirs Paid Ltd'), '2026-01-01', theirs);
  await paid(told, '2026-01-01', theirs);
  const line = { supplier_name: 'Told Trading', supplier_id: supplier, match_outcome: 'matched' as const };
  await rows.line(await rows.upload(council), { ...line, scheme: 'GB-COH', ref: '99000077' });
  const alert = { id: '1', supplierId: supplier, council } as Parameters<typeof findMatchedNames>[1][number];
  expect((await inTrx((trx) => findMatchedNames(trx, [alert]))).get('1')?.payment).toEqual([
    { name: 'P1 Ltd', reason: 'because of P1 Ltd', since: '2026-01-05', isPublished: true },
    { name: 'P2 Ltd', reason: 'because of P2 Ltd', since: '2026-02-01', isPublished: true },
    {
      name: 'Told Trading',
      reason: 'by the company number that your register prints beside this name: 99000077',
      since: '2026-02-01',
      isPublished: true,
    },
  ]);
});

test('the names in notices of insolvency are those that were public by the day, the first three', async () => {
  const [supplier, stranger] = [await rows.supplier('Noticed Ltd'), await rows.supplier('Unnoticed Ltd')];
  const notice = async (name: string, row: Parameters<Rows['observation']>[0] = {}, supplier_id = supplier) =>
    rows.observation({ mention_id: await rows.mention(name, { supplier_id }), ...row });
  await notice('Z Noticed Ltd', { published_at: `${TODAY}T12:00:00Z` });
  await notice('A Noticed Ltd');
  await notice('Charged Ltd', { kind: 'charge' });
  await notice('Later Ltd', { published_at: '2026-11-24T00:00:00Z' });
  await notice('Strange Noticed Ltd', {}, stranger);
  await notice('M Noticed Ltd');
  await notice('B Noticed Ltd');
  const told = (await inTrx((trx) => findNamesInNotices(trx, [supplier], TODAY))).get(supplier);
  expect(told?.map(({ name }) => name)).toEqual(['Z Noticed Ltd', 'A Noticed Ltd', 'M Noticed Ltd']);
});

function decision(council: string, subject: DecisionSubject, note: string | null = null) {
  const decided = { verdict: 'none' as const, number: null, reason: 'papers' as const, note, by: 'officer' };
  return inTrx((trx) => decideMatch(trx, { council, subject, ...decided }));
}

test('the decisions of a council are its own, the newest first, until it takes them back itself', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const mentionId = await rows.mention('Decided By Us Ltd', { outcome: 'none' });
  const first = await decision(council, { mentionId });
  const second = await decision(council, { printedText: 'OURS||' }, 'a note');
  await decision(other, { mentionId });
  const told = async (limit = 9) =>
    (await inTrx((trx) => findCouncilDecisions(trx, council, limit))).map(({ id, undone, name, subject }) => [
      id,
      undone,
      name,
      subject,
    ]);
  expect(await told()).toEqual([
    [second, false, null, { printedText: 'OURS||' }],
    [first, false, 'Decided By Us Ltd', { mentionId }],
  ]);
  expect(await told(1)).toHaveLength(1);
  const undo = (of: string, id: string) => inTrx((trx) => undoMatchDecision(trx, of, id, 'officer'));
  expect(await undo(other, first)).toBe(false);
  expect(await undo(council, first)).toBe(true);
  expect(await undo(council, first)).toBe(false);
  expect((await told()).map(([id, undone]) => [id, undone])).toEqual([
    [second, false],
    [first, true],
  ]);
});

test('a decision about a line has the council’s registers matched again, in force or about to be, and no others', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  await rows.upload(council, { undone_at });
  const [waiting, inForce] = [
    await rows.upload(council, { undone_at, waits: true }),
    await rows.upload(council),
  ];
  await rows.upload(other);
  const last = await rows.db
    .selectFrom('outbox')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  await decision(council, { printedText: 'OURS||' });
  const messages = await rows.db
    .selectFrom('outbox')
    .select('message')
    .where('id', '>', last?.id ?? '0')
    .execute();
  const uploads = messages.map(({ message }) => (message as { uploadId: string }).uploadId);
  expect(uploads.toSorted()).toEqual([waiting, inForce].toSorted());
});

test('what councils decided about the public record is shared once, by what is printed, the oldest first', async () => {
  const council = await rows.council({ name: 'Sharing Council' });
  const [mentionId, again, other] = [
    await rows.mention('Shared Ltd', { printed_ref: 'GB-CFS-1' }),
    await rows.mention('SHARED LTD', { printed_ref: 'GB-CFS-2' }),
    await rows.mention('Unshared Ltd'),
  ];
  const first = await decision(council, { mentionId }, 'our own words');
  const second = await decision(council, { mentionId: again });
  await decision(council, { mentionId: other });
  const share = (ids: readonly string[]) => inTrx((trx) => shareDecisions(trx, ids));
  expect((await share([mentionId, again])).toSorted()).toEqual([mentionId, again].toSorted());
  expect(await share([mentionId, again])).toEqual([]);
  const printed = { name: 'shared ltd', number: null, postcode: null };
  const shared = [...(await findSharedDecisions(rows.db, [printed])).values()].flat();
  expect(shared.map(({ id, council: by }) => [id, by])).toEqual([
    [first, 'Sharing Council'],
    [second, 'Sharing Council'],
  ]);
  expect(JSON.stringify(shared)).not.toContain('our own words');
  const scopes = sharedEntries(shared, mentionId).map(
    (entry) => entry.kind === 'decided' && entry.scope.kind,
  );
  expect(scopes).toEqual(['mention', 'text']);
});

test('a council’s decisions about its own register are its own, by the text', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const mine = await decision(council, { printedText: 'A LINE||' }, 'seen the invoice');
  await decision(council, { printedText: 'ANOTHER LINE||' });
  await decision(council, { mentionId: await rows.mention('A Line') });
  await decision(other, { printedText: 'A LINE||' });
  const line = { id: '7', name: 'A line', ref: null, printed_ref: null, postcode: null };
  const entriesOf = await inTrx((trx) => findPaperDecisions(trx, { council, uploadId: null }, [line]));
  expect(entriesOf(line)).toMatchObject([
    {
      id: mine.padStart(20, '0'),
      kind: 'decided',
      scope: { kind: 'mention', mentionId: '7' },
      why: 'our contract, order or invoice says so; seen the invoice',
    },
  ]);
});
