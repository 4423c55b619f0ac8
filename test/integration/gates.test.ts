import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSpend } from '../support/spend-files.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, profileOf, releasePage } from '../support/system-documents.ts';
import { saveTestAssessment } from '../support/system-private.ts';
import { startSystem, type System } from '../support/system.ts';

const SEEN = '2026-05-20T09:00:00.000Z';

/** How each made-up supplier stands on the register, and what an alert calls it. */
const states = [
  { letter: 'A', is: 'a supplier at risk', said: {} },
  {
    letter: 'B',
    is: 'a dissolved company',
    said: { company_status: 'dissolved', date_of_cessation: '2026-05-01' },
  },
  {
    letter: 'C',
    is: 'a company that files dormant accounts',
    said: { accounts: { last_accounts: { made_up_to: '2026-03-31', type: 'dormant' } } },
  },
  {
    letter: 'D',
    is: 'a company in strike-off (whose act it is, is not known)',
    said: { company_status_detail: 'active-proposal-to-strike-off' },
  },
  { letter: 'E', is: null, said: {} },
].map((state, at) => ({ ...state, name: `Example ${state.letter}worthy Ltd`, number: `9900002${at}` }));

let system: System;
beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db);
  await placeLongAgo();
  for (const { name, number, said } of states)
    await system.ingest('companies-house-company', profileOf(number, name.toUpperCase(), said, SEEN));
  await putAtRisk();
});
afterAll(() => system.stop());

/** Every supplier is watched already, as most are when a file of payments comes in. */
async function placeLongAgo(): Promise<void> {
  const releases = states.map(({ name, number }, at) => {
    const release = awardRelease({ id: `98000${at}`, buyer: councilB.name, supplier: name, number });
    const date = '2024-01-01T00:00:00Z';
    return { ...release, date, awards: release.awards.map((one) => ({ ...one, date })) };
  });
  await system.ingest('find-a-tender', releasePage('long-ago', ...releases));
}

async function putAtRisk(): Promise<void> {
  const [{ name, number } = { name: '', number: '' }] = states;
  const { supplier_id: id } = await system.db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', number)
    .executeTakeFirstOrThrow();
  await saveTestAssessment(system.db, id, '2026-05-20');
  const notice = { company: name, number, id: '9900002', code: '2450', published: '2026-11-20' };
  await system.ingest('gazette-insolvency', noticePage(notice));
}

/** Titles of the gates' alerts of council A since the alert `after`, by the letter of the supplier. */
async function gatesOf(after = 0) {
  const rows = await system.db
    .selectFrom('alert')
    .innerJoin('supplier', 'supplier.id', 'alert.supplier_id')
    .select(['council', 'kind', 'title', 'supplier.name', sql<number>`alert.nth::int`.as('nth')])
    .where('kind', 'in', ['award-gate', 'paid-while-inactive', 'paid-while-at-risk'])
    .where(sql<boolean>`alert.nth > ${after}`)
    .orderBy('supplier.name')
    .execute();
  return {
    last: Math.max(after, ...rows.map(({ nth }) => nth)),
    said: rows.map(({ council, kind, title, name }) => `${council} ${name.charAt(8)} ${kind}: ${title}`),
  };
}

function expected(kindOf: (letter: string) => string, words: string): readonly string[] {
  return states.flatMap(({ letter, is }) =>
    is === null ? [] : [`${councilA.gss} ${letter} ${kindOf(letter)}: ${words} ${is}`],
  );
}

test('a tender, an award and a payment that meet a supplier at risk, dissolved, dormant or in strike-off each raise their own alert, once', async () => {
  const placed = states.map(({ name, number }, at) =>
    awardRelease({ id: `97000${at}`, buyer: councilA.name, supplier: name, number }),
  );
  const announced = placed.map((release) => ({
    ...release,
    ocid: release.ocid.replace('97000', '96000'),
    awards: release.awards.map((one) => ({ ...one, status: 'pending' })),
  }));
  const paid = (day: string) => states.map(({ name }) => ({ day, payee: name, net: '7000.00' }));

  await system.ingest('find-a-tender', releasePage('announced', ...announced));
  const tenders = await gatesOf();
  expect(tenders.said).toEqual(expected(() => 'award-gate', 'Tender with'));

  await system.ingest('find-a-tender', releasePage('placed', ...placed));
  const awards = await gatesOf(tenders.last);
  expect(awards.said).toEqual(expected(() => 'award-gate', 'Award to'));

  await loadSpend(system.db, councilA.gss, '2026-10.csv', paid('2026-10-02'));
  await system.settled();
  const payments = await gatesOf(awards.last);
  const kindOf = (letter: string) => (letter === 'A' ? 'paid-while-at-risk' : 'paid-while-inactive');
  expect(payments.said).toEqual(expected(kindOf, 'Payment to'));

  await loadSpend(system.db, councilA.gss, '2026-11.csv', paid('2026-11-06'));
  await system.ingest('find-a-tender', releasePage('again', ...placed, ...announced));
  await system.settled();
  expect((await gatesOf(payments.last)).said).toEqual([]);

  const told = system.mails.filter(({ subject }) =>
    /: (?:tender with|award to|payment to) a /i.test(subject),
  );
  expect(told).toHaveLength(12);
  expect(new Set(told.map(({ to }) => to))).toEqual(new Set([officerOf(councilA.gss)]));
});
