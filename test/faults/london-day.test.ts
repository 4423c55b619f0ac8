import { dayOf, firstInstantOf, type CompanyNumber } from '@tocsin/domain';
import { afterEach, expect, test } from 'vitest';
import { enqueueReview } from '../../services/scoring/src/review.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, documentOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const HOUR_MS = 3_600_000;
const STREAM = 'https://stream.companieshouse.gov.uk/insolvency-cases';

/** A system whose clock is set by hand, and a council with a contract of each company. */
async function systemAt(companies: number) {
  let now = Date.parse('2026-06-30T12:00:00Z');
  const system = await startSystem({ today: () => dayOf(now) });
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const numbers = Array.from({ length: companies }, (_, at) => String(99_000_001 + at) as CompanyNumber);
  const releases = numbers.map((number, at) =>
    awardRelease({
      id: String(991_000 + at),
      buyer: councilA.name,
      supplier: `EXAMPLE ${number} LTD`,
      number,
    }),
  );
  await system.ingest('find-a-tender', releasePage('page-1', ...releases));
  /** Takes in, at the moment that the clock shows, what the stream says of companies: each has entered administration. */
  const stream = (events: readonly { readonly number: string; readonly publishedAt: number }[]) =>
    system.ingest(
      'companies-house-stream',
      documentOf(STREAM, events.map(administration).join('\n'), new Date(now).toISOString()),
    );
  return {
    ...system,
    numbers,
    stream,
    set: (moment: number) => {
      now = moment;
    },
    /** What the hourly review does at the moment that the clock shows. */
    review: async () => {
      await enqueueReview(system.db, dayOf(now));
      await system.settled();
    },
  };
}

function administration({ number, publishedAt }: { readonly number: string; readonly publishedAt: number }) {
  const dates = [{ type: 'administration-started-on', date: '2026-06-30' }];
  return JSON.stringify({
    resource_kind: 'company-insolvency',
    resource_uri: `/company/${number}/insolvency`,
    resource_id: number,
    data: { cases: [{ number: '7', type: 'in-administration', dates }] },
    event: { timepoint: publishedAt, published_at: new Date(publishedAt).toISOString(), type: 'changed' },
  });
}

/** How often the council was told of each company. */
async function timesTold({ db }: System): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('alert')
    .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'alert.supplier_id')
    .select(['ref', 'kind'])
    .execute();
  expect(rows.every(({ kind }) => kind === 'formal')).toBe(true);
  return Object.fromEntries(rows.map(({ ref }) => [ref, rows.filter((row) => row.ref === ref).length]));
}

test('an administration published before, at and after midnight in summer is assessed with at once, and told once', async () => {
  const nights = ['2026-07-01T22:30:00Z', '2026-07-01T23:30:00Z', '2026-07-02T00:30:00Z'];
  const system = await systemAt(nights.length);
  for (const [at, night] of nights.entries()) {
    const event = { number: system.numbers[at] ?? '', publishedAt: Date.parse(night) };
    system.set(event.publishedAt);
    await system.stream([event]);
    expect(await standingOf(system, event.number)).toMatchObject({ band: 'insolvent', as_of: dayOf(night) });
    await system.stream([event]);
    await system.review();
    expect(await timesTold(system)).toHaveProperty(event.number, 1);
    expect(system.mails).toHaveLength(at + 1);
  }
});

function standingOf({ db }: System, number: string) {
  return db
    .selectFrom('current_assessment')
    .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'current_assessment.supplier_id')
    .select(['band', 'as_of', 'review_on'])
    .where('ref', '=', number)
    .executeTakeFirstOrThrow();
}

/** When the clock is looked at, in hours from the midnight at which the day of a change of the clocks begins. */
const LOOKS = [-0.5, 0.5, 2.5, 22.5, 23.5, 24.5, 25.5];
/** A publisher whose clock is ahead of ours, or who dates by the night that comes. */
const HOURS_AHEAD = 3;

/**
 * Around both changes: each look at the clock, with every hour since the look before (what was published then comes in
 * now) and the hours ahead of it. Between two looks the day in London is one day, whatever the hour.
 */
const looks = ['2027-03-28', '2027-10-31'].flatMap((day) =>
  LOOKS.map((hours, at) => {
    const now = Date.parse(firstInstantOf(day)) + hours * HOUR_MS;
    const since = hours - (LOOKS[at - 1] ?? hours - 1);
    return { now, past: hoursTo(now, since), ahead: hoursTo(now + HOURS_AHEAD * HOUR_MS, HOURS_AHEAD) };
  }),
);

/** The last so many hours to a moment, itself among them. */
function hoursTo(moment: number, hours: number): readonly number[] {
  return Array.from({ length: hours }, (_, back) => moment - back * HOUR_MS);
}

test('around both changes of the clocks what was published in any hour is told at once, what is dated later on its day, each once', async () => {
  const companies = looks.reduce((sum, { past, ahead }) => sum + past.length + ahead.length, 0);
  const system = await systemAt(companies);
  const free = [...system.numbers];
  const due = new Map<string, string>();
  for (const { now, past, ahead } of looks) {
    system.set(now);
    await system.review();
    const events = [...past, ...ahead].map((publishedAt) => ({ number: free.pop() ?? '', publishedAt }));
    await system.stream(events);
    for (const { number, publishedAt } of events) due.set(number, dayOf(publishedAt));
    const told = [...due].filter(([, on]) => on <= dayOf(now)).map(([number]) => [number, 1]);
    expect(await timesTold(system), new Date(now).toISOString()).toEqual(Object.fromEntries(told));
    for (const [number, on] of due)
      if (on > dayOf(now))
        expect(await standingOf(system, number)).toMatchObject({ band: 'low', review_on: on });
    expect(system.mails).toHaveLength(told.length);
  }
  const walked = looks.flatMap(({ past }) => past).length;
  expect(walked).toBe(2 * 27);
});
