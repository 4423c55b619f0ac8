import { readdirSync, readFileSync } from 'node:fs';
import {
  askedOfWatched,
  asCouncil,
  findListAnswers,
  findLooks,
  findScoreHistory,
  findSupplierByKey,
  findSupplierList,
  findTimeline,
  loadRegister,
  noteTrouble,
  openDatabase,
  saveOwnSpend,
  saveRegister,
  saveSupplierList,
  takeOwnSpend,
  type Db,
  type Trx,
} from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressesToRead } from '../support/addresses.ts';
import { openPages } from '../support/pages-app.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, casesOf, noticePage, profileOf, releasePage } from '../support/system-documents.ts';
import { findShownIds } from '../support/shown-ids.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { lookAt } from '../support/told-apart.ts';

const councilC = { gss: 'E07000903', name: 'Third District Council' };
/** Whom one private register and a notice name, whom a notice alone does, and whom a published contract names. */
const watched = { number: '99000011', name: 'EXAMPLE HERONSGATE LTD' };
const unwatched = { number: '99000012', name: 'EXAMPLE KINGFISHER LTD' };
const onRecord = { number: '99000013', name: 'EXAMPLE PUBLIC CARE LTD' };
const companies = [watched, unwatched, onRecord];
/** Who is in no register of companies: one in a private register, one in private spending, and one whom nobody follows. */
const lapsed = {
  listed: { number: '99000021', name: 'EXAMPLE OAKHAM LTD' },
  paid: { number: '99000022', name: 'EXAMPLE ASHDOWN LTD' },
  nobodys: { number: '99000023', name: 'EXAMPLE ELMBRIDGE LTD' },
};

let system: System;
let pages: Awaited<ReturnType<typeof openPages>>;
/** What councils B and C read before council A handed in its register, and after it was looked after. */
let before: Answers;
let after: Answers;

type Answers = ReadonlyMap<string, string>;

/** An id like those that are drawn by lot, which nothing has. */
const NOBODYS = '9007199254740991';

beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db, { councils: [councilA, councilB, councilC] });
  await loadRegister(system.db, 'made-up', registered());
  const contract = { id: '990001', buyer: councilB.name, supplier: onRecord.name, number: onRecord.number };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(contract)));
  await system.ingest('companies-house-company', profileOf(onRecord.number, onRecord.name));
  await giveNotice('1', '2026-11-18');
  pages = await openPages(system.database, TODAY);
  before = await readAll([councilB.gss, councilC.gss]);
  await handIn(system.db, councilA.gss, [watched, lapsed.listed]);
  await handInSpend(system.db, councilA.gss, lapsed.paid);
  await system.settled();
  for (const { number, name } of [lapsed.listed, lapsed.paid])
    await system.ingest('companies-house-company', profileOf(number, name));
  await system.ingest(
    'companies-house-company',
    profileOf(watched.number, watched.name, { previous_company_names: [former] }),
  );
  const retrievedAt = `${TODAY}T12:00:00.000Z`;
  await system.ingest(
    'companies-house-company',
    casesOf(watched.number, 'in-administration', '2026-11-20', retrievedAt),
  );
  await system.db.transaction().execute((trx) =>
    noteTrouble(trx, {
      source: 'companies-house-company',
      item: `company/${watched.number}/charges`,
      reason: 'no answer',
      hides: false,
      at: retrievedAt,
      later: () => retrievedAt,
    }),
  );
  after = await readAll([councilB.gss, councilC.gss]);
});
/** A name of which only the register of companies tells, and it only whoever asks. */
const former = { name: 'EXAMPLE PLOVERHURST LTD', effective_from: '2001-02-03', ceased_on: '2010-01-01' };

/** A petition against the company that a private register names, and one against the company that none does. */
async function giveNotice(nth: string, published: string): Promise<void> {
  for (const { number, name } of [watched, unwatched])
    await system.ingest(
      'gazette-insolvency',
      noticePage({ id: `${nth}${number.slice(2)}`, code: '2450', company: name, number, published }),
    );
}

afterAll(async () => {
  await pages.stop();
  await system.stop();
});

async function* registered() {
  yield companies.map(({ number, name }) => ({
    number,
    name,
    previousNames: [],
    postcode: 'LS1 4DL',
    status: 'Active',
    sicCodes: ['87300'],
  }));
}

/** A council's own register: one contract with each company, under the name that it gives it. */
async function handIn(db: Db, council: string, named: readonly (typeof watched)[]): Promise<void> {
  await asCouncil(db, council, (trx) =>
    saveRegister(trx, {
      council,
      fileName: 'contracts.csv',
      sha256: 'a'.repeat(64),
      uploadedBy: 'officer',
      columns: null,
      lines: named.map(({ number, name }, at) => ({
        row: at + 2,
        supplierName: name,
        printedRef: number,
        ref: { scheme: 'GB-COH', id: CompanyNumber.parse(number) },
        title: 'Respite care',
        valuePence: 5_000_000_00,
        vat: 'net',
        startsOn: '2026-01-01',
        endsOn: '2029-12-31',
        criticality: 'critical',
        owner: null,
        service: null,
        regime: 'unknown',
        details: {},
      })),
    }),
  );
}

/** A council's own spending, which it does not publish: one company was paid each day of a month. */
async function handInSpend(db: Db, council: string, { number, name }: typeof watched): Promise<void> {
  const days = Array.from({ length: 24 }, (_, at) => `2026-10-${String(at + 1).padStart(2, '0')}`);
  const lines = days.map((day, at) => `${name},${number},${day},1000.00,R${at}`);
  const header = 'Supplier Name,Company Number,Payment Date,Amount,Reference';
  await asCouncil(db, council, async (trx) => {
    const body = Buffer.from([header, ...lines].join('\r\n'));
    const file = { council, fileName: '2026-10.csv', sha256: 'b'.repeat(64), body, uploadedBy: 'officer' };
    const id = await saveOwnSpend(trx, { ...file, pageUrl: null, said: {} });
    await takeOwnSpend(trx, council, id, 'officer');
  });
}

/** What a council is answered by *Check our list* about its own rows: a name, and a number or none. */
async function check(council: string, rows: readonly (readonly [name: string, number: string | null])[]) {
  const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
  await asCouncil(web, council, (trx) =>
    saveSupplierList(trx, {
      council,
      fileName: 'suppliers.csv',
      uploadedBy: 'officer',
      headings: ['name', 'number'],
      bank: [],
      hasVendors: false,
      rows: rows.map(([name, number], at) => {
        const cells = [name, number ?? ''];
        return { row: at + 2, cells, vendor: null, name, printedRef: number, number, postcode: null };
      }),
    }),
  );
  await system.settled();
  const now = `${TODAY}T12:00:00.000Z`;
  const answers = await asCouncil(web, council, async (trx) => {
    const list = await findSupplierList(trx, council);
    return findListAnswers(trx, council, list?.id ?? '', 0, TODAY, { now, sources: [] });
  });
  await web.destroy();
  return answers.map(({ outcome, companyNumber, reason, company, level }) =>
    JSON.stringify({ outcome, companyNumber, reason, company, level }),
  );
}

/** Statuses, headers and bodies of every address that can be read, by council and address. */
async function readAll(councils: readonly string[]): Promise<Answers> {
  const shown = await findShownIds(system.db, councilA.gss);
  const asked = {
    // Without council A's alert: the one user of a local copy acts for every council and is told whose it is.
    ids: ['998', '999', 'x'],
    items: [...shown.items, `mention-${NOBODYS}`, `line-${NOBODYS}`],
    numbers: [...companies.map(({ number }) => number), ...shown.suppliers, NOBODYS],
    searches: [
      ...companies.flatMap(({ number, name }) => [number, name, name.split(' ')[1] ?? '']),
      former.name,
    ],
  };
  const answers = new Map<string, string>();
  for (const council of councils)
    for (const url of addressesToRead(pages.app, asked))
      answers.set(`${council} ${url}`, await read(url, council));
  return answers;
}

/** An answer without what is of one request only: the token and the id of its forms, and how many more may follow this minute. */
async function read(url: string, council: string): Promise<string> {
  const { statusCode, headers, body } = await pages.app.inject({ url, cookies: { tocsin_council: council } });
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(x-ratelimit|ratelimit|set-cookie|date|content-length)/.test(name),
  );
  // A workbook bears the moment at which it was made, and holds what the other format holds.
  const said = /\.xlsx/.test(url) ? '' : body;
  return [statusCode, JSON.stringify(kept), said.replaceAll(/name="(token|form)" value="[^"]*"/g, '')].join(
    '\n',
  );
}

/** The same company in the words of another. */
function as(text: string, one: typeof watched, other: typeof watched): string {
  const [first = '', second = ''] = [one, other].map(({ name }) => name.split(' ')[1] ?? '');
  return text
    .replaceAll(one.number, other.number)
    .replaceAll(first, second)
    .replaceAll(encodeURIComponent(one.name), encodeURIComponent(other.name));
}

test('the company is looked after for the council whose register names it: found, assessed, told of', async () => {
  const { rows } = await sql<{ watched: boolean; assessments: number; alerts: number }>`
    select watched, (select count(*)::int from assessment where supplier_id = supplier.id) as assessments,
      (select count(*)::int from alert where supplier_id = supplier.id) as alerts
    from supplier join supplier_ref on supplier_id = supplier.id where ref = ${watched.number}`.execute(
    system.db,
  );
  expect(rows).toMatchObject([{ watched: true }]);
  expect(rows[0]?.alerts).toBeGreaterThan(0);
  expect(rows[0]?.assessments).toBeGreaterThan(1);
  for (const url of [
    `/suppliers/${watched.number}`,
    `/api/v1/suppliers/${watched.number}`,
    '/suppliers?q=heronsgate',
    '/suppliers?q=ploverhurst',
  ])
    expect(await read(url, councilA.gss)).toContain(watched.name);
  expect(await read(`/suppliers/${watched.number}`, councilA.gss)).toContain('administration');
});

test('every other council reads of it what it reads of a company that nobody watches, byte for byte', () => {
  const told = [...after].filter(([asked, answer]) => {
    if (!asked.includes(watched.number) && !/heronsgate/i.test(asked)) return false;
    return as(answer, watched, unwatched) !== after.get(as(asked, watched, unwatched));
  });
  expect(told.map(([asked]) => asked)).toEqual([]);
  const asked = [...after.keys()].filter((one) => one.includes(watched.number));
  expect(asked.length).toBeGreaterThan(6);
  expect(after.get(`${councilB.gss} /suppliers/${watched.number}`)).toMatch(/^404/);
  expect(after.get(`${councilB.gss} /suppliers/${onRecord.number}`)).toMatch(/^200/);
});

test('no page, count or status of another council changes when one hands in its register and it is looked after', () => {
  // What has an id since answers others as an id that nothing has.
  const asNobodys = (text: string) => text.replaceAll(/\b\d{16}\b/g, NOBODYS);
  const changed = [...after].flatMap(([asked, answer]) =>
    before.get(asked) === answer || (!before.has(asked) && before.get(asNobodys(asked)) === asNobodys(answer))
      ? []
      : [asked],
  );
  expect(changed).toEqual([]);
  expect(after.size).toBeGreaterThan(150);
});

/**
 * How many rows of each table this session may read that name a company in any column, or that a row refers to by which
 * it is named.
 */
async function countNamed(db: Db | Trx, role: string, { number, name }: typeof watched) {
  const { rows } = await sql<{ table: string; columns: string }>`
    select table_name as table, string_agg(quote_ident(column_name), ', ' order by column_name) as columns
    from information_schema.column_privileges
    where table_schema = 'public' and grantee = ${role} and privilege_type = 'SELECT'
    group by table_name order by table_name`.execute(db);
  const counts: Record<string, number> = {};
  for (const { table, columns } of rows) {
    const found = await sql<{ rows: number }>`
      select count(*)::int as rows from (select ${sql.raw(columns)} from ${sql.table(table)}) as seen
      where seen::text like ${`%${number}%`} or seen::text ilike ${`%${name}%`}`.execute(db);
    counts[table] = found.rows[0]?.rows ?? 0;
  }
  return counts;
}

test('sessions of other councils and of the national view select of it what they select of a company that nobody watches', async () => {
  const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
  const national = openDatabase(system.database.nationalUrl, { role: 'tocsin_national', max: 1 });
  const by = async (council: string, company: typeof watched) =>
    asCouncil(web, council, (trx) => countNamed(trx, 'tocsin_web', company));
  for (const { gss } of [councilB, councilC])
    expect(await by(gss, watched)).toEqual(await by(gss, unwatched));
  expect(await countNamed(national, 'tocsin_national', watched)).toEqual(
    await countNamed(national, 'tocsin_national', unwatched),
  );
  // What says nothing to others is there, and is told to the council whose register it is.
  const own = await by(councilA.gss, watched);
  const hidden = [
    'supplier',
    'supplier_ref',
    'mention',
    'observation',
    'fact_set',
    'assessment',
    'source_trouble',
  ];
  expect(hidden.filter((table) => !own[table])).toEqual([]);
  const theirs = await by(councilB.gss, watched);
  expect(hidden.filter((table) => theirs[table])).toEqual([]);
  const looks = sql<{ seen: number }>`
    select ((select count(*) from look) + (select count(*) from look_answer))::int as seen`;
  const seenBy = async (council: string) =>
    asCouncil(web, council, async (trx) => (await looks.execute(trx)).rows[0]?.seen ?? 0);
  expect(await seenBy(councilA.gss)).toBeGreaterThan(await seenBy(councilB.gss));
  await Promise.all([web.destroy(), national.destroy()]);
});

test('notices that come later tell others no more of it than of a company that nobody watches', async () => {
  await giveNotice('2', '2026-11-20');
  const then = await readAll([councilB.gss, councilC.gss]);
  expect(then.size).toBe(after.size);
  const told = [...then].filter(
    ([asked, answer]) => as(answer, watched, unwatched) !== then.get(as(asked, watched, unwatched)),
  );
  expect(told.map(([asked]) => asked)).toEqual([]);
  expect(await read(`/suppliers/${watched.number}`, councilA.gss)).toMatch(/^200/);
  expect(await read(`/suppliers/${watched.number}`, councilB.gss)).toMatch(/^404/);
});

test('a list that is checked tells of them what it tells of one whom nobody follows', async () => {
  const { listed, paid, nobodys } = lapsed;
  const all = [nobodys, listed, paid];
  const asked = all.flatMap(({ number, name }): [string, string | null][] => [
    ['Foo Bar Ltd', number],
    [name, number],
    [name, null],
  ]);
  const answers = await check(councilB.gss, asked);
  const of = (nth: number) => answers.slice(nth * 3, nth * 3 + 3);
  expect(of(0)[0]).toContain(`by the printed company number: ${nobodys.number}`);
  for (const [nth, one] of [listed, paid].entries())
    expect(of(nth + 1).map((answer) => as(answer, one, nobodys))).toEqual(of(0));
  // The council that follows them is told what it knows of them.
  const own = await check(councilA.gss, asked);
  expect(own.slice(3).filter((answer) => answer.includes('number and name disagree'))).toHaveLength(2);
});

test('so does its own register, whatever name it gives them, until it is matched', async () => {
  const { listed, paid, nobodys } = lapsed;
  const all = [nobodys, listed, paid];
  await handIn(
    system.db,
    councilC.gss,
    all.map(({ number }, nth) => ({ number, name: `Foo Bar ${nth} Ltd` })),
  );
  await system.settled();
  const { rows } = await sql<{ reason: string }>`
    select match_outcome || ': ' || match_reason as reason from register_line
    where council = ${councilC.gss} order by row`.execute(system.db);
  expect(rows.map(({ reason }) => reason)).toEqual(
    all.map(({ number }) => `matched: by the printed company number: ${number}`),
  );
});

/** As if all that was seen and judged of the company so far had been a month earlier, for the council that followed it then. */
async function haveItFollowedForLong(): Promise<void> {
  const owner = openDatabase(system.database.adminUrl, { max: 1 });
  const its = sql`(select supplier_id from supplier_ref where ref = ${watched.number})`;
  const earlier = (column: string) => sql`${sql.ref(column)} = ${sql.ref(column)} - interval '30 days'`;
  const mentioned = sql`mention_id in (select id from mention where supplier_id in ${its})`;
  for (const statement of [
    sql`update assessment set as_of = as_of - 30, ${earlier('assessed_at')} where supplier_id in ${its}`,
    sql`update observation set ${earlier('observed_at')} where ${mentioned}`,
    sql`update look set ${earlier('first_at')}, ${earlier('last_at')} where ${mentioned}`,
    sql`update register_upload set ${earlier('uploaded_at')} where council = ${councilA.gss}`,
    sql`update alert set ${earlier('raised_at')} where council = ${councilA.gss}`,
  ])
    await statement.execute(owner);
  await owner.destroy();
}

/** The first day of which a council sees how the company stood, and the first moment at which it is told that anybody saw of it. */
async function firstSeen(council: string) {
  const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
  const seen = await asCouncil(web, council, async (trx) => {
    const id = (await findSupplierByKey(trx, watched.number)) ?? '0';
    const watch = { now: `${TODAY}T12:00:00.000Z`, sources: [] };
    const history = await findScoreHistory(trx, id, TODAY, watch);
    const ofFollowed = ({ source }: { readonly source: string }) => askedOfWatched.includes(source);
    const timeline = (await findTimeline(trx, id, TODAY, 100)).filter(ofFollowed);
    const looks = (await findLooks(trx, id)).filter(ofFollowed);
    const moments = [
      ...timeline.flatMap(({ observedAt, retrievedAt }) => [observedAt, retrievedAt]),
      ...looks.map(({ lastAt }) => lastAt),
    ];
    return { days: history.map(({ asOf }) => asOf), moment: moments.toSorted()[0] };
  });
  await web.destroy();
  return seen;
}

test('who comes to know it sees how it stands from that day on, and nothing of what others saw', async () => {
  await haveItFollowedForLong();
  expect((await firstSeen(councilC.gss)).days).toEqual([]);
  await handIn(system.db, councilC.gss, [watched]);
  await system.settled();
  const [theirs, ours] = [await firstSeen(councilC.gss), await firstSeen(councilA.gss)];
  expect(theirs).toEqual({ days: [TODAY], moment: undefined });
  // Nor is whoever followed it told that another does by now.
  expect(ours.days.filter((day) => day < TODAY)).toEqual(ours.days);
  expect(ours.days).not.toEqual([]);
  expect(ours.moment).toBeDefined();
});

test('once a published contract names it and the register was asked again, all that is known of it is for all to see', async () => {
  const contract = { id: '990002', buyer: councilB.name, supplier: watched.name, number: watched.number };
  await system.ingest('find-a-tender', releasePage('page-2', awardRelease(contract)));
  const later = '2026-11-23T15:00:00.000Z';
  await system.ingest(
    'companies-house-company',
    casesOf(watched.number, 'in-administration', '2026-11-20', later),
  );
  await lookAt(system, watched, later, { previous_company_names: [former] }, ['profile', 'charges']);
  for (const { gss } of [councilB, councilC]) {
    const page = await read(`/suppliers/${watched.number}`, gss);
    expect(page).toMatch(/^200/);
    expect(page).toContain('administration');
    expect(page).toContain('Score history');
    expect(await read('/suppliers?q=ploverhurst', gss)).toContain(watched.name);
  }
  expect((await firstSeen(councilB.gss)).days).toEqual([TODAY]);
  // Who followed it later by itself follows what everybody sees by now, and nobody is told twice of what happened.
  const { rows: tied } = await sql<{ since: string | null }>`
    select distinct since from register_line join supplier_ref using (supplier_id)
    where supplier_ref.ref = ${watched.number} and council = ${councilC.gss}`.execute(system.db);
  expect(tied).toEqual([{ since: null }]);
  const { rows: told } = await sql<{ council: string; times: number }>`
    select council, count(*)::int as times from alert join supplier_ref using (supplier_id)
    where supplier_ref.ref = ${watched.number} group by council, cause`.execute(system.db);
  expect(new Set(told.map(({ council }) => council))).toEqual(
    new Set([councilA.gss, councilB.gss, councilC.gss]),
  );
  expect(told.filter(({ times }) => times > 1)).toEqual([]);
  expect(await read(`/suppliers/${unwatched.number}`, councilB.gss)).toMatch(/^404/);
});

test('the sources that ask only about whom we watch are those that are told whom', () => {
  const folder = new URL('../../packages/sources/src/', import.meta.url);
  const told = readdirSync(folder).filter(
    (file) =>
      file.endsWith('.ts') &&
      !/(\.test|define-source|testing)\.ts$/.test(file) &&
      /(context\.watched|\{[^}\n]*\bwatched\b[^}\n]*\}(: FetchContext)?[,)])/.test(
        readFileSync(new URL(file, folder), 'utf8'),
      ),
  );
  expect(told.map((file) => file.replace('.ts', '')).toSorted()).toEqual([...askedOfWatched].toSorted());
});
