import { loadRegister } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAlikePairs, madeUpNames } from '../support/look-alike-pairs.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, documentOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

/** Names that the register holds once and exactly: without their alerts the test would prove nothing. */
const told = madeUpNames.slice(-20);
const pairs = lookAlikePairs(madeUpNames.slice(0, -20));

const companies = [
  // Of each pair one company has failed: the one that the print could most easily be taken for.
  ...pairs.flatMap(({ registered }) => registered.map((company, at) => ({ ...company, failed: at === 0 }))),
  ...told.map((name) => ({ name: `${name} Limited`, failed: true })),
].map((company, at) => ({
  status: 'Active',
  previousNames: [],
  ...company,
  number: `99${`${at}`.padStart(6, '0')}`,
}));

let system: System;
beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db);
  await loadRegister(system.db, 'look-alikes', register());
});
afterAll(() => system.stop());

async function* register() {
  yield companies.map((company) => ({ ...company, postcode: null, sicCodes: [] }));
}

test('500 look-alikes of insolvent companies, printed by name alone, alert nobody; exact names do', async () => {
  expect(pairs.length).toBeGreaterThanOrEqual(500);
  const releases = [...pairs.map(({ printed }) => printed), ...told.map((name) => `${name} Ltd`)].map(
    (supplier, at) => awardRelease({ id: `99${`${at}`.padStart(4, '0')}`, buyer: councilA.name, supplier }),
  );
  await system.ingest('find-a-tender', releasePage('page-1', ...releases));
  const events = companies
    .filter(({ failed }) => failed)
    .map(({ number }, at) => administrationOf(number, at));
  await system.ingest('companies-house-stream', documentOf('stream', events.join('\n')));

  const alerted = await system.db
    .selectFrom('alert')
    .innerJoin('supplier', 'supplier.id', 'supplier_id')
    .select('supplier.name')
    .execute();
  expect(alerted.map(({ name }) => name.toUpperCase()).sort()).toEqual(
    told.map((name) => `${name} Limited`.toUpperCase()).sort(),
  );
  const guessed = await system.db
    .selectFrom('mention')
    .select(['name', 'reason'])
    .where('outcome', '=', 'matched')
    .where('ref', 'is', null)
    .where(
      'name',
      'not in',
      told.map((name) => `${name} Ltd`),
    )
    .execute();
  expect(guessed).toEqual([]);
  expect(await system.deadLetters()).toEqual([]);
});

/** What the register's stream says of a company that has gone into administration. */
function administrationOf(number: string, at: number): string {
  const dates = [{ type: 'administration-started-on', date: '2026-11-19' }];
  return JSON.stringify({
    resource_kind: 'company-insolvency',
    resource_uri: `/company/${number}/insolvency`,
    resource_id: number,
    data: { cases: [{ number: '1', type: 'in-administration', dates }], status: ['administration'] },
    event: { timepoint: at, published_at: '2026-11-20T10:00:02', type: 'changed' },
  });
}
