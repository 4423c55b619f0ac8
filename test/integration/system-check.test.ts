import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signalWords } from '@tocsin/alerting';
import { findGroup, findSupplierByRef, findTimeline } from '@tocsin/db';
import type { CompanyNumber } from '@tocsin/domain';
import { afterEach, expect, test } from 'vitest';
import { runVerb } from '../support/system-cli.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, releasePage } from '../support/system-documents.ts';
import { startSystem } from '../support/system.ts';

const NUMBER = '99000001' as CompanyNumber;
const TODAY = '2026-06-01';
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-check-'));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  rmSync(folder, { recursive: true, force: true });
});

const register = `https://api.company-information.service.gov.uk/company/${NUMBER}`;
const onPaper = (id: string, madeUpTo: string, paper: object) => ({
  transaction_id: id,
  category: 'accounts',
  type: 'AA',
  date: '2025-12-20',
  description: 'accounts-with-accounts-type-full',
  description_values: { made_up_date: madeUpTo },
  ...paper,
});
const asked = new URLSearchParams({
  company: NUMBER,
  filing: 'picture',
  filed: '2025-12-20',
  madeUpTo: '2025-03-31',
});
const pscAddress = `/company/${NUMBER}/persons-with-significant-control`;
const ANSWERS: readonly (readonly [address: string, body: object])[] = [
  [register, { company_number: NUMBER, company_name: 'EXAMPLE CARE HOMES LTD', company_status: 'active' }],
  [
    `${register}/filing-history`,
    {
      total_count: 2,
      filing_history_status: 'filing-history-available',
      items: [
        onPaper('picture', '2025-03-31', { links: { document_metadata: 'https://doc.example/document/x' } }),
        onPaper('paper', '2024-03-31', { paper_filed: true }),
      ],
    },
  ],
  [
    `https://document-api.company-information.service.gov.uk/document/x#${asked}`,
    { resources: { 'application/pdf': { content_length: 123_456 } } },
  ],
  [
    `${register}/persons-with-significant-control`,
    {
      total_results: 1,
      links: { self: pscAddress },
      items: [
        {
          kind: 'corporate-entity-person-with-significant-control',
          name: 'Example Group Limited',
          notified_on: '2016-04-06',
          ceased_on: '2026-02-01',
          links: { self: `${pscAddress}/corporate-entity/abc` },
          identification: { registration_number: '99000009', place_registered: 'Companies House' },
        },
      ],
    },
  ],
];

test('accounts on paper and a controller that ceased are told in sentences, with their pages, on the screen and on the timeline', async () => {
  const system = await startSystem({ today: TODAY });
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const award = { id: '990001', buyer: councilA.name, supplier: 'Example Care Homes Ltd', number: NUMBER };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(award)));
  for (const [at, [url, body]] of ANSWERS.entries()) {
    const file = path.join(folder, `${at}.json`);
    writeFileSync(file, JSON.stringify(body));
    writeFileSync(`${file}.meta.json`, JSON.stringify({ url, retrievedAt: '2026-05-01T12:00:00Z' }));
  }
  const fed = await runVerb(system, 'ingest', 'companies-house-company', '--from', folder);
  expect(fed).toMatchObject({ code: 0, report: { documents: 4, observations: 5, refused: [], ignored: {} } });

  const { code, stdout } = await runVerb(system, 'check', NUMBER);
  expect(code).toBe(0);
  for (const line of [
    `EXAMPLE CARE HOMES LTD (${NUMBER})`,
    'Status                  active',
    'No figures are known',
    '  The accounts to 31 March 2025 are not machine-readable: their figures are unknown',
    '  The accounts to 31 March 2024 are not machine-readable: their figures are unknown',
  ])
    expect(stdout.split('\n')).toContain(line);
  expect(stdout.replaceAll(/\n {14}/g, ' ')).toContain(
    '  2026-02-01  No longer controlled by: Example Group Limited, since 6 April 2016, until 1 February 2026 ' +
      `https://find-and-update.company-information.service.gov.uk${pscAddress}`,
  );
  expect(stdout).toMatch(
    /^Not enough known: no score on 1 June 2026, \d+% of the questions could be judged/m,
  );
  expect(stdout.replaceAll(/\n {6}(?=\S)/g, ' ')).toMatch(
    / Why: .*the insolvency register at Companies House not looked at; notices in The Gazette not looked at\.\n/,
  );

  const supplier = (await findSupplierByRef(system.db, { scheme: 'GB-COH', id: NUMBER })) ?? '';
  const told = (await findTimeline(system.db, supplier, TODAY, 100)).map(({ signal }) => signalWords(signal));
  expect(told).toContainEqual({
    what: 'Accounts to 31 March 2025 are not machine-readable',
    detail: 'filed on paper or as a picture, so their figures are unknown here',
  });
  expect(told).toContainEqual({
    what: 'Accounts to 31 March 2024 filed',
    detail: 'filed 20 December 2025, full, on paper: not machine-readable, so their figures are unknown here',
  });
  expect(await findGroup(system.db, supplier, TODAY)).toEqual([]);
});
