import { enqueueReview } from '../../services/scoring/src/review.ts';
import { asCouncil, recordAdjournment } from '@tocsin/db';
import { addDays, type IsoDate } from '@tocsin/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sized } from '../support/faults-size.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, profileOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

/** In full one of each outcome on each of the days after its hearing; in short one early and one late. */
const PETITIONS = sized(80, 8);
const OUTCOMES = ['dismissed', 'silent', 'withdrawn', 'ordered'] as const;
const ADVERTISED = '2026-11-23';
const HEARING = '2026-12-09';
const LAST = '2027-03-20';
/** Days on which the register is looked at: after each that something should be known by. */
const LOOKED = new Set(['2027-01-04', '2027-03-15', '2027-05-17', '2027-07-12', '2027-07-19']);

interface Petition {
  readonly number: string;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly publishedOn: IsoDate | null;
}

const petitions: readonly Petition[] = Array.from({ length: PETITIONS }, (_, at) => {
  const outcome = OUTCOMES[at % OUTCOMES.length]!;
  // One of each outcome is published before anybody is told that none was, one after.
  const days = Math.floor(at / OUTCOMES.length) % 2 === 0 ? 5 + (at % 10) : 30 + (at % 10);
  return {
    number: String(99_310_000 + at),
    outcome,
    publishedOn: outcome === 'silent' ? null : addDays(HEARING, days),
  };
});

let system: System;
let day: IsoDate = ADVERTISED;
beforeAll(async () => {
  system = await startSystem({ today: () => day });
  await saveTestCouncils(system.db);
  await system.ingest(
    'find-a-tender',
    ...petitions.map(({ number }) =>
      releasePage(
        `page-${number}`,
        awardRelease({ id: number, buyer: councilA.name, supplier: `EXAMPLE ${number} LTD`, number }),
      ),
    ),
  );
}, 300_000);
afterAll(() => system.stop());

const notice = (number: string, id: string, code: string, published: IsoDate) => ({
  ...noticePage({
    id,
    code,
    company: `EXAMPLE ${number} LTD`,
    number,
    published,
    ...(code === '2450' ? { hearing: HEARING } : {}),
  }),
  retrievedAt: `${published}T09:00:00.000Z`,
});

/** A petition that is withdrawn says so in the words of a notice of its own. */
function outcomeOf({ number, outcome, publishedOn }: Petition) {
  if (publishedOn === null) return [];
  if (outcome === 'ordered') return [notice(number, `8${number}`, '2452', publishedOn)];
  const page = notice(number, `8${number}`, outcome === 'withdrawn' ? '2450' : '2461', publishedOn);
  if (outcome !== 'withdrawn') return [page];
  const words = new TextDecoder()
    .decode(page.body)
    .replace('</article>', '<p>The petition has been withdrawn by leave of the court.</p></article>');
  return [{ ...page, body: new TextEncoder().encode(words) }];
}

const toldOf = (number: string) =>
  system.mails
    .filter(({ subject }) => subject.includes(number))
    .map(({ subject }) => subject.replace(/ \(.*/, ''));

test('of petitions through notify and delivery each who was told is told once of each change', async () => {
  await system.ingest(
    'gazette-insolvency',
    ...petitions.map(({ number }) => notice(number, `9${number}`, '2450', ADVERTISED)),
  );
  for (day = addDays(ADVERTISED, 1); day <= LAST; day = addDays(day, 1)) {
    const published = petitions.filter(({ publishedOn }) => publishedOn === day).flatMap(outcomeOf);
    if (published.length > 0) await system.ingest('gazette-insolvency', ...published);
    if (LOOKED.has(day))
      await system.ingest(
        'companies-house-company',
        ...petitions.map(({ number, outcome, publishedOn }) => {
          const wound = outcome === 'ordered' && publishedOn !== null && publishedOn <= day;
          const said = wound ? { company_status: 'liquidation' } : {};
          return profileOf(number, `EXAMPLE ${number} LTD`, said, `${day}T08:00:00.000Z`);
        }),
      );
    if ((await enqueueReview(system.db, day)) > 0) await system.settled();
  }
  expect(await system.deadLetters()).toEqual([]);
  for (const petition of petitions)
    expect(toldOf(petition.number), petition.outcome).toEqual(mailsOf(petition));
  const words = system.mails.map(({ text }) => text).join('\n');
  expect(words).not.toMatch(/\bpending|not yet decided|no longer open|supersede/i);
  expect(words).toContain('was dismissed (The Gazette, published on');
}, 900_000);

function mailsOf({ number, outcome, publishedOn }: Petition): string[] {
  const title = (what: string) => `EXAMPLE ${number} LTD: ${what}`;
  const silent = publishedOn === null || publishedOn > addDays(HEARING, 28);
  return [
    title('winding-up petition advertised'),
    ...(silent ? [title('no outcome of the winding-up petition has been published')] : []),
    ...(publishedOn === null ? [title('winding-up petition left without a published outcome')] : []),
    ...(outcome === 'dismissed' ? [title('winding-up petition dismissed')] : []),
    ...(outcome === 'withdrawn' ? [title('winding-up petition withdrawn')] : []),
    ...(outcome === 'ordered' ? [title('winding-up order made')] : []),
  ];
}

test('a hearing that one council knows to be adjourned moves its own mails and nobody else’s', async () => {
  const number = '99319999';
  day = '2027-04-01';
  const heard = '2027-04-20';
  await system.ingest(
    'find-a-tender',
    ...[councilA, councilB].map((council) =>
      releasePage(
        `page-${number}-${council.gss}`,
        awardRelease({
          id: `${number}${council.gss}`,
          buyer: council.name,
          supplier: `EXAMPLE ${number} LTD`,
          number,
        }),
      ),
    ),
  );
  const page = noticePage({
    id: `9${number}`,
    code: '2450',
    company: `EXAMPLE ${number} LTD`,
    number,
    published: day,
    hearing: heard,
  });
  await system.ingest('gazette-insolvency', { ...page, retrievedAt: `${day}T09:00:00.000Z` });
  const { id } = await system.db
    .selectFrom('alert')
    .select('id')
    .where('council', '=', councilB.gss)
    .where('cause', 'like', `%${number}`)
    .executeTakeFirstOrThrow();
  await asCouncil(system.db, councilB.gss, (trx) =>
    recordAdjournment(trx, id, { hearingOn: '2027-06-15', evidence: 'Letter of the court' }, 'officer'),
  );
  await system.settled();
  const told: string[] = [];
  for (day = '2027-04-02'; day <= '2027-07-20'; day = addDays(day, 1)) {
    const before = system.mails.length;
    if (LOOKED.has(day))
      await system.ingest(
        'companies-house-company',
        profileOf(number, `EXAMPLE ${number} LTD`, {}, `${day}T08:00:00.000Z`),
      );
    if ((await enqueueReview(system.db, day)) > 0) await system.settled();
    for (const { to, subject } of system.mails.slice(before))
      if (subject.includes(number))
        told.push(`${day} ${to} ${subject.includes('no outcome') ? 'no outcome' : 'lapsed'}`);
  }
  expect(told).toEqual([
    `2027-05-17 ${officerOf(councilA.gss)} no outcome`,
    `2027-07-12 ${officerOf(councilB.gss)} no outcome`,
    `2027-07-19 ${officerOf(councilA.gss)} lapsed`,
  ]);
  const { score } = await system.db
    .selectFrom('current_assessment')
    .innerJoin('mention', 'mention.supplier_id', 'current_assessment.supplier_id')
    .select('current_assessment.score')
    .where('mention.ref', '=', number)
    .executeTakeFirstOrThrow();
  expect(score).toBe(0);
}, 900_000);
