import {
  asCouncil,
  decideMatch,
  findCouncilDecisions,
  findUnmatched,
  loadRegister,
  openDatabase,
  printedOf,
  privateTables,
  rematchUndecided,
  saveRegister,
  undoMatchDecision,
  undoRegister,
  type Db,
  type NewDecision,
} from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { printedText } from '@tocsin/matching';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { seenTexts } from '../support/seen-texts.ts';

/** Two companies of one name: nobody but a person can tell which of them a notice means. */
const [first, second] = ['99000001', '99000002'].map((number) => CompanyNumber.parse(number));
const PRINTED = 'Example Homes Ltd';
const OF_THE_REGISTER = 'Sample Shelter Ltd';

let system: System;
let web: Db;
beforeAll(async () => {
  system = await startSystem();
  web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 2 });
  await saveTestCouncils(system.db);
  await loadRegister(system.db, 'test', companies());
  const notice = { code: '2452', company: 'EXAMPLE HOMES LTD', published: '2026-11-20' };
  await system.ingest('gazette-insolvency', noticePage({ ...notice, id: '9900003', number: first ?? '' }));
  await system.ingest(
    'find-a-tender',
    releasePage(
      'page-1',
      awardRelease({ id: '990001', buyer: councilA.name, supplier: PRINTED }),
      awardRelease({ id: '990002', buyer: councilB.name, supplier: 'EXAMPLE  HOMES LTD' }),
    ),
  );
});
afterAll(async () => {
  await web.destroy();
  await system.stop();
});

async function* companies(...more: readonly (readonly [string, string])[]) {
  const names = [
    ...more,
    ['EXAMPLE HOMES LIMITED', first],
    ['EXAMPLE HOMES LTD', second],
    ['SAMPLE SHELTER LIMITED', '99000003'],
    ['SAMPLE SHELTER LTD', '99000004'],
  ];
  const facts = { previousNames: [], postcode: null, status: 'Active', sicCodes: [] };
  yield names.map(([name = '', number = '']) => ({ ...facts, name, number }));
}

async function mentions() {
  const rows = await system.db
    .selectFrom('mention')
    .selectAll()
    .where('name', 'ilike', '%homes%')
    .orderBy('nth')
    .execute();
  return rows.filter(({ printed_ref }) => !printed_ref?.startsWith('GB-COH'));
}

async function decide(council: string, said: Partial<NewDecision> & Pick<NewDecision, 'subject'>) {
  const words = { verdict: 'company', number: first ?? null, reason: 'papers' } as const;
  const decision = { ...words, note: `seen on an order of ${council}`, by: `officer of ${council}` };
  const id = await asCouncil(web, council, (trx) => decideMatch(trx, { ...decision, ...said, council }));
  await system.settled();
  return id;
}

async function undo(council: string, id: string): Promise<boolean> {
  const done = await asCouncil(web, council, (trx) => undoMatchDecision(trx, council, id, 'officer'));
  await system.settled();
  return done;
}

test('a name that fits two companies alerts nobody until a person decides, and then every council that prints it', async () => {
  expect((await mentions()).map(({ outcome }) => outcome)).toEqual(['ambiguous', 'ambiguous']);
  expect(system.mails).toEqual([]);
  const [mention] = await mentions();
  const id = await decide(councilA.gss, { subject: { mentionId: mention?.id ?? '' } });

  const decided = await mentions();
  expect(decided.map(({ outcome, decided_by }) => ({ outcome, decided_by }))).toEqual([
    { outcome: 'matched', decided_by: councilA.name },
    { outcome: 'matched', decided_by: councilA.name },
  ]);
  expect(decided[0]?.reason).toMatch(
    /^by decision of Example County Council on \d{4}-\d\d-\d\d that it is 99000001: our contract, order or invoice says so$/,
  );
  expect(system.mails.map(({ to }) => to).sort()).toEqual(
    [officerOf(councilA.gss), officerOf(councilB.gss)].sort(),
  );

  expect(await undo(councilB.gss, id)).toBe(false);
  expect(await undo(councilA.gss, id)).toBe(true);
  expect(await undo(councilA.gss, id)).toBe(false);
  expect((await mentions()).map(({ outcome, supplier_id }) => ({ outcome, supplier_id }))).toEqual([
    { outcome: 'ambiguous', supplier_id: null },
    { outcome: 'ambiguous', supplier_id: null },
  ]);
});

test('of two councils that decide differently the later holds, and each only takes back its own', async () => {
  const [mention] = await mentions();
  const subject = { mentionId: mention?.id ?? '' };
  const ours = await decide(councilA.gss, { subject });
  const theirs = await decide(councilB.gss, { subject, verdict: 'charity', number: null, reason: 'known' });
  expect((await mentions()).map(({ outcome }) => outcome)).toEqual(['not-a-company', 'not-a-company']);
  expect(await undo(councilA.gss, theirs)).toBe(false);
  expect(await undo(councilB.gss, theirs)).toBe(true);
  expect((await mentions()).map(({ outcome }) => outcome)).toEqual(['matched', 'matched']);
  expect(await undo(councilA.gss, ours)).toBe(true);
});

test('what a council decides about its own register stays there, word and deed, and outlives the upload', async () => {
  const upload = (council: string, sha256: string) =>
    asCouncil(web, council, (trx) =>
      saveRegister(trx, {
        council,
        fileName: 'contracts.csv',
        sha256,
        uploadedBy: 'officer',
        columns: null,
        lines: [lineOf(OF_THE_REGISTER)],
      }),
    );
  for (const { gss } of [councilA, councilB]) await upload(gss, `${gss}-1`);
  await system.settled();
  const [{ shared: before }] = await countShared();
  const text = printedText(
    printedOf({ name: OF_THE_REGISTER, ref: null, printed_ref: null, postcode: null }),
  );
  const number = CompanyNumber.parse('99000003');
  await decide(councilA.gss, { subject: { printedText: text }, number, reason: 'supplier' });
  expect(await lineOutcomes()).toEqual([
    [councilA.gss, 'matched'],
    [councilB.gss, 'ambiguous'],
  ]);
  await upload(councilA.gss, `${councilA.gss}-2`);
  await system.settled();
  expect(await lineOutcomes()).toEqual([
    [councilA.gss, 'matched'],
    [councilB.gss, 'ambiguous'],
  ]);
  expect((await countShared())[0].shared).toBe(before);

  const seen = await asCouncil(web, councilB.gss, async (trx) => {
    const tables = [...privateTables, 'shared_decision', 'mention'] as const;
    const texts = [];
    for (const table of tables) {
      texts.push(...(await seenTexts(trx, table)).map((text) => `${table}: ${text}`));
    }
    return texts.filter((text) => text.includes(`officer of ${councilA.gss}`) || text.includes('seen on'));
  });
  expect(seen.filter((text) => !text.includes(councilB.gss))).toEqual([]);
  const own = await asCouncil(web, councilA.gss, (trx) => findCouncilDecisions(trx, councilA.gss, 10));
  expect(own[0]).toMatchObject({ note: `seen on an order of ${councilA.gss}`, undone: false, name: null });
});

test('a supplier that only the register before named is watched no longer, until that register comes back', async () => {
  const upload = await saveLines('third', 'Wholly Other Ltd');
  expect(await isWatched('99000003')).toBe(false);
  const undone = await asCouncil(web, councilA.gss, (trx) =>
    undoRegister(trx, councilA.gss, upload ?? '', 'officer'),
  );
  await system.settled();
  expect([undone, await isWatched('99000003')]).toEqual([true, true]);
});

test('a register of companies that is loaded later is asked for the lines of councils’ registers too', async () => {
  await saveLines('fourth', 'Late Arrival Ltd');
  expect(await lineOutcomes()).toContainEqual([councilA.gss, 'none']);
  await loadRegister(system.db, 'later', companies(['LATE ARRIVAL LIMITED', '99000005']));
  await system.db.transaction().execute(rematchUndecided);
  await system.settled();
  expect(await lineOutcomes()).toContainEqual([councilA.gss, 'matched']);
});

async function isWatched(number: string): Promise<boolean | undefined> {
  const row = await system.db
    .selectFrom('supplier')
    .innerJoin('supplier_ref', 'supplier_id', 'supplier.id')
    .select('watched')
    .where('ref', '=', number)
    .executeTakeFirst();
  return row?.watched;
}

async function saveLines(sha256: string, ...names: readonly string[]): Promise<string | null> {
  const council = councilA.gss;
  const about = { council, fileName: 'contracts.csv', uploadedBy: 'officer', columns: null };
  const id = await asCouncil(web, council, (trx) =>
    saveRegister(trx, {
      ...about,
      sha256,
      lines: names.map((name, at) => ({ ...lineOf(name), row: at + 2 })),
    }),
  );
  await system.settled();
  return id;
}

test('a name waits for a person with its contracts that run, and not with those cancelled, terminated or over', async () => {
  const printed = (id: string, more: Readonly<Record<string, string>> = {}) =>
    awardRelease({ id, buyer: councilB.name, supplier: OF_THE_REGISTER, amount: 70_000, ...more });
  const cancelled = printed('990102');
  const terminated = { contracts: [{ id: '1', awardID: '1', status: 'terminated' }] };
  await system.ingest(
    'find-a-tender',
    releasePage(
      'page-2',
      printed('990101'),
      { ...cancelled, awards: cancelled.awards.map((award) => ({ ...award, status: 'cancelled' })) },
      { ...printed('990103'), ...terminated, tag: ['contractTermination'] },
      printed('990104', { endsOn: '2026-11-01' }),
    ),
  );
  const waiting = await asCouncil(web, councilB.gss, (trx) => findUnmatched(trx, councilB.gss, TODAY));
  const published = waiting.filter(({ of, name }) => of === 'mention' && name === OF_THE_REGISTER);
  expect(published).toMatchObject([{ contracts: 1, contractValue: { net: 7_000_000 } }]);
});

test('the page’s role can neither write what all councils see nor change what was decided', async () => {
  for (const statement of [
    sql`insert into shared_decision (id, mention_id, council, verdict, reason, at) values (1, 1, ${councilA.gss}, 'none', 'known', now())`,
    sql`update match_decision set note = 'other'`,
    sql`delete from match_decision`,
  ])
    await expect(asCouncil(web, councilA.gss, (trx) => statement.execute(trx))).rejects.toThrow(
      'permission denied',
    );
  await expect(sql`update shared_decision set verdict = 'none'`.execute(system.db)).rejects.toThrow(
    'permission denied',
  );
});

async function lineOutcomes() {
  const rows = await system.db
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'upload_id')
    .select(['register_line.council', 'match_outcome'])
    .where('undone_at', 'is', null)
    .orderBy('register_line.council', 'desc')
    .execute();
  return rows.map(({ council, match_outcome }) => [council, match_outcome]);
}

async function countShared(): Promise<[{ shared: number }]> {
  const { rows } = await sql<{
    shared: number;
  }>`select count(*)::int as shared from shared_decision`.execute(system.db);
  return [rows[0] ?? { shared: -1 }];
}

function lineOf(supplierName: string) {
  const about = { row: 2, supplierName, printedRef: null, ref: null, title: 'Night shelter' };
  const term = { valuePence: null, vat: 'unknown', startsOn: null, endsOn: null } as const;
  const rest = {
    criticality: 'unknown',
    owner: null,
    service: null,
    regime: 'unknown',
    details: {},
  } as const;
  return { ...about, ...term, ...rest };
}
