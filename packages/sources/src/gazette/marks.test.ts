import { describe, expect, test } from 'vitest';
import { gazetteInsolvency } from '../gazette-insolvency.ts';
import { documentOf, itemsOf, observationsOf } from '../testing.ts';

/** A page in the form that the README teaches: names and numbers are marked, and not as whose. */
function read(content: string, code: string, fields = '') {
  const marks = content
    .replace(/N\(([^()]*)\)/g, '<strong property="gazorg:name">$1</strong>')
    .replace(/C\((\w*)\)/g, '<span property="gazorg:companyNumber">$1</span>');
  return itemsOf(
    gazetteInsolvency,
    documentOf(
      `<html><body><article><dl><dd property="gaz:hasPublicationDate" content="2026-11-20T09:30:00"></dd>
<dd property="gaz:hasNoticeID">9900100</dd><dd property="gaz:hasNoticeCode">${code}</dd>${fields}</dl>
<div class="content">${marks}</div></article></body></html>`,
      'https://www.thegazette.co.uk/notice/9900100',
    ),
  );
}

const companies = (items: ReturnType<typeof read>) =>
  observationsOf(items).map(({ about }) => [about?.name ?? null, about?.ref?.id ?? null]);
const refused = (items: ReturnType<typeof read>) =>
  items.filter(({ outcome }) => outcome === 'refused').length;

const CARE = 'EXAMPLE CARE HOMES LTD';
const [PETITION, ORDER, ADMINISTRATION] = ['2450', '2452', '2410'];

describe('a marked number is that of the company with whose name it stands', () => {
  test.each([
    [
      PETITION,
      `A petition by N(LENDER LTD), company number C(99000555), to wind up N(${CARE}), company number C(99000001)`,
    ],
    [
      PETITION,
      `On the petition of LENDER LTD (company number C(99000555)) presented against N(${CARE}), company number C(99000001)`,
    ],
    [
      PETITION,
      `N(${CARE}) A petition presented by BANK PLC (company number C(99000555)), a creditor, to wind up ${CARE} (registered no. 99000001)`,
    ],
    [
      PETITION,
      `N(LENDER LTD) (company number C(99000555)) v N(${CARE}) (company number C(99000001)): a petition`,
    ],
    [
      PETITION,
      `<dl><dt>Company name</dt><dd>N(${CARE})</dd><dt>Number</dt><dd>C(99000001)</dd><dt>Petitioner</dt><dd>N(LENDER LTD)</dd><dt>Petitioner number</dt><dd>C(99000555)</dd></dl>`,
    ],
    [
      PETITION,
      `<h3>N(${CARE})</h3><p>On the petition of HM Revenue and Customs. Company number: C(99000001).</p>`,
    ],
    [ORDER, `<p>Former company name: N(OLD CARE LTD)</p><p>N(${CARE}), company number C(99000001)</p>`],
    [ORDER, `<p>Trading name N(SUNNY DAYS LTD) of N(${CARE}) (company number C(99000001))</p>`],
    [PETITION, `<p>In the matter of N(${CARE})</p><p>Registered office 1 Street. C(99000001)</p>`],
    [PETITION, `<h3>N(${CARE})</h3><p>C(99000001)</p><p>A petition of N(LENDER LTD) C(99000555)</p>`],
    [
      ORDER,
      `On the petition of HM Revenue and Customs dated 2 November 2026 the court ordered N(${CARE}), number C(99000001), to be wound up`,
    ],
    [
      ADMINISTRATION,
      `Jane Roe of N(ADVISERS LLP) (company number C(OC300000)) was appointed administrator of N(${CARE}) (company number C(99000001))`,
    ],
    [ADMINISTRATION, `Notice to Creditors N(${CARE}) C(99000001)`],
    [ADMINISTRATION, `<h3>N(${CARE})</h3><p>in administration C(99000001)</p>`],
    [
      ADMINISTRATION,
      `<h3>N(${CARE})</h3><p>(Company Number C(99000001))</p><p>Lender:</p><p>LENDER LTD C(99000555)</p>`,
    ],
  ] as const)('%s: %s', (code, content) => {
    const items = read(content, code);
    expect(companies(items)).toEqual([[CARE, '99000001']]);
    expect(refused(items)).toBe(0);
  });

  test('two that are marked in the words of one notice keep their own', () => {
    const content = `N(NORTH LTD) (C(99000101)), N(SOUTH LTD) (C(99000102)): administrators were appointed`;
    expect(companies(read(content, ADMINISTRATION))).toEqual([
      ['NORTH LTD', '99000101'],
      ['SOUTH LTD', '99000102'],
    ]);
  });
});

describe('the number of a parent, a lender or an office-holder’s firm is never the company’s', () => {
  test.each([
    [ADMINISTRATION, `N(${CARE}), a subsidiary of PARENT PLC (company number C(99000555)).`],
    [ADMINISTRATION, `N(${CARE}), wholly owned by PARENT PLC, company number C(99000555).`],
    [ADMINISTRATION, `N(${CARE}). The holding company has number C(99000555).`],
    [ADMINISTRATION, `<h3>N(${CARE})</h3><p>Office-holder: Jane Roe, ADVISERS LLP (C(OC300000))</p>`],
    [ADMINISTRATION, `<h3>N(${CARE})</h3><p>Administrators: Jane Roe, ADVISERS LLP (C(OC300000))</p>`],
    [
      ADMINISTRATION,
      `<h3>N(${CARE})</h3><p>Jane Roe of ADVISERS LLP (company number C(OC300000)) was appointed administrator.</p>`,
    ],
    [PETITION, `<h3>N(${CARE})</h3><p>Petitioner: N(LENDER LTD) C(99000555)</p><p>A petition</p>`],
  ] as const)('%s: %s', (code, content) => {
    const items = read(content, code);
    expect(companies(items)).toEqual([[CARE, null]]);
    expect(refused(items)).toBe(0);
  });
});

test.each([
  [
    ADMINISTRATION,
    `N(${CARE}) Jane Roe was appointed administrator by LENDER LTD (company number C(99000555)), company number C(99000001)`,
  ],
  [ADMINISTRATION, `<h3>N(${CARE})</h3><p>Jane Roe may be contacted at ADVISERS, C(OC300000).</p>`],
  [PETITION, `<h3>N(${CARE})</h3><p>Petitioner: LENDER LTD. Company number: C(99000555).</p>`],
] as const)(
  'a number that may be that of somebody else is not taken, and this is said: %s %s',
  (code, content) => {
    const items = read(content, code);
    expect(companies(items)).toEqual([[CARE, null]]);
    expect(refused(items)).toBe(1);
  },
);

test('a number in a field of its own is that of a company without one, and no second word on one that has', () => {
  const field = '<dd property="gazorg:companyNumber">99000009</dd>';
  expect(companies(read(`<h3>N(${CARE})</h3>`, PETITION, field))).toEqual([[CARE, '99000009']]);
  expect(companies(read(`<h3>N(${CARE})</h3><p>(Company Number 99000001)</p>`, PETITION, field))).toEqual([
    [CARE, '99000001'],
  ]);
  expect(companies(read(`<h3>N(${CARE})</h3>`, PETITION, field + field.replace('9</', '8</')))).toEqual([
    [CARE, null],
  ]);
});

test('the marks of a page are looked for in time that grows with it, however many there are', () => {
  const marks = Array.from(
    { length: 4_000 },
    (_, at) => `N(EXAMPLE ${at} LTD), a creditor, C(${99_000_000 + at})`,
  );
  expect(companies(read(`<h3>N(${CARE})</h3><p>${marks.join(' ')}</p>`, PETITION))).toHaveLength(1);
});
