import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefused } from './filing.ts';
import { escaped, fileName, inlineFiling, plainFiling, thisYear } from './made-up-filing.ts';
import { readAccounts } from './reader.ts';

const contexts = { year: thisYear, now: { end: thisYear.end } };
const title = { name: 'ReportTitle', context: 'year', text: 'Accounts' };

function flagsIn(body: string, facts = [title]) {
  const reading = readAccounts(inlineFiling({ contexts, facts, body }), { fileName });
  if (isRefused(reading)) throw new Error(reading.refused);
  return reading.flags;
}

const page = (...paragraphs: readonly string[]) =>
  paragraphs.map((text) => `<h:p>${escaped(text)}</h:p>`).join('\n');
const attention =
  'We draw attention to note 2, which indicates that the company incurred a net loss. Our opinion is not modified.';

describe('a material uncertainty related to going concern', () => {
  const heading = 'Material uncertainty related to going concern';
  const quoted = [
    {
      kind: 'material-uncertainty-going-concern',
      quote: `${heading} We draw attention to note 2, which indicates that the company incurred a net loss.`,
    },
  ];

  it('is flagged by its heading, quoted with the sentence after it', () => {
    expect(flagsIn(page('Basis for opinion', heading, attention))).toEqual(quoted);
    expect(flagsIn(page(`4. ${heading}:`, attention))).toHaveLength(1);
    expect(flagsIn(page(heading.toUpperCase(), attention))).toHaveLength(1);
    expect(flagsIn(page('Emphasis of matter – going concern', attention))).toHaveLength(1);
  });

  it.each([
    [['Material uncertainty related', 'EXAMPLE LTD', 'to going concern']],
    [
      [
        'Material uncertainty related to',
        'EXAMPLE LTD',
        'Page 4 of 9',
        'Report of the auditors',
        'going concern',
      ],
    ],
    [['Material uncertainty', 'EXAMPLE LTD', 'related to going concern']],
    [['Material uncertainty related -', 'to going concern']],
    [['Material uncertainty re-', 'lated to going con-', 'cern']],
  ])('is found over the end of a page or a line: %j', (lines) => {
    expect(flagsIn(page(...lines, attention))).toHaveLength(1);
  });

  it('is found however the page is laid out', () => {
    const perWord = `<h:div>${heading
      .split(' ')
      .map((word) => `<h:span>${word}</h:span> `)
      .join('')}</h:div>`;
    expect(flagsIn(perWord + page(attention))).toEqual(quoted);
    expect(
      flagsIn(`<h:td><h:b>Material uncertainty<h:br/>related to going concern</h:b> ${attention}</h:td>`),
    ).toHaveLength(1);
    expect(
      flagsIn(
        page(
          heading,
          'We draw attention to note 2, which indicates that the',
          'company incurred a net loss. It is',
          'large.',
        ),
      ),
    ).toEqual(quoted);
  });

  it('is found wherever in a long document it stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 0, max: 9_000 }), (before, after) => {
        const filler = (count: number) => page('Filler about a concern. '.repeat(count));
        expect(flagsIn(filler(before) + page(heading, attention) + filler(after))).toEqual(quoted);
      }),
      { numRuns: 40 },
    );
  });

  it('is not flagged by boilerplate', () => {
    const boilerplate = [
      'Conclusions relating to going concern',
      'We have not identified any material uncertainties relating to events or conditions that may cast significant doubt on the company’s ability to continue as a going concern.',
      'the directors have not disclosed any identified material uncertainties that may cast doubt about the going concern basis of accounting; or',
      'material uncertainty related to going concern was considered as a risk.',
      'In addition to the matter described in the Material uncertainty related to going concern section, we determined no key audit matters.',
      'Going concern',
    ];
    expect(flagsIn(page(...boilerplate))).toEqual([]);
    expect(flagsIn(page(heading, 'We have nothing to report in this regard.'))).toEqual([]);
  });
});

describe('a qualified opinion', () => {
  it('is flagged by the basis that the auditor gives, before any other words', () => {
    const flags = flagsIn(
      page(
        'Qualified opinion',
        'In our opinion, except for the effects of the matter described below, the accounts give a true and fair view.',
        'Basis for qualified opinion',
        'We were not able to observe the counting of stock worth £300,000 at the year end. It matters.',
      ),
    );
    expect(flags).toEqual([
      {
        kind: 'qualified-opinion',
        quote:
          'Basis for qualified opinion We were not able to observe the counting of stock worth £300,000 at the year end.',
      },
    ]);
  });

  it('is flagged where filleted accounts only mention it', () => {
    expect(
      flagsIn(page('The auditor’s report on the accounts of the company was qualified for want of records.')),
    ).toEqual([
      {
        kind: 'qualified-opinion',
        quote: 'The auditor’s report on the accounts of the company was qualified for want of records.',
      },
    ]);
  });

  it('is not flagged by people and reports that are merely qualified or unqualified', () => {
    const innocent = [
      'Valuations are made by professionally qualified valuers.',
      'The auditor’s report was unqualified.',
      'Employing qualified staff improves our opinion of ourselves.',
      'An unqualified opinion',
    ];
    expect(flagsIn(page(...innocent))).toEqual([]);
  });

  it('that is adverse or disclaimed says so', () => {
    expect(flagsIn(page('Adverse opinion', attention)).map(({ kind }) => kind)).toEqual(['adverse-opinion']);
    expect(flagsIn(page('Basis for disclaimer of opinion', attention)).map(({ kind }) => kind)).toEqual([
      'disclaimer-of-opinion',
    ]);
  });
});

describe('accounts not on a going-concern basis', () => {
  it.each([
    'The directors intend to wind up the company and the accounts have been prepared on a basis other than going concern.',
    'These financial statements have not been prepared on a going concern basis.',
    'As trade has ceased, the accounts are prepared on a break up basis.',
    'The company ceased to trade, so the going concern basis is no longer appropriate.',
    'It is therefore not appropriate to prepare the accounts on the going concern basis.',
  ])('are flagged: %s', (sentence) => {
    const kind = 'not-going-concern-basis';
    expect(flagsIn(page(`Some words before. ${sentence} Some after.`))).toEqual([{ kind, quote: sentence }]);
    const fact = { name: 'GeneralDescription', context: 'year', text: sentence };
    const plain = readAccounts(plainFiling({ contexts, facts: [fact] }), { fileName });
    expect(isRefused(plain) ? [] : plain.flags).toEqual([{ kind, quote: sentence }]);
  });

  it.each([
    'prepare the financial statements on the going concern basis unless it is inappropriate to presume that the company will continue in business.',
    'We report to you where the director’s use of the going concern basis of accounting in the preparation of the financial statements is not appropriate; or',
    'The accounts do not include the adjustments that would result if the company were not prepared on a going concern basis.',
    'The directors consider it appropriate to prepare the accounts on a going concern basis.',
    'The directors believe that the going concern basis is appropriate.',
  ])('are not flagged: %s', (sentence) => {
    expect(flagsIn(page(sentence))).toEqual([]);
  });

  it('are flagged when only a tag says so', () => {
    const tag = {
      name: 'FinancialStatementsArePreparedOnGoing-concernBasisTruefalse',
      context: 'year',
      text: 'false',
    };
    expect(flagsIn('', [title, tag]).map(({ kind }) => kind)).toEqual(['not-going-concern-basis']);
    expect(flagsIn('', [title, { ...tag, text: 'true' }])).toEqual([]);
  });
});

describe('words nobody sees', () => {
  it('are not read: style sheets, scripts, the hidden header', () => {
    const hidden = 'Qualified opinion\nWe draw attention to nothing.';
    expect(
      flagsIn(`<h:style>${hidden}</h:style><h:script>${hidden}</h:script><ix:header>${hidden}</ix:header>`),
    ).toEqual([]);
  });
});

it.each([
  [['Material uncertainty related to the going concern basis of accounting', attention]],
  [['Material uncertainty related to', 'Example Homes Ltd. Annual report', '6', 'going concern', attention]],
])('a heading is known by its longer words and over a running head with a full stop: %j', (lines) => {
  expect(flagsIn(page(...lines)).map(({ kind }) => kind)).toEqual(['material-uncertainty-going-concern']);
});
