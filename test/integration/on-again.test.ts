import { afterAll, beforeAll, expect, test } from 'vitest';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, profileOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

// What has ended may be on again under the same name: a register that changes its mind, a notice that is taken back and
// published again. Whoever was told of the end is told of that too, and of its next end.

const NUMBER = '99000032';
const NAME = 'Example Lifts Ltd';
const CAUSE = `formal:administration:companies-house-company/${NUMBER}/profile`;

let system: System;
beforeAll(async () => {
  system = await startSystem({ today: '2026-11-23' });
  await saveTestCouncils(system.db);
  await shown('active', '2026-11-19T12:00:00.000Z');
  const award = { id: '950002', buyer: councilA.name, supplier: NAME, number: NUMBER };
  await system.ingest('find-a-tender', releasePage('placed', awardRelease(award)));
});
afterAll(() => system.stop());

async function shown(status: string, at: string): Promise<void> {
  await system.ingest(
    'companies-house-company',
    profileOf(NUMBER, NAME.toUpperCase(), { company_status: status }, at),
  );
}

async function told() {
  const rows = await system.db
    .selectFrom('alert')
    .select(['cause', 'status', 'kind'])
    .where('cause', 'like', 'formal:%')
    .orderBy('nth')
    .execute();
  return rows.map(({ cause, status, kind }) => `${cause.slice(CAUSE.length)} ${kind} ${status}`);
}

test('an administration that ended and is on again is told of again, and of its next end, each once', async () => {
  await shown('administration', '2026-11-20T12:00:00.000Z');
  expect(await told()).toEqual([' formal raised']);
  const first = system.mails.length;
  await shown('active', '2026-11-21T12:00:00.000Z');
  expect(await told()).toEqual([' formal superseded', ':ended ended raised']);
  await shown('administration', '2026-11-22T12:00:00.000Z');
  const again = [' formal superseded', ':ended ended raised', ':again:2 formal raised'];
  expect(await told()).toEqual(again);
  expect(system.mails).toHaveLength(first + 2);
  expect(system.mails.at(-1)?.text).toContain('The public record shows it again');
  await shown('administration', '2026-11-22T18:00:00.000Z');
  expect(await told()).toEqual(again);
  await shown('active', '2026-11-23T09:00:00.000Z');
  expect(await told()).toEqual([
    ' formal superseded',
    ':ended ended raised',
    ':again:2 formal superseded',
    ':ended:2 ended raised',
  ]);
  expect(system.mails).toHaveLength(first + 3);
});
