import { formatDate } from '@tocsin/domain';
import { afterEach, expect, test } from 'vitest';
import { openPages } from '../support/pages-app.ts';
import { loadSpend } from '../support/spend-files.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { onlyText } from '../support/told.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const company = { name: 'EXAMPLE CARE HOMES LTD', number: '99000001' };

function noticeOf(id: string, code: string) {
  return noticePage({ company: company.name, number: company.number, id, code, published: '2026-11-20' });
}

/** A council with a contract, told of a petition against its supplier before any spending file was read. */
async function told() {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const award = { id: '950001', buyer: councilA.name, supplier: company.name, number: company.number };
  await system.ingest('find-a-tender', releasePage('placed', awardRelease(award)));
  await system.ingest('gazette-insolvency', noticeOf('9900001', '2450'));
  const pages = await openPages(system.database, TODAY);
  closing.push(pages.stop);
  const read = async (url: string) =>
    (await pages.app.inject({ url, cookies: { tocsin_council: councilA.gss } })).body;
  const { id } = await system.db.selectFrom('alert').select('id').executeTakeFirstOrThrow();
  const page = async () => onlyText(await read(`/alerts/${id}`));
  const api = async () => JSON.parse(await read(`/api/v1/alerts/${id}`));
  return { system, page, api };
}

test('an alert says as of when its council’s spend was not known, and beside it what has been read since', async () => {
  const { system, page, api } = await told();
  const then = 'no spending file of your council had been read when this alert was raised';
  const before = await page();
  expect(before).toContain(then);
  // On its own day nothing is said a second time.
  expect(before).not.toContain('no spending file of your council has been read');
  expect(system.mails[0]?.text).toContain(`How much your council spent: ${then}.`);

  await loadSpend(system.db, councilA.gss, '2026-10.csv', [
    { day: '2026-10-02', payee: company.name, net: '7000.00' },
  ]);
  await system.settled();
  const after = await page();
  expect(after).toContain(then);
  expect(after).not.toContain('no spending file of your council has been read');
  expect(after).toMatch(/Now 1 £[\d,]+ without VAT 30 June 2029 £7,000 without VAT to 2 October 2026/);
  expect(await api()).toMatchObject({
    facts: { exposure: { spend: null } },
    today: { asOf: TODAY, exposure: { spend: { last12Months: { net: 700_000 } } } },
  });
});

test('a contract that has ended since stands in the reading of the alert and not in that of today', async () => {
  const { system, page, api } = await told();
  expect(await page()).toMatch(/On 23 November 2026 Example County Council had 1 live contract with/);
  await system.db.deleteFrom('award_supplier').execute();
  const after = await page();
  expect(after).toContain('On 23 November 2026 Example County Council had 1 live contract with');
  expect(after).toContain(
    'By now no live contract of your register or of published notices names this supplier',
  );
  expect(after).not.toMatch(/has \d+ live contract/);
  expect(await api()).toMatchObject({ today: { exposure: null } });
});

test('that a petition was dismissed is said with the contracts of that day, not with those of the first alert', async () => {
  const { system } = await told();
  const another = { id: '950002', buyer: councilA.name, supplier: company.name, number: company.number };
  await system.ingest('find-a-tender', releasePage('placed later', awardRelease(another)));
  await system.ingest('gazette-insolvency', noticeOf('9900002', '2461'));
  expect(await contractsTold(system)).toEqual([
    ['formal', 1],
    ['ended', 2],
  ]);
});

test('a winding-up order is told to a council whose contract has left since its petition, as of that day', async () => {
  const { system } = await told();
  await system.db.deleteFrom('award_supplier').execute();
  await system.ingest('gazette-insolvency', noticeOf('9900003', '2452'));
  expect(await contractsTold(system)).toEqual([
    ['formal', 1],
    ['formal', 0],
  ]);
  expect(system.mails.at(-1)?.text).toContain(
    `On ${formatDate(TODAY)} no live contract between ${councilA.name} and ${company.name} was known`,
  );
});

/** What kind of alert was raised, in their order, and how many contracts each says. */
async function contractsTold({ db }: System): Promise<readonly (readonly [string, number])[]> {
  const alerts = await db.selectFrom('alert').select(['kind', 'exposure']).orderBy('nth').execute();
  return alerts.map(({ kind, exposure }) => [kind, exposure.contracts.length]);
}
