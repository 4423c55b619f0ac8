import {
  emptyReport,
  enqueueTouched,
  findCheckedOf,
  findLookAnswersOf,
  findNextPublications,
  findReleases,
  findSignals,
  isRecorded,
  recordDocument,
  type GivenDocument,
  type Trx,
} from '@tocsin/db';
import type { LookAnswer, Observation, SupplierMention, Topic } from '@tocsin/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

const TODAY = '2026-11-23';
let rows: Rows;
let nth = 0;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

function inTrx<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return rows.db.transaction().execute(work);
}

const filed = { kind: 'filing', about: 'strike-off-proposed' };
const signal = JSON.stringify({ kind: 'public-report', type: 'a type', what: 'a report' });

/** A supplier and a mention of it. */
async function named(name: string) {
  const supplier = await rows.supplier(name);
  return { supplier, mention: await rows.mention(name, { outcome: 'matched', supplier_id: supplier }) };
}

function withdrawal(
  row: { ref: string; version: string; published_at: string; source_id?: string },
  document_id: string,
) {
  const all = {
    source_id: 'gazette-insolvency',
    observed_at: '2026-01-01T00:00:00Z',
    url: 'https://publisher.example/withdrawn',
    ...row,
    document_id,
  };
  return rows.db.insertInto('withdrawal').values(all).execute();
}

test('what was said of a supplier is what was public by the end of the day and stands, the oldest first', async () => {
  const { supplier, mention } = await named('Said Of Ltd');
  const { mention: stranger } = await named('Stranger Ltd');
  const document = await rows.document();
  const say = (ref: string, published_at: string, row: Parameters<Rows['observation']>[0] = {}) =>
    rows.observation({
      ref,
      version: '2',
      kind: 'public-report',
      content: signal,
      published_at,
      mention_id: mention,
      ...row,
    });
  await say('today', `${TODAY}T23:59:59Z`);
  await say('tomorrow', '2026-11-24T00:00:00Z');
  await say('second', '2026-01-02T00:00:00Z');
  await say('first', '2026-01-01T00:00:00Z', { quote: 'as printed' });
  await say('tied', '2026-01-02T00:00:00Z');
  await say('award', '2026-01-01T00:00:00Z', { kind: 'award' });
  await say('payment', '2026-01-01T00:00:00Z', { kind: 'payment' });
  await say('stranger', '2026-01-01T00:00:00Z', { mention_id: stranger });
  for (const ref of [
    'withdrawn',
    'list/withdrawn',
    'withdrawn tomorrow',
    'corrected since',
    'withdrawn elsewhere',
  ])
    await say(ref, '2026-01-03T00:00:00Z');
  const withdraw = (ref: string, version: string, day: string, source_id = 'gazette-insolvency') =>
    withdrawal({ ref, version, published_at: `${day}T00:00:00Z`, source_id }, document);
  await withdraw('withdrawn', '2', TODAY);
  await withdraw('list/', '3', TODAY);
  await withdraw('withdrawn tomorrow', '2', '2026-11-24');
  await withdraw('corrected since', '1', TODAY);
  await withdraw('withdrawn elsewhere', '2', TODAY, 'another-source');
  const refs = (await findSignals(rows.db, supplier, TODAY)).map(({ ref }) => ref);
  expect(refs).toEqual([
    'first',
    'second',
    'tied',
    'withdrawn tomorrow',
    'corrected since',
    'withdrawn elsewhere',
    'today',
  ]);
});

test('the next publication is the first day after the one asked for on which something begins or ceases to be said', async () => {
  const nextOf = async (supplier: string) =>
    (await inTrx((trx) => findNextPublications(trx, [supplier], TODAY))).get(supplier);
  const document = await rows.document();
  const quiet = await named('Quiet Ltd');
  await rows.observation({ mention_id: quiet.mention, published_at: `${TODAY}T23:59:59Z` });
  await rows.award({ suppliers: [quiet.mention] }, { published_at: `${TODAY}T23:59:59Z` });
  expect(await nextOf(quiet.supplier)).toBe(undefined);
  const said = await named('Said Ltd');
  for (const day of ['2026-11-26', '2026-11-24', '2026-11-25'])
    await rows.observation({ mention_id: said.mention, published_at: `${day}T00:00:00Z` });
  expect(await nextOf(said.supplier)).toBe('2026-11-24');
  const taken = await named('Taken Back Ltd');
  await rows.observation({ mention_id: taken.mention, ref: 'to be taken back' });
  await withdrawal({ ref: 'to be taken back', version: '1', published_at: '2026-11-24T00:00:00Z' }, document);
  expect(await nextOf(taken.supplier)).toBe('2026-11-24');
  const before = await named('Taken Before Ltd');
  await rows.observation({ mention_id: before.mention, ref: 'taken back before' });
  await withdrawal({ ref: 'taken back before', version: '1', published_at: `${TODAY}T12:00:00Z` }, document);
  expect(await nextOf(before.supplier)).toBe(undefined);
  const [supplied, below] = [await named('Supplied Ltd'), await named('Below Ltd')];
  await rows.award(
    { suppliers: [supplied.mention], subcontractors: [below.mention] },
    {
      published_at: '2026-11-24T00:00:00Z',
    },
  );
  expect([await nextOf(supplied.supplier), await nextOf(below.supplier)]).toEqual([
    '2026-11-24',
    '2026-11-24',
  ]);
});

test('looks count from the first of them, as of the last by the end of the day', async () => {
  const { supplier, mention } = await named('Looked At Ltd');
  const again = await rows.mention('LOOKED AT LIMITED', { supplier_id: supplier });
  const [noon, end] = [`${TODAY}T12:00:00.000Z`, `${TODAY}T23:59:59.999Z`];
  const look = (
    mention_id: string,
    topic: Topic,
    first_at: string,
    last_at: string,
    answer?: LookAnswer,
    source_id = 'one',
  ) => {
    const row = { mention_id, topic, source_id, first_at, last_at };
    return answer === undefined
      ? rows.db.insertInto('look').values(row).execute()
      : rows.db
          .insertInto('look_answer')
          .values({ ...row, answer })
          .execute();
  };
  await look(mention, 'charges', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z');
  await look(again, 'charges', '2026-01-01T00:00:00Z', noon);
  await look(mention, 'officers', '2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z');
  await look(mention, 'filing-history', '2026-11-24T00:00:00Z', '2026-12-01T00:00:00Z');
  const checked = (await findCheckedOf(rows.db, [supplier], TODAY)).get(supplier);
  expect(checked).toEqual({ charges: noon, officers: end });
  await look(mention, 'charges', '2026-01-01T00:00:00Z', '2026-01-05T00:00:00Z', 'none');
  await look(again, 'charges', '2026-01-01T00:00:00Z', noon, 'found');
  await look(mention, 'charges', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 'found', 'two');
  await look(mention, 'officers', '2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z', 'none');
  await look(mention, 'officers', '2026-01-02T00:00:00Z', '2026-12-01T00:00:00Z', 'found');
  await look(mention, 'company-profile', '2026-11-24T00:00:00Z', '2026-12-01T00:00:00Z', 'found');
  const answers = (await findLookAnswersOf(rows.db, [supplier], TODAY)).get(supplier);
  expect(answers?.map(({ source, topic, answer, at }) => [topic, source, answer, at])).toEqual([
    ['charges', 'one', 'found', noon],
    ['charges', 'two', 'found', '2026-01-02T00:00:00.000Z'],
    ['officers', 'one', 'found', end],
  ]);
});

const about: SupplierMention = { name: 'Recorded Ltd', ref: null, printedRef: null, postcode: null };

/** Records one document of a source that says these things. */
function record(
  said: readonly (Partial<Observation> & { ref: string })[],
  given: Partial<GivenDocument> = {},
) {
  nth += 1;
  const observations = said.map(
    (one) =>
      ({
        source: 'gazette-insolvency',
        version: '2026-01-01T00:00:00Z',
        occurredOn: null,
        publishedAt: '2026-01-01T00:00:00Z',
        url: 'https://publisher.example/said',
        quote: null,
        about,
        content: filed,
        ...one,
      }) as unknown as Observation,
  );
  const url = `https://publisher.example/record/${nth}`;
  return recordDocument(rows.db, {
    sourceId: 'gazette-insolvency',
    url,
    contentType: null,
    retrievedAt: '2026-01-01T12:00:00Z',
    body: Buffer.from(url),
    asOf: null,
    parse: () => [{ item: url, outcome: 'observed', observations }],
    ...given,
  });
}

const versionsOf = async (ref: string) =>
  (
    await rows.db
      .selectFrom('observation')
      .select('version')
      .where('ref', '=', ref)
      .orderBy('version')
      .execute()
  ).map(({ version }) => version);

test('what is said again is recorded once; other words under the same id and moment are kept beside it', async () => {
  const content = (about: string) => ({ kind: 'filing', about }) as never;
  const say = async (version: string, what: string) =>
    (await record([{ ref: 'said/1', version, content: content(what) }])).recorded;
  expect(await say('1', 'first')).toBe(1);
  expect(await say('1', 'first')).toBe(0);
  expect(await say('2', 'first')).toBe(0);
  expect(await say('2', 'second')).toBe(1);
  expect(await say('3', 'first')).toBe(1);
  expect(await say('1', 'first')).toBe(0);
  expect(await say('1', 'otherwise')).toBe(1);
  expect(await say('1', 'otherwise')).toBe(0);
  expect(await say('1', 'once more')).toBe(1);
  expect(await versionsOf('said/1')).toEqual(['1', '1+2', '1+3', '2', '3']);
  const other = { ...about, name: 'Recorded Otherwise Ltd' };
  expect(
    (await record([{ ref: 'said/1', version: '3', content: content('first'), about: other }])).recorded,
  ).toBe(1);
  expect(await isRecorded(rows.db, 'gazette-insolvency', ['nothing', 'said/1'])).toBe(true);
  expect(await isRecorded(rows.db, 'another-source', ['said/1'])).toBe(false);
  expect(await isRecorded(rows.db, 'gazette-insolvency', ['nothing'])).toBe(false);
});

test('what was taken back is recorded again when it is said again', async () => {
  const say = async (version: string) => (await record([{ ref: 'back/1', version }])).recorded;
  const takeBack = (ref: string, version: string, source = 'gazette-insolvency') =>
    record([], {
      parse: () => [
        {
          item: ref,
          outcome: 'withdrawn',
          withdrawals: [
            {
              source,
              ref,
              version,
              publishedAt: '2026-01-01T06:00:00Z',
              url: 'https://publisher.example/back',
            },
          ],
        } as never,
      ],
    });
  expect(await say('1')).toBe(1);
  expect((await takeBack('back/2', '1')).recorded).toBe(0);
  expect((await takeBack('back/1', '0')).recorded).toBe(0);
  expect((await takeBack('back/1', '1', 'another-source')).recorded).toBe(0);
  expect(await say('2')).toBe(0);
  expect(await takeBack('back/1', '1')).toMatchObject({
    ...emptyReport('gazette-insolvency'),
    recorded: 1,
    documents: 1,
    items: 1,
  });
  expect((await takeBack('back/1', '1')).recorded).toBe(0);
  expect(await say('2')).toBe(1);
  expect((await takeBack('back/', '2')).recorded).toBe(1);
  expect(await say('3')).toBe(1);
});

test('of a bulk load those are matched who wait, and those scored on whom somebody depends or who were assessed', async () => {
  const fresh = await openRows();
  try {
    const supplierWith = (name: string, row = {}) => fresh.supplier(name, null, row);
    const [watched, assessed, nobody] = [
      await supplierWith('Watched', { watched: true }),
      await supplierWith('Assessed'),
      await supplierWith('Nobody'),
    ];
    const assessment_id = await fresh.assessment(assessed);
    await fresh.db
      .insertInto('current_assessment')
      .values({ supplier_id: assessed, assessment_id, band: 'low', score: 0, as_of: TODAY, review_on: null })
      .execute();
    const waiting = await fresh.mention('Waiting Ltd');
    const ids = [waiting, await fresh.mention('None Ltd', { outcome: 'none' })];
    for (const [at, supplier_id] of [watched, assessed, nobody].entries())
      ids.push(await fresh.mention(`Tied ${at} Ltd`, { outcome: 'matched', supplier_id }));
    await fresh.db.transaction().execute((trx) => enqueueTouched(trx, ids, null));
    const messages = await fresh.db
      .selectFrom('outbox')
      .select(['queue', 'message'])
      .orderBy('queue')
      .execute();
    const said = (queue: string) =>
      JSON.stringify(messages.filter((one) => one.queue === queue).map(({ message }) => message));
    expect(said('match')).toContain(`["${waiting}"]`);
    for (const supplier of [watched, assessed]) expect(said('score')).toContain(`"${supplier}"`);
    expect(said('score')).not.toContain(`"${nobody}"`);
  } finally {
    await fresh.close();
  }
});

/** A published award, as its source reads it. */
function award(awardId: string, subcontractors: readonly SupplierMention[] = []) {
  return {
    kind: 'award',
    ocid: 'ocds-b5fd17-1',
    awardId,
    noticeId: null,
    noticeType: null,
    title: null,
    buyers: [],
    suppliers: [],
    subcontractors,
    value: null,
    valueGross: null,
    awardedOn: null,
    startsOn: null,
    endsOn: null,
    agreement: 'contract',
    status: 'active',
    cpv: null,
    regime: 'unknown',
  } as const;
}

test('what a new release says of the firms below a contract replaces what was said of that contract, and of no other', async () => {
  const firm = (name: string) => ({ name, ref: null, printedRef: null, postcode: null });
  const say = (awardId: string, version: string, names: readonly string[]) =>
    record([
      { ref: `below/${awardId}`, version, about: null, content: award(awardId, names.map(firm)) as never },
    ]);
  await say('11', '1', ['Below Eleven Ltd', 'Left Eleven Ltd']);
  await say('12', '1', ['Below Twelve Ltd']);
  await say('11', '2', ['Below Eleven Ltd']);
  const below = await rows.db
    .selectFrom('award_subcontractor')
    .innerJoin('award', 'award.id', 'award_subcontractor.award_id')
    .innerJoin('mention', 'mention.id', 'mention_id')
    .select(['award.award_id', 'mention.name'])
    .where('award.award_id', 'in', ['11', '12'])
    .orderBy('award.award_id')
    .execute();
  expect(below).toEqual([
    { award_id: '11', name: 'Below Eleven Ltd' },
    { award_id: '12', name: 'Below Twelve Ltd' },
  ]);
});

test('the releases of an award are those under its own id, in the order of their versions', async () => {
  const release = (ref: string, version: string, row: Parameters<Rows['observation']>[0] = {}) =>
    rows.observation({
      ref,
      version,
      kind: 'award',
      content: JSON.stringify(award('1')),
      ...row,
    });
  await release('award/1', '2');
  await release('award/1', '1');
  await release('award/1#2', '1');
  await release('award/1#32', '1');
  await release('award/1#33', '1');
  await release('award/2', '1');
  await release('award/1', '3', { kind: 'contract-performance' });
  await release('award/1', '1', { source_id: 'find-a-tender' });
  const found = await inTrx((trx) =>
    findReleases(trx, 'gazette-insolvency', ['award/1', 'award/2', 'award/3']),
  );
  expect(found.get('award/2')).toHaveLength(1);
  expect(found.get('award/3')).toEqual([]);
  expect(
    found
      .get('award/1')
      ?.map(({ position, version }) => `${position} ${version}`)
      .toSorted(),
  ).toEqual(['1 1', '1 2', '2 1', '32 1', '33 1']);
});
