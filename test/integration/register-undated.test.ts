import { expect, test } from 'vitest';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, documentOf, releasePage } from '../support/system-documents.ts';
import { startSystem } from '../support/system.ts';

const REGISTER = 'https://api.company-information.service.gov.uk';
const standings = [
  ['company-profile', '', { company_status: 'dissolved' }],
  [
    'company-profile',
    '',
    { company_status: 'active', company_status_detail: 'active-proposal-to-strike-off' },
  ],
  ['company-insolvency', '/insolvency', { cases: [{ number: '1', type: 'receiver-manager' }] }],
] as const;
/** As many by the register’s own answer as by its stream. */
const companies = standings.flatMap(([kind, path, says], at) =>
  ['REST', 'stream'].map((by, nth) => {
    const number = `9900000${at * 2 + nth}`;
    const profile = { company_number: number, company_name: 'EXAMPLE LTD', type: 'ltd' };
    return {
      by,
      number,
      kind,
      address: `/company/${number}${path}`,
      says: path ? says : { ...profile, ...says },
    };
  }),
);

test('what the register dates by no day is told in one sentence, whether it was asked or told us itself', async () => {
  const system = await startSystem();
  try {
    await saveTestCouncils(system.db);
    const releases = companies.map(({ number }) =>
      awardRelease({ id: number, buyer: councilA.name, supplier: `EXAMPLE ${number} LTD`, number }),
    );
    await system.ingest('find-a-tender', releasePage('page-1', ...releases));
    const [asked, streamed] = ['REST', 'stream'].map((way) => companies.filter(({ by }) => by === way));
    await system.ingest(
      'companies-house-company',
      ...asked!.map(({ address, says }) => documentOf(`${REGISTER}${address}`, JSON.stringify(says))),
    );
    const lines = streamed!.map(({ kind, address, number, says }, timepoint) =>
      JSON.stringify({
        resource_kind: kind,
        resource_uri: address,
        resource_id: number,
        data: says,
        event: { timepoint, published_at: '2026-11-21T10:34:02', type: 'changed' },
      }),
    );
    await system.ingest('companies-house-stream', documentOf('stream', lines.join('\n')));
    const rows = await system.db
      .selectFrom('assessment')
      .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'assessment.supplier_id')
      .select(['supplier_ref.ref', 'findings', 'formal_events'])
      .orderBy('assessment.id')
      .execute();
    const said = new Map(
      rows.map(({ ref, findings, formal_events: events }) => [
        ref,
        {
          days: events.map(({ days }) => days?.publishedOn),
          sentences: findings.filter(({ points }) => points > 0).map(({ because }) => because),
        },
      ]),
    );
    const ofThem = (them: typeof companies) => them.map(({ number }) => said.get(number));
    expect(ofThem(streamed!)).toEqual(ofThem(asked!));
    for (const one of ofThem(streamed!)) {
      expect(one?.days).toEqual(['unknown']);
      expect(one?.sentences.join(' ')).toMatch(/The register gives no date \(seen on \d+ November 2026\)\./);
    }
  } finally {
    await system.stop();
  }
});
