import { afterAll, beforeAll, expect, test } from 'vitest';
import { countryOf } from '../national/country.ts';
import { percent, say } from '../support/faults-figures.ts';
import { given, sized } from '../support/faults-size.ts';
import { sizeOf, sizes, type CouncilSize } from '../support/replay/events.ts';
import {
  escalations,
  fatigueOf,
  missing,
  readTold,
  toldTwice,
  type AllTold,
} from '../support/replay/judge.ts';
import { replay, type Replayed } from '../support/replay/replay.ts';

// The councils that stand throughout: those that end on 1 April 2027 are left out.
// A winter of the made-up country by a clock of its own, from 1 October: both changes of the clocks, Christmas and Easter.

const FROM = '2026-10-01';
const DAYS = 180;
const WEEKS = 25;
const MOST_A_WEEK = 5;

let replayed: Replayed;
let told: AllTold;

beforeAll(async () => {
  const country = countryOf({
    size: { councils: 305, suppliers: 50_000, payments: 1 },
    seed: given('SEED', 2026),
    until: '2027-03-31',
  });
  const [each, registers] = sized([Infinity, 6], [2, 1]);
  const councils = (Object.keys(sizes) as readonly CouncilSize[]).flatMap((size) =>
    country.councils.filter((one) => sizeOf(one) === size).slice(0, each),
  );
  replayed = await replay({ country, councils, from: FROM, days: DAYS, registers });
  told = await readTold(replayed);
}, 3_600_000);
afterAll(() => replayed.stop());

test('in 180 days of councils of every size none is told twice, none is missing, and people have few mails a week', () => {
  expect(toldTwice(replayed, told)).toEqual([]);
  expect(missing(replayed, told)).toEqual([]);
  expect(replayed.expected.length).toBeGreaterThan(sized(8_000, 150));
  expect(told.reviews.length).toBeGreaterThan(10);
  const bySize = fatigueOf(replayed, told, FROM, WEEKS);
  const figures = [...bySize].map(
    ([size, { people, mails, weeksWithMail, p50, p95, most, dailyDigests }]) => [
      `${size}:`,
      `${people} people, ${mails} mails, in ${percent(Math.round(100 * weeksWithMail), 100)} of their weeks any, ` +
        `then p50 ${p50}, p95 ${p95}, most ${most}, daily digests as chosen ${dailyDigests}`,
    ],
  );
  say(50, `${replayed.councils.length} councils, ${replayed.expected.length} alerts in ${DAYS} days`, {
    'told twice': 0,
    missing: 0,
    ...Object.fromEntries(figures),
  });
  for (const { p95 } of bySize.values()) expect(p95).toBeLessThanOrEqual(MOST_A_WEEK);
  expect([...bySize.values()].every(({ mails }) => mails > 0)).toBe(true);
});

test('what nobody acknowledges is told on in working time, over both changes of the clocks and Christmas', () => {
  const { onTime, wrong } = escalations(replayed, told);
  expect(wrong).toEqual([]);
  const within = (from: string, to: string) => onTime.filter((day) => day >= from && day <= to).length;
  say(50, 'escalations on time', {
    all: onTime.length,
    'in the week of 25 October': within('2026-10-24', '2026-10-31'),
    'from Christmas Eve to New Year': within('2026-12-24', '2027-01-04'),
    'in the week of 28 March': within('2027-03-26', '2027-04-02'),
  });
  for (const [from, to] of [
    ['2026-10-24', '2026-10-31'],
    ['2026-12-24', '2027-01-04'],
    ['2027-03-26', '2027-04-02'],
  ] as const)
    expect(within(from, to)).toBeGreaterThan(0);
});
