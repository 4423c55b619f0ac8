import { openDatabase } from '@tocsin/db';
import { dayOf } from '@tocsin/domain';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerSchemaOf } from '../../services/web/src/api/description.ts';
import { operations } from '../../services/web/src/api/operations.ts';
import { Problem } from '../../services/web/src/api/problem.ts';
import { given, sized } from '../support/faults-size.ts';
import { startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { ourCouncil, plainSuppliers } from '../support/pages-world.ts';
import { findShownIds, type ShownIds } from '../support/shown-ids.ts';

const QUESTIONS = sized(2_000, 150);

let pages: PagesUnderTest;
let shown: ShownIds;
beforeAll(async () => {
  pages = await startPages(plainSuppliers);
  const owner = openDatabase(pages.database.adminUrl, { max: 1 });
  shown = await findShownIds(owner, ourCouncil.gss);
  await owner.destroy();
});
afterAll(() => pages.stop());

/** What nobody who reads the description would send, beside what she would. */
const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e9',
    '500',
    '501',
    'null',
    '%',
    '\u0000',
    "' or 1=1 --",
    '٣',
    'é',
    '../..',
  ),
  fc.bigInt().map(String),
);
const day = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date('1800-01-01'), max: new Date('2200-01-01') })
    .map((at) => dayOf(at.getTime())),
  fc.constantFrom('2026-02-30', '9999-12-31', '0001-01-01', '2026-3-2', 'yesterday'),
);
const sensible: Readonly<Record<string, fc.Arbitrary<string>>> = {
  limit: fc.integer({ min: 1, max: 500 }).map(String),
  cursor: fc.string({ maxLength: 40 }).map((text) => Buffer.from(text).toString('base64url')),
  asOf: day,
  from: day,
  to: day,
  level: fc.constantFrom('insolvent', 'severe', 'low', 'not-enough-known', 'no-such-level'),
  status: fc.constantFrom('raised', 'superseded', 'no-such-status'),
  q: fc.constantFrom('care', '01000001', 'homes limited', '%%', '__'),
};

/** A question to one operation: parameters of its path and query, sensible and not, and now and then one that it has not. */
const question = fc.constantFrom(...operations).chain((one) => {
  const value = (name: string) =>
    fc.oneof({ weight: 3, arbitrary: sensible[name] ?? odd }, { weight: 1, arbitrary: odd });
  const query = fc.record(
    Object.fromEntries([...Object.keys(one.query.shape), 'as_of'].map((name) => [name, value(name)])),
    { requiredKeys: neededBy(one) },
  );
  return fc.record({ one: fc.constant(one), query, place: fc.nat(), odd });
});

/** What an operation cannot be asked without. */
function neededBy({ id }: (typeof operations)[number]): string[] {
  return id === 'searchSuppliers' ? ['q'] : [];
}

test(`none of ${QUESTIONS} questions is a fault of ours: each is answered by its schema, or refused in words`, async () => {
  const outcomes = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(question, async ({ one, query, place, odd: text }) => {
      const known = [...shown.rows, ...shown.items, plainSuppliers[0]?.number ?? ''];
      const part = encodeURIComponent(place % 3 === 0 ? text : (known[place % known.length] ?? ''));
      const url = `/api/v1${one.path.replace(/:\w+/, part)}?${new URLSearchParams(query).toString()}`;
      const answer = await pages.app.inject({ url });
      outcomes.set(answer.statusCode, (outcomes.get(answer.statusCode) ?? 0) + 1);
      expect([url, answer.statusCode < 500]).toEqual([url, true]);
      if (answer.statusCode >= 400) {
        expect(Problem.strict().parse(answer.json()).status).toBe(answer.statusCode);
        return;
      }
      const said = one.streams ? answer.body.split('\n').filter(Boolean) : [answer.body];
      for (const line of said) expect(answerSchemaOf(one).parse(JSON.parse(line))).toEqual(JSON.parse(line));
    }),
    { numRuns: QUESTIONS, seed: given('SEED', 2026) },
  );
  expect(pages.errors).toEqual([]);
  expect(new Set(outcomes.keys())).toEqual(new Set([200, 400, 404]));
});
