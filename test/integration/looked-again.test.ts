import { addDays, type IsoDate } from '@tocsin/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enqueueReview } from '../../services/scoring/src/review.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, profileOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

const NUMBER = '99320001';
const NAME = 'EXAMPLE QUIET LTD';
const HEARING = '2027-04-20';

let system: System;
let day: IsoDate = '2027-04-01';
beforeAll(async () => {
  system = await startSystem({ today: () => day });
  await saveTestCouncils(system.db);
  const award = { id: NUMBER, buyer: councilA.name, supplier: NAME, number: NUMBER };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
}, 300_000);
afterAll(() => system.stop());

/** The register's answer: the same bytes at every look. */
const look = () =>
  system.ingest('companies-house-company', profileOf(NUMBER, NAME, {}, `${day}T08:00:00.000Z`));

/** What is told on a day, when the suppliers that are due have been scored again. */
async function toldOn(on: IsoDate, isLookedAt = false): Promise<string[]> {
  day = on;
  const before = system.mails.length;
  if (isLookedAt) expect(await look()).toMatchObject({ recorded: 0, duplicates: 1 });
  if ((await enqueueReview(system.db, day)) > 0) await system.settled();
  return system.mails.slice(before).map(({ subject }) => subject.replace(/ \(.*/, ''));
}

test('a register that answers the same again was looked at again: a petition goes on to its next step by it', async () => {
  await look();
  const petition = { id: '99320001', code: '2450', company: NAME, number: NUMBER, hearing: HEARING };
  await system.ingest('gazette-insolvency', {
    ...noticePage({ ...petition, published: day }),
    retrievedAt: `${day}T09:00:00.000Z`,
  });

  expect(await toldOn(addDays(HEARING, 21))).toEqual([]);
  expect(await toldOn(addDays(HEARING, 22), true)).toEqual([
    `${NAME}: no outcome of the winding-up petition has been published`,
  ]);
  expect(await toldOn(addDays(HEARING, 90))).toEqual([]);
  expect(await toldOn(addDays(HEARING, 91), true)).toEqual([
    `${NAME}: winding-up petition left without a published outcome`,
  ]);
  expect(await toldOn(addDays(HEARING, 120), true)).toEqual([]);

  const { documents } = await system.db
    .selectFrom('document')
    .select(({ fn }) => fn.countAll<string>().as('documents'))
    .where('source_id', '=', 'companies-house-company')
    .executeTakeFirstOrThrow();
  expect(documents).toBe('1');
});
