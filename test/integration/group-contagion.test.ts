import { asCouncil, findCurrentAssessment, saveRegister } from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { matchSuppliers } from '../../services/ingest/src/match.ts';
import { notify } from '../../services/notifier/src/notify.ts';
import { score } from '../../services/scoring/src/score.ts';
import { openGround, type Ground } from '../support/faults.ts';
import { saveAdministration, saveController } from '../support/group-seed.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { saveTestSupplier } from '../support/system-private.ts';

let today = '2026-11-23';
const companies = { topco: '99100001', holding: '99100002', operator: '99100003', sister: '99100004' };
const aunt = '99100005';

let ground: Ground;
const ids: Record<string, string> = {};

beforeAll(async () => {
  ground = await openGround();
  await ground.startRelay();
  ground.startWorker('match', (work) => matchSuppliers(ground.db, work, () => today));
  ground.startWorker('score', (work) => score(ground.db, work, () => today));
  ground.startWorker('notify', (work) => notify(ground.db, work));
  ground.startWorker('deliver', (work) => ground.db.transaction().execute((trx) => work.finish(trx)));
  for (const number of [...Object.values(companies), aunt])
    ids[number] = await saveTestSupplier(ground.db, number);
  const { db } = ground;
  await saveController(db, companies.operator, { name: 'Example Holding Ltd', number: companies.holding });
  await saveController(db, companies.sister, { name: 'Example Holding Ltd', number: companies.holding });
  await saveController(db, companies.holding, { name: 'Example Topco Ltd', number: companies.topco });
  await ground.settled();
});
afterAll(() => ground.stop());

async function contagion(number: string) {
  const assessment = await findCurrentAssessment(ground.db, ids[number] ?? '');
  const finding = assessment?.findings.find(({ indicator }) => indicator === 'group-contagion');
  return { band: assessment?.band, own: assessment?.own_band, ...finding };
}

async function scorings(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(jsonb_array_length(message -> 'supplierIds')), 0)::int as n
    from outbox where queue = 'score'`.execute(ground.db);
  return rows[0]?.n ?? 0;
}

test('while nothing stands against the parent its subsidiaries hear nothing', async () => {
  expect(await contagion(companies.operator)).toMatchObject({ points: 0, outcome: 'unknown' });
});

test('administrators over the parent reach every subsidiary as a finding of its own, with the chain', async () => {
  const before = await scorings();
  await saveAdministration(ground.db, companies.topco, '2026-07-02T09:00:00Z');
  await ground.settled();
  expect(await contagion(companies.topco)).toMatchObject({ band: 'insolvent', own: 'insolvent' });
  expect(await contagion(companies.operator)).toMatchObject({
    band: 'elevated',
    own: 'low',
    outcome: 'present',
    points: 40,
    because: `EXAMPLE 99100001 LTD, a parent company: Administrators appointed (1 July 2026). Chain: EXAMPLE 99100003 LTD → EXAMPLE 99100002 LTD → EXAMPLE 99100001 LTD.`,
  });
  const { evidence = [] } = await contagion(companies.sister);
  expect(evidence.map(({ url }) => url.split('/').at(-1))).toEqual(['insolvency-case', 'parent-company']);
  // The parent, the three below it, and at most once more the two below the one that now hears of its parent.
  expect((await scorings()) - before).toBeGreaterThanOrEqual(4);
  expect((await scorings()) - before).toBeLessThanOrEqual(6);
});

test('a company that comes into the group later hears of it, and a ring of owners comes to rest', async () => {
  await saveController(ground.db, aunt, { name: 'Example Topco Ltd', number: companies.topco });
  await saveController(ground.db, companies.topco, { name: 'Example Aunt Ltd', number: aunt });
  await ground.settled();
  expect(await contagion(aunt)).toMatchObject({ points: 40, own: 'low' });
});

test('when the administration has ended the finding goes, and that of a sister counts for less than a parent’s', async () => {
  await saveAdministration(ground.db, companies.topco, '2026-10-02T09:00:00Z', '2026-10-01');
  await ground.settled();
  expect((await contagion(companies.topco)).band).toBe('low');
  for (const number of [companies.operator, companies.sister, aunt])
    expect(await contagion(number)).toMatchObject({ points: 0, band: 'low' });
  await saveAdministration(ground.db, companies.sister, '2026-10-03T09:00:00Z');
  await ground.settled();
  expect(await contagion(companies.operator)).toMatchObject({
    points: 15,
    because: expect.stringContaining('a sister company'),
  });
});

test('a council that comes to depend on a subsidiary days after its parent failed is told of the parent too', async () => {
  await saveAdministration(ground.db, companies.topco, '2026-11-20T09:00:00Z');
  await ground.settled();
  today = '2026-11-26';
  await saveTestCouncils(ground.db, { councils: [councilA] });
  const council = councilA.gss;
  const register = { council, fileName: 'a.csv', sha256: 'a', uploadedBy: 'officer', columns: null };
  const line = {
    row: 2,
    supplierName: 'EXAMPLE 99100003 LTD',
    printedRef: companies.operator,
    ref: { scheme: 'GB-COH' as const, id: CompanyNumber.parse(companies.operator) },
    title: 'Cleaning',
    valuePence: 100_000_00,
    vat: 'net' as const,
    startsOn: '2026-01-01',
    endsOn: '2028-12-31',
    criticality: 'standard' as const,
    owner: null,
    service: null,
    regime: 'unknown' as const,
    details: {},
  };
  await asCouncil(ground.db, council, (trx) => saveRegister(trx, { ...register, lines: [line] }));
  await ground.settled();
  const told = await ground.db
    .selectFrom('alert')
    .select(['supplier_id', 'kind', 'as_of'])
    .where('council', '=', council)
    .where('kind', '=', 'formal')
    .execute();
  expect(told).toEqual([{ supplier_id: ids[companies.topco], kind: 'formal', as_of: today }]);
});
