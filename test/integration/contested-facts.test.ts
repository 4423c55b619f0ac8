import {
  applyCorrection,
  asCouncil,
  contestFact,
  countContestsBy,
  decideContest,
  findContest,
  findContests,
  findCorrectionWords,
  findOwnLines,
  findPublishedFacts,
  findToApply,
  findUnchecked,
  openFor,
  saveCheck,
  tellOfCorrections,
  type Db,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptied } from '../support/emptied.ts';
import { openRows, type Rows } from '../support/rows.ts';

// Which facts of a supplier can be contested, which contests wait for whom and in which order, and what comes of them.

let rows: Rows;
let web: Db;
let council: string;
let other: string;
let supplier: string;
beforeAll(async () => {
  rows = await openRows();
  web = openFor('pages', rows.database.adminUrl, { max: 1 });
  council = await rows.council();
  other = await rows.council();
  supplier = await rows.supplier('EXAMPLE CARE LTD', '99000001');
});
afterAll(async () => {
  await web.destroy();
  await rows.close();
});
beforeEach(() => emptied(rows.db, 'contest', 'withdrawal', 'outbox', 'register_line', 'register_upload'));

const ours = <T>(act: Parameters<typeof asCouncil<T>>[2]) => asCouncil(web, council, act);
const asWorker = <T>(act: Parameters<typeof asCouncil<T>>[2]) => rows.worker.transaction().execute(act);

const said = JSON.stringify({ kind: 'public-report', type: 'a type', what: 'a report' });

interface Given {
  readonly council?: string;
  readonly by?: string;
  readonly register_line?: string;
  readonly about?: string;
  /** What has become of it, by its columns. */
  readonly since?: Readonly<Record<string, string | null>>;
}

let contested = 0;
/** A contest, of a published fact where it is of no line of a register; its number. */
async function contest({
  by = 'person 1',
  register_line,
  about = supplier,
  since = {},
  ...given
}: Given = {}) {
  contested += 1;
  const fact = { source_id: 'gazette-insolvency', ref: `contested/${contested}`, version: '1' };
  const { id } = await rows.db
    .insertInto('contest')
    .values({
      council: given.council ?? council,
      supplier_id: about,
      ...(register_line === undefined ? fact : { register_line }),
      fact: 'Notice',
      url: null,
      claim: 'It is another',
      evidence: 'The number',
      by_whom: by,
      form: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [column, value] of Object.entries(since))
    await sql`update contest set ${sql.ref(column)} = ${value} where id = ${id}`.execute(rows.db);
  return id;
}
const decided = async (id: string, verdict: 'upheld' | 'rejected', at = '2026-11-02T00:00:00.000Z') => {
  const right = verdict === 'upheld' ? { wrong: `wrong ${id}`, shouldRead: `right ${id}` } : none;
  const decision = { verdict, ...right, reason: 'So it is', by: 'person 2', at };
  return rows.db.transaction().execute((trx) => decideContest(trx, id, null, decision));
};
const none = { wrong: null, shouldRead: null };

test('what was published about a supplier by a day and stands can be contested, the newest first, as much as is asked for', async () => {
  const mention = await rows.mention('Example Care', { supplier_id: supplier, outcome: 'matched' });
  const another = await rows.mention('Other', {
    supplier_id: await rows.supplier('OTHER LTD', '99000009'),
    outcome: 'matched',
  });
  const say = (published_at: string, row: object = {}) =>
    rows.observation({ mention_id: mention, published_at, content: said, ...row });
  const first = await say('2026-11-01T10:00:00Z');
  const third = await say('2026-11-03T10:00:00Z', { ref: 'third', version: '1' });
  const second = await say('2026-11-02T10:00:00Z');
  const same = await say('2026-11-02T10:00:00Z');
  await say('2026-11-05T10:00:00Z');
  await say('2026-11-01T11:00:00Z', { kind: 'award' });
  await say('2026-11-01T11:00:00Z', { kind: 'payment' });
  await say('2026-11-01T11:00:00Z', { mention_id: another });
  const read = async (limit: number) => {
    const stored = await rows.db.selectFrom('observation').select(['id', 'ref', 'version']).execute();
    const facts = await ours((trx) => findPublishedFacts(trx, supplier, '2026-11-04', limit));
    return facts.map(
      (fact) => stored.find((one) => one.ref === fact.ref && one.version === fact.version)?.id,
    );
  };
  expect(await read(10)).toEqual([third, same, second, first]);
  expect(await read(2)).toEqual([third, same]);
  const { id } = await rows.db
    .insertInto('document')
    .values({
      source_id: 'gazette-insolvency',
      sha256: 'f'.repeat(64),
      url: 'https://publisher.example/back',
      content_type: null,
      retrieved_at: '2026-11-04T00:00:00Z',
      body: Buffer.from('back'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`insert into withdrawal (source_id, ref, version, published_at, observed_at, document_id, url)
    values ('gazette-insolvency', 'third', '1', '2026-11-04T00:00:00Z', now(), ${id}, '')`.execute(rows.db);
  expect(await read(10)).toEqual([same, second, first]);
});

test('a council contests the lines about a supplier in its register in force, in their order', async () => {
  const undone = await rows.upload(council, { undone_at: '2026-11-01T00:00:00Z' });
  const inForce = await rows.upload(council);
  const waits = await rows.upload(council, { undone_at: '2026-11-01T00:00:00Z', waits: true });
  const theirs = await rows.upload(other);
  for (const upload of [undone, waits, theirs]) await rows.line(upload, { supplier_id: supplier });
  await rows.line(inForce, { supplier_id: supplier, title: 'Second', row: 9 });
  await rows.line(inForce, { supplier_id: supplier, title: 'First', row: 8 });
  await rows.line(inForce, { title: 'Nobody’s' });
  expect((await ours((trx) => findOwnLines(trx, supplier))).map(({ title }) => title)).toEqual([
    'First',
    'Second',
  ]);
});

test('those that wait are read the oldest first, then what was decided last, so many from one on', async () => {
  const [open, openToo, before, last, lastToo] = [
    await contest(),
    await contest(),
    await contest(),
    await contest(),
    await contest(),
  ];
  await decided(lastToo, 'rejected', '2026-11-03T00:00:00.000Z');
  await decided(last, 'rejected', '2026-11-03T00:00:00.000Z');
  await decided(before, 'upheld', '2026-11-02T00:00:00.000Z');
  const read = async (limit: number, offset = 0) => {
    const part = await findContests(rows.worker, { limit, offset });
    expect(part).toMatchObject({ total: 5, open: 2 });
    return part.contests.map(({ id }) => id);
  };
  expect(await read(10)).toEqual([open, openToo, lastToo, last, before]);
  expect(await read(2, 1)).toEqual([openToo, lastToo]);
});

test('a person’s contests are counted since a moment, and nobody else’s', async () => {
  const at = { since: { at: '2026-11-02T00:00:00.000Z' } };
  await contest(at);
  for (const _ of [1, 2]) await contest({ ...at, by: 'person 2' });
  await contest({ ...at, council: other });
  const count = (since: string) => ours((trx) => countContestsBy(trx, 'person 1', since));
  expect(await count('2026-11-01T23:59:59.999Z')).toBe(1);
  expect(await count('2026-11-02T00:00:00.000Z')).toBe(0);
});

test('a contest that is sent twice by one form is kept once, and says once in the log that it was', async () => {
  const about = { of: 'published', source: 'gazette-insolvency', ref: 'once', version: '1' } as const;
  const words = { fact: 'Notice', url: null, claim: 'No', evidence: 'The number', by: 'person 1' };
  for (const form of ['one', 'one', 'two'])
    await ours((trx) =>
      contestFact(trx, { council, supplierId: supplier, alertId: null, about, ...words, form }),
    );
  expect(await rows.db.selectFrom('contest').select('form').orderBy('nth').execute()).toEqual([
    { form: 'one' },
    { form: 'two' },
  ]);
  const logged = rows.db
    .selectFrom('audit')
    .select(['actor', 'detail'])
    .where('action', '=', 'contested fact');
  const entry = { actor: 'person 1', detail: { about: 'published' } };
  expect(await logged.execute()).toEqual([entry, entry]);
});

test('one contest is decided, once, which the log says, and the others are left as they are', async () => {
  const [first, second] = [await contest(), await contest()];
  expect([await decided(first, 'upheld'), await decided(first, 'rejected')]).toEqual([true, false]);
  const read = await Promise.all([first, second].map((id) => findContest(rows.worker, id)));
  expect(read.map((one) => [one?.id, one?.verdict])).toEqual([
    [first, 'upheld'],
    [second, null],
  ]);
  await decided(second, 'rejected');
  const log = rows.db.selectFrom('audit').select(['action', 'subject']).where('actor', '=', 'person 2');
  expect((await log.orderBy('id', 'desc').limit(2).execute()).map(Object.values)).toEqual([
    ['rejected contest', `contest ${second}`],
    ['upheld contest', `contest ${first}`],
  ]);
  const stand = rows.db.selectFrom('contest').select(['id', 'verdict', 'should_read']).orderBy('nth');
  expect(await stand.execute()).toEqual([
    { id: first, verdict: 'upheld', should_read: `right ${first}` },
    { id: second, verdict: 'rejected', should_read: null },
  ]);
});

test('published facts that were not looked up are looked up the oldest first, each by the very version that was contested', async () => {
  const observed = async (id: string, version = '1') => {
    const { ref } = await rows.db
      .selectFrom('contest')
      .select('ref')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await rows.observation({ ref: ref ?? '', version, content: said });
  };
  const [first, second, third, newer] = [await contest(), await contest(), await contest(), await contest()];
  const upload = await rows.upload(council);
  await contest({ register_line: await rows.line(upload) });
  for (const id of [third, second, first]) await observed(id);
  await observed(newer, '2');
  const unchecked = async () => (await findUnchecked(rows.worker)).map(({ id }) => id);
  expect(await unchecked()).toEqual([first, second, third]);
  await asWorker((trx) => saveCheck(trx, second, 'same', '2026-11-03T00:00:00.000Z'));
  expect(await unchecked()).toEqual([first, third]);
});

test('contests that were upheld have their effect once, the oldest first', async () => {
  const [first, rejected, second, open] = [
    await contest(),
    await contest(),
    await contest(),
    await contest(),
  ];
  await decided(second, 'upheld');
  await decided(first, 'upheld');
  await decided(rejected, 'rejected');
  const apply = (id: string) => asWorker((trx) => applyCorrection(trx, id, '2026-11-03T00:00:00.000Z'));
  expect(await findToApply(rows.worker)).toEqual([first, second]);
  expect([await apply(rejected), await apply(open), await apply(first), await apply(first)]).toEqual([
    false,
    false,
    true,
    false,
  ]);
  expect(await findToApply(rows.worker)).toEqual([second]);
});

test('of a correction everybody is told once its supplier was judged again, and not before or of another', async () => {
  await contest({ since: { applied_at: '2026-11-03T00:00:00Z' } });
  await contest({ since: { applied_at: '2026-11-03T00:00:00Z' } });
  await contest({ about: await rows.supplier('UNAPPLIED LTD', '99000002') });
  await contest({
    about: await rows.supplier('TOLD LTD', '99000003'),
    since: { applied_at: '2026-11-03T00:00:00Z', told_at: '2026-11-03T00:00:00Z' },
  });
  const judging = (done: object = {}, queue = 'score', id = supplier) =>
    rows.db
      .insertInto('outbox')
      .values({ queue, message: JSON.stringify({ v: 2, supplierIds: [id] }), ...done })
      .execute();
  const told = () => asWorker((trx) => tellOfCorrections(trx));
  await judging();
  expect(await told()).toBe(0);
  await emptied(rows.db, 'outbox');
  await judging({ done_at: '2026-11-03T00:00:00Z' });
  await judging({ dead_at: '2026-11-03T00:00:00Z' });
  await judging({}, 'match');
  await judging({}, 'score', `${supplier}9`);
  expect(await told()).toBe(1);
});

test('the words of a decision are those of published facts that were taken back, and of lines of registers once upheld', async () => {
  const line = await rows.line(await rows.upload(council));
  const [published, own, rejected, open] = [
    await contest(),
    await contest({ register_line: line }),
    await contest({ register_line: line }),
    await contest({ register_line: line }),
  ];
  for (const id of [published, own]) await decided(id, 'upheld');
  await decided(rejected, 'rejected');
  const words = async (ids: readonly string[]) =>
    Object.fromEntries(await asWorker((trx) => findCorrectionWords(trx, ids)));
  const wordsOf = (id: string) => ({ [id]: { wrong: `wrong ${id}`, right: `right ${id}` } });
  expect(await words([published, own, rejected, open])).toEqual(wordsOf(own));
  expect(await words([])).toEqual({});
  const { ref } = await rows.db
    .selectFrom('contest')
    .select('ref')
    .where('id', '=', published)
    .executeTakeFirstOrThrow();
  await rows.observation({ ref: ref ?? '', content: said });
  await asWorker((trx) => applyCorrection(trx, published, '2026-11-03T00:00:00.000Z'));
  expect(await words([published, own, rejected])).toEqual({ ...wordsOf(published), ...wordsOf(own) });
  expect(await words([own])).toEqual(wordsOf(own));
});
