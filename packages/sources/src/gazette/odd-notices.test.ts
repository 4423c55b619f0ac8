import { expect, test } from 'vitest';
import { gazetteInsolvency } from '../gazette-insolvency.ts';
import { documentOf, itemsOf, observationsOf } from '../testing.ts';

/** A notice of 20 November 2026 as its page prints it. */
function read(content: string, code = '2450') {
  const page = `<html><body><article><dl><dd property="gaz:hasPublicationDate" content="2026-11-20T09:30:00">20 November 2026</dd>
<dd property="gaz:hasNoticeID">9900100</dd><dd property="gaz:hasNoticeCode">${code}</dd></dl>
<div class="content">${content}</div></article></body></html>`;
  return itemsOf(gazetteInsolvency, documentOf(page, 'https://www.thegazette.co.uk/notice/9900100'));
}

function named(content: string, code?: string) {
  return observationsOf(read(content, code)).map(({ about }) => [about?.name, about?.ref?.id ?? null]);
}

function noticeIn(content: string, code?: string) {
  const [one] = observationsOf(read(content, code));
  if (one?.content.kind !== 'insolvency-notice') throw new Error('no notice');
  return { ...one.content, on: one.occurredOn };
}

const NORTH = ['NORTH LTD', '99000101'];
const SOUTH = ['SOUTH LTD', '99000102'];

test.each([
  [
    'behind whose administrators they are',
    '<p>A B of ADVISERS LLP (company number OC300000) was appointed Joint Administrator of NORTH LTD (company number 99000101) and SOUTH LTD (company number 99000102) on 12 November 2026.</p>',
  ],
  ['counted by figures', '<p>1. NORTH LTD (99000101)</p><p>2. SOUTH LTD (99000102)</p>'],
  ['counted by letters', '<ol><li>(a) NORTH LTD (99000101)</li><li>(b) SOUTH LTD (99000102)</li></ol>'],
  ['behind their numbers', '<p>99000101 NORTH LTD</p><p>99000102 - SOUTH LTD</p>'],
])('companies %s are each read with the own number', (_, content) => {
  expect(named(content, '2410')).toEqual([NORTH, SOUTH]);
});

test('names one below the other, without headings and without numbers, are each named', () => {
  const content = '<p>NORTH LTD</p><p>SOUTH LTD</p><p>(each in administration)</p>';
  expect(named(content, '2410')).toEqual([
    ['NORTH LTD', null],
    ['SOUTH LTD', null],
  ]);
});

test.each([
  ['<p>LENDER LTD (99000199) v NORTH LTD (99000101)</p>'],
  ['<p>LENDER LTD (99000199) -v- NORTH LTD (99000101)</p>'],
  ['<h3>NORTH LTD</h3><p>LENDER LTD (Company Number 99000199), a creditor, against NORTH LTD (99000101)</p>'],
  ['<h3>NORTH LTD</h3><p>LENDER LTD (99000199) (the “Petitioner”) and NORTH LTD (99000101)</p>'],
])('an order names the company against which it was asked for, never who asked: %#', (content) => {
  expect(named(`${content}<p>Date of Winding-up Order: 12 November 2026</p>`, '2452')).toEqual([NORTH]);
});

test('receivers whom a lender appointed under a charge are those of the company alone', () => {
  const content =
    '<h3>NORTH LTD</h3><p>(Company Number 99000101)</p><p>A B was appointed as LPA Receiver on 9th November, 2026 by LENDER PLC (Company Number 99000199) under a charge dated 1 March 2015.</p>';
  expect(read(content, '2423')).toHaveLength(1);
  expect(named(content, '2423')).toEqual([NORTH]);
  expect(noticeIn(content, '2423').on).toBe('2026-11-09');
});

test('petitions in Scotland, Northern Ireland and Welsh name the company as they do', () => {
  const scottish =
    '<p>NORTH LTD</p><p>On 10 November 2026 a petition was presented to the Court of Session by the Advocate General for Scotland craving the Court inter alia that North Ltd (SC000101), having its office in Edinburgh, be wound up.</p>';
  expect(named(scottish)).toEqual([['NORTH LTD', 'SC000101']]);
  const irish =
    '<h3>IN THE HIGH COURT OF JUSTICE IN NORTHERN IRELAND</h3><p>IN THE MATTER OF NORTH (NI) LTD</p><p>A Petition to wind up the above-named company will be heard at the Royal Courts of Justice, Belfast On Thursday 10 December 2026 At 10.00 hours.</p>';
  expect(named(irish)).toEqual([['NORTH (NI) LTD', null]]);
  expect(noticeIn(irish).hearing).toEqual({
    on: '2026-12-10',
    court: 'Royal Courts of Justice, Belfast',
  });
  const welsh = '<h3>GOGLEDD CYF</h3><p>(Rhif y Cwmni 99000101)</p>';
  expect(named(welsh)).toEqual([['GOGLEDD CYF', '99000101']]);
});

test.each([
  ['The petition, heard on 3 November 2026, has been adjourned to 1 December 2026.', '2026-12-01'],
  ['The hearing of the petition on 3 November 2026 was adjourned until 1 December 2026.', '2026-12-01'],
  ['A petition, listed for hearing on 3 November 2026, will now be heard on 15 December 2026.', '2026-12-15'],
  ['A petition will be heard on 9 December 2026 at 10.30.', '2026-12-09'],
])('of several hearings the one to come is the hearing: %s', (words, on) => {
  expect(noticeIn(`<h3>NORTH LTD</h3><p>${words}</p>`).hearing?.on).toBe(on);
});

test.each([
  [
    'the day on which members resolved, whatever the hour',
    '2441',
    'At a meeting held at 10.00 a.m. on 11 November 2026 it was resolved to wind up. Creditors’ voluntary liquidation. Liquidator appointed on 12 November 2026.',
    '2026-11-11',
  ],
  [
    'the day of the order, not that of a liquidator',
    '2454',
    'Winding-up order made on 3 June 2026. Liquidator. Date of Appointment: 10 November 2026',
    '2026-06-03',
  ],
  [
    'no day, where only a liquidator’s is given',
    '2454',
    'Liquidator. Date of Appointment: 10 November 2026',
    null,
  ],
  [
    'no day, where an administrator replaces another',
    '2410',
    'Replacement Administrator. Date of Appointment: 10 November 2026',
    null,
  ],
  ['no day, where it is still to come', '2410', 'Date of Appointment: 12 December 2026', null],
])('a proceeding began on %s', (_, code, words, on) => {
  expect(noticeIn(`<h3>NORTH LTD</h3><p>${words}</p>`, code).on).toBe(on);
});

test.each([
  ['The winding-up order dated 3 November 2026 was rescinded by the court on 18 November 2026.'],
  ['All proceedings in the winding-up under the winding-up order made on 3 November 2026 are stayed.'],
  ['Notice of the rescission of the winding-up order made on 3 November 2026.'],
])('an order that stands no longer is no new order, and is left to a person: %#', (words) => {
  for (const code of ['2452', '2408']) {
    const content = `<h3>NORTH LTD</h3><p>(Company Number 99000101)</p><p>${words}</p>`;
    expect(noticeIn(content, code).family).toBe('unknown');
    expect(read(content, code)).toContainEqual(expect.objectContaining({ outcome: 'refused' }));
  }
});

test('a notice of a kind on no list is understood of nobody, and the operator is told its code', () => {
  const content = '<h3>NORTH LTD</h3><p>(Company Number 99000101)</p>';
  expect(noticeIn(content, '2466')).toMatchObject({ code: '2466', family: 'unknown' });
  expect(named(content, '2466')).toEqual([NORTH]);
  expect(named('<h3>PAT EXAMPLE</h3>', '2466')).toEqual([]);
  expect(read(content, '2466')).toContainEqual(
    expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('2466') }),
  );
});

const ENTRY = {
  id: 'https://www.thegazette.co.uk/id/notice/9900300',
  'f:status': 'published',
  'f:notice-code': '2450',
  title: 'NORTH LTD',
  published: '2026-11-20T09:30:00',
  category: { '@term': 'Petitions to Wind Up (Companies)' },
};

function listed(over: object) {
  const body = JSON.stringify({ 'f:total': '1', entry: { ...ENTRY, ...over } });
  return itemsOf(gazetteInsolvency, documentOf(body, 'data.json'));
}

test.each([
  [{ 'f:notice-code': ' 2450 ' }],
  [{ 'f:status': 'Published' }],
  [{ 'f:status': { '#text': ' published' } }],
  [{ title: { '@type': 'html', $: '<b>NORTH LTD</b>' } }],
  [{ 'f:notice-code': null, category: 'Petitions to Wind Up (Companies)' }],
])('a list that sets the same another way says the same: %#', (over) => {
  const [petition] = observationsOf(listed(over));
  expect(petition).toMatchObject({
    about: { name: 'NORTH LTD' },
    content: { family: 'winding-up-petition' },
  });
});

test('a list that names two companies of one notice names both', () => {
  const items = listed({ title: [{ '#text': 'NORTH LTD' }, { '#text': 'SOUTH LTD' }] });
  expect(observationsOf(items).map(({ ref, about }) => [ref, about?.name])).toEqual([
    ['9900300', 'NORTH LTD'],
    ['9900300/2', 'SOUTH LTD'],
  ]);
});

test('a code that is none, and a status that nobody knows, are never passed over', () => {
  for (const over of [{ 'f:notice-code': 'G24' }, { 'f:status': 'superseded' }])
    expect(listed(over).map(({ outcome }) => outcome)).toContain('refused');
  expect(listed({ 'f:status': 'draft' })).toMatchObject([{ outcome: 'ignored' }]);
});

test.each([
  '<strong about="this:company-1" property="gazorg:name">NORTH LTD</strong> <span about="this:company-1" property="gazorg:companyNumber">99000101</span>: and <strong>SOUTH LTD</strong> (company number 99000102)',
  '<strong property="gazorg:name">NORTH LTD</strong> <span property="gazorg:companyNumber">99000101</span>: and <strong>SOUTH LTD</strong> (company number 99000102)',
  'NORTH LTD 99000101 &amp; SOUTH LTD (company number 99000102)',
])('a number that stands with a name is never given the name before it as well: %#', (words) => {
  expect(named(`<p>${words}</p>`, '2410')).toEqual([NORTH, SOUTH]);
});

test('two names before one number are two companies, and a joining word in capitals is part of a name', () => {
  expect(named('<p>NORTH LTD and SOUTH LTD (company number 99000102)</p>', '2410')).toEqual([
    ['NORTH LTD', null],
    SOUTH,
  ]);
  const [name] = named('<p>NORTH LTD AND SONS LIMITED (company number 99000101)</p>', '2410');
  expect(name).toEqual(['NORTH LTD AND SONS LIMITED', '99000101']);
});

/** A notice as it stands on a page of its own, or beside others on one. */
function article(id: string, company: string, published: string) {
  return `<article><dl><dd property="gaz:hasPublicationDate" content="${published}"></dd>
<dd property="gaz:hasNoticeID">${id}</dd><dd property="gaz:hasNoticeCode">2450</dd></dl>
<div class="content"><h3>${company}</h3><p>A petition to wind up the company will be heard on 9 December 2026.</p></div></article>`;
}

const itemsOfPage = (page: string, url = 'https://www.thegazette.co.uk/notice/9900100') =>
  itemsOf(gazetteInsolvency, documentOf(`<html><body>${page}</body></html>`, url));

test('two notices that somebody put into one document are two notices', () => {
  const two = article('9900100', 'NORTH LTD', '2026-11-20') + article('9900101', 'SOUTH LTD', '2026-11-21');
  for (const page of [two, `<article>${two}</article>`])
    expect(observationsOf(itemsOfPage(page)).map(({ ref, about }) => [ref, about?.name])).toEqual([
      ['9900100', 'NORTH LTD'],
      ['9900101', 'SOUTH LTD'],
    ]);
});

test('where they cannot be told apart the document is refused aloud', () => {
  const both = `<article>${article('9900100', 'NORTH LTD', '2026-11-20').replace(/<\/?article>/g, '')}${article('9900101', 'SOUTH LTD', '2026-11-21').replace(/<\/?article>/g, '')}</article>`;
  expect(() => itemsOfPage(both, 'two.html')).toThrow('a page with 2 notices in it (9900100, 9900101)');
});

test('the page of another notice does not count as the one that was asked for', () => {
  expect(itemsOfPage(article('9900101', 'SOUTH LTD', '2026-11-20'))).toMatchObject([
    { item: '9900100', outcome: 'refused', reason: 'its address gave the page of another (9900101)' },
    { item: '9900101', outcome: 'observed', observations: [{ ref: '9900101' }] },
  ]);
  const older = 'https://www.thegazette.co.uk/notice/L-59731-1323921';
  expect(itemsOfPage(article('1323921', 'SOUTH LTD', '2026-11-20'), older)).toHaveLength(1);
});

test.each(['/notice/9900101', '/notice/9900100'])(
  'one that answers with another, by way of %s, is that item’s trouble, to be asked for again',
  async (redirected) => {
    const http = {
      get: (url: string) =>
        Promise.resolve({
          url: url.endsWith('robots.txt') ? url : `https://www.thegazette.co.uk${redirected}`,
          retrievedAt: '2026-11-22T22:00:00.000Z',
          contentType: null,
          status: 200,
          headers: {},
          etag: null,
          lastModified: null,
          body: Buffer.from(url.endsWith('robots.txt') ? '' : article('9900101', 'SOUTH LTD', '2026-11-20')),
        }),
      stream: () => Promise.reject(new Error('nothing is streamed')),
    };
    const context = { now: '2026-11-22T22:00:00.000Z', watched: [], setting: () => undefined };
    const steps = [];
    for await (const step of gazetteInsolvency.again?.(http, 'notice/9900100', context) ?? [])
      steps.push(step);
    expect(steps).toEqual([
      {
        trouble: {
          item: 'notice/9900100',
          reason: 'The Gazette answered for notice 9900100 with the page of another (9900101)',
        },
      },
    ]);
  },
);

test('a page without a day that can be read follows what the list said of it, and says no day of publication', () => {
  for (const printed of ['', '11/20/2026']) {
    const [petition] = observationsOf(itemsOfPage(article('9900300', 'NORTH LTD', printed), 'page.html'));
    expect(petition).toMatchObject({ occurredOn: null, content: { hearing: { on: '2026-12-09' } } });
    expect((petition?.version ?? '') > (observationsOf(listed({}))[0]?.version ?? '')).toBe(true);
    expect(petition?.publishedAt).toBe('2026-11-22T12:00:00.000Z');
  }
  const words = article('9900300', 'NORTH LTD', '').replace(
    'content=""></dd>',
    'content="">20 November 2026</dd>',
  );
  expect(observationsOf(itemsOfPage(words, 'page.html'))).toMatchObject([
    { version: '2026-11-20T00:00:00.000Z' },
  ]);
});

test('a notice of a day that has not come is refused aloud, and does not wait for that day', () => {
  expect(itemsOfPage(article('9900100', 'NORTH LTD', '2062-11-20'))).toEqual([
    { item: '9900100', outcome: 'refused', reason: 'published on 2062-11-20, a day that has not come' },
  ]);
});

const HEADED = '<h3>NORTH LTD</h3><p>(Company Number 99000101)</p>';

test.each([
  ['the fifteenth day of December 2026 at half past ten', '2026-12-15'],
  ['Tuesday the 15th December 2026 at 10.30 am', '2026-12-15'],
  ['15.12.2026 at 10.30', '2026-12-15'],
  ['December 15, 2026', '2026-12-15'],
  ['31 November 2026', null],
  ['15 December', null],
  ['15 December 2062', null],
  ['15 December 2025', null],
])('a hearing on %s is on %s', (words, on) => {
  const content = `${HEADED}<p>A petition to wind up the company will be heard on ${words}.</p>`;
  expect(noticeIn(content).hearing?.on ?? null).toBe(on);
});

test('a hearing that stands beside its day alone has it, and a petition dismissed by consent has ended', () => {
  expect(noticeIn(`${HEADED}<p>Hearing 15 December 2026.</p>`).hearing?.on).toBe('2026-12-15');
  const order = `${HEADED}<p>Order: petition dismissed by consent on 12 November 2026.</p>`;
  expect(noticeIn(order)).toMatchObject({ family: 'petition-dismissed', on: '2026-11-12' });
});

test('a hearing that was moved is the one that now will be', () => {
  const words =
    'The petition advertised on 6 November 2026 has been amended: the hearing will now be on 12 January 2027.';
  expect(noticeIn(`${HEADED}<p>${words}</p>`).hearing?.on).toBe('2027-01-12');
});

test.each([
  'Bydd deiseb i ddirwyn y cwmni i ben, a gyflwynwyd ar 2 Tachwedd 2026, yn cael ei gwrando yn Llys Sirol Caerdydd ar ddydd Mawrth 15 Rhagfyr 2026 am 10.30 yb. Rhowch rybudd erbyn 14 Rhagfyr 2026.',
  'Gwrandawiad: 15fed o Ragfyr 2026, yn Llys Sirol Caerdydd',
])('a petition in Welsh has its hearing: %s', (words) => {
  expect(noticeIn(`${HEADED}<p>${words}</p>`).hearing).toEqual({
    on: '2026-12-15',
    court: 'Llys Sirol Caerdydd',
  });
});

test.each([
  [
    '2452',
    'The bankruptcy order made against SAM EXAMPLE was rescinded on 12 November 2026. He is a director of NORTH LTD (company number 99000101).',
  ],
  [
    '2461',
    'The bankruptcy petition against SAM EXAMPLE, director of NORTH LTD (company number 99000101), was dismissed on 12 November 2026.',
  ],
])('what became of a person’s order, under code %s, is said of no company', (code, words) => {
  const items = read(`<p>${words}</p>`, code);
  expect(observationsOf(items)).toMatchObject([{ about: null, content: { family: 'unknown' } }]);
  expect(items.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
});

test.each([
  'Winding-up order made on 12 November 2026 and the bankruptcy order against its director was rescinded on 10 November 2026.',
  'Winding-up order made on 12 November 2026. The bankruptcy order against its director was annulled.',
])('that a person’s order was rescinded leaves the company’s as it is: %s', (words) => {
  expect(noticeIn(`${HEADED}<p>${words}</p>`, '2452')).toMatchObject({
    family: 'winding-up-order',
    on: '2026-11-12',
  });
});

test('a notice that was kept before its words and days were is what its code says, on a day not known', () => {
  const kept = {
    id: '9900100',
    code: '2452',
    heading: null,
    companies: [{ name: 'NORTH LTD', number: '99000101', postcode: null }],
    unread: 0,
    published: '2026-11-20T09:30:00',
    whole: true,
    hearing: null,
    petitioner: null,
    caseRef: null,
    liquidation: null,
  };
  const archived = documentOf(
    `{"noticesAsRead":${JSON.stringify([kept])}}`,
    'https://www.thegazette.co.uk/notice/9900100',
  );
  const [order] = observationsOf(itemsOf(gazetteInsolvency, archived));
  expect(order).toMatchObject({ occurredOn: null, content: { family: 'winding-up-order' } });
});
