import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPages } from '../support/pages-app.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, casesOf, noticePage, profileOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';
import { onlyText } from '../support/told.ts';

// A proceeding is named after the statement of it that was seen first. Whoever was told of it under another name, as of
// what a council's own supplier was read before it joined the one for everybody, was told of it.

const NUMBER = '99000031';
const NAME = 'Example Stairs Ltd';
const CASE = `formal:creditors-voluntary-liquidation:companies-house-company/${NUMBER}/insolvency/1`;
const NOTICE = 'formal:creditors-voluntary-liquidation:gazette-insolvency/9900001';

let system: System;
beforeAll(async () => {
  system = await startSystem({ today: '2026-11-23' });
  await saveTestCouncils(system.db);
  await system.ingest('companies-house-company', profileOf(NUMBER, NAME.toUpperCase()));
  const award = { id: '950001', buyer: councilA.name, supplier: NAME, number: NUMBER };
  await system.ingest('find-a-tender', releasePage('placed', awardRelease(award)));
  await system.ingest(
    'companies-house-company',
    casesOf(NUMBER, 'creditors-voluntary-liquidation', '2026-11-16', '2026-11-20T12:00:00.000Z'),
  );
});
afterAll(() => system.stop());

async function told() {
  const rows = await system.db
    .selectFrom('alert')
    .select(['cause', 'status'])
    .where('kind', '=', 'formal')
    .orderBy('nth')
    .execute();
  return rows.map(({ cause, status }) => `${cause} ${status}`);
}

let nth = 0;

/** The register says something else of the company, so that it is judged and told of anew. */
async function judgedAnew(): Promise<void> {
  nth += 1;
  const said = {
    previous_company_names: [
      { name: `EXAMPLE ${nth}`, effective_from: '2010-01-01', ceased_on: `2012-01-0${nth}` },
    ],
  };
  await system.ingest(
    'companies-house-company',
    profileOf(NUMBER, NAME.toUpperCase(), said, `2026-11-2${nth}T13:00:00.000Z`),
  );
}

test('an alert under the other name is of the proceeding’s name from then on, and nobody is mailed again', async () => {
  expect(await told()).toEqual([`${CASE} raised`]);
  expect(system.mails).toHaveLength(1);
  await system.db.updateTable('alert').set({ cause: NOTICE, status: 'acknowledged' }).execute();
  await judgedAnew();
  expect(await told()).toEqual([`${CASE} acknowledged`]);
  expect(system.mails).toHaveLength(1);
});

test('a second alert under that name gives way to the first, which stands again as the second was answered', async () => {
  const [first] = await system.db.selectFrom('alert').selectAll().execute();
  await system.db
    .updateTable('alert')
    .set({ status: 'superseded' })
    .where('id', '=', first?.id ?? '')
    .execute();
  const { id: _, nth: __, thread_id, ...row } = first!;
  await system.db
    .insertInto('alert')
    .values({
      ...row,
      cause: NOTICE,
      status: 'raised',
      thread_id: thread_id ?? first!.id,
      exposure: JSON.stringify(row.exposure),
    } as never)
    .execute();
  await judgedAnew();
  expect(await told()).toEqual([`${CASE} raised`, `${NOTICE} superseded`]);
  expect(system.mails).toHaveLength(1);
});

test('a notice that is seen after the register’s case is no other proceeding', async () => {
  await system.ingest(
    'gazette-insolvency',
    noticePage({ id: '9900001', code: '2443', company: NAME, number: NUMBER, published: '2026-11-23' }),
  );
  expect(await told()).toEqual([`${CASE} raised`, `${NOTICE} superseded`]);
  expect(system.mails).toHaveLength(1);
});

test('the page of its alert shows the notice that was read since beside what was told', async () => {
  const { id } = await system.db
    .selectFrom('alert')
    .select('id')
    .where('cause', '=', CASE)
    .executeTakeFirstOrThrow();
  const pages = await openPages(system.database, '2026-11-23');
  const { body } = await pages.app.inject({
    url: `/alerts/${id}`,
    cookies: { tocsin_council: councilA.gss },
  });
  await pages.stop();
  expect(onlyText(body)).toMatch(/Companies House register , .* Read since: The Gazette/);
  expect(onlyText(body).match(/Read since: /g)).toHaveLength(1);
});
