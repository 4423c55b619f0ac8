import { noticeCodes, noticeStanding } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { gazetteInsolvency } from './gazette-insolvency.ts';
import { familyOfHeading } from './gazette/heading.ts';
import { isWithinHours, paceOf, readRobots } from './gazette/manners.ts';
import { cleanTitle, isOrganisation } from './gazette/names.ts';
import { documentOf, fixture, itemsOf, observationsOf, tally } from './testing.ts';

const listed = itemsOf(gazetteInsolvency, fixture('gazette-insolvency.json'));
const page = fixture('gazette-insolvency.html', 'https://www.thegazette.co.uk/notice/9900001');

test('the search answer tells code, name and day; an unknown code is refused by its number and understood of nobody', () => {
  expect(tally(listed)).toEqual({
    observed: 5,
    'refused: notice code 2499 is not known: add it to noticeCodes': 1,
  });
  expect(observationsOf(listed)).toMatchObject([
    {
      ref: '9900001',
      version: '2026-11-20',
      about: { name: 'EXAMPLE CARE HOMES LTD' },
      content: { code: '2450' },
    },
    { content: { family: 'members-voluntary-liquidation' } },
    { about: null, content: { family: 'other' } },
    { about: { name: 'EXAMPLE NOVELTY LIMITED' }, content: { code: '2499', family: 'unknown' } },
    {
      about: { name: '99000005 LTD' },
      content: { code: null, family: 'unknown', heading: 'Final Meetings' },
    },
  ]);
});

test('a petition’s page adds the company’s number, the hearing, the court and a public petitioner', () => {
  const [petition] = observationsOf(itemsOf(gazetteInsolvency, page));
  expect(petition).toMatchObject({
    ref: '9900001',
    publishedAt: '2026-11-20T09:30:00.000Z',
    about: { ref: { scheme: 'GB-COH', id: '99000001' }, printedRef: 'GB-COH-99000001', postcode: 'EX1 1AA' },
    content: {
      family: 'winding-up-petition',
      hearing: { on: '2026-12-09', court: 'Royal Courts of Justice, 7 Rolls Building' },
      petitioner: 'THE COMMISSIONERS FOR HM REVENUE AND CUSTOMS',
      caseRef: 'CR-2026-009901',
    },
  });
  expect(petition?.version).toBe('2026-11-20T00:00:00.000Z');
});

test('the page follows the search answer as a later version of the same notice', () => {
  const [first] = observationsOf(listed);
  const [second] = observationsOf(itemsOf(gazetteInsolvency, page));
  expect(first?.ref).toBe(second?.ref);
  expect((second?.version ?? '') > (first?.version ?? '')).toBe(true);
});

test('people never leave the document', () => {
  const text = new TextDecoder()
    .decode(page.body)
    .replace('THE COMMISSIONERS FOR HM REVENUE AND CUSTOMS', 'Kim Example');
  const said = JSON.stringify([...listed, ...itemsOf(gazetteInsolvency, documentOf(text, page.url))]);
  for (const person of ['Kim', 'Sam Example', 'PAT EXAMPLE', '01632', 'EX2 2BB'])
    expect(said).not.toContain(person);
});

test('solvent liquidations, dividends and steps inside a proceeding are no distress; a dismissal is relief', () => {
  const standing = (code: keyof typeof noticeCodes) => noticeStanding[noticeCodes[code][1]];
  for (const code of [2431, 2432, 2433, 2434, 2435] as const) expect(standing(code)).toBe('none');
  const insolvent = Object.keys(noticeCodes).filter((code) => {
    const [, family] = Object.entries(noticeCodes).find(([known]) => known === code)?.[1] ?? [];
    return family && noticeStanding[family] === 'insolvent';
  });
  expect(insolvent).toEqual(['2410', '2411', '2421', '2441', '2443', '2452', '2454']);
  expect([standing(2450), standing(2401), standing(2442), standing(2447), standing(2423)]).toEqual(
    Array.from({ length: 5 }, () => 'distress'),
  );
  expect([standing(2461), standing(2402)]).toEqual(['relief', 'relief']);
  expect(Object.keys(noticeCodes)).toHaveLength(46);
});

test('a heading that fits several families is unknown, one that fits one is that', () => {
  for (const heading of [
    'Final Meetings',
    'Appointment of Liquidators',
    'Meetings of Creditors',
    'Deemed Consent',
  ])
    expect(familyOfHeading(heading)).toBe('unknown');
  expect(familyOfHeading('Resolutions for Winding Up')).toBe('unknown');
  expect(familyOfHeading('Petitions to Wind Up (Companies)')).toBe('winding-up-petition');
  expect(familyOfHeading('Petitions to Wind Up (Partnerships)')).toBe('other');
  expect(familyOfHeading('Winding-Up Order')).toBe('winding-up-order');
  expect(familyOfHeading('Notice of Intended Dividends')).toBe('dividend');
  expect(familyOfHeading('Deceased Estates')).toBeNull();
});

test('one entry, no entries and an error page are what they are', () => {
  const entry = {
    id: 'https://www.thegazette.co.uk/id/notice/1',
    'f:notice-code': '2452',
    title: 'A LTD',
    published: '2026-11-20',
  };
  const read = (body: unknown) => itemsOf(gazetteInsolvency, documentOf(JSON.stringify(body), 'data.json'));
  expect(read({ 'f:total': '1', entry })).toMatchObject([{ item: '1', outcome: 'observed' }]);
  expect(read({ 'f:total': '0', entry: null })).toEqual([]);
  expect(read({ 'f:total': '1', entry: { ...entry, 'f:notice-code': '2503' } })).toMatchObject([
    { outcome: 'ignored', reason: 'a notice about a person' },
  ]);
  expect(() => read({ hello: 1 })).toThrow('not an answer of the notice search');
  const html = '<html><title>The Gazette: error 500</title><body>Sorry</body></html>';
  expect(() => itemsOf(gazetteInsolvency, documentOf(html, 'data.json'))).toThrow('a page that is no notice');
  expect(itemsOf(gazetteInsolvency, documentOf(html, 'https://www.thegazette.co.uk/notice/9900009'))).toEqual(
    [
      {
        item: '9900009',
        outcome: 'refused',
        reason: 'its page is no notice that can be read: it was taken down, or is set in another way',
      },
    ],
  );
});

test('titles are cleaned of what the form left in them', () => {
  expect(cleanTitle('/n ACME LTD')).toBe('ACME LTD');
  expect(cleanTitle(' A  &amp; B\n LTD ')).toBe('A & B LTD');
  expect(cleanTitle('/n')).toBeNull();
  expect(isOrganisation('HM Revenue and Customs')).toBe(true);
  expect(isOrganisation('Pat Example')).toBe(false);
});

const SITE = 'https://www.thegazette.co.uk';

test('the stricter manners hold unless the operator says otherwise', () => {
  const robots = readRobots(
    'User-agent: *\nCrawl-delay: 20\nDisallow: /edit\nVisit-time: 2200-0600\n\nUser-agent: X\nDisallow: /',
    SITE,
  );
  expect(robots).toMatchObject({ secondsBetween: 20, hours: '22:00-06:00' });
  expect(paceOf(undefined, null)).toEqual({ requests: 1, perSeconds: 10 });
  expect(paceOf(undefined, robots)).toEqual({ requests: 1, perSeconds: 20 });
  expect(paceOf('5/10', robots)).toEqual({ requests: 5, perSeconds: 10 });
  expect(isWithinHours(undefined, null, '2026-11-23T20:59:00Z')).toBe(false);
  expect(isWithinHours(undefined, null, '2026-11-23T21:00:00Z')).toBe(true);
  expect(isWithinHours(undefined, null, '2026-07-01T20:00:00Z')).toBe(true);
  expect(isWithinHours(undefined, null, '2026-11-24T06:59:00Z')).toBe(true);
  expect(() => isWithinHours('9 to 5', robots, '2026-11-23T12:00:00Z')).toThrow('GAZETTE_HOURS');
  expect(isWithinHours('always', robots, '2026-11-23T12:00:00Z')).toBe(true);
});

test('wildcards, the end of an address and what is allowed after all are kept for lists and notices alike', () => {
  const { allows } = readRobots(
    'User-agent: *\nDisallow: /*/data.ttl$\nDisallow: /insolvency/\nAllow: /insolvency/notice/data.json\nDisallow: /notice/99*\n',
    SITE,
  );
  const asked = (path: string) => allows(`${SITE}${path}`);
  expect([asked('/notice/1/data.ttl'), asked('/notice/1/data.ttl?x'), asked('/notice/1')]).toEqual([
    false,
    true,
    true,
  ]);
  expect([asked('/insolvency/notice/data.json?results-page=1'), asked('/insolvency/notice')]).toEqual([
    true,
    false,
  ]);
  expect(asked('/notice/9900001')).toBe(false);
  expect(
    readRobots('User-agent: Tocsin\nDisallow: /\n\nUser-agent: *\nAllow: /', SITE).allows(`${SITE}/notice/1`),
  ).toBe(false);
});

test('a title is text, or an object with the text in it, or a list of those', () => {
  const title = (title: unknown) =>
    observationsOf(
      itemsOf(
        gazetteInsolvency,
        documentOf(
          JSON.stringify({
            'f:total': { '#text': '1' },
            entry: {
              id: { $: 'x/notice/7' },
              'f:notice-code': { '#text': '2452' },
              title,
              published: '2026-11-20T00:00:00',
              category: [{ '@term': 'Winding-up orders' }],
            },
          }),
          'data.json',
        ),
      ),
    )[0]?.about?.name;
  for (const form of [
    'ACME LTD',
    { '@type': 'text', '#text': '/n ACME LTD' },
    { '@type': 'html', $: 'ACME LTD' },
    ['ACME LTD'],
  ])
    expect(title(form)).toBe('ACME LTD');
});

test.each([
  [
    'On 13 November 2026 a petition was presented to Glasgow Sheriff Court by the Advocate General for Scotland craving the Court inter alia to order that EXAMPLE SCOTS LTD (company registration number SC123456) be wound up. All parties claiming an interest must lodge Answers with Glasgow Sheriff Court, 1 Carlton Place, within 8 days of intimation.',
    null,
    'Glasgow Sheriff Court',
  ],
  [
    'A petition was presented to the Court of Session for an order that EXAMPLE SCOTS LTD (registered in Scotland with number SC123456) be wound up.',
    null,
    'Court of Session',
  ],
  [
    'In the High Court of Justice in Northern Ireland, No. 012345 of 2026. A petition to wind up the above-named company EXAMPLE BELFAST LTD (Company Number NI012345) presented by the DEPARTMENT OF FINANCE will be heard at the Royal Courts of Justice, Chichester Street, Belfast on Thursday 10th December 2026 at 10:00 hours.',
    '2026-12-10',
    'Royal Courts of Justice, Chichester Street, Belfast',
  ],
])(
  'the court and the hearing of Scottish and Northern Irish petitions are read from their words: %#',
  (text, on, court) => {
    const body = `<article><span property="gaz:hasNoticeID">8</span><span property="gaz:hasNoticeCode">2450</span><p>${text}</p></article>`;
    const [petition] = observationsOf(itemsOf(gazetteInsolvency, documentOf(body, `${SITE}/notice/8`)));
    expect(petition?.about?.ref?.id).toMatch(/^(SC123456|NI012345)$/);
    expect(petition?.content).toMatchObject({ hearing: { on, court } });
  },
);
