import { noticeStanding } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { gazetteInsolvency } from '../gazette-insolvency.ts';
import { documentOf, itemsOf, observationsOf } from '../testing.ts';
import { readNoticeWords } from './contradiction.ts';
import { hearingIn } from './prose.ts';

const PETITION =
  'A Petition to wind up the above-named Company presented on 1 November 2026 by HMRC, a creditor, will be heard at the High Court on 9 December 2026.';
const ORDER = 'Date of Winding-up Order: 18 November 2026. Official Receiver appointed.';
const MEMBERS =
  'Liquidator appointed by the members on 18 November 2026. The Company is in Members’ Voluntary Liquidation.';
const CREDITORS =
  'Liquidator appointed by the creditors on 18 November 2026. The Company is in Creditors’ Voluntary Liquidation.';
const ADMINISTRATION = 'Joint Administrators were appointed on 18 November 2026 to the Company.';
const RECEIVERS = 'Pursuant to a charge of the Company, appointed as joint receivers on 18 November 2026.';
const DISMISSED = 'The Petition against the Company was dismissed on 18 November 2026.';
const COURT_LIQUIDATOR =
  'A liquidator of the Company was appointed on 18 November 2026 by the Secretary of State.';
const MORATORIUM = 'A moratorium of the Company came into force on 18 November 2026.';
const BANKRUPT =
  'A bankruptcy order was made on 18 November 2026 on the petition of a creditor of Sam Example.';

const page = (code: string, words: string, heading = 'Company notice') =>
  itemsOf(
    gazetteInsolvency,
    documentOf(
      `<article><dl><dd property="gaz:hasPublicationDate" content="2026-11-20T09:30:00"></dd>
      <dd property="gaz:hasNoticeID">9900001</dd><dd property="gaz:hasNoticeCode">${code}</dd></dl>
      <h2>${heading}</h2><p>In the matter of <strong property="gazorg:name">EXAMPLE CARE HOMES LTD</strong>
      <span property="gazorg:companyNumber">99000001</span>: ${words}</p></article>`,
      'https://www.thegazette.co.uk/notice/9900001',
    ),
  );
const familyOf = (code: string, words: string) =>
  observationsOf(page(code, words)).map(({ content }) =>
    content.kind === 'insolvency-notice' ? content.family : null,
  )[0];

describe('a notice whose code and words are of two kinds is not understood', () => {
  test.each([
    ['2454', PETITION],
    ['2454', MEMBERS],
    ['2454', CREDITORS],
    ['2454', DISMISSED],
    ['2450', ORDER],
    ['2450', MEMBERS],
    ['2450', ADMINISTRATION],
    ['2452', PETITION],
    ['2452', `${PETITION} It asks for a winding up order.`],
    ['2452', MEMBERS],
    ['2452', DISMISSED],
    ['2410', PETITION],
    ['2411', MEMBERS],
    ['2421', ADMINISTRATION],
    ['2423', CREDITORS],
    ['2441', PETITION],
    ['2443', ADMINISTRATION],
    ['2442', PETITION],
    ['2447', PETITION],
    ['2431', PETITION],
    ['2461', PETITION],
    ['2401', RECEIVERS],
    ['2402', ORDER],
    ['2423', ORDER],
    ['2410', 'The Company was ordered to be wound up on 18 November 2026.'],
    ['2408', PETITION],
    ['2446', PETITION],
  ])('%s: %s', (code, words) => {
    const items = page(code, words);
    expect(items).toMatchObject([
      {
        outcome: 'observed',
        observations: [
          { ref: '9900001', about: { ref: { id: '99000001' } }, content: { code, family: 'unknown' } },
        ],
      },
      { item: '9900001 (its words)', outcome: 'refused', reason: expect.stringContaining(`code ${code}`) },
    ]);
  });

  test('and says of what else its words tell', () => {
    expect(page('2454', PETITION)[1]).toMatchObject({
      reason:
        'its heading (code 2454, “Appointment of liquidators”) is of another kind than its words, which tell of a petition that will be heard: look at the notice',
    });
  });

  test('nobody is named where its words are a person’s or a partnership’s, under whatever code', () => {
    for (const words of [BANKRUPT, 'A petition to wind up the partnership of Sam Example and Pat Example']) {
      const bare = words.replace('creditor of ', '');
      for (const code of ['2450', '2452', '2454', '2410', '2446']) {
        const items = itemsOf(
          gazetteInsolvency,
          documentOf(
            `<article><dl><dd property="gaz:hasNoticeID">9900002</dd><dd property="gaz:hasNoticeCode">${code}</dd></dl>
            <p><strong property="gazorg:name">SAM EXAMPLE</strong>: ${bare}</p></article>`,
            'https://www.thegazette.co.uk/notice/9900002',
          ),
        );
        expect(items).toMatchObject([
          { outcome: 'observed', observations: [{ about: null, content: { family: 'unknown' } }] },
          { outcome: 'refused', reason: expect.stringContaining('a person or a partnership') },
        ]);
        expect(JSON.stringify(items).toUpperCase()).not.toContain('SAM');
      }
    }
  });
});

describe('a notice is of its code’s kind where its words say so too, or say nothing of a kind', () => {
  test.each([
    ['2450', PETITION, 'winding-up-petition'],
    ['2450', `${PETITION} The Company is in Creditors’ Voluntary Liquidation.`, 'winding-up-petition'],
    ['2452', ORDER, 'winding-up-order'],
    ['2452', `${ORDER} Joint administrators were appointed before.`, 'winding-up-order'],
    ['2454', COURT_LIQUIDATOR, 'compulsory-liquidation'],
    ['2454', `${ORDER} A liquidator was appointed.`, 'compulsory-liquidation'],
    ['2454', `${COURT_LIQUIDATOR} It was in Creditors’ Voluntary Liquidation.`, 'compulsory-liquidation'],
    ['2410', ADMINISTRATION, 'administration'],
    ['2411', `${ADMINISTRATION} ${PETITION}`, 'administration'],
    [
      '2450',
      'A Petition to wind up the Company presented by the trustee in bankruptcy of a creditor will be heard on 9 December 2026.',
      'winding-up-petition',
    ],
    ['2452', 'The Company was ordered to be wound up on 18 November 2026.', 'winding-up-order'],
    [
      '2454',
      'Liquidator of the Company in compulsory winding up appointed by the creditors on 18 November 2026. It was in Creditors’ Voluntary Liquidation.',
      'compulsory-liquidation',
    ],
    ['2421', RECEIVERS, 'administrative-receivership'],
    ['2423', RECEIVERS, 'receivership'],
    ['2443', CREDITORS, 'creditors-voluntary-liquidation'],
    ['2443', `${CREDITORS} Joint administrators were appointed before.`, 'creditors-voluntary-liquidation'],
    ['2443', MEMBERS, 'members-voluntary-liquidation'],
    ['2432', MEMBERS, 'members-voluntary-liquidation'],
    ['2442', 'A decision by deemed consent. Joint administrators were appointed.', 'creditors-decision'],
    ['2461', DISMISSED, 'petition-dismissed'],
    ['2401', MORATORIUM, 'moratorium'],
    ['2412', ADMINISTRATION, 'other'],
    ['2446', CREDITORS, 'other'],
    ['2455', ORDER, 'other'],
    ['2458', ORDER, 'closing'],
    ['2454', '', 'compulsory-liquidation'],
    ['2452', 'Words of no kind.', 'winding-up-order'],
  ])('%s: %s', (code, words, family) => {
    expect(familyOf(code, words)).toBe(family);
    expect(page(code, words)).toHaveLength(1);
  });
});

test('a heading of the page that repeats its code vouches for nothing', () => {
  expect(page('2454', PETITION, 'Appointment of Liquidators')).toHaveLength(2);
});

test('a text without a code is held to its heading in the same way', () => {
  const text = { notice_id: '7', heading: 'Winding-up Orders', published: '2026-11-20', text: PETITION };
  const items = itemsOf(gazetteInsolvency, documentOf(JSON.stringify([text]), 'notices.json'));
  expect(observationsOf(items)).toMatchObject([{ content: { code: null, family: 'unknown' } }]);
  expect(items.at(-1)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('“Winding-up') });
});

test('what is not understood is neither distress nor an ending', () => {
  expect(noticeStanding.unknown).toBe('none');
});

test('the words of a notice are gone through once, however often they begin to say something', () => {
  const begun = 'petition to wind up '.repeat(100_000);
  const petition = (end: string) => readNoticeWords(`${begun}${end}`).tells.includes('petition');
  expect([petition(''), petition('will be heard')]).toEqual([false, true]);
  expect(readNoticeWords('It will be heard. A petition to wind up').tells).toEqual([]);
});

test('so are those of a court, however many words its name seems to have', () => {
  expect(hearingIn('Aat of '.repeat(100_000))).toBeNull();
  expect(
    hearingIn('presented to the Sheriff of Tayside Central and Fife at Forfar Sheriff Court')?.court,
  ).toBe('Tayside Central and Fife at Forfar Sheriff Court');
});
