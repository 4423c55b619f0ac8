import { expect, test } from 'vitest';
import { gazetteInsolvency } from '../gazette-insolvency.ts';
import { documentOf, itemsOf, observationsOf } from '../testing.ts';
import { correctionIn } from './correction.ts';

const ID = '9900201';
const [EARLIER, LINK] = ['9900200', 'https://www.thegazette.co.uk/London/issue/64000/notice/9900200'];

function read(words: string, code = '2450') {
  return itemsOf(
    gazetteInsolvency,
    documentOf(
      `<html><body><article><dd property="gaz:hasPublicationDate" content="2026-11-20T09:30:00"></dd>
<dd property="gaz:hasNoticeID">${ID}</dd><dd property="gaz:hasNoticeCode">${code}</dd>
<div class="content"><h3>EXAMPLE EIGHTY LIMITED</h3><p>(Company Number 99000280)</p><p>${words}</p></div></article></body></html>`,
      `https://www.thegazette.co.uk/notice/${ID}`,
    ),
  );
}

const taken = (items: ReturnType<typeof read>) =>
  items.flatMap((item) => (item.outcome === 'withdrawn' ? item.withdrawals.map(({ ref }) => ref) : []));

test('a corrected petition is a later version of the earlier notice, which no longer stands as it was', () => {
  const items = read(
    `This notice is in substitution for that which appeared in The London Gazette of 13 November 2026: ${LINK}. The petition will be heard at the High Court, Rolls Building, London on Wednesday 9 December 2026 at 10:30.`,
  );
  expect(observationsOf(items)).toMatchObject([
    {
      ref: EARLIER,
      version: '2026-11-20T12:00:00.000Z',
      url: `https://www.thegazette.co.uk/notice/${ID}`,
      content: {
        family: 'winding-up-petition',
        noticeId: ID,
        hearing: { on: '2026-12-09', court: 'High Court, Rolls Building, London' },
        corrects: { as: 'substituted', noticeId: EARLIER, on: '2026-11-13' },
      },
    },
  ]);
  expect(taken(items)).toEqual([ID, EARLIER, `${EARLIER}/`]);
});

test.each([
  [`Notice ${EARLIER} was published in error and is hereby withdrawn (${LINK}).`],
  [
    `The petition advertised in The Gazette on 13 November 2026 (notice ID ${EARLIER}) was advertised in error.`,
  ],
  [`<a href="${LINK}">The earlier notice</a> has been withdrawn: please disregard it.`],
])(
  'a petition that should not have been advertised ends, and so does what the list said of this notice: %#',
  (words) => {
    const items = read(words);
    expect(taken(items)).toEqual([ID, EARLIER, `${EARLIER}/`]);
    expect(observationsOf(items)).toMatchObject([
      {
        ref: ID,
        content: { family: 'petition-withdrawn', corrects: { as: 'withdrawn', noticeId: EARLIER } },
      },
    ]);
  },
);

test('a petition withdrawn in court is an ending, and its notice stands as history', () => {
  const items = read(
    'The petition to wind up the company was withdrawn by leave of the court on 18 November 2026.',
  );
  expect(observationsOf(items)).toMatchObject([{ ref: ID, content: { family: 'petition-withdrawn' } }]);
  expect(taken(items)).toEqual([]);
});

test('a notice of administrators that was placed in error is nothing but that', () => {
  const items = read(`The notice of appointment (${LINK}) was placed in error.`, '2410');
  expect(observationsOf(items)).toMatchObject([{ content: { family: 'other' } }]);
  expect(taken(items)).toContain(EARLIER);
});

test('one that does not say which notice it takes back is refused aloud, and is no news itself', () => {
  const items = read('The notice of appointment was placed in error.', '2410');
  expect(items).toMatchObject([
    { outcome: 'refused', reason: 'it takes back an earlier notice and does not say which: look at both' },
    { outcome: 'withdrawn' },
  ]);
});

test('an ordinary notice corrects nothing', () => {
  const items = read(
    'A petition to wind up the above-named company presented on 2 November 2026 will be heard at the High Court on 9 December 2026. Notice of intention to appear must be given by 16.00 hours on 8 December 2026.',
  );
  expect(taken(items)).toEqual([]);
  expect(observationsOf(items)[0]?.content).not.toHaveProperty('corrects');
});

test('a list entry that says that a published notice was withdrawn takes it back', () => {
  const entry = {
    id: `https://www.thegazette.co.uk/id/notice/${EARLIER}`,
    'f:status': 'withdrawn',
    title: 'A LTD',
  };
  const items = itemsOf(
    gazetteInsolvency,
    documentOf(JSON.stringify({ 'f:total': '1', entry }), 'data.json'),
  );
  expect(taken(items)).toEqual([EARLIER, `${EARLIER}/`]);
});

test.each([
  [
    'The advertisement in The London Gazette dated 13 November 2026 (notice 9900200) is hereby retracted.',
    'withdrawn',
  ],
  [
    'This notice replaces the notice which appeared on 13 November 2026 under 9900200, to correct the hearing date.',
    'substituted',
  ],
])('the earlier notice is found by its bare number: %s', (words, as) => {
  const items = read(words);
  expect(observationsOf(items)).toMatchObject([{ content: { corrects: { as, noticeId: EARLIER } } }]);
  expect(taken(items)).toContain(EARLIER);
});

test('a notice of a petition that says it was dismissed tells of its end, one that will be heard does not', () => {
  const familyOf = (words: string) =>
    observationsOf(read(words)).map(({ content }) => 'family' in content && content.family);
  expect(
    familyOf('The petition advertised on 13 November 2026 was dismissed by consent on 18 November 2026.'),
  ).toEqual(['petition-dismissed']);
  expect(
    familyOf('An earlier petition was dismissed. This petition will be heard on 9 December 2026.'),
  ).toEqual(['winding-up-petition']);
});

test('whose voluntary liquidation it is, the words tell where they name one kind, whatever the code', () => {
  const familyOf = (words: string, code: string) =>
    observationsOf(read(words, code)).map(({ content }) => 'family' in content && content.family);
  expect(familyOf('(In Members’ Voluntary Liquidation)', '2443')).toEqual(['members-voluntary-liquidation']);
  expect(familyOf('Members voluntary winding-up. A declaration of solvency was made.', '2441')).toEqual([
    'members-voluntary-liquidation',
  ]);
  const both = 'The members’ voluntary liquidation was converted into a creditors’ voluntary liquidation.';
  expect(familyOf(both, '2443')).toEqual(['creditors-voluntary-liquidation']);
});

const PETITION =
  'A Petition to wind up the above-named Company presented on 1 November 2026 by HMRC, a creditor, will be heard at the High Court on 9 December 2026.';
const PRESENTED = 'A petition to wind up the above-named Company was presented on 1 November 2026 by HMRC.';
const APPOINTED = 'Joint Administrators of the Company were appointed on 18 November 2026.';
const LIQUIDATORS = 'Liquidators were appointed by the creditors on 18 November 2026;';

test.each([
  ['2450', `${PETITION} Any person intending to appear must give notice; a late notice may be disregarded.`],
  ['2450', `${PETITION} Any notice given less than 4 days before the hearing may be disregarded.`],
  ['2450', `${PETITION} A notice received after that time may be disregarded. Such a notice is void.`],
  ['2450', `${PETITION} The notice must be given by 16.00 hours on 8 December 2026 or it is void.`],
  ['2450', `${PETITION} An earlier petition against the company was withdrawn on 1 March 2026.`],
  ['2450', `${PETITION} If the petition is withdrawn the costs follow.`],
  ['2450', `${PETITION} An earlier petition was advertised in error.`],
  ['2450', 'An earlier petition was dismissed on 1 March 2026. The hearing is on 9 December 2026.'],
  ['2450', `${PRESENTED} An earlier petition was dismissed on 1 March 2026.`],
  ['2450', `${PRESENTED} The petition of 2025 was dismissed on 1 March 2026.`],
  ['2450', `${PRESENTED} If the petition is withdrawn the costs follow.`],
  ['2450', `${PRESENTED} The petition may be withdrawn or dismissed.`],
  ['2450', `${PRESENTED} The company will ask the court to dismiss the petition.`],
  ['2410', `${APPOINTED} Claims received later than 21 days after this notice may be disregarded.`],
  ['2410', `${APPOINTED} Claims received later than 21 days after this notice should be disregarded.`],
  ['2410', `${APPOINTED} Proofs of debt which were submitted in error may be withdrawn.`],
  ['2443', `${LIQUIDATORS} claims received later than 21 days after this notice may be disregarded.`],
  ['2443', `${LIQUIDATORS} if you have already sent your claim please disregard this notice.`],
])(
  'a live petition or appointment is not ended by a rule, or by what became of another: %s %s',
  (code, words) => {
    const begun = { '2450': 'winding-up-petition', '2410': 'administration' }[code];
    const family = begun ?? 'creditors-voluntary-liquidation';
    const items = read(words, code);
    expect(observationsOf(items)).toMatchObject([{ ref: ID, content: { family } }]);
    expect(items.map(({ outcome }) => outcome)).not.toContain('refused');
  },
);

test.each([
  ['2450', PETITION, 'winding-up-petition'],
  ['2410', APPOINTED, 'administration'],
])(
  'a notice of its own that says that an earlier one was in error stands in its place: %s',
  (code, words, family) => {
    const items = read(`${words} Notice ${EARLIER} was published in error and is hereby withdrawn.`, code);
    expect(taken(items)).toContain(EARLIER);
    expect(observationsOf(items)).toMatchObject([{ content: { family, corrects: { as: 'substituted' } } }]);
  },
);

test.each([
  ['On 3 May 2026 the petition was withdrawn by leave of the court.', 'petition-withdrawn'],
  [
    'On the application of the petitioner the petition was dismissed on 18 November 2026.',
    'petition-dismissed',
  ],
  [`${PRESENTED} The petition was dismissed on 18 November 2026.`, 'petition-dismissed'],
  ['The Petitioner withdraws its petition.', 'petition-withdrawn'],
  ['Notice is hereby given of the withdrawal of the petition.', 'petition-withdrawn'],
])('a petition that came to an end did so by its own words: %s', (words, family) => {
  expect(observationsOf(read(words))).toMatchObject([{ content: { family } }]);
});

test.each([
  ['The petition will be heard at a date to be fixed; notice must be given by 8 December 2026.', null],
  ['An earlier petition was adjourned to 1 March 2026. The hearing is on 9 December 2026.', '2026-12-09'],
  ['The hearing is fixed for 9 December 2026.', '2026-12-09'],
])(
  'the day of a hearing is that of this petition, and none by which somebody must write: %s',
  (words, on) => {
    const hearings = observationsOf(read(words)).map(({ content }) =>
      'hearing' in content ? [content.family, content.hearing?.on ?? null] : [],
    );
    expect(hearings).toEqual([['winding-up-petition', on]]);
  },
);

test.each([
  [
    '2410',
    'Jane Roe was appointed administrator. The notice of meeting of 2 November 2026 has been cancelled.',
  ],
  [
    '2410',
    'Jane Roe appointed administrator on 18 November 2026. An earlier notice of intention to appoint filed on 2 November 2026 was withdrawn.',
  ],
  [
    '2410',
    'Administrators appointed on 18 November 2026. The meeting convened by notice of 2 November 2026 has been cancelled.',
  ],
  ['2443', 'Liquidator appointed. The notice of disclaimer dated 2 November 2026 was withdrawn.'],
  ['2410', 'Administrators appointed. The notice to creditors dated 2 November 2026 was withdrawn.'],
  [
    '2410',
    'Administrators appointed. The first Gazette notice for compulsory strike-off has been cancelled.',
  ],
  [
    '2410',
    'Administrators appointed. The Gazette notice of 2 November 2026 proposing to strike off the Company was withdrawn.',
  ],
])(
  'a notice that somebody was given, or that the registrar gave, is none of the company’s: %s %s',
  (code, words) => {
    const items = read(words, code);
    expect(taken(items)).toEqual([]);
    expect(items.map(({ outcome }) => outcome)).toEqual(['observed']);
  },
);

test.each([
  ['2443', 'Notice number 4711234. Jane Roe has been appointed liquidator in place of John Doe.'],
  ['2443', 'Jane Roe has been appointed liquidator in place of John Doe, notice number 4711234.'],
  ['2443', 'Jane Roe was appointed liquidator in place of John Doe (IP number 9876543).'],
  [
    '2443',
    'Jane Roe was appointed liquidator in place of John Doe who resigned by notice dated 2 November 2026.',
  ],
  [
    '2443',
    'Jane Roe was appointed liquidator in substitution for John Doe, notice of which was given on 2 November 2026.',
  ],
  [
    '2443',
    'Notice number 4711234. Jane Roe replaces John Doe, who has given notice of his resignation, as liquidator.',
  ],
  ['2441', 'Registered in England under 99006001. Jane Roe was appointed liquidator in place of John Doe.'],
  [
    '2441',
    'Registered in England under 99006001. A virtual meeting in place of the physical meeting of which notice was given.',
  ],
  ['2410', 'Registered office: 1 Street (in place of 2 Street, number 99006001). Administrators appointed.'],
  ['2410', 'The revised notice period is 14 days. Administrators appointed.'],
])('who, or what, takes the place of another than a notice corrects none: %s %s', (code, words) => {
  const items = read(words, code);
  expect(taken(items)).toEqual([]);
  expect(observationsOf(items).map(({ ref }) => ref)).toEqual([ID]);
  expect(observationsOf(items)[0]?.content).not.toHaveProperty('corrects');
});

test.each([
  [`This notice is in place of that published under ${EARLIER}.`, EARLIER],
  [`This notice is placed in substitution of notice number ${EARLIER}.`, EARLIER],
  [`In substitution for ${EARLIER}.`, EARLIER],
  [`This notice corrects the name given in notice ${EARLIER}.`, EARLIER],
  ['In place of the entry in The London Gazette of 2 November 2026.', null],
  [
    'Registered in England under 99006001. This notice is in substitution for our notice of 2 November 2026.',
    null,
  ],
])(
  'a notice that takes the place of an earlier one corrects it, and no company’s number is one: %s',
  (words, noticeId) => {
    const items = read(`${words} ${APPOINTED}`, '2410');
    expect(observationsOf(items)).toMatchObject([
      { content: { family: 'administration', corrects: { as: 'substituted', noticeId } } },
    ]);
  },
);

test.each([
  [
    'RETRACTION: Notice 9900050 regarding this company is retracted.',
    { as: 'withdrawn', noticeId: '9900050', on: null },
  ],
  [
    'Correction: in the notice of 13 November 2026 (9900050) the company number should read 99000101 and not 99000111. The petition will be heard on 15 December 2026.',
    { as: 'substituted', noticeId: '9900050', on: '2026-11-13' },
  ],
])('an earlier notice is put right or taken back: %s', (words, said) => {
  expect(correctionIn(words, '9900100')).toEqual(said);
});

test.each([
  `The notice published on 13 November 2026 (notice ID ${EARLIER}) should not have been published.`,
  `The advertisement of 13 November 2026 (notice ${EARLIER}) is to be treated as not having been published.`,
  `Notice ${EARLIER} was in respect of the wrong company.`,
])('a notice by which an earlier one should not have been takes it back: %s', (words) => {
  const items = read(words);
  expect(taken(items)).toContain(EARLIER);
  expect(observationsOf(items)).toMatchObject([
    { content: { family: 'petition-withdrawn', corrects: { as: 'withdrawn', noticeId: EARLIER } } },
  ]);
});

test('that a late notice should not be given takes nothing back', () => {
  expect(taken(read(`${PETITION} A notice should not be sent to the court.`))).toEqual([]);
});

test('a petition that was struck out has ended, on its day', () => {
  expect(observationsOf(read('The petition has been struck out.'))).toMatchObject([
    { occurredOn: null, content: { family: 'petition-dismissed' } },
  ]);
  expect(observationsOf(read('The petition was struck out on 18 November 2026.'))).toMatchObject([
    { occurredOn: '2026-11-18', content: { family: 'petition-dismissed' } },
  ]);
});

test.each([
  'The appointment of administrators on 11 November 2026 was declared invalid by the court on 18 November 2026.',
  'The administrators appointed on 11 November 2026 ceased to act and the company was returned to its directors.',
])('an appointment that does not stand is no new one, and is left to a person: %s', (words) => {
  const items = read(words, '2410');
  expect(observationsOf(items)).toMatchObject([{ occurredOn: null, content: { family: 'unknown' } }]);
  expect(items.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
});

test('a company that its directors may get back is in administration until they do', () => {
  const words = `${APPOINTED} The company will be returned to its directors if it is rescued.`;
  expect(observationsOf(read(words, '2410'))).toMatchObject([{ content: { family: 'administration' } }]);
});

test('an erratum on whom a notice named, which names two, is understood of neither and refused aloud', () => {
  const items = read(
    `ERRATUM. In notice ${EARLIER} the name of the company was wrong. The petition concerns OTHER EXAMPLE LIMITED (99000281).`,
  );
  expect(observationsOf(items).map(({ about, content }) => [about?.ref?.id, content])).toMatchObject([
    ['99000280', { family: 'unknown' }],
    ['99000281', { family: 'unknown' }],
  ]);
  expect(taken(items)).toContain(EARLIER);
  expect(items.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
});

test('a number that an earlier notice had wrong is put right, and a person looks where that one is not named', () => {
  const wrong = (earlier: string) =>
    read(
      `In the notice published on 13 November 2026${earlier} the company number was incorrectly stated as 99000287; it should have been 99000280.`,
      '2410',
    );
  const corrects = { as: 'substituted', noticeId: null, on: '2026-11-13' };
  expect(observationsOf(wrong(''))).toMatchObject([
    { about: { ref: { id: '99000280' } }, content: { corrects } },
  ]);
  expect(wrong('').filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
  const named = wrong(` (notice ID ${EARLIER})`);
  expect(taken(named)).toContain(EARLIER);
  expect(named.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
});

test.each([
  'The petition was adjourned from 4 November 2026 and will now be heard on 9 December 2026.',
  'The hearing was adjourned from 4 November 2026 until 9 December 2026.',
  'The petition was due to be heard on 4 November 2026 and was stood over to 9 December 2026.',
  'The hearing was adjourned on 4 November 2026 to 9 December 2026.',
  'A petition to wind up the company to be heard 9 December 2026.',
  'The petition calls on 9 December 2026.',
  'The petition calls in Example Sheriff Court on 9 December 2026.',
])('the hearing is the one to come, however it is said: %s', (words) => {
  const [petition] = observationsOf(read(words));
  expect(petition?.content).toMatchObject({ hearing: { on: '2026-12-09' } });
});

test.each([
  'The notice published on 13 November 2026 should be ignored.',
  'The notice of 13 November 2026 was published too soon and is of no effect.',
  'The notice of 13 November 2026 was an error.',
  'The petition was discontinued on 18 November 2026.',
])('what is taken back in other words is taken back: %s', (words) => {
  expect(observationsOf(read(words))).toMatchObject([{ content: { family: 'petition-withdrawn' } }]);
});

test.each([
  ['2450', 'The petition was set aside by the court on 18 November 2026.'],
  ['2450', 'The petition advertised on 13 November 2026 has been stayed.'],
  ['2410', 'The administration has ended.'],
  ['2441', 'The resolution to wind up passed on 11 November 2026 was rescinded.'],
  ['2443', 'The liquidation has been stayed.'],
])('what does not go on is no new adverse fact, and is left to a person: %s %s', (code, words) => {
  const items = read(words, code);
  expect(observationsOf(items)).toMatchObject([{ content: { family: 'unknown' } }]);
  expect(items.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
});

test('a petition that ends only if something comes to pass has not ended', () => {
  const words = 'The petition is to be struck out if costs are not paid by 18 December 2026.';
  expect(observationsOf(read(words))).toMatchObject([{ content: { family: 'winding-up-petition' } }]);
});

test.each([
  'The hearing on 4 November 2026 will instead take place on 9 December 2026.',
  'The petition moved by HMRC on 1 November 2026 will be heard on 9 December 2026.',
  'The petition is set down for 9 December 2026.',
  'The petition has been listed on 9 December 2026.',
])('the hearing to come is read: %s', (words) => {
  const [petition] = observationsOf(read(words));
  expect(petition?.content).toMatchObject({ hearing: { on: '2026-12-09' } });
});

test.each(['The previous administration has ended.', 'Any appointment of a proxy is void.'])(
  'what became of another leaves an appointment as it is: %s',
  (words) => {
    const items = read(`${words} ${APPOINTED}`, '2410');
    expect(observationsOf(items)).toMatchObject([{ content: { family: 'administration' } }]);
  },
);
