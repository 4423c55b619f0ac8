import { reviewsDue, type DueReview } from '@tocsin/alerting';
import {
  asCouncil,
  findLastReviews,
  findReviewStanding,
  openDatabase,
  recordReview,
  saveRegister,
  saveTellingRule,
  takeOver,
  tellReviews,
  tieToPerson,
  type Db,
  type NewRegisterLine,
} from '@tocsin/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { composeLetter } from '../../services/notifier/src/compose-letter.ts';
import { sendDigests, tellDueReviews } from '../../services/notifier/src/send-digests.ts';
import { viewOfReviews } from '../../services/web/src/reviews-view.ts';
import { emptied } from '../support/emptied.ts';
import { seedPerson, seedTenant } from '../support/people-seed.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { silent } from '../support/system.ts';

// Contracts of a council's own register that are to be looked at again: kept on London days, told in the digest.

let database: FreshDatabase;
let db: Db;
let web: Db;
let owner: Db;
let cara: string;
const gss = councilA.gss;
const [NEW_YEARS_EVE, MONDAY] = ['2026-12-31', '2027-01-04'];
const address = 'cara@directory.example';

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db);
  await seedTenant(db, gss);
  cara = await seedPerson(db, database, gss, 'cara', ['contract-manager']);
  await asCouncil(web, gss, async (trx) => {
    await saveTellingRule(
      trx,
      gss,
      { lines: {}, inbox: null, headOfProcurement: null, mailBy: 'smtp' },
      'test',
    );
    await tieToPerson(trx, gss, { of: 'owner', printed: 'Adult social care', personId: cara }, 'test');
  });
});
afterAll(async () => {
  await Promise.all([db.destroy(), web.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  await emptied(
    owner,
    'review',
    'review_telling',
    'delivery',
    'letter',
    'outbox',
    'register_line',
    'register_upload',
    'setting',
  );
  await handIn(gss, 'first.csv');
});

const line: NewRegisterLine = {
  row: 2,
  supplierName: 'Example Care Homes Ltd',
  printedRef: null,
  ref: null,
  reference: 'C-1',
  title: 'Respite care',
  valuePence: null,
  vat: 'unknown',
  startsOn: '2026-09-01',
  endsOn: '2028-03-31',
  criticality: 'standard',
  owner: 'Adult social care',
  service: null,
  regime: 'unknown',
  details: { bondExpiresOn: '2027-03-31' },
};

async function handIn(
  council: string,
  fileName: string,
  changed: Partial<NewRegisterLine> = {},
): Promise<void> {
  const upload = { council, fileName, sha256: fileName, uploadedBy: 'officer', columns: null };
  const id = await asCouncil(web, council, (trx) =>
    saveRegister(trx, { ...upload, lines: [{ ...line, ...changed }] }),
  );
  await db.transaction().execute((trx) => takeOver(trx, id ?? ''));
}

const keep = (at: string) => tellDueReviews(db, at, silent);
const digestsOn = (day: string) => sendDigests(db, `${day}T08:00:30.000Z`);
const sent = async () =>
  (await db.selectFrom('delivery').select('recipient').orderBy('nth').execute()).map((one) => one.recipient);
const alone = () => Promise.reject(new Error('a digest is no alert'));
async function lastDigest() {
  const { id } = await db.selectFrom('letter').select('id').orderBy('nth', 'desc').executeTakeFirstOrThrow();
  return db.transaction().execute((trx) => composeLetter(trx, id, 'https://tocsin.example', alone));
}
async function dueOn(day: string): Promise<readonly DueReview[]> {
  const { contracts, reviews } = await findReviewStanding(web, gss, day);
  return reviewsDue(contracts, reviews, day);
}
async function lookAt(reviewedOn: string, nextOn: string | null = null): Promise<boolean> {
  const [due] = await dueOn(reviewedOn);
  if (!due) throw new Error('nothing is due');
  const how = { reviewedOn, nextOn, note: 'Renewed by letter', by: `person ${cara}`, form: 'one' };
  return asCouncil(web, gss, (trx) => recordReview(trx, { council: gss, due, title: line.title, ...how }));
}

test('the owner is told of a bond that expires once, in her digest, however often the register is handed in', async () => {
  expect(await keep('2026-12-30T23:59:59.000Z')).toBe(0);
  expect(await keep('2026-12-31T00:00:30.000Z')).toBe(1);
  expect(await digestsOn(NEW_YEARS_EVE)).toBe(0);
  expect(await digestsOn(MONDAY)).toBe(1);
  expect(await sent()).toEqual([address]);
  const { mail, link } = await lastDigest();
  expect(mail.subject).toBe('Your digest: 1 contract review due');
  expect(mail.text).toContain(
    'Respite care (Example Care Homes Ltd): Bond expires, due from 31 December 2026.',
  );
  expect(mail.text).toContain('Told as owner of contracts (“Adult social care”).');
  expect(link).toBe('https://tocsin.example/reviews');
  await handIn(gss, 'second.csv', { title: 'Respite care, two homes' });
  for (const day of ['2027-01-05', '2027-01-06']) expect(await keep(`${day}T00:01:00.000Z`)).toBe(0);
  expect(await digestsOn('2027-01-11')).toBe(0);
  expect(await dueOn('2027-01-11')).toHaveLength(1);
});

test('on one London day it is kept once, and a day of summer begins an hour before that of Greenwich', async () => {
  await handIn(gss, 'summer.csv', { details: { reviewOn: '2027-03-29' } });
  expect(await keep('2027-03-28T22:59:59.000Z')).toBe(0);
  expect(await keep('2027-03-28T23:00:00.000Z')).toBe(1);
  await emptied(owner, 'review_telling');
  expect(await keep('2027-03-29T12:00:00.000Z')).toBe(0);
});

test('the digest counts the contracts without an end that can be read, as the page and the API name them', async () => {
  await handIn(gss, 'endless.csv', { endsOn: null, unread: { end: '31/02/27' } });
  await keep('2026-12-31T00:01:00.000Z');
  await digestsOn(MONDAY);
  expect((await lastDigest()).mail.text).toContain(
    '1 running contract of your register has no end that can be read: nothing falls due before it.',
  );
  const { withoutEnd } = viewOfReviews(await findReviewStanding(web, gss, MONDAY), [], MONDAY);
  expect(withoutEnd).toMatchObject([{ title: line.title, end: expect.stringContaining('31/02/27') }]);
});

test('a critical contract without a known start is due from no day: in the digest, on the page and in the API', async () => {
  await handIn(gss, 'blank.csv', { startsOn: null, criticality: 'critical' });
  await keep('2026-12-31T00:01:00.000Z');
  await digestsOn(MONDAY);
  const { mail } = await lastDigest();
  expect(mail.text.match(/Ltd\): [^.]*\./g)).toEqual([
    'Ltd): Review of a critical contract, due now, start not known.',
    'Ltd): Bond expires, due from 31 December 2026.',
  ]);
  const { due } = viewOfReviews(await findReviewStanding(web, gss, MONDAY), [], MONDAY);
  expect(due.map((one) => one.dueOn)).toEqual([null, NEW_YEARS_EVE]);
});

test('of what somebody has looked at before the digest nothing is sent, and it comes back on the day that was given', async () => {
  await keep('2026-12-31T00:01:00.000Z');
  expect(await lookAt('2027-01-02', '2027-02-26')).toBe(true);
  expect(await digestsOn(MONDAY)).toBe(0);
  expect(await keep('2027-02-25T00:01:00.000Z')).toBe(0);
  expect(await keep('2027-02-26T00:01:00.000Z')).toBe(1);
  expect(await digestsOn('2027-03-01')).toBe(1);
  expect((await lastDigest()).mail.text).toContain('Last looked at on 2 January 2027.');
});

test('a form that is sent twice is one review, and is audited', async () => {
  const [due] = await dueOn('2027-01-02');
  const how = { reviewedOn: '2027-01-02', nextOn: null, note: null, by: `person ${cara}`, form: 'twice' };
  const again = () =>
    asCouncil(web, gss, (trx) =>
      recordReview(trx, { council: gss, due: due as DueReview, title: line.title, ...how }),
    );
  expect([await again(), await again()]).toEqual([true, false]);
  const kept = await db
    .selectFrom('audit')
    .select('actor')
    .where('action', '=', 'reviewed contract')
    .execute();
  expect(kept.filter(({ actor }) => actor === `person ${cara}`).length).toBeGreaterThan(0);
  expect(await dueOn('2027-01-02')).toEqual([]);
});

test('of what was looked at the council sees what was said last, the newest first, and no other council does', async () => {
  for (const [form, note] of ['Asked for accounts', 'Met the provider', 'Renewed by letter'].entries())
    await asCouncil(web, gss, (trx) =>
      recordReview(trx, {
        council: gss,
        due: { key: 'reference C-1', kind: 'bond', cause: 'bond:2027-03-31', about: null },
        title: line.title,
        reviewedOn: '2027-01-02',
        nextOn: null,
        note,
        by: `person ${cara}`,
        form: `${form}`,
      }),
    );
  const last = async (of: string) =>
    (await asCouncil(web, of, (trx) => findLastReviews(trx, 2))).map(({ note }) => note);
  expect(await last(gss)).toEqual(['Renewed by letter', 'Met the provider']);
  expect(await last(councilB.gss)).toEqual([]);
});

test('two replicas keep it once', async () => {
  const at = '2026-12-31T00:01:00.000Z';
  await Promise.all([tellReviews(db, gss, at), tellReviews(db, gss, at), tellReviews(db, gss, at)]);
  expect(await db.selectFrom('review_telling').select('cause').execute()).toEqual([
    { cause: 'bond:2027-03-31' },
  ]);
});

test('an owner who is tied to nobody leaves it to the administrators, and a council without people to whom the command line named', async () => {
  const ada = await seedPerson(db, database, gss, 'ada', ['administrator']);
  await handIn(gss, 'untied.csv', { owner: 'Nobody yet' });
  await handIn(councilB.gss, 'b.csv');
  expect(await keep('2026-12-31T00:01:00.000Z')).toBe(2);
  const told = await db
    .selectFrom('review_telling')
    .select(['address', 'person_id', 'reason'])
    .orderBy('address')
    .execute();
  expect(told).toMatchObject([
    {
      address: 'ada@directory.example',
      person_id: ada,
      reason: { as: 'administrator', insteadOf: 'Nobody yet' },
    },
    { address: officerOf(councilB.gss), person_id: null, reason: { as: 'named' } },
  ]);
  expect(await digestsOn(MONDAY)).toBe(2);
});
