import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  findLeaves,
  findLedger,
  findOutcomes,
  findSealToTell,
  openDatabase,
  openMonth,
  sealLedger,
  type Db,
} from '@tocsin/db';
import { faultsOfLedger } from '@tocsin/scoring';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerVerb } from '../../services/cli/src/ledger.ts';
import { openRows, type Rows } from '../support/rows.ts';
import { watchAt } from '../support/watch.ts';

const SEALED = '2026-11-01T00:10:00.000Z';
const python = ['/usr/bin/python3', '/usr/local/bin/python3'].find((path) => existsSync(path));
if (!python) console.warn('skipped: no Python for the independent verifier of the ledger');

let rows: Rows;
let web: Db;
let folder: string;
beforeAll(async () => {
  rows = await openRows();
  web = openDatabase(rows.database.webUrl, { role: 'tocsin_web', max: 1 });
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
});
afterAll(async () => {
  await web.destroy();
  await rm(folder, { recursive: true });
  await rows.close();
});

/** A supplier that stands so, by public record unless it is said otherwise. */
async function stands(
  number: string,
  of: {
    readonly band?: 'low' | 'elevated' | 'insolvent';
    readonly supplies_publicly?: boolean;
    readonly watched?: boolean;
    readonly replayed?: boolean;
    readonly events?: readonly object[];
    readonly on?: string;
  } = {},
): Promise<string> {
  const { band = 'low', replayed = false, events = [], on = '2026-11-01', ...row } = of;
  const id = await rows.supplier(`EXAMPLE ${number} LTD`, number, {
    status: 'active',
    watched: true,
    supplies_publicly: true,
    ...row,
  });
  await judged(id, { band, replayed, events, on });
  return id;
}

async function judged(
  id: string,
  {
    band,
    replayed = false,
    events = [],
    on,
  }: { band: 'low' | 'elevated' | 'insolvent'; replayed?: boolean; events?: readonly object[]; on: string },
): Promise<void> {
  const row = {
    band,
    own_band: band,
    as_of: on,
    replayed,
    raw_score: 17,
    formal_events: JSON.stringify(events),
  };
  const assessment_id = await rows.assessment(id, row);
  const current = { assessment_id, band, score: 17, as_of: on, review_on: null };
  await rows.db
    .insertInto('current_assessment')
    .values({ supplier_id: id, ...current })
    .onConflict((known) => known.column('supplier_id').doUpdateSet(current))
    .execute();
}

const administration = (on: string) => ({
  ref: `case ${on}`,
  family: 'administration',
  on,
  title: 'Administrators appointed',
  evidence: [],
});

test('a month seals who is depended on by public record and was assessed live, in the order of their numbers, and once', async () => {
  const failing = await stands('99000003', { band: 'elevated' });
  await stands('99000001');
  await stands('99000002', { band: 'insolvent', events: [administration('2026-10-01')] });
  await stands('99000004', { supplies_publicly: false });
  await stands('99000005', { watched: false });
  await stands('99000006', { replayed: true });
  const council = await rows.council();
  const nothing = JSON.stringify({});
  await rows.db
    .insertInto('council_coverage')
    .values({
      council,
      as_of: '2026-11-01',
      spent_from: null,
      spent_to: null,
      spend: nothing,
      contracts: nothing,
    })
    .execute();
  for (const [vat, pence] of [
    ['net', 125_00],
    ['gross', 7_00],
  ] as const)
    await rows.db
      .insertInto('sector_spend')
      .values({ council, supplier_id: failing, service: 'other', vat, pence })
      .execute();
  const sealed = await sealLedger(rows.worker, watchAt(SEALED));
  expect(sealed).toMatchObject({ month: '2026-11', asOf: '2026-11-01', leaves: 3, previous: '0'.repeat(64) });
  const leaves = await findLeaves(rows.worker, '2026-11');
  expect(leaves.map(({ number, rests, rawScore }) => [number, rests, rawScore])).toEqual([
    ['GB-COH 99000001', 'estimate', 17],
    ['GB-COH 99000002', 'formal', 17],
    ['GB-COH 99000003', 'estimate', 17],
  ]);
  expect(leaves.map(({ level }) => level)).toEqual(['not-enough-known', 'insolvent', 'elevated']);
  expect(leaves[2]?.paid).toEqual({ net: 125_00, gross: 7_00, unknown: 0 });
  expect(new Set(leaves.map(({ nonce }) => nonce)).size).toBe(3);
  expect(await sealLedger(rows.worker, watchAt('2026-11-30T23:00:00.000Z'))).toBeUndefined();
  const december = await sealLedger(rows.worker, watchAt('2026-12-01T00:10:00.000Z'));
  expect(december?.previous).toBe(sealed?.hash);
  await expect(sql`update ledger_leaf set level = 'low'`.execute(rows.worker)).rejects.toThrow(
    'permission denied',
  );
  await expect(sql`update ledger_month set root = ''`.execute(rows.worker)).rejects.toThrow(
    'permission denied',
  );
  await expect(sql`select from ledger_key`.execute(web)).rejects.toThrow('permission denied');
});

test('leaves are seen by nobody until their month is laid open, and then by everybody', async () => {
  expect(await findLeaves(web, '2026-11')).toEqual([]);
  const open = (month: string) =>
    rows.worker.transaction().execute((trx) => openMonth(trx, month, '2026-12-02T09:00:00Z'));
  expect([await open('2026-10'), await open('2026-11')]).toEqual([false, true]);
  expect(await findLeaves(web, '2026-11')).toHaveLength(3);
  expect(await findLeaves(web, '2026-12')).toEqual([]);
});

test('what came of a month is told by what became known since; what had begun before was no forecast', async () => {
  const idOf = async (number: string) =>
    (
      await rows.db
        .selectFrom('supplier_ref')
        .select('supplier_id')
        .where('kept_as', '=', number)
        .executeTakeFirstOrThrow()
    ).supplier_id;
  // What was read of a number for a council's own supplier is nobody else's.
  const own = await rows.supplier('EXAMPLE 99000007 LTD', null, { supplies_publicly: false });
  await rows.db
    .insertInto('supplier_ref')
    .values({
      scheme: 'GB-COH',
      ref: '99000007',
      supplier_id: own,
      since: '2026-11-01T00:00:00Z',
    })
    .execute();
  await judged(own, { band: 'insolvent', on: '2026-12-05', events: [administration('2026-12-01')] });
  await judged(await idOf('99000003'), {
    band: 'insolvent',
    on: '2027-02-05',
    events: [administration('2027-02-01')],
  });
  await judged(await idOf('99000001'), {
    band: 'insolvent',
    on: '2027-02-05',
    events: [administration('2026-10-30')],
  });
  const outcomes = await findOutcomes(
    rows.worker,
    ['GB-COH 99000001', 'GB-COH 99000003', 'GB-COH 99000007'],
    '2026-11-01',
    watchAt('2027-03-01T09:00:00Z'),
  );
  expect([...outcomes.keys()].toSorted()).toEqual(['GB-COH 99000001', 'GB-COH 99000003']);
  expect(outcomes.get('GB-COH 99000003')).toMatchObject({
    exit: { kind: 'insolvent', on: '2027-02-01' },
    begunBefore: false,
  });
  expect(outcomes.get('GB-COH 99000001')).toMatchObject({
    exit: null,
    begunBefore: true,
    knownUntil: '2026-11-01',
  });
  const said: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text) => said.push(String(text)) > 0;
  try {
    await ledgerVerb(rows.worker, 'open', '2026-11', { months: '12', to: folder });
  } finally {
    process.stdout.write = write;
  }
  const figures = JSON.parse(said.at(-1) ?? '');
  expect(figures).toMatchObject({
    month: '2026-11',
    formal: 2,
    recall: { byNumber: 1, byPounds: 1 },
    misses: [],
  });
  expect(figures.estimates).toMatchObject([
    { level: 'elevated', suppliers: 1, insolvent: 1, toReview: 1, leadDays: [92, 92, 92] },
  ]);
});

test.skipIf(!python)(
  'the independent verifier finds the chain whole, and one altered row breaks it',
  async () => {
    const verify = () => {
      try {
        const script = new URL('../support/ledger/verify.py', import.meta.url).pathname;
        return execFileSync(python ?? '', [script, folder], { encoding: 'utf8' });
      } catch (error) {
        return String((error as { stdout?: string }).stdout);
      }
    };
    expect(verify()).toBe('2 months, 1 of them laid open\neverything holds\n');
    const leaves = await findLeaves(rows.worker, '2026-11');
    await writeFile(
      join(folder, 'months.json'),
      JSON.stringify((await findLedger(rows.worker)).map((one) => ({ ...one, leaves: 4 }))),
    );
    expect(verify()).toContain(
      '2026-11 says something else than was sealed\n2026-11 has other leaves than were sealed',
    );
    expect(faultsOfLedger([{ ...(await findLedger(rows.worker))[0]!, given: leaves }])).toEqual([]);
    await sql`update ledger_leaf set level = 'low' where month = '2026-11' and nth = 2`.execute(rows.db);
    await ledgerVerb(rows.worker, 'open', '2026-11', { months: '12', to: folder });
    expect(verify()).toContain('2026-11 has other leaves than were sealed\n');
    await ledgerVerb(rows.worker, 'verify', undefined, { months: '12' });
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
  },
);

test('the digest after a month was sealed tells the last one, and the next digest to the same address none', async () => {
  const council = await rows.council();
  const digest = async (sent_at: string, address: string) =>
    (
      await rows.db
        .insertInto('letter')
        .values({ council, kind: 'digest', channel: 'smtp', address, due_at: sent_at, sent_at })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  const told = (id: string) => rows.worker.transaction().execute((trx) => findSealToTell(trx, id));
  const october = await digest('2026-10-31T08:00:00Z', 'a@example.gov.uk');
  const [first, second] = [
    await digest('2026-12-02T08:00:00Z', 'a@example.gov.uk'),
    await digest('2026-12-09T08:00:00Z', 'a@example.gov.uk'),
  ];
  const another = await digest('2026-12-09T08:00:00Z', 'b@example.gov.uk');
  const [, december] = await findLedger(rows.worker);
  expect(await told(october)).toBeNull();
  expect(await told(first)).toEqual({ asOf: '2026-12-01', hash: december?.hash });
  expect(await told(second)).toBeNull();
  expect(await told(another)).toMatchObject({ asOf: '2026-12-01' });
});
