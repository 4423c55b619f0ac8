import { asCouncil, makeApiKey, openDatabase } from '@tocsin/db';
import type { KeyScope } from '@tocsin/domain';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyPart, openTocsin } from '../../services/web/src/api/client.ts';
import { answerSchemaOf } from '../../services/web/src/api/description.ts';
import type { Operation } from '../../services/web/src/api/operation.ts';
import { operations } from '../../services/web/src/api/operations.ts';
import { Problem, problems } from '../../services/web/src/api/problem.ts';
import { routeRoles } from '../../services/web/src/route-roles.ts';
import { endingAtRisk } from '../support/api-example.ts';
import { exampleOf } from '../support/api-examples.ts';
import { openPages, startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, plainSuppliers, seedDay } from '../support/pages-world.ts';
import { findShownIds, type ShownIds } from '../support/shown-ids.ts';

let pages: PagesUnderTest;
/** The same as a server has it, where people and programs say who they are; and one that soon has enough of them. */
let server: Pick<PagesUnderTest, 'app' | 'stop'>;
let hasty: Pick<PagesUnderTest, 'app' | 'stop'>;
let shown: ShownIds;
const keys = new Map<KeyScope, string>();

beforeAll(async () => {
  pages = await startPages(plainSuppliers);
  server = await openPages(pages.database, seedDay, 'server');
  hasty = await openPages(pages.database, seedDay, 'local', 1);
  const owner = openDatabase(pages.database.adminUrl, { max: 1 });
  shown = await findShownIds(owner, ourCouncil.gss);
  await owner.destroy();
  const web = openDatabase(pages.database.webUrl, { max: 1 });
  const made = { council: ourCouncil.gss, by: 'command line', at: `${seedDay}T09:00:00Z`, days: 30 };
  for (const scope of ['alerts', 'exposure', 'names', 'public-record'] as const)
    keys.set(
      scope,
      await asCouncil(web, ourCouncil.gss, (trx) =>
        makeApiKey(trx, { ...made, name: scope, scopes: [scope] }),
      ),
    );
  await web.destroy();
});
afterAll(() => Promise.all([server.stop(), hasty.stop()]).then(() => pages.stop()));

const each = operations.map((one) => [one.id, one] as const);
const needed: Readonly<Record<string, string>> = { searchSuppliers: 'q=care' };

/** What the client is asked of an operation, to ask what its address does. */
function askedOf({ params, query }: Operation): Readonly<Record<string, string | undefined>> {
  const all = {
    id: shown.rows[0],
    item: shown.items[0],
    number: plainSuppliers[0]?.number,
    q: 'care',
  };
  const known = { ...params.shape, ...query.shape };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in known));
}

type Asks = Readonly<Record<string, (asked: unknown) => Promise<unknown> | AsyncIterable<unknown>>>;

/** All that the client is answered: one answer, or each line of one that streams. */
async function throughClient(one: Operation, tocsin: Asks): Promise<readonly unknown[]> {
  const answer = tocsin[one.id]?.(askedOf(one)) ?? [];
  if (!one.streams) return [await answer];
  const lines: unknown[] = [];
  for await (const line of answer as AsyncIterable<unknown>) lines.push(line);
  return lines;
}

/** An address of an operation that has an answer. */
function addressOf({ id, path }: Operation, query = needed[id] ?? ''): string {
  const filled = path
    .replace(':id', shown.rows[0] ?? '')
    .replace(':item', shown.items[0] ?? '')
    .replace(':number', plainSuppliers[0]?.number ?? '');
  return `/api/v1${filled}${query === '' ? '' : `?${query}`}`;
}

const examples: Record<string, unknown> = {};

describe.each(each)('%s', (id, one) => {
  test('answers by its schema, with no field that the schema does not have, and once unless something changes', async () => {
    const answer = await pages.app.inject({ url: addressOf(one) });
    expect([answer.statusCode, pages.errors]).toEqual([200, []]);
    expect(answer.headers['link']).toContain('open-government-licence');
    const said: unknown[] = one.streams
      ? answer.body
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [answer.json()];
    expect(said.length).toBeGreaterThan(0);
    for (const part of said) expect(answerSchemaOf(one).parse(part)).toEqual(part);
    examples[id] = exampleOf(said[0]);
    const tocsin = openTocsin({ home: pages.url }) as unknown as Asks;
    expect(await throughClient(one, tocsin)).toEqual(said);
    // The second time nothing is sent, and it is the same.
    expect(await throughClient(one, tocsin)).toEqual(said);
    if (one.streams) return;
    const headers = { 'if-none-match': String(answer.headers['etag']) };
    const again = await pages.app.inject({ url: addressOf(one), headers });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const other = await pages.app.inject({ url: addressOf(one), headers: { 'if-none-match': '"x"' } });
    expect(other.statusCode).toBe(200);
  });

  test('names the parameter that it does not have', async () => {
    const query = [needed[id], 'as_of=2026-03-01'].filter(Boolean).join('&');
    const { json, statusCode } = await pages.app.inject({ url: addressOf(one, query) });
    expect(statusCode).toBe(400);
    expect(problem(json(), 400).errors?.map(({ parameter }) => parameter)).toEqual(['as_of']);
  });

  test('is refused in words to who says nothing of herself, has no right to it, or asks too often', async () => {
    const access = routeRoles[`GET /api/v1${one.path}`];
    const scope = typeof access === 'object' ? access.key : undefined;
    const url = addressOf(one);
    const nobody = await server.app.inject({ url });
    expect([nobody.statusCode, nobody.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    problem(nobody.json(), 401);
    for (const [held, key] of keys) {
      const { statusCode, headers, json } = await server.app.inject({
        url,
        headers: { authorization: `Bearer ${key}` },
      });
      expect([held, statusCode]).toEqual([held, held === scope ? 200 : 403]);
      if (statusCode === 403) problem(json(), 403);
      else expect(headers['cache-control']).toBe('private, no-cache');
    }
    await hasty.app.inject({ url });
    const hurried = await hasty.app.inject({ url });
    expect([hurried.statusCode, Number(hurried.headers['retry-after']) > 0]).toEqual([429, true]);
    problem(hurried.json(), 429);
  });
});

test.each(each.filter(([, { mayMiss }]) => mayMiss))('%s says that there is none', async (_id, { path }) => {
  const { statusCode, json } = await pages.app.inject({ url: `/api/v1${path.replace(/:\w+/, '999999')}` });
  expect(statusCode).toBe(404);
  problem(json(), 404);
});

test.each([
  ['alerts', 'alerts', 1],
  ['contracts', 'contracts', 6],
  ['register', 'lines', 3],
  ['matches', 'items', 3],
  ['councils', 'councils', 2],
  ['audit', 'entries', 3],
  [`suppliers/${plainSuppliers[0]?.number}/history`, 'history', 1],
])('the list %s comes in parts, which together are the whole in its order', async (path, list, limit) => {
  const read = async (query: string) =>
    (await pages.app.inject({ url: `/api/v1/${path}${query}` })).json<Record<string, unknown>>();
  const whole = (await read('?limit=500'))[list];
  const parts: unknown[] = [];
  let asked = 0;
  for (let cursor: string | null = ''; cursor !== null;) {
    const part = await read(`?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    parts.push(...(part[list] as unknown[]));
    cursor = part['next'] as string | null;
    asked += 1;
  }
  expect(parts).toEqual(whole);
  expect(asked).toBeGreaterThan(1);
});

test.each(['alerts', 'contracts', 'audit'])(
  'a cursor that is not of the list %s is refused',
  async (path) => {
    const cursor = Buffer.from('of another list').toString('base64url');
    const { statusCode, json } = await pages.app.inject({ url: `/api/v1/${path}?cursor=${cursor}` });
    expect([statusCode, problem(json(), 400).title]).toEqual([400, 'That is not a cursor of this list']);
  },
);

test('a day before the first is answered as of that day, one after the last as of the newest', async () => {
  const asOf = async (day: string) =>
    (await pages.app.inject({ url: `/api/v1/suppliers/01000001?asOf=${day}` })).json<{ asOf: string }>().asOf;
  expect([await asOf('2020-01-31'), await asOf('2099-01-01')]).toEqual(['2020-01-31', seedDay]);
});

test('the client goes through a whole list, and tells a refusal as the server does', async () => {
  const tocsin = openTocsin({ home: pages.url });
  const names: string[] = [];
  for await (const { items } of everyPart(tocsin.listMatches, { limit: 2 }))
    names.push(...items.map(({ key }) => key));
  expect(names).toEqual((await tocsin.listMatches()).items.map(({ key }) => key));
  await expect(tocsin.getAlert({ id: '999999' })).rejects.toMatchObject({
    problem: { status: 404, title: 'Alert not found' },
  });
});

/** What a refusal says, which is a problem as documented. */
function problem(said: unknown, status: keyof typeof problems): Problem {
  const read = Problem.strict().parse(said);
  expect([read.status, read.type]).toEqual([status, `/api/v1/reference#${problems[status].name}`]);
  return read;
}

// `TOCSIN_EXAMPLES=1` before the command that runs this file, once a view has changed.
test.runIf(process.env['TOCSIN_EXAMPLES'])('the examples of the description are taken anew', () => {
  const place = new URL('../../services/web/src/api/examples.json', import.meta.url);
  writeFileSync(place, `${JSON.stringify(examples, null, 2)}\n`);
});

describe('the example of the README', () => {
  test('is the program that is tried here', () => {
    const clone = path.join(import.meta.dirname, '../..');
    const program = readFileSync(path.join(clone, 'test/support/api-example.ts'), 'utf8');
    const shown = program.replace('../../services/web/src/api/client.ts', './client.ts');
    expect(readFileSync(path.join(clone, 'README.md'), 'utf8')).toContain(`\`\`\`ts\n${shown}\`\`\``);
    expect(shown.split('\n').length).toBeLessThanOrEqual(24);
  });

  test('lists what ends soon with a supplier at risk, the first to end first', async () => {
    const year = await endingAtRisk(pages.url, undefined, '2026-12-31');
    expect(year.length).toBeGreaterThan(1);
    expect(year).toEqual(year.toSorted());
    expect(year[0]).toMatch(
      /^2026-\d\d-\d\d .+: .+, (insolvent|severe|elevated), (£\d+|value left not known)$/,
    );
    expect(await endingAtRisk(pages.url, undefined, '2026-01-31')).toEqual([]);
  });
});
