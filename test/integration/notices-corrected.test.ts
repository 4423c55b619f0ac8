import { findSignals, openDatabase, recordDocument, type Db } from '@tocsin/db';
import { documentSource } from '@tocsin/sources';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let database: FreshDatabase;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

function page(id: string, on: string, words: string): { url: string; body: string } {
  const body = `<article><span property="gaz:hasPublicationDate" content="${on}T09:30:00"></span>
<span property="gaz:hasNoticeID">${id}</span><span property="gaz:hasNoticeCode">2450</span>
<div class="content"><h3>EXAMPLE DEBTOR LIMITED</h3><p>(Company Number 99000301)</p><p>${words}</p></div></article>`;
  return { url: `https://www.thegazette.co.uk/notice/${id}`, body };
}

function listed(id: string, on: string): { url: string; body: string } {
  const entry = {
    id: `https://www.thegazette.co.uk/id/notice/${id}`,
    'f:notice-code': '2450',
    title: 'EXAMPLE DEBTOR LIMITED',
    published: `${on}T00:00:00`,
  };
  return { url: `data.json?${id}`, body: JSON.stringify({ 'f:total': '1', entry }) };
}

async function take({ url, body }: { url: string; body: string }) {
  const source = documentSource('gazette-insolvency');
  const document = {
    url,
    retrievedAt: '2026-11-21T05:00:00.000Z',
    contentType: null,
    body: new TextEncoder().encode(body),
  };
  return recordDocument(db, {
    ...document,
    sourceId: source.id,
    asOf: null,
    parse: () => source.parse(document),
  });
}

/** What stands about the company on a day, every mention of it being the one supplier. */
async function standing(asOf: string) {
  const { id } = await db
    .insertInto('supplier')
    .values({ name: 'x' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.updateTable('mention').set({ supplier_id: id }).execute();
  const signals = await findSignals(db, id, asOf);
  return signals.map(({ ref, signal }) => [
    ref,
    signal.kind === 'insolvency-notice' ? signal.family : signal.kind,
  ]);
}

const LINK = 'https://www.thegazette.co.uk/London/issue/64000/notice/9900300';
const PETITION = [
  listed('9900300', '2026-11-13'),
  page(
    '9900300',
    '2026-11-13',
    'A petition to wind up the company will be heard at the High Court on 9 December 2026.',
  ),
];
const IN_ERROR = [
  listed('9900301', '2026-11-20'),
  page(
    '9900301',
    '2026-11-20',
    `The notice of 13 November 2026 (${LINK}) was advertised in error and is withdrawn.`,
  ),
];
const CORRECTED = [
  listed('9900302', '2026-11-20'),
  page(
    '9900302',
    '2026-11-20',
    `This notice is in substitution for that which appeared at ${LINK}. The petition will be heard at the High Court on 16 December 2026.`,
  ),
];

test('a petition that was advertised in error stands until its withdrawal is published, whatever is read first', async () => {
  const all = [...PETITION, ...IN_ERROR];
  for (const one of all) await take(one);
  expect(await standing('2026-11-19')).toContainEqual(['9900300', 'winding-up-petition']);
  expect(await standing('2026-11-20')).toEqual([['9900301', 'petition-withdrawn']]);
});

test('the same backwards, and read twice', async () => {
  const all = [...PETITION, ...IN_ERROR].toReversed();
  for (const one of [...all, ...all]) await take(one);
  expect(await standing('2026-11-19')).toContainEqual(['9900300', 'winding-up-petition']);
  expect(await standing('2026-11-20')).toEqual([['9900301', 'petition-withdrawn']]);
});

test('a corrected petition goes on under the number that it began with, as the newer notice words it', async () => {
  for (const one of [...CORRECTED, ...PETITION]) await take(one);
  expect(await standing('2026-11-20')).toEqual([['9900300', 'winding-up-petition']]);
  const stored = await db
    .selectFrom('observation')
    .select('content')
    .where('ref', '=', '9900300')
    .orderBy('version', 'desc')
    .executeTakeFirstOrThrow();
  expect(stored.content).toMatchObject({ noticeId: '9900302', hearing: { on: '2026-12-16' } });
});
