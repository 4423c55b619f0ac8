import {
  asCouncil,
  makeApiKey,
  openDatabase,
  openFor,
  openSession,
  privateTables,
  saveExercise,
  type Db,
} from '@tocsin/db';
import { CouncilRole, KeyScope, NationalRole, type PersonRole } from '@tocsin/domain';
import { accessTo, routeRoles } from '@tocsin/web';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressesOf } from '../support/addresses.ts';
import { asSignIn, seedPerson, seedTenant } from '../support/people-seed.ts';
import { routesOf, startPages, type PagesUnderTest, type Route } from '../support/pages-app.ts';
import { otherCouncil, ourCouncil, plainSuppliers, privateMark, seedDay } from '../support/pages-world.ts';
import { findShownIds, type ShownIds } from '../support/shown-ids.ts';
import { exerciseOf, saveTestAnswers } from '../support/system-private.ts';
import { stateOf } from '../support/stored-state.ts';
import { zipText } from '../support/zip-text.ts';

const NOW = `${seedDay}T12:00:00.000Z`;
const councils = [ourCouncil, otherCouncil];
/** What somebody could be called who wants to run something on others' pages. */
const HOSTILE = '"><script>pwned()</script>';

/** Somebody, or a program, who asks: a role or a scope at a council or at the national body. */
interface Reader {
  readonly who: string;
  readonly council: string | null;
  readonly role?: PersonRole;
  readonly scope?: KeyScope;
  readonly headers: Readonly<Record<string, string>>;
}

let local: PagesUnderTest;
let pages: PagesUnderTest;
/** Of our council. */
let shown: ShownIds;
const readers: Reader[] = [];

beforeAll(async () => {
  [local, pages] = await Promise.all([startPages([]), startPages(plainSuppliers, 'server')]);
  const worker = openFor('command line', pages.database.adminUrl, { max: 1 });
  const web = openFor('pages', pages.database.adminUrl, { max: 1 });
  for (const council of [...councils.map(({ gss }) => gss), null]) {
    await seedTenant(worker, council);
    for (const role of council === null ? NationalRole.options : CouncilRole.options)
      readers.push(await signedIn(worker, council, role));
    if (council === null) continue;
    for (const scope of KeyScope.options) readers.push(await withKey(web, council, scope));
  }
  shown = await findShownIds(worker, ourCouncil.gss);
  await Promise.all([worker.destroy(), web.destroy()]);
});
afterAll(() => Promise.all([local.stop(), pages.stop()]));

async function signedIn(worker: Db, council: string | null, role: PersonRole): Promise<Reader> {
  const person = `${role}-${privateMark(council ?? 'nobody')}${HOSTILE}`;
  const personId = await seedPerson(worker, pages.database, council, person, [role]);
  const secret = await asSignIn(pages.database, (db) =>
    db.transaction().execute((trx) => openSession(trx, { personId, browser: HOSTILE, at: NOW })),
  );
  const headers = { cookie: `__Host-tocsin_session=${secret}` };
  return { who: `${role} of ${council}`, council, role, headers };
}

async function withKey(web: Db, council: string, scope: KeyScope): Promise<Reader> {
  const name = `${scope} ${HOSTILE} ${privateMark(council)}`;
  const key = await asCouncil(web, council, (trx) =>
    makeApiKey(trx, { council, name, scopes: [scope], by: 'command line', at: NOW, days: 30 }),
  );
  return {
    who: `key for ${scope} of ${council}`,
    council,
    scope,
    headers: { authorization: `Bearer ${key}` },
  };
}

/** The first use of a key is written down. */
async function useKeys(): Promise<void> {
  for (const { headers } of readers) await pages.app.inject({ url: '/api/v1/sources', headers });
}

/** What the table says of a reader and a route: one answer is expected of each. */
function expected({ role, scope }: Reader, { method, path }: Route): 'everyone' | 'served' | 'refused' {
  const access = accessTo(method, path);
  if (access === 'everyone') return 'everyone';
  if (access === 'known-or-not') return 'served';
  if (access === 'signed-in') return role ? 'served' : 'refused';
  if (access === undefined || access === 'local') throw new Error(`${method} ${path} is served on a server`);
  const isFor = role ? access.roles.includes(role) : access.key === scope;
  return isFor ? 'served' : 'refused';
}

const askedOf = (app: PagesUnderTest) => ({
  ids: [...new Set(councils.flatMap(({ gss }) => app.alerts[gss] ?? [])), '999999'],
  numbers: ['01000001', '99999999'],
  items: shown.items,
});

/**
 * Administrators and the national body read all that there is. The other roles and keys read the same by the same code:
 * an address of each route of them, of their own council and of the other. Who is refused is so whatever is asked for.
 */
function addressesFor(reader: Reader, route: Route): readonly string[] {
  const { role } = reader;
  const { path } = route;
  const all = addressesOf(path, askedOf(pages));
  if (expected(reader, route) === 'refused') return all.slice(0, 1);
  // One thing is shown whatever else is asked, but a supplier is shown on a day.
  const plain =
    path.includes(':') && !path.includes('supplier') ? all.filter((url) => !url.includes('?')) : all;
  if (role === 'administrator' || role === 'nps-lead') return plain;
  return path.includes(':id') ? plain.slice(0, 6) : plain.slice(0, 1);
}

describe('the table of who may ask for what', () => {
  test('names every route that a server or a local copy answers, and no other', () => {
    const known = new Set(
      [local, pages].flatMap(({ app }) =>
        routesOf(app)
          .filter(({ method }) => method !== 'HEAD')
          .map(({ method, path }) => `${method} ${path.startsWith('/assets/') ? '/assets/*' : path}`),
      ),
    );
    expect([...known].toSorted()).toEqual(
      Object.keys(routeRoles)
        .filter((route) => route !== 'GET /.well-known/security.txt')
        .toSorted(),
    );
  });

  test('serves nothing private to everyone, nor changes anything for who is not signed in', () => {
    const open = Object.entries(routeRoles).filter(
      ([, access]) => access === 'everyone' || access === 'known-or-not',
    );
    expect(
      open
        .map(([route]) => route)
        .filter(
          (route) =>
            !/ \/($|could-have-known|replay|health|assets|\.well-known|api\/v1\/(openapi|reference|client)|sign-in|invitation|calendar|notify\/receipts|ledger|help$|privacy$|accessibility$|robots\.txt$)/.test(
              route,
            ),
        ),
    ).toEqual([]);
    const keyed = Object.entries(routeRoles).filter(([, access]) => typeof access === 'object' && access.key);
    expect(keyed.filter(([route]) => !route.startsWith('GET '))).toEqual([]);
  });
});

describe('every route, for every council and role, and for every key', () => {
  const leaks: string[] = [];
  const wrong: string[] = [];
  const ran: string[] = [];
  const own = new Map<string, number>();
  let read = 0;
  let before: Readonly<Record<string, string>>;
  let after: Readonly<Record<string, string>>;

  beforeAll(async () => {
    await useKeys();
    before = await stateOf(pages.database.adminUrl);
    const gets = routesOf(pages.app).filter(({ method }) => method === 'GET');
    for (const reader of readers)
      for (const route of gets) for (const url of addressesFor(reader, route)) await ask(reader, route, url);
    after = await stateOf(pages.database.adminUrl);
  });

  async function ask(reader: Reader, route: Route, url: string): Promise<void> {
    const awaited = expected(reader, route);
    // What everybody may ask for is asked for by nobody in particular elsewhere.
    if (awaited === 'everyone') return;
    const {
      statusCode: status,
      rawPayload,
      headers,
    } = await pages.app.inject({
      url,
      headers: reader.headers,
    });
    const body = url.includes('.xlsx') && status === 200 ? zipText(rawPayload) : rawPayload.toString();
    read += 1;
    const isRefused = status === 401 || status === 403 || (headers.location ?? '').startsWith('/sign-in');
    if (isRefused !== (awaited === 'refused') || status >= 500)
      wrong.push(`${reader.who} ${url}: ${status}, ${awaited}`);
    for (const { gss } of councils)
      if (body.includes(privateMark(gss))) {
        if (gss === reader.council) own.set(reader.who, (own.get(reader.who) ?? 0) + 1);
        else leaks.push(`${reader.who} ${url}`);
      }
    if (body.includes('<script') && String(headers['content-type']).startsWith('text/html'))
      ran.push(`${reader.who} ${url}`);
  }

  test('is served to those whom the table names and to nobody else', () => {
    expect(wrong).toEqual([]);
    expect(read).toBeGreaterThan(700);
  });

  test('shows nobody what is private to another council, in pages, exports and the API', () => {
    expect(leaks).toEqual([]);
    // The matrix would prove nothing if it saw no private data at all.
    for (const { gss } of councils)
      for (const role of CouncilRole.options) expect(own.get(`${role} of ${gss}`), role).toBeGreaterThan(15);
    expect(own.get(`key for alerts of ${ourCouncil.gss}`)).toBeGreaterThan(2);
  });

  test('runs nothing of what people and keys are called', () => {
    expect(ran).toEqual([]);
  });

  test('changes nothing when it is read, by whomever', () => {
    expect(Object.keys(after).length).toBeGreaterThan(50);
    expect(after).toEqual(before);
  });

  test('does nothing for a form of somebody for whose role it is not, though it bears the token of a page', async () => {
    const posts = routesOf(pages.app).filter(({ method }) => method === 'POST');
    const done: string[] = [];
    let sent = 0;
    for (const reader of readers) {
      const shown = await pages.app.inject({ url: '/account', headers: reader.headers });
      const token = /name="token" value="([^"]+)"/.exec(shown.body)?.[1] ?? '';
      const form = shown.cookies.map(({ name, value }) => `${name}=${value}`);
      for (const route of posts) {
        if (expected(reader, route) !== 'refused') continue;
        const answer = await pages.app.inject({
          method: 'POST',
          url: route.path.replaceAll(/:\w+/g, '1'),
          headers: {
            ...reader.headers,
            cookie: [reader.headers['cookie'] ?? '', ...form].filter(Boolean).join('; '),
            'content-type': 'application/x-www-form-urlencoded',
          },
          payload: new URLSearchParams({ token, action: 'acknowledge', role: 'officer' }).toString(),
        });
        sent += 1;
        const isRole = reader.role === undefined || answer.body.includes('This page is not for your role');
        if (![401, 403].includes(answer.statusCode) || !isRole)
          done.push(`${reader.who} ${route.path}: ${answer.statusCode}`);
      }
    }
    expect(done).toEqual([]);
    expect(sent).toBeGreaterThan(100);
    expect(await stateOf(pages.database.adminUrl)).toEqual(before);
  });
});

// These change what is stored, so they come last.
describe('across councils', () => {
  let owner: Db;
  beforeAll(() => {
    owner = openDatabase(pages.database.adminUrl, { max: 1 });
  });
  afterAll(() => owner.destroy());

  /** What a council keeps, as one hash a table. */
  async function keptBy(gss: string): Promise<Readonly<Record<string, string>>> {
    const hashes: Record<string, string> = {};
    for (const table of privateTables) {
      const { rows } = await sql<{ hash: string }>`
        select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${sql.table(table)} t
        where council = ${gss}`.execute(owner);
      hashes[table] = rows[0]?.hash ?? '';
    }
    return hashes;
  }

  /** Ids that something of our council has. */
  const ids = () => [...new Set([...(pages.alerts[ourCouncil.gss] ?? []), ...shown.rows])];

  /** What readers are answered on every route that is for them, but for what tells one form from the next. */
  async function answersTo(who: (reader: Reader) => boolean): Promise<ReadonlyMap<string, string>> {
    const gets = routesOf(pages.app).filter(({ method }) => method === 'GET');
    const answers = new Map<string, string>();
    for (const reader of readers.filter(who))
      for (const route of gets.filter((one) => expected(reader, one) === 'served'))
        for (const url of addressesOf(route.path, oneOfEach())) {
          // A workbook says the same as the list, and when it was written.
          if (url.includes('?') || url.endsWith('.xlsx')) continue;
          const { body } = await pages.app.inject({ url, headers: reader.headers });
          answers.set(
            `${reader.who} ${route.path} ${url}`,
            body.replaceAll(/name="(token|form)" value="[^"]+"/g, ''),
          );
        }
    return answers;
  }

  const most: readonly string[] = ['administrator', 'nps-lead', 'public-record'];
  /** An alert of ours and a name that waits, a supplier of both councils. */
  const oneOfEach = () => ({ ids: ids().slice(0, 1), numbers: ['01000001'], items: shown.items.slice(0, 1) });

  function routesThatDiffer(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) {
    const differing = [...one].filter(([asked, body]) => other.get(asked) !== body);
    return [...new Set(differing.map(([asked]) => asked.split(' ').at(-2) ?? ''))].toSorted();
  }

  test('a private sum moves no route of anybody else until it is released, and a release only the national view', async () => {
    // Other roles and keys read a part of what these read, by the same code.
    const isElse = ({ council, role, scope }: Reader) =>
      council !== ourCouncil.gss && [role, scope].some((one) => one && most.includes(one));
    const isOwn = ({ council, role }: Reader) => council === ourCouncil.gss && role === 'officer';
    await useKeys();
    const [before, own] = [await answersTo(isElse), await answersTo(isOwn)];
    await sql`
      update register_line set value_pence = 7 * value_pence, ends_on = '2031-03-31' where council = ${ourCouncil.gss}`.execute(
      owner,
    );
    await saveTestAnswers(owner, [ourCouncil.gss]);
    const exercise = { seen: exerciseOf(ourCouncil.gss, '01000001'), by: 'officer', form: 'of our council' };
    await owner.transaction().execute((trx) => saveExercise(trx, ourCouncil.gss, exercise));
    expect(routesThatDiffer(before, await answersTo(isElse))).toEqual([]);
    expect(before.size).toBeGreaterThan(45);
    expect(routesThatDiffer(own, await answersTo(isOwn))).toContain('/exposure');
    await sql`
      insert into national_private (as_of, released_on, dimension, member, band, councils, net_pence)
      values (${seedDay}, ${seedDay}, 'band', 'severe', 'severe', 5, 987600000)`.execute(owner);
    await sql`
      insert into national_diagnostic (as_of, released_on, year, label, councils)
      values (${seedDay}, ${seedDay}, 2025, array['Managing strategic risk', 'Developing'], 5)`.execute(
      owner,
    );
    expect(routesThatDiffer(before, await answersTo(isElse))).toEqual([
      '/api/v1/national',
      '/national',
      '/national/diagnostic',
      '/national/diagnostic.csv',
    ]);
  });

  /** Fields of every form there is, about what our council has. */
  const fields = () => {
    const [first = ''] = pages.alerts[ourCouncil.gss] ?? [];
    const form = new URLSearchParams(
      'action=acknowledge&role=officer&allowed=no&successor=2&who=nobody&address=mallory@council.example&way=link&' +
        'name=Mallory&scope=alerts&days=30&do=save&inbox=mallory@council.example&head=&from=09:00&to=17:00&of=owner&person=',
    );
    form.set('printed', `Owner ${privateMark(ourCouncil.gss)}`);
    for (const name of ['alert', 'ids', 'contract']) form.append(name, first);
    return form;
  };

  /** Sends every form that is for the role of a reader, about everything that our council has. */
  async function sendAll(reader: Reader): Promise<number[]> {
    const account = await pages.app.inject({ url: '/account', headers: reader.headers });
    const form = fields();
    form.set('token', /name="token" value="([^"]+)"/.exec(account.body)?.[1] ?? '');
    const cookie = [
      reader.headers['cookie'],
      ...account.cookies.map(({ name, value }) => `${name}=${value}`),
    ].join('; ');
    const routes = routesOf(pages.app).filter(({ method, path }) => {
      const access = accessTo(method, path);
      return (
        method === 'POST' && typeof access === 'object' && expected(reader, { method, path }) === 'served'
      );
    });
    const statuses: number[] = [];
    for (const { path } of routes)
      for (const id of path.includes(':id') ? ids() : ['']) {
        const url = path
          .replace(':council', ourCouncil.gss)
          .replace(':item', shown.items.at(-1) ?? '')
          .replace(':id', id);
        const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
        const sent = { method: 'POST', url, headers, payload: form.toString() } as const;
        statuses.push((await pages.app.inject(sent)).statusCode);
      }
    return statuses;
  }

  test('no form of another council, for whatever role, changes what a council keeps', async () => {
    const before = await keptBy(ourCouncil.gss);
    const others = readers.filter(({ council, role }) => role && council !== ourCouncil.gss);
    let sent = 0;
    for (const reader of others) {
      const statuses = await sendAll(reader);
      sent += statuses.length;
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
    }
    expect(await keptBy(ourCouncil.gss)).toEqual(before);
    expect(sent).toBeGreaterThan(150);
    // Of the council’s own administrator the same forms change much.
    const [own] = readers.filter(
      ({ council, role }) => council === ourCouncil.gss && role === 'administrator',
    );
    if (own) await sendAll(own);
    const after = await keptBy(ourCouncil.gss);
    expect(Object.keys(after).filter((table) => after[table] !== before[table]).length).toBeGreaterThan(5);
  });
});
