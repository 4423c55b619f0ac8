import { afterAll, beforeAll, expect, test } from 'vitest';
import { councilA, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, documentOf, profileOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

const NUMBER = '99000031';
const NAME = 'Example Finished Works Ltd';
const REGISTER = 'https://api.company-information.service.gov.uk';

let system: System;
beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db);
  await system.ingest('companies-house-company', profileOf(NUMBER, NAME.toUpperCase()));
  const award = { id: '950001', buyer: councilA.name, supplier: NAME, number: NUMBER };
  await system.ingest('find-a-tender', releasePage('placed', awardRelease(award)));
});
afterAll(() => system.stop());

type Filing = readonly [type: string, description: string, date: string];
const applied: Filing = ['DS01', 'dissolution-application-strike-off-company', '2026-11-02'];
const withdrawn: Filing = ['DS02', 'dissolution-withdrawal-application-strike-off-company', '2026-11-09'];
const appliedAgain: Filing = ['DS01', 'dissolution-application-strike-off-company', '2026-11-16'];

/** The filing history as it stands, as Companies House sends it. */
function filings(...filed: readonly Filing[]) {
  const items = filed.map(([type, description, date], at) => ({
    transaction_id: `T${at}`,
    category: 'dissolution',
    type,
    description,
    date,
  }));
  const answer = {
    items,
    total_count: items.length,
    start_index: 0,
    filing_history_status: 'filing-history-available',
  };
  const last = filed.at(-1)?.[2] ?? '2026-11-02';
  return documentOf(
    `${REGISTER}/company/${NUMBER}/filing-history`,
    JSON.stringify(answer),
    `${last}T12:00:00.000Z`,
  );
}

async function told() {
  const rows = await system.db
    .selectFrom('alert')
    .innerJoin('assessment', 'assessment.id', 'assessment_id')
    .select(['alert.kind', 'cause', 'status', 'score'])
    .orderBy('alert.nth')
    .execute();
  return rows.map(({ kind, cause, status, score }) => `${kind} ${cause} ${status} at ${score}`);
}

const OWN = 'information information:voluntary-strike-off';

test('a strike-off at the company’s own request is told as information, then its end, then the next one, each once', async () => {
  await system.ingest('companies-house-company', filings(applied));
  expect(await told()).toEqual([`${OWN} raised at 0`]);
  const [mail] = system.mails;
  expect(mail).toMatchObject({ to: officerOf(councilA.gss) });
  expect(mail?.text).toContain('its own directors have asked for it to be struck off the register');
  expect(mail?.text).toContain(`/company/${NUMBER}/filing-history`);

  await system.ingest('companies-house-company', filings(applied, withdrawn));
  const ended = 'ended information:voluntary-strike-off:ended raised at 0';
  expect(await told()).toEqual([`${OWN} superseded at 0`, ended]);
  expect(system.mails.at(-1)?.text).toContain(
    `The voluntary strike-off of ${NAME} (company number ${NUMBER}) was discontinued on 9 November 2026`,
  );

  await system.ingest('companies-house-company', filings(applied, withdrawn, appliedAgain));
  expect(await told()).toEqual([`${OWN} superseded at 0`, ended, `${OWN}:2 raised at 0`]);
  expect(system.mails).toHaveLength(3);
});

test('that a company left the register is told as information with where it is read, and once that it is there again', async () => {
  const mails = system.mails.length;
  const entry = (status: string, hour: number) =>
    system.ingest(
      'companies-house-company',
      profileOf(NUMBER, NAME.toUpperCase(), { company_status: status }, `2026-11-23T${hour}:00:00.000Z`),
    );
  await entry('converted-closed', 13);
  const left = 'information information:left-register';
  expect((await told()).at(-1)).toBe(`${left} raised at 0`);
  expect(system.mails.at(-1)?.text).toContain('No longer on the register as converted or closed');
  await entry('active', 14);
  expect((await told()).slice(-2)).toEqual([
    `${left} superseded at 0`,
    'ended information:left-register:ended raised at 0',
  ]);
  expect(system.mails.at(-1)?.text).toContain('is shown on the register again (Companies House');
  await entry('active', 15);
  expect(system.mails).toHaveLength(mails + 2);
});
