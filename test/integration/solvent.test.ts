import { asCouncil, saveRegister } from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { afterEach, expect, test } from 'vitest';
import { sendLetters } from '../../services/notifier/src/send-letters.ts';
import { openPages } from '../support/pages-app.ts';
import { councilA, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { documentOf } from '../support/system-documents.ts';
import { startSystem, TODAY } from '../support/system.ts';
import { onlyText } from '../support/told.ts';
import { watchAt } from '../support/watch.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const company = { name: 'EXAMPLE FINISHED WORKS LTD', number: '99000031' };

/** The page of a notice of a members' voluntary winding-up, as The Gazette words it. */
const resolution = documentOf(
  'https://www.thegazette.co.uk/notice/9900031',
  `<html><head><title>Resolutions for Winding-up | The Gazette</title></head><body><article>
  <dl><dd property="gaz:hasPublicationDate" content="2026-11-20T09:30:00">20 November 2026</dd>
  <dd property="gaz:hasNoticeID">9900031</dd><dd property="gaz:hasNoticeCode">2431</dd></dl>
  <p><strong property="gazorg:name">${company.name}</strong>
  (Company Number <span property="gazorg:companyNumber">${company.number}</span>)</p>
  <p>At a general meeting of the members of the above-named company, duly convened and held on 18 November 2026, the
  following resolutions were duly passed: that the company be wound up voluntarily.</p></article></body></html>`,
);

/** A council without a register yet, and what its page of the company says. */
async function served() {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db, { isNew: true });
  const pages = await openPages(system.database, TODAY);
  closing.push(pages.stop);
  const page = async () =>
    onlyText(
      (
        await pages.app.inject({
          url: `/suppliers/${company.number}`,
          cookies: { tocsin_council: councilA.gss },
        })
      ).body,
    );
  const handIn = async () => {
    const line = {
      row: 2,
      supplierName: company.name,
      printedRef: company.number,
      ref: { scheme: 'GB-COH' as const, id: CompanyNumber.parse(company.number) },
      title: 'School roofs',
      valuePence: 100_000_00,
      vat: 'net' as const,
      startsOn: '2026-01-01',
      endsOn: '2028-12-31',
      criticality: 'standard' as const,
      owner: null,
      service: null,
      regime: 'unknown' as const,
      details: {},
    };
    const about = { council: councilA.gss, fileName: 'contracts.csv', sha256: 'a', uploadedBy: 'officer' };
    await asCouncil(system.db, councilA.gss, (trx) =>
      saveRegister(trx, { ...about, columns: null, lines: [line] }),
    );
    await system.settled();
  };
  return { system, page, handIn };
}

test('a solvent winding-up that is handed in after the register is told at once, by the day that its notice prints', async () => {
  const { system, page, handIn } = await served();
  await handIn();
  await system.ingest('gazette-insolvency', resolution);
  expect(system.mails.map(({ to, subject }) => [to, subject])).toEqual([
    [officerOf(councilA.gss), expect.stringMatching(/^EXAMPLE FINISHED WORKS LTD: solvent winding-up begun/)],
  ]);
  expect(system.mails[0]?.text).toContain('Solvent winding-up begun, 18 November 2026.');
  expect(system.mails[0]?.text).toContain('It is not a sign of financial difficulty');

  const said = await page();
  expect(said).toContain('Solvent winding-up begun, 18 November 2026. The company will cease to exist');
  expect(said).toContain('18 November 2026 Notice in The Gazette: Resolutions for winding-up');
  expect(said).toContain('No question could be judged yet, so nothing is known either way.');
  expect(said).not.toContain('No sign of difficulty was found');
});

test('a solvent winding-up that was on record before the register is told in the opening report, and not as a difficulty', async () => {
  const { system, handIn } = await served();
  await system.ingest('gazette-insolvency', resolution);
  await handIn();
  expect(system.mails).toEqual([]);
  await system.db.updateTable('letter').set({ begun_at: '2026-11-23T09:00:00Z' }).execute();
  expect(await sendLetters(system.db, watchAt('2026-11-24T09:00:00Z'))).toMatchObject({ opening: 1 });
  await system.settled();
  const [mail] = system.mails;
  expect(mail?.to).toBe(officerOf(councilA.gss));
  expect(mail?.subject).not.toContain('1 of 1 with a sign of difficulty');
  expect(mail?.text).toContain('On record: Solvent winding-up begun, 18 November 2026.');
});
