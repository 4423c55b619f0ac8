import { findLooksOf, findNotUnderstood, findSupplierCards, writeSetting, type Watch } from '@tocsin/db';
import { afterEach, describe, expect, test } from 'vitest';
import { councilA, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, documentOf, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { watchAt } from '../support/watch.ts';

const NUMBER = '99000001';
const NAME = 'EXAMPLE CARE HOMES LIMITED';
const noon: Watch = watchAt(`${TODAY}T12:00:00.000Z`);

let system: System;
afterEach(() => system.stop());

/** A council that depends on one supplier, with the sources of the register and of The Gazette switched on. */
async function dependOnIt(): Promise<string> {
  system = await startSystem();
  await saveTestCouncils(system.db);
  await writeSetting(system.db, 'sources', ['companies-house-company', 'gazette-insolvency']);
  const award = { id: '0levels', buyer: councilA.name, supplier: NAME, number: NUMBER };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  const { supplier_id: id } = await system.db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', NUMBER)
    .executeTakeFirstOrThrow();
  return id;
}

async function readRegister(path: string, answer: unknown, at = `${TODAY}T06:00:00Z`): Promise<void> {
  const url = `https://api.company-information.service.gov.uk/company/${NUMBER}${path}`;
  await system.ingest('companies-house-company', documentOf(url, JSON.stringify(answer), at));
}

function profile(change: Readonly<Record<string, unknown>> = {}) {
  return {
    company_name: NAME,
    company_number: NUMBER,
    company_status: 'active',
    type: 'ltd',
    date_of_creation: '2001-08-21',
    accounts: { next_due: '2027-09-30', overdue: false },
    ...change,
  };
}

async function gazetteLooked(trigger: 'schedule' | 'folder' = 'schedule'): Promise<void> {
  await system.db
    .insertInto('source_run')
    .values({
      source_id: 'gazette-insolvency',
      trigger,
      started_at: `${TODAY}T05:00:00Z`,
      finished_at: `${TODAY}T05:10:00Z`,
      outcome: 'ok',
    })
    .execute();
}

async function shown(id: string) {
  const card = (await findSupplierCards(system.db, [id], TODAY, noon)).get(id);
  return { level: card?.level, because: card?.levelBecause };
}

describe('a supplier against which nothing stands', () => {
  test('is not enough known, then without a formal sign, as its sources look by themselves; and again not once one is off', async () => {
    const id = await dependOnIt();
    expect((await shown(id)).level).toBe('not-enough-known');
    await readRegister('', profile());
    await readRegister('/insolvency', { cases: [] });
    expect((await shown(id)).because).toBe('notices in The Gazette not looked at');
    await gazetteLooked('folder');
    expect((await shown(id)).because).toBe('notices in The Gazette not looked at');
    await gazetteLooked();
    expect(await shown(id)).toMatchObject({ level: 'no-formal-sign' });
    await writeSetting(system.db, 'sources', ['gazette-insolvency']);
    expect((await shown(id)).level).toBe('not-enough-known');
  });

  test('is never Low once the register has nobody under its number, and that is said', async () => {
    const id = await dependOnIt();
    await readRegister('', profile(), '2026-11-20T06:00:00Z');
    await gazetteLooked();
    const url = `https://api.company-information.service.gov.uk/company/${NUMBER}`;
    const notFound = { ...documentOf(url, '', `${TODAY}T06:00:00Z`), status: 404 };
    await system.ingest('companies-house-company', notFound);
    expect(await shown(id)).toEqual({
      level: 'not-enough-known',
      because: `Companies House has nobody under this number: it is gone from the register, or was never on it (asked on 23 November 2026)`,
    });
  });

  test('is a question for a person and for the operator where a case is of a type that is not on our lists', async () => {
    const id = await dependOnIt();
    await readRegister('', profile());
    await gazetteLooked();
    const unheard = {
      type: 'brand-new-procedure-2027',
      number: '1',
      dates: [{ type: 'started-on', date: '2026-10-01' }],
    };
    await readRegister('/insolvency', { cases: [unheard] });
    const what = 'the register’s insolvency case of type “brand-new-procedure-2027” is not understood';
    expect(await shown(id)).toEqual({ level: 'not-enough-known', because: what });
    expect(await findNotUnderstood(system.db)).toMatchObject([{ what, suppliers: 1, example: id }]);
    expect(system.mails).toEqual([]);
  });
});

test('a company that is restored is there again, and who was told of its dissolution is told', async () => {
  const id = await dependOnIt();
  await readRegister(
    '',
    profile({ company_status: 'dissolved', date_of_cessation: '2026-07-01' }),
    '2026-07-05T06:00:00Z',
  );
  expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
  expect((await findLooksOf(system.db, [id], TODAY, noon)).get(id)?.offRegister).toBe(
    'no longer on the register as dissolved (on 1 July 2026), not a live company',
  );
  await readRegister('', profile());
  expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilA.gss), officerOf(councilA.gss)]);
  expect((await findLooksOf(system.db, [id], TODAY, noon)).get(id)?.offRegister).toBeNull();
});
