import { parse } from 'csv-parse/sync';
import { leftInBrief, type LeftSince } from '@tocsin/alerting';
import { openDatabase } from '@tocsin/db';
import { addDays } from '@tocsin/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, plainSuppliers, seedDay } from '../support/pages-world.ts';
import { findShownIds, type ShownIds } from '../support/shown-ids.ts';

let pages: PagesUnderTest;
let shown: ShownIds;
beforeAll(async () => {
  pages = await startPages(plainSuppliers);
  const owner = openDatabase(pages.database.adminUrl, { max: 1 });
  shown = await findShownIds(owner, ourCouncil.gss);
  await owner.destroy();
});
afterAll(() => pages.stop());

const [first] = plainSuppliers;

test.each([
  '/alerts',
  '/alerts/:alert',
  '/exposure',
  `/suppliers/${first?.number}`,
  '/national',
  '/sources',
  '/councils',
])('the page %s names nothing that it was not given', async (url) => {
  const answer = await pages.app.inject({ url: url.replace(':alert', shown.rows[0] ?? '') });
  expect(answer.statusCode).toBe(200);
  expect(pages.errors).toEqual([]);
});

test('on a day before anybody was assessed it is not known how many suppliers are at risk, and none is not said', async () => {
  const tile = async (day: string) => {
    const { body } = await pages.app.inject({ url: `/exposure?on=${day}` });
    return /With a supplier at risk<\/dt><dd class="tile__value">([^<]*)(?:<span class="tile__note">([^<]*))?/
      .exec(body)
      ?.slice(1);
  };
  expect(await tile(addDays(seedDay, -400))).toEqual(['Not known', 'no supplier was assessed by then']);
  expect((await tile(seedDay))?.[0]).toMatch(/^[1-9]/);
});

interface Totals {
  readonly contracts: number;
  readonly valueLeft: Readonly<Record<string, number>>;
}

function rowsOf(csv: string): readonly (readonly string[])[] {
  return parse(csv, { bom: true, from_line: 2 });
}

test('the inbox’s export and the API give an alert the same pence, in every VAT basis', async () => {
  const api = (await pages.app.inject({ url: '/api/v1/alerts' })).json<{
    alerts: { id: string; exposure: { totals: Totals } }[];
  }>();
  const csv = await pages.app.inject({ url: '/alerts.csv?status=all' });
  const header = csv.body.split('\r\n')[0]?.replace('\ufeff', '').split(',') ?? [];
  const sums = ['without VAT', 'with VAT'].map((vat) => header.indexOf(`Value left ${vat} (£)`));
  expect(api.alerts.length).toBeGreaterThan(0);
  for (const { id, exposure } of api.alerts) {
    const row = rowsOf(csv.body).find(([number]) => number === id);
    const { net = 0, gross = 0 } = exposure.totals.valueLeft;
    expect(sums.map((at) => Math.round(Number(row?.[at]) * 100))).toEqual([net, gross]);
  }
});

test('that a contract has ended or left the register since is said in the inbox, its export and the API alike', async () => {
  interface Listed {
    readonly id: string;
    readonly exposure: { readonly contracts: readonly { readonly title: string }[] };
    readonly left: LeftSince | null;
  }
  const listed = async () =>
    (await pages.app.inject({ url: '/api/v1/alerts' })).json<{ alerts: Listed[] }>().alerts;
  const inbox = async () => (await pages.app.inject({ url: '/alerts?status=all' })).body;
  const csvOf = async (id: string) =>
    (await pages.app.inject({ url: '/alerts.csv?status=all' })).body
      .split('\r\n')
      .find((line) => line.startsWith(`${id},`));
  const [alert] = await listed();
  const [contract] = alert?.exposure.contracts ?? [];
  if (!alert?.left || !contract) throw new Error('the seed has no alert whose contract is gone');
  expect(alert.left.contracts).toEqual([contract.title]);
  const said = leftInBrief(alert.left);
  expect(await inbox()).toContain(said);
  expect(await csvOf(alert.id)).toContain(`,"${said}",`);
  const owner = openDatabase(pages.database.adminUrl, { max: 1 });
  await owner.updateTable('award').set({ title: contract.title }).execute();
  await owner.destroy();
  expect((await listed()).find(({ id }) => id === alert.id)?.left).toBeNull();
  expect(await inbox()).not.toContain(said);
  expect(await csvOf(alert.id)).not.toContain(said);
});

test('a value that no council could hold carries its doubt on the page, in the export and in the API', async () => {
  const owner = openDatabase(pages.database.adminUrl, { max: 1 });
  await owner.updateTable('award').set({ value_pence: 900_000_000_000 }).execute();
  await owner.destroy();
  for (const url of ['/exposure', '/exposure.csv', '/api/v1/exposure'])
    expect((await pages.app.inject({ url })).body).toMatch(/Doubtful: more than .{1,30} could hold/);
});

test('the export says of each contract whether the council’s own register or a published notice names it, as the API does', async () => {
  const { held: contracts } = (await pages.app.inject({ url: '/api/v1/exposure' })).json<{
    held: readonly { readonly contract: { readonly ref: string; readonly origin: string } }[];
  }>();
  const rows: readonly Record<string, string>[] = parse(
    (await pages.app.inject({ url: '/exposure.csv' })).body,
    {
      bom: true,
      columns: true,
    },
  );
  const words: Readonly<Record<string, string>> = { register: 'Own register', notice: 'Published notice' };
  expect(new Set(contracts.map(({ contract }) => contract.origin))).toEqual(new Set(Object.keys(words)));
  const knownFrom = new Map(rows.map((row) => [row['Reference'], row['Known from']]));
  for (const { contract } of contracts) expect(knownFrom.get(contract.ref)).toBe(words[contract.origin]);
});
