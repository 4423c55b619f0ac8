import { inTransaction, findMentionsOfJoinable, noteTrouble, openDatabase } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPages } from '../support/pages-app.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, casesOf, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { handInRegister, handInSpend, lookAt, readAll, readAs, toldApart } from '../support/told-apart.ts';

// What everybody could learn of a number once a published record names it: of one that a council followed before, what is
// learned of one that nobody did.

const councilC = { gss: 'E07000903', name: 'Third District Council' };
/** Council A follows the first of each; nobody the second. */
const paid = [
  { number: '99000041', name: 'EXAMPLE OSPREYMOORTON LTD' },
  { number: '99000042', name: 'EXAMPLE LAPWINGTHORPE LTD' },
] as const;
/** Both stood in a notice before. */
const awarded = [
  { number: '99000051', name: 'EXAMPLE SANDPIPERS LTD' },
  { number: '99000052', name: 'EXAMPLE TURNSTONES LTD' },
] as const;
const pairs = [awarded, paid];
const companies = pairs.flat();
const followed = pairs.map(([first]) => first);
/** A name of which only the register of companies tells, and it only whoever asks. */
const former = { name: 'EXAMPLE PLOVERHURST LTD', effective_from: '2001-02-03', ceased_on: '2010-01-01' };
const about = { companies, searches: [former.name] };
const TOLD = /PLOVERHURST|case on the companies register: in administration|1[02] November 2026/;

let system: System;
let pages: Awaited<ReturnType<typeof openPages>>;

beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db, { councils: [councilA, councilB, councilC] });
  pages = await openPages(system.database, TODAY);
  for (const { number, name } of awarded)
    await system.ingest(
      'gazette-insolvency',
      noticePage({ id: number, code: '2450', company: name, number, published: '2026-11-01' }),
    );
  await handInRegister(system, councilA.gss, followed, '2026-11-02T09:00:00Z');
  const before = { company_status_detail: 'active-proposal-to-strike-off', previous_company_names: [former] };
  for (const one of followed) {
    await lookAt(system, one, '2026-11-10T12:00:00.000Z', before);
    const opened = casesOf(one.number, 'in-administration', '2026-11-05', '2026-11-10T12:00:00.000Z');
    await system.ingest('companies-house-company', opened);
    await lookAt(system, one, '2026-11-12T12:00:00.000Z', before);
    await system.db.transaction().execute((trx) =>
      noteTrouble(trx, {
        source: 'companies-house-company',
        item: `company/${one.number}/officers`,
        reason: 'no answer',
        hides: false,
        at: '2026-11-12T12:00:00.000Z',
        later: () => '2026-11-13T12:00:00.000Z',
      }),
    );
  }
  // Council C follows as suppliers of its own whom council A followed before.
  await handInRegister(system, councilC.gss, followed, '2026-11-14T09:00:00Z');
});

afterAll(async () => {
  await pages.stop();
  await system.stop();
});

/** Of what each council was told, and how. */
async function told(): Promise<readonly string[]> {
  const { rows } = await sql<{ of: string }>`
    select alert.council || ' ' || supplier_ref.ref || ' ' || case kind when 'formal' then cause else kind || ' ' || title end as of
    from alert join supplier_ref using (supplier_id) order by 1`.execute(system.db);
  return rows.map((row) => row.of);
}

/** As if what was published now had been published then. */
async function publishedOn(at: string): Promise<void> {
  const owner = openDatabase(system.database.adminUrl, { max: 1 });
  await sql`update supplier set public_since = ${at} where public_since is not null`.execute(owner);
  await owner.destroy();
}

async function learned(): Promise<readonly string[]> {
  return toldApart(await readAll(pages, councilB.gss, about), pairs);
}

test('a published contract or payment tells of whom others followed what it tells of whom nobody did', async () => {
  for (const { number, name } of awarded)
    await system.ingest(
      'find-a-tender',
      releasePage(
        `page-${number}`,
        ...[councilA, councilB].map((buyer) =>
          awardRelease({ id: `${number}-${buyer.gss}`, buyer: buyer.name, supplier: name, number }),
        ),
      ),
    );
  await handInSpend(system, councilB.gss, paid, 'https://sample.gov.uk/spending');
  await publishedOn('2026-11-20T09:00:00Z');
  expect(await learned()).toEqual([]);
  for (const { number } of companies) {
    const page = await readAs(pages, councilB.gss, `/suppliers/${number}`);
    expect(page).toMatch(/^200/);
    expect(page).not.toMatch(TOLD);
  }
});

test('those who followed it read of it what they read before, and find it once', async () => {
  for (const { number } of followed) {
    expect(await readAs(pages, councilA.gss, `/suppliers/${number}`)).toMatch(TOLD);
    expect(await readAs(pages, councilC.gss, `/suppliers/${number}`)).not.toMatch(TOLD);
    const found = await readAs(pages, councilA.gss, `/suppliers?q=${number}`);
    expect(found.match(new RegExp(`href="/suppliers/${number}"`, 'g'))).toHaveLength(1);
  }
});

test('of what happens then each council is told once, whether it followed it, placed a contract with it or both', async () => {
  const before = await told();
  expect(before).toEqual([...new Set(before)]);
  const [{ number }] = awarded;
  const opened = casesOf(
    number,
    'creditors-voluntary-liquidation',
    '2026-11-20',
    '2026-11-21T12:00:00.000Z',
    '2',
  );
  await system.ingest('companies-house-company', opened);
  const news = (await told()).filter((one) => !before.includes(one));
  expect(news).toEqual(
    [councilB, councilC, councilA].map(({ gss }) => expect.stringMatching(`^${gss} ${number} formal:`)),
  );
});

test('once the register was asked about all of it again, they are one, and nobody is told anything more', async () => {
  const before = await told();
  const opened = casesOf(
    awarded[1].number,
    'creditors-voluntary-liquidation',
    '2026-11-20',
    '2026-11-21T12:00:00.000Z',
    '2',
  );
  await system.ingest('companies-house-company', opened);
  for (const one of companies) {
    const parts = (awarded as readonly (typeof one)[]).includes(one)
      ? (['profile', 'charges'] as const)
      : undefined;
    await lookAt(system, one, '2026-11-22T12:00:00.000Z', {}, parts);
  }
  expect(await inTransaction(system.db, findMentionsOfJoinable)).toEqual([]);
  expect(await learned()).toEqual([]);
  expect((await told()).filter((one) => followed.some(({ number }) => one.includes(number)))).toEqual(
    before.filter((one) => followed.some(({ number }) => one.includes(number))),
  );
  for (const { number } of followed) {
    const page = await readAs(pages, councilA.gss, `/suppliers/${number}`);
    expect(page).toMatch(/22 November 2026/);
    expect(page).not.toMatch(TOLD);
  }
});
