import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gazetteInsolvency } from '../gazette-insolvency.ts';
import { documentOf, itemsOf, observationsOf, tally } from '../testing.ts';

/** A notice's page as the Gazette heads it, with the given words in it. */
function page(content: string, code = '2450', id = '9900100') {
  return documentOf(
    `<html><body><article><dl><dd property="gaz:hasPublicationDate" content="2026-11-20T09:30:00">20 November 2026</dd>
<dd property="gaz:hasNoticeID">${id}</dd><dd property="gaz:hasNoticeCode">${code}</dd></dl>
<div class="content">${content}</div></article></body></html>`,
    `https://www.thegazette.co.uk/notice/${id}`,
  );
}

function named(content: string, code = '2450') {
  return observationsOf(itemsOf(gazetteInsolvency, page(content, code))).map(({ ref, about }) => [
    ref,
    about?.name ?? null,
    about?.ref?.id ?? null,
  ]);
}

const block = (at: number, name: string, number: string) =>
  `<div resource="this:company-${at}" typeof="gazorg:LimitedCompany"><strong property="gazorg:name">${name}</strong>
   (<span property="gazorg:companyNumber">${number}</span>)</div>`;

test('a notice of several marked companies is as many observations, the first under the bare number', () => {
  const content = block(1, 'NORTH LTD', '99000101') + block(2, 'SOUTH LTD', '99000102');
  expect(named(content, '2411')).toEqual([
    ['9900100', 'NORTH LTD', '99000101'],
    ['9900100/2', 'SOUTH LTD', '99000102'],
  ]);
});

test('blocks that share one mark are told apart by their numbers', () => {
  const content = [1, 2, 3].map((n) => block(1, `EXAMPLE ${n} LTD`, `9900010${n}`)).join('');
  expect(named(content, '2410').map(([, , number]) => number)).toEqual(['99000101', '99000102', '99000103']);
});

test('a block that cannot be read is refused aloud, and the others are kept', () => {
  const content = `${block(1, 'NORTH LTD', '99000101')}<div resource="this:company-2">see the schedule</div>`;
  const items = itemsOf(gazetteInsolvency, page(content, '2410'));
  expect(tally(items)).toEqual({
    observed: 1,
    'refused: it names 2 companies or more, of which 1 could be read: look at the notice': 1,
  });
});

test.each([
  [
    '<p>NORTH LTD (Company Number 99000101), SOUTH LTD (Company Number 99000102) and EAST &amp; CO LLP (in administration) (Company Number OC399999) (together “the Companies”)</p>',
  ],
  [
    '<h3>NORTH LTD</h3><p>Company number: 99000101</p><h3>SOUTH LTD</h3><p>Company number: 99000102</p><h4>EAST &amp; CO LLP</h4><p>(Registered No. OC 399999)</p>',
  ],
  [
    '<table><tr><th>Company name</th><td>NORTH LTD</td></tr><tr><th>Company number</th><td>99000101</td></tr><tr><th>Company name</th><td>SOUTH LTD</td></tr><tr><th>Company number</th><td>99000102</td></tr><tr><th>Company name</th><td>EAST &amp; CO LLP</td></tr><tr><th>Company number</th><td>OC399999</td></tr></table>',
  ],
  [
    'NORTH LTD<br>(Company Number 99000101)<br>SOUTH LTD<br>(Company Number 99000102)<br>EAST &amp; CO LLP<br>(Company Number OC399999)<br>Names of the administrators appointed: two people of EXAMPLE ADVISERS LLP, registered in England with number OC300000.',
  ],
])('three companies in prose are three, however they are set: %#', (content) => {
  expect(named(content, '2410').map(([, name, number]) => [name, number])).toEqual([
    ['NORTH LTD', '99000101'],
    ['SOUTH LTD', '99000102'],
    ['EAST & CO LLP', 'OC399999'],
  ]);
});

test('a name with its number in brackets is a line, whether or not the number is called one', () => {
  const content = ['NORTH LTD (99000101)', 'SOUTH LTD (SC000102)'].map((line) => `<p>${line}</p>`).join('');
  expect(named(content, '2410').map(([, name, number]) => [name, number])).toEqual([
    ['NORTH LTD', '99000101'],
    ['SOUTH LTD', 'SC000102'],
  ]);
});

test.each([
  ['2443', 'Members', 'members-voluntary-liquidation'],
  ['2441', 'Members’ Voluntary Liquidation', 'members-voluntary-liquidation'],
  ['2432', 'Creditors', 'creditors-voluntary-liquidation'],
  ['2443', 'Creditors', 'creditors-voluntary-liquidation'],
])('a notice under code %s that calls its liquidation one of %s is that: %s', (code, type, family) => {
  const content = `<h3>NORTH LTD</h3><p>(Company Number 99000101)</p><dl><dt>Type of Liquidation</dt><dd>${type}</dd></dl>`;
  const [notice] = observationsOf(itemsOf(gazetteInsolvency, page(content, code)));
  expect(notice?.content).toMatchObject({ code, family });
});

test('names of which the numbers stand in a list are kept without, and what is missing is said', () => {
  const content =
    '<h3>NORTH LTD</h3><p>and two more (Company Numbers 99000101, 99000102 and 99000103) (together the Companies)</p>';
  const items = itemsOf(gazetteInsolvency, page(content, '2410'));
  expect(observationsOf(items).map(({ about }) => about?.name)).toEqual(['NORTH LTD']);
  expect(items.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
});

const DEBTOR = ['9900100', 'EXAMPLE DEBTOR LIMITED', '99000108'];

test.each([
  [
    'presented by Example Lender Limited (company number 99000199), a creditor, to wind up Example Debtor Limited (registered no. 99000108) will be heard',
  ],
  [
    'to wind up EXAMPLE DEBTOR LIMITED (registered no. 99000108), presented on 2 November 2026 by EXAMPLE LENDER LIMITED (company number 99000199), will be heard',
  ],
  [
    'by EXAMPLE LENDER LIMITED (CRN 99000199) and EXAMPLE BANK PLC (CRN 99000198), creditors, to wind up the above-named company (registered No. 99000108)',
  ],
  [
    'of EXAMPLE LENDER LIMITED (company number 99000199) was presented to wind up EXAMPLE DEBTOR LIMITED (99000108)',
  ],
])('a petition is about the company that it asks to wind up, never about who presented it: %#', (words) => {
  const found = named(`<h3>EXAMPLE DEBTOR LIMITED</h3><p>A petition ${words}.</p>`);
  expect(found).toEqual([DEBTOR]);
});

test('where only the petitioner’s number is printed, the company is known by its name alone', () => {
  const petition = 'A petition presented by EXAMPLE LENDER LIMITED (company number 99000199), a creditor';
  expect(named(`<h3>EXAMPLE DEBTOR LIMITED</h3><p>${petition}, will be heard.</p>`)).toEqual([
    ['9900100', 'EXAMPLE DEBTOR LIMITED', null],
  ]);
  expect(
    named(
      `<h3>EXAMPLE DEBTOR LIMITED</h3><p>Petitioner:</p><p>EXAMPLE LENDER LIMITED (company number 99000199)</p>`,
    ),
  ).toEqual([['9900100', 'EXAMPLE DEBTOR LIMITED', null]]);
});

test('a second company that merely stands in a petition is left to a person', () => {
  const items = itemsOf(
    gazetteInsolvency,
    page(
      '<h3>EXAMPLE DEBTOR LIMITED</h3><p>(Company Number 99000108)</p><p>EXAMPLE LENDER LIMITED (Company Number 99000199)</p>',
    ),
  );
  expect(observationsOf(items).map(({ about }) => about?.ref?.id)).toEqual(['99000108']);
  expect(items.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
});

const MARKED =
  '<strong about="this:company-1" property="gazorg:name">EXAMPLE DEBTOR LIMITED</strong> (<span about="this:company-1" property="gazorg:companyNumber">99000108</span>)';

test.each([
  [`<p>In the matter of ${MARKED}</p>`],
  [
    `<p>In the High Court of Justice CR-2026-001234</p><p>IN THE MATTER OF ${MARKED}</p><p>and in the matter of the Insolvency Act 1986</p>`,
  ],
  ['<h3>In the matter of EXAMPLE DEBTOR LIMITED (99000108)</h3>'],
  ['<h3>EXAMPLE DEBTOR LIMITED (99000108)</h3>'],
  ['<h3>EXAMPLE DEBTOR LIMITED</h3><p>Name of Company: Example Debtor Ltd (99000108)</p>'],
  ['<h3>EXAMPLE DEBTOR LIMITED</h3><p>A petition to wind up Example Debtor Limited (99000108)</p>'],
  [`<p>In the matter of ${MARKED}</p><p>Petitioner: EXAMPLE LENDER LIMITED (99000199)</p>`],
  [`<p>In the matter of ${MARKED}</p><p>On the petition of</p><p>EXAMPLE LENDER LIMITED (99000199)</p>`],
  [`<p>In the matter of ${MARKED}</p><p>a subsidiary of EXAMPLE PARENT PLC (99000198)</p>`],
])(
  'a number in brackets that ends a line is of the company that its words name, of which there is one: %#',
  (content) => {
    for (const code of ['2450', '2452', '2410']) {
      expect(named(content, code)).toEqual([DEBTOR]);
      const items = itemsOf(gazetteInsolvency, page(content, code));
      expect(items.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    }
  },
);

test('of two companies on a line, one with its number called one and one with it in brackets, each is read', () => {
  const content = '<p>NORTH LTD (Company Number 99000101) and SOUTH LTD (99000102)</p>';
  expect(named(content, '2410').map(([, name, number]) => [name, number])).toEqual([
    ['NORTH LTD', '99000101'],
    ['SOUTH LTD', '99000102'],
  ]);
});

test('a marked name takes its number from the words, not the petitioner’s mark', () => {
  const content = `<p>In the matter of <span about="this:company-1" property="gazorg:name">EXAMPLE DEBTOR LIMITED</span></p>
<p>A petition by <span about="this:petitioner-1" property="gazorg:name">EXAMPLE LENDER LIMITED</span>
(Company Number <span about="this:petitioner-1" property="gazorg:companyNumber">99000199</span>), to wind up EXAMPLE DEBTOR LIMITED (Company Number 99000108)</p>`;
  expect(named(content)).toEqual([DEBTOR]);
});

const NAMES = ['ALPHA', 'BRAVO', 'CEDAR & SONS', 'DELTA (UK)', 'ECHO OF YORK', '1ST FOXTROT'];

test('whatever the names and however many, each stands with its own number, and the petitioner with none', () => {
  const company = fc.record({
    word: fc.constantFrom(...NAMES),
    form: fc.constantFrom('LIMITED', 'LTD', 'PLC', 'LLP'),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(company, { minLength: 2, maxLength: 5, selector: ({ word }) => word }),
      (companies) => {
        const printed = companies.map(({ word, form }, at) => ({
          name: `${word} ${form}`,
          number: String(99_000_200 + at),
        }));
        const lines = printed.map(
          ({ name, number }) => `<p>${name.replace('&', '&amp;')} (Company Number ${number})</p>`,
        );
        expect(named(lines.join(''), '2410').map(([, name, number]) => ({ name, number }))).toEqual(printed);
        const [debtor, lender] = printed;
        const petition = `<h3>${debtor?.name.replace('&', '&amp;')}</h3><p>A petition presented by ${lender?.name.replace('&', '&amp;')} (company number ${lender?.number}), a creditor, to wind up ${debtor?.name.replace('&', '&amp;')} (registered no. ${debtor?.number}) will be heard.</p>`;
        expect(named(petition).map(([, name, number]) => ({ name, number }))).toEqual([debtor]);
      },
    ),
    { numRuns: 40 },
  );
});

test.each([
  [
    'names and numbers in the columns of a table',
    '<table><tr><th>Company</th><th>Number</th></tr><tr><td>NORTH LTD</td><td>99000101</td></tr><tr><td>SOUTH LTD</td><td>99000102</td></tr></table>',
  ],
  [
    'bare numbers in brackets, all on one line',
    '<p>NORTH LTD (99000101) and SOUTH LTD (99000102) (each in administration)</p>',
  ],
  [
    'as many numbers below as names above',
    '<h3>NORTH LTD<br/>SOUTH LTD</h3><p>Company Number: 99000101<br/>Company Number: 99000102</p>',
  ],
])('%s: each company has its own', (_, content) => {
  expect(named(content, '2410').map(([, name, number]) => [name, number])).toEqual([
    ['NORTH LTD', '99000101'],
    ['SOUTH LTD', '99000102'],
  ]);
});

test('fewer numbers below than names above are nobody’s, and that is refused aloud', () => {
  const content =
    '<h3>NORTH LTD<br/>SOUTH LTD<br/>EAST LTD</h3><p>Company Number: 99000101<br/>Company Number: 99000102</p>';
  expect(named(content, '2410').map(([, , number]) => number)).toEqual([null, null, null]);
  expect(itemsOf(gazetteInsolvency, page(content, '2410')).some(({ outcome }) => outcome === 'refused')).toBe(
    true,
  );
});

test.each([
  [
    'on the line below who asks for it',
    '<p>Petitioning Creditor: EXAMPLE LENDER LTD</p><p>Company number: 99000999</p><p>Respondent company number: 99000101</p>',
  ],
  [
    'in a clause of its own',
    '<p>The Petitioner, EXAMPLE LENDER LTD, whose registered number is 99000999, presented a petition against NORTH LTD whose registered number is 99000101.</p>',
  ],
  [
    'bare in brackets',
    '<p>A petition presented by EXAMPLE LENDER LTD (99000999) to wind up NORTH LTD (99000101) will be heard.</p>',
  ],
])('the number of who presents a petition is never the company’s: %s', (_, words) => {
  expect(named(`<h3>NORTH LTD</h3>${words}`)).toEqual([['9900100', 'NORTH LTD', '99000101']]);
});

test('a notice of which no company could be read is refused aloud', () => {
  const items = itemsOf(gazetteInsolvency, page('<p>See the schedule of companies.</p>', '2410'));
  expect(tally(items)).toMatchObject({
    'refused: no company that it names could be read: look at the notice': 1,
  });
});

/** `N[…]` is marked as a name, as if the page called it one; nobody else is named. */
const marking = (content: string) =>
  content.replace(/N\[([^[\]]*)\]/g, '<strong property="gazorg:name">$1</strong>');
const NUMBERED = '(Company Number 99000101)';

test.each([
  `Messrs N[NORTH LTD] ${NUMBERED}`,
  `Notice Concerning N[NORTH LTD] ${NUMBERED}`,
  `Administration of N[NORTH LTD] ${NUMBERED}`,
  `Former Group Company N[NORTH LTD] ${NUMBERED}`,
  `Item 1 N[NORTH LTD] ${NUMBERED}`,
  `Formerly Known As OLD NORTH LTD N[NORTH LTD] ${NUMBERED}`,
  `<span resource="this:company-1">The Firm N[NORTH LTD]</span> ${NUMBERED}`,
  `N[NORTH LTD] In Administration ${NUMBERED}`,
  `N[NORTH LTD] Trading As: NORTH FOODS ${NUMBERED}`,
  `N[NORTH LTD] Formerly OLD NORTH LTD ${NUMBERED}`,
  `N[NORTH LTD]</p><p>Former name: OLD NORTH LTD ${NUMBERED}`,
  `• NORTH LTD ${NUMBERED}`,
  `(1st) NORTH LTD ${NUMBERED}`,
  `Re NORTH LTD ${NUMBERED}`,
  `M/s NORTH LTD ${NUMBERED}`,
  `NORTH LTD t/a North Foods ${NUMBERED}`,
  `NORTH LTD (“the Company”) ${NUMBERED}`,
  `NORTH LTD (Dissolved) ${NUMBERED}`,
  `NORTH LTD - In Administration ${NUMBERED}`,
  `NORTH LTD &amp; others ${NUMBERED}`,
  `NORTH LTD, previously known as OLD NORTH LTD ${NUMBERED}`,
])('what stands around a name is none of it, and the company counts once: %s', (words) => {
  expect(named(`<p>${marking(words)}</p>`, '2410')).toEqual([['9900100', 'NORTH LTD', '99000101']]);
});

test.each(['RE NORTH LTD', '1 NORTH LTD', 'No. 1 NORTH LTD'])(
  '%s is a name, unless the notice is headed by what it ends with',
  (name) => {
    const own = `<p>${name} ${NUMBERED}</p>`;
    expect(named(own, '2410')).toEqual([['9900100', name, '99000101']]);
    expect(named(`<h3>NORTH LTD</h3>${own}`, '2410')).toEqual([['9900100', 'NORTH LTD', '99000101']]);
  },
);

test('who is called something else right before a marked name is somebody else', () => {
  const words =
    'A petition against N[NORTH LTD] (Company Number 99000101). Petitioning Creditor N[LENDER LTD] (Company Number 99000199).';
  expect(named(`<p>${marking(words)}</p>`)).toEqual([['9900100', 'NORTH LTD', '99000101']]);
});

test.each([
  ['NORTH LTD, SOUTH LTD and EAST LTD (Company Numbers 99000101, 99000102 and 99000103 respectively)'],
  ['NORTH LTD, SOUTH LTD and EAST LTD (99000101, 99000102 and 99000103 respectively)'],
  ['NORTH LTD; SOUTH LTD &amp; EAST LTD (Registered Nos. 99000101/99000102/99000103)'],
  [
    'Joint administrators of NORTH LTD, SOUTH LTD and EAST LTD (company numbers 99000101, 99000102 and 99000103) were appointed by LENDER PLC (company number 99000199)',
  ],
  [
    'NORTH LTD (in administration), SOUTH LTD and EAST LTD</p><p>Company Numbers 99000101; 99000102; 99000103',
  ],
  [
    'N[NORTH LTD], N[SOUTH LTD] and N[EAST LTD] (Company Numbers 99000101, 99000102 and 99000103 respectively)',
  ],
  [
    'NORTH LTD</p><p>SOUTH LTD</p><p>EAST LTD</p><p>In the High Court of Justice</p><p>Company Number 99000101, 99000102 and 99000103 respectively',
  ],
  ['Companies: NORTH LTD<br>SOUTH LTD<br>EAST LTD<br>Company numbers: 99000101<br>99000102<br>99000103'],
])('numbers in a row are those of the names in a row, in their order: %s', (words) => {
  expect(named(`<p>${marking(words)}</p>`, '2410').map(([, name, number]) => [name, number])).toEqual([
    ['NORTH LTD', '99000101'],
    ['SOUTH LTD', '99000102'],
    ['EAST LTD', '99000103'],
  ]);
});

test.each([
  ['<p>NORTH LTD, SOUTH LTD and EAST LTD (Company Numbers 99000101 and 99000102 respectively)</p>'],
  ['<h3>NORTH LTD</h3><h3>SOUTH LTD</h3><h3>EAST LTD</h3><p>Company Numbers 99000101 and 99000102</p>'],
])('as many numbers as names are needed, else nobody can tell whose each is: %s', (words) => {
  const items = itemsOf(gazetteInsolvency, page(words, '2410'));
  expect(observationsOf(items).every(({ about }) => !about?.ref)).toBe(true);
  expect(items.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
});

test('numbers in a row behind who asks the court are theirs', () => {
  const words =
    'A petition presented by LENDER LTD and BANK PLC (company numbers 99000198 and 99000199 respectively) to wind up NORTH LTD (company number 99000101) will be heard.';
  expect(named(`<p>${words}</p>`)).toEqual([['9900100', 'NORTH LTD', '99000101']]);
});

const cells = (...rows: string[][]) =>
  `<table>${rows.map((row) => `<tr>${row.map((cell) => (cell.startsWith('#') ? `<th>${cell.slice(1)}</th>` : `<td>${cell}</td>`)).join('')}</tr>`).join('')}</table>`;

test.each([
  [
    'whose numbers come first',
    cells(['#Company number', '#Company'], ['99000101', 'NORTH LTD'], ['99000102', 'SOUTH LTD']),
  ],
  [
    'with a column for each',
    cells(['#Company', 'NORTH LTD', 'SOUTH LTD'], ['#Number', '99000101', '99000102']),
  ],
  [
    'with other columns',
    cells(
      ['#No.', '#Company', '#Company number', '#Office'],
      ['1', 'NORTH LTD', '99000101', '1 High Street'],
      ['2', 'SOUTH LTD', '99000102', '1 High Street'],
    ),
  ],
  ['of lines with a colon', '<ul><li>NORTH LTD: 99000101</li><li>SOUTH LTD: 99000102</li></ul>'],
  ['of bare lines', '<p>NORTH LTD 99000101</p><p>SOUTH LTD 99000102</p>'],
  [
    'in a sentence, one the subsidiary of the other',
    '<p>NORTH LTD (CRN: 99000101) and its subsidiary SOUTH LTD (CRN: 99000102)</p>',
  ],
])('in a table %s each number is that of its company', (_, content) => {
  expect(named(content, '2410').map(([, name, number]) => [name, number])).toEqual([
    ['NORTH LTD', '99000101'],
    ['SOUTH LTD', '99000102'],
  ]);
});

test.each([
  ['2450', 'LENDER LTD (99000199) has presented a petition against NORTH LTD (99000101).'],
  ['2450', 'LENDER LTD (Company Number 99000199) petitions to wind up NORTH LTD (Company Number 99000101)'],
  [
    '2450',
    'LENDER LTD, whose company number is 99000199, petitioned for NORTH LTD, whose company number is 99000101, to be wound up.</p><h3>NORTH LTD</h3><p>',
  ],
  [
    '2423',
    'BANK PLC (Company Number 99000199) appointed A B as fixed charge receiver over the property of NORTH LTD (Company Number 99000101) on 10 November 2026.',
  ],
  [
    '2410',
    'NORTH LTD (Company Number 99000101). A B of ADVISERS LLP (Company Number OC300000) appointed Joint Administrator on 12 November 2026.',
  ],
])('who asks, lends or acts is none that it happens to, under code %s: %s', (code, words) => {
  const items = itemsOf(gazetteInsolvency, page(`<p>${words}</p>`, code));
  expect(items).toHaveLength(1);
  expect(named(`<p>${words}</p>`, code)).toEqual([['9900100', 'NORTH LTD', '99000101']]);
});

test.each([
  ['(1) NORTH LTD (2) SOUTH LTD (Company Numbers 99000101 and 99000102)'],
  ['(1) NORTH LTD (Company Number 99000101) (2) SOUTH LTD (Company Number 99000102)'],
  ['1. NORTH LTD 2. SOUTH LTD</p><p>Company numbers: 1. 99000101 2. 99000102'],
  ['NORTH LTD / SOUTH LTD (99000101 / 99000102)'],
  [
    'In the matter of NORTH LTD</p><p>and</p><p>In the matter of SOUTH LTD</p><p>Company numbers 99000101 and 99000102',
  ],
])('companies that are counted, or parted by a stroke, in one line are each read: %s', (words) => {
  expect(named(`<p>${words}</p>`, '2410').map(([, name, number]) => [name, number])).toEqual([
    ['NORTH LTD', '99000101'],
    ['SOUTH LTD', '99000102'],
  ]);
});

test('an address behind “the above-named company” is no company of its own', () => {
  const words =
    'A petition to wind up the above-named Company of 1 Street (company registration number 99000101) presented by THE LANDLORD LTD (CRN 99000199) will be heard.';
  expect(named(`<h3>NORTH LTD</h3><p>${words}</p>`)).toEqual([['9900100', 'NORTH LTD', '99000101']]);
});

test.each([
  'SOUTH LTD (Company Number 99000102) is not affected by this administration.',
  'SOUTH LTD (Company Number 99000102), which is not in administration, goes on trading.',
  'SOUTH LTD (99000102) remains unaffected.',
])('a company of the group that is said to be untouched is none that it happens to: %s', (words) => {
  const content = `<p>NORTH HOLDINGS LTD (Company Number 99000101)</p><p>${words}</p>`;
  expect(named(content, '2410')).toEqual([['9900100', 'NORTH HOLDINGS LTD', '99000101']]);
});

test('a company that is not able to pay is the one that it is about', () => {
  const words = 'NORTH LTD (Company Number 99000101) is not able to pay its debts.';
  expect(named(`<p>${words}</p>`, '2410')).toEqual([['9900100', 'NORTH LTD', '99000101']]);
});

test.each([
  'FIRM LTD (99000190), joint administrators of NORTH LTD (99000101), appointed on 11 November 2026.',
  'FIRM LLP (OC300190), joint liquidators of NORTH LTD (99000101), appointed on 11 November 2026.',
  'FIRM LLP (OC300190) acts as liquidator of NORTH LTD (99000101), appointed on 11 November 2026.',
  'LENDER PLC (99000199) under a debenture appointed administrators over NORTH LTD (99000101) on 11 November 2026.',
  'LENDER LTD (99000199) a floating charge holder filed notice. Administrators of NORTH LTD (99000101) appointed on 11 November 2026.',
  'NORTH LTD (99000101). LENDER LTD (99000199) is its director. Administrators appointed on 11 November 2026.',
])('who holds an office in a company, or a charge over it, is none that it happens to: %s', (words) => {
  for (const code of ['2410', '2443'])
    expect(named(`<p>${words}</p>`, code)).toEqual([['9900100', 'NORTH LTD', '99000101']]);
  expect(itemsOf(gazetteInsolvency, page(`<p>${words}</p>`, '2410'))).toHaveLength(1);
});

test.each(
  'Director|Company secretary|Shareholder|Guarantor|Tenant|Purchaser|Agent|Insurer|Funder|Trustee|Auditor'.split(
    '|',
  ),
)('whom a label calls something else is none that it happens to: %s', (label) => {
  const words = `NORTH LTD (99000101). ${label}: OTHER NOMINEES LIMITED (99000190). Administrators appointed on 11 November 2026.`;
  expect(named(`<p>${words}</p>`, '2410')).toEqual([['9900100', 'NORTH LTD', '99000101']]);
});

test.each(['landlord of', 'the shareholder of', 'acting as agent for', 'which holds a debenture over'])(
  'of two companies the one that the other is %s is read, and a person looks',
  (tie) => {
    const words = `<p>OTHER ESTATES LTD (99000190), ${tie} NORTH LTD (99000101). Administrators appointed on 11 November 2026.</p>`;
    expect(named(words, '2410')).toEqual([['9900100', 'NORTH LTD', '99000101']]);
    const items = itemsOf(gazetteInsolvency, page(words, '2410'));
    expect(items.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
    expect(named(`<h3>OTHER ESTATES LTD</h3>${words}`, '2410')).toEqual([
      ['9900100', 'OTHER ESTATES LTD', '99000190'],
    ]);
  },
);

const pairs = (content: string) => named(content, '2410').map(([, name, number]) => [name, number]);
const refusedOf = (content: string) =>
  itemsOf(gazetteInsolvency, page(content, '2410')).filter(({ outcome }) => outcome === 'refused').length;

test.each([
  ['<p>NORTH LTD (99000101), SOUTH TRUST (99000102) and EAST ASSOCIATION (99000103)</p>', 'SOUTH TRUST'],
  [
    '<p>NORTH LTD (99000101), SOUTH C.I.C. (99000102), EAST ASSOCIATION (99000103). Administrators were appointed.</p>',
    'SOUTH C.I.C',
  ],
])('a body whose name ends in no legal form, or in its initials, is one of a list: %s', (content, south) => {
  expect(pairs(content)).toEqual([
    ['NORTH LTD', '99000101'],
    [south, '99000102'],
    ['EAST ASSOCIATION', '99000103'],
  ]);
  expect(refusedOf(content)).toBe(0);
});

test.each([';', ','])('names in a row with “%s” of which one has no number are a company each', (mark) => {
  const row = `NORTH LTD (99000101)${mark} SOUTH LTD${mark} WEST LTD${mark} EAST LTD (99000103)`;
  expect(pairs(`<p>${row}. Administrators were appointed.</p>`)).toEqual([
    ['NORTH LTD', '99000101'],
    ['SOUTH LTD', null],
    ['WEST LTD', null],
    ['EAST LTD', '99000103'],
  ]);
});

test.each([
  cells(['NORTH LTD', '99000101'], ['SOUTH LTD', ''], ['EAST LTD', '99000103']),
  cells(['#Company', '#Number'], ['NORTH LTD', '99000101'], ['SOUTH LTD', ''], ['EAST LTD', '99000103']),
  cells(['#Company', '#Number'], ['NORTH LTD', '99000101'], ['SOUTH LTD', '-'], ['EAST LTD', '99000103']),
  cells(['NORTH LTD', '99000101'], ['SOUTH LTD', '']),
  cells(['NORTH LTD', '99000101'], ['SOUTH LTD', 'not known']),
  '<p>NORTH LTD (99000101) and NORTH LTD (99000102)</p>',
  '<p>NORTH LTD (99000101) and SOUTH PLACE (99000102). Administrators were appointed.</p>',
  '<p>NORTH LTD (99000101) and SOUTH CIO (charity number 1199001)</p>',
])('a company that may be named besides is never lost silently: %s', (content) => {
  expect(pairs(content)[0]).toEqual(['NORTH LTD', '99000101']);
  expect(refusedOf(content)).toBe(1);
});

test('a number in groups is that of its company, and a court is no part of its name', () => {
  expect(pairs('<p>NORTH LLP (OC 300 101)</p>')).toEqual([['NORTH LLP', 'OC300101']]);
  const headed =
    '<p>In the High Court of Justice CR-2026-001234. NORTH LTD</p><p>(Company Number 99000101)</p>';
  expect(pairs(headed)).toEqual([['NORTH LTD', '99000101']]);
  const inLine =
    'In the High Court of Justice No CR-2026-001234. NORTH LTD (99000101). A petition will be heard.';
  expect(named(`<p>${inLine}</p>`)).toEqual([['9900100', 'NORTH LTD', '99000101']]);
});

test('a name of figures alone is none, and the notice is refused aloud', () => {
  const content = marking('<p>N[99000101] Administrators were appointed.</p>');
  expect(pairs(content)).toEqual([[null, null]]);
  expect(refusedOf(content)).toBe(1);
});

test('a number of somebody else, or of a charity that is a company, raises no doubt', () => {
  for (const words of [
    'NORTH LTD (99000101), presented by LENDING TRUST (99000199)',
    'NORTH LTD (company number 99000101, charity number 1199001)',
    'NORTH LTD (99000101) (charity number 1199001)',
  ])
    expect([words, pairs(`<p>${words}</p>`), refusedOf(`<p>${words}</p>`)]).toEqual([
      words,
      [['NORTH LTD', '99000101']],
      0,
    ]);
});

test.each([
  'Jane Roe of FIRM LLP (OC300190) and Sam Poe of OTHER FIRM LLP (OC300191), joint administrators of NORTH LTD (99000101).',
  'LENDER LTD (99000199), in its capacity as holder of a floating charge, appointed administrators of NORTH LTD (99000101).',
  'NORTH LTD (99000101). Purchaser of the business: OTHER LTD (99000190). Administrators were appointed.',
  'NORTH LTD (99000101). Jane Roe of FIRM LLP. Ref NOR (12345678)',
  'NORTH LTD (99000101). Administrators were appointed. Members: Jane Roe and Sam Poe of FIRM LLP (OC300190).',
])('nobody beside the company is read, with whatever number: %s', (words) => {
  expect(pairs(`<p>${words}</p>`)).toEqual([['NORTH LTD', '99000101']]);
  expect(refusedOf(`<p>${words}</p>`)).toBe(0);
});

test.each(['a tenant of', 'guarantor for', 'the parent company of'])(
  'of two companies, one %s the other, neither is guessed',
  (tie) => {
    const words = `<p>SOUTH LTD (99000102), ${tie} OTHER LTD (99000190). Administrators were appointed.</p>`;
    expect(pairs(words)).toEqual([[null, null]]);
    expect(refusedOf(words)).toBe(1);
  },
);
