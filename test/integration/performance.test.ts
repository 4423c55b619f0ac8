import {
  findContractsOnRecord,
  findPaymentsNotices,
  openDatabase,
  recordDocument,
  type Db,
} from '@tocsin/db';
import { exposedContract } from '@tocsin/exposure';
import { documentSource } from '@tocsin/sources';
import { sql } from 'kysely';
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

const BUYER = { id: 'GB-PPON-PAAA-1111-AAAA', name: 'Example County Council', roles: ['buyer'] };
const CARE = { id: 'GB-COH-99000001', name: 'Example Care Homes Ltd', roles: ['supplier'] };
const NURSES = { id: 'GB-COH-99000004', name: 'Example Nurses Ltd', roles: ['supplier'] };
const OCID = 'ocds-h6vhtk-990010';

function award(...suppliers: readonly (typeof CARE)[]) {
  return {
    ocid: OCID,
    id: '990009-2026',
    date: '2026-01-15T12:30:00Z',
    tag: ['award', 'contract'],
    parties: [BUYER, ...suppliers],
    awards: [{ id: '1', status: 'active', suppliers: suppliers.map(({ id }) => ({ id })) }],
  };
}

/** As Find a Tender prints a termination for breach: the notice names the buyer alone. */
const BREACH = {
  ocid: OCID,
  id: '990010-2026',
  date: '2026-06-25T14:18:15+01:00',
  tag: ['contractTermination'],
  parties: [BUYER],
  contracts: [
    {
      id: '1',
      awardID: '1',
      status: 'terminated',
      terminationRationaleClassifications: [
        { id: 'supplierBreach', description: 'Supplier breached the contract' },
      ],
      documents: [{ id: '990010-2026', documentType: 'contractTerminationNotice', noticeType: 'UK11' }],
    },
  ],
};

async function take(retrievedAt: string, release: object) {
  const source = documentSource('find-a-tender');
  const body = new TextEncoder().encode(JSON.stringify({ releases: [release] }));
  const document = { url: `page-${retrievedAt}`, retrievedAt, contentType: null, body };
  return recordDocument(db, {
    ...document,
    sourceId: source.id,
    asOf: null,
    parse: () => source.parse(document),
  });
}

async function heldAgainst() {
  const { rows } = await sql<{ name: string; observed_at: string; quote: string }>`
    select name, observed_at, quote from observation join mention on mention.id = mention_id
    where kind = 'contract-performance'`.execute(db);
  return rows;
}

const [JUNE, JULY] = ['2026-06-26T05:00:00.000Z', '2026-07-01T05:00:00.000Z'];

test('a breach that names no supplier is held against the only holder of its award, whichever is read first', async () => {
  await take(JUNE, award(CARE));
  await take(JULY, BREACH);
  const breach = {
    name: CARE.name,
    observed_at: JULY,
    quote: expect.stringContaining('breached') as unknown,
  };
  expect(await heldAgainst()).toEqual([breach]);
  expect(await take(JULY, BREACH)).toMatchObject({ duplicates: 1, recorded: 0 });
  expect(await heldAgainst()).toHaveLength(1);
});

test('a breach that comes before its award waits for it, and is known from then on', async () => {
  await take(JUNE, BREACH);
  expect(await heldAgainst()).toEqual([]);
  await take(JULY, award(CARE));
  expect(await heldAgainst()).toMatchObject([{ name: CARE.name, observed_at: JULY }]);
  const { rows } = await sql`select 1 from outbox where queue = 'match'`.execute(db);
  expect(rows.length).toBeGreaterThan(0);
});

test('of several holders none is blamed', async () => {
  await take(JUNE, award(CARE, NURSES));
  await take(JULY, BREACH);
  expect(await heldAgainst()).toEqual([]);
});

async function loadCouncil() {
  await sql`insert into council (gss, name, type) values ('E10000099', 'Example County Council', 'county')`.execute(
    db,
  );
}

test('a rating stands at the contract of the council, from the day on which it was published', async () => {
  await loadCouncil();
  const implementation = {
    metrics: [{ title: 'Visits on time', observations: [{ measureClassification: { id: 'below' } }] }],
  };
  const rating = {
    ...BREACH,
    tag: ['implementation'],
    contracts: [
      {
        id: '1',
        awardID: '1',
        implementation,
        documents: [{ id: '990010-2026', documentType: 'implementationNotice', noticeType: 'UK9' }],
      },
    ],
  };
  await take(JULY, rating);
  await take(JUNE, award(CARE));
  const [record] = await findContractsOnRecord(db, { council: 'E10000099' }, '2026-07-01');
  if (!record) throw new Error('the contract is not on record');
  const said = (asOf: string) =>
    (exposedContract(record.contract, asOf).published ?? []).map(({ text }) => text);
  expect(said('2026-06-24')).toEqual([]);
  expect(said('2026-06-25')).toEqual([
    '“Visits on time” rated “Requires improvement” by the contract performance notice of 25 June 2026.',
  ]);
  expect(await heldAgainst()).toEqual([]);
});

test('that a council has published how fast it pays is kept for its own page', async () => {
  await loadCouncil();
  const documents = [
    {
      id: '990020-2026',
      noticeType: 'UK17',
      url: 'https://www.find-tender.service.gov.uk/Notice/990020-2026',
    },
  ];
  const { contracts: _, ...notice } = { ...BREACH, tag: ['planning'], planning: { documents } };
  await take(JUNE, notice);
  await take(JULY, notice);
  expect(await findPaymentsNotices(db, ['E10000099'], '2026-06-25')).toEqual([
    { publishedOn: '2026-06-25', url: documents[0]?.url },
  ]);
  expect(await findPaymentsNotices(db, ['E10000099'], '2026-06-24')).toEqual([]);
});
