import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise, readings } from './name.ts';

function lettersOf(name: string): readonly string[] {
  return readings(name).map(({ letters }) => letters);
}

describe('normalise', () => {
  test.each([
    ['The Kiely Bros. Limited', 'KIELY BROS LTD'],
    ['RICHMOND FELLOWSHIP(THE)', 'RICHMOND FELLOWSHIP'],
    ['SHAW TRUST LIMITED(THE)', 'SHAW TRUST LTD'],
    ['C.P. Davidson & Sons Ltd', 'CP DAVIDSON AND SONS LTD'],
    ['C P Davidson and Sons Limited', 'CP DAVIDSON AND SONS LTD'],
    ['COMPASS CHILDREN\\xB4S HOMES LIMITED', 'COMPASS CHILDRENS HOMES LTD'],
    ['Marks &amp; Spencer p.l.c.', 'MARKS AND SPENCER PLC'],
    ['Café Zoë Community Interest Company', 'CAFE ZOE CIC'],
    ['Dŵr Cymru Cyfyngedig', 'DWR CYMRU LTD'],
    ['INSIGHT DIRECT (UK) LTD', 'INSIGHT DIRECT UK LTD'],
    ['Shoosmiths Limited Liability Partnership', 'SHOOSMITHS LLP'],
    ['Limited', 'LIMITED'],
    ['東京', ''],
  ])('%s is written %s', (name, normal) => {
    expect(normalise(name)).toBe(normal);
  });

  test('is idempotent', () => {
    const words = fc.constantFrom(
      'THE',
      'A',
      'B',
      'LTD',
      'LIMITED',
      'PUBLIC',
      'COMPANY',
      'PLC',
      'L.L.P.',
      'Ünit',
      '&',
      '(The)',
      '-',
      'Ŀ',
      'ŉ',
    );
    const names = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(words).map((some) => some.join(' ')),
    );
    fc.assert(
      fc.property(names, (name) => {
        expect(normalise(normalise(name))).toBe(normalise(name));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('readings', () => {
  test.each([
    ['spacing', 'Human Kind Charity', 'HUMANKIND CHARITY'],
    ['small words', 'Autistic Society for the Greater Example Area', 'AUTISTIC SOCIETY GREATER EXAMPLE AREA'],
    ['abbreviation', 'DIST SURVEYORS ASS LTD', 'DISTRICT SURVEYORS ASSOCIATION LIMITED'],
    ['a contraction', 'EXAMPLE MNGMT & TRNG SVCS LTD', 'EXAMPLE MANAGEMENT AND TRAINING SERVICES LIMITED'],
    ['American spelling', 'Example Organization for Theatre Ltd', 'EXAMPLE ORGANISATION FOR THEATRE LIMITED'],
    ['figures and words', 'Four Example Lanes Ltd', '4 EXAMPLE LANES LIMITED'],
    ['saints', 'Saint Example Trust', 'ST. EXAMPLE TRUST'],
  ])('%s do not make another name', (_, printed, registered) => {
    expect(lettersOf(printed)[0]).toBe(lettersOf(registered)[0]);
  });

  test('AND between initials is part of the name', () => {
    expect(lettersOf('J & S Builders Ltd')[0]).not.toBe(lettersOf('JS Builders Ltd')[0]);
  });

  test('what follows T/A is a trading name, read last', () => {
    expect(readings('Example Care Ltd T/A Sunny Home').map(({ kind, words }) => [kind, words])).toEqual([
      ['whole', 'EXAMPLE CARE'],
      ['trading', 'SUNNY HOME'],
    ]);
  });

  test('what follows the legal form is not the name, unless it is another legal person', () => {
    expect(readings('EXAMPLE CARE LTD SALES')[1]).toMatchObject({
      kind: 'up-to-form',
      words: 'EXAMPLE CARE',
    });
    expect(readings('EXAMPLE LTD & OTHER LTD')[1]).toMatchObject({ kind: 'first-of-two', words: 'EXAMPLE' });
  });

  test('a bracket counts as other names only where it holds initials or spells them out', () => {
    expect(readings('The Example Partnership (TEP) Ltd').map(({ kind }) => kind)).toEqual([
      'whole',
      'outside-brackets',
      'initials',
    ]);
    expect(readings('ExCo (ExampleConsultants)').map(({ kind }) => kind)).toEqual([
      'whole',
      'inside-brackets',
    ]);
    expect(readings('Example (Northern) Ltd').map(({ kind }) => kind)).toEqual(['whole']);
  });

  test('a bracket that holds a legal person counts, unless who stands before it is paid for others', () => {
    expect(readings('Sunny House (Example Care Ltd)')[1]).toMatchObject({
      kind: 'inside-brackets',
      words: 'EXAMPLE CARE',
      form: 'LTD',
    });
    for (const printed of ['Example Factors (Example Care Ltd)', 'Example Ltd (Other Ltd)'])
      expect(readings(printed).map(({ kind }) => kind)).not.toContain('inside-brackets');
  });

  test.each(['EXAMPLE CARE LD', 'EXAMPLE CARE LIMIT', 'Example Care Limted', 'EXAMPLE CARE LTS.'])(
    'LIMITED cut short or misprinted is still a legal form: %s',
    (printed) => {
      expect(readings(printed)[1]).toMatchObject({ kind: 'mended-form', words: 'EXAMPLE CARE', form: 'LTD' });
    },
  );

  test.each([
    ['EXAMPLE YOUTH COMMUNITY INTEREST CO', 'CIC'],
    ['EXAMPLE YOUTH COMMUNITY INTEREST', 'CIC'],
    ['EXAMPLE YOUTH COMMUNITY INTER', 'CIC'],
    ['EXAMPLE YOUTH PUBLIC LIMITED COMP', 'PLC'],
    ['EXAMPLE YOUTH LIMITED LIABILITY PARTNERSHI', 'LLP'],
    ['EXAMPLE YOUTH CHARITABLE INCORPORATED ORG', 'CIO'],
  ])('a legal form of several words that a narrow column cuts is still one: %s', (printed, form) => {
    expect(readings(printed).find(({ kind }) => kind === 'mended-form')).toMatchObject({
      words: 'EXAMPLE YOUTH',
      form,
    });
  });

  test('a community, or words that begin a legal form and go on otherwise, are no form cut short', () => {
    for (const printed of ['EXAMPLE COMMUNITY', 'EXAMPLE COMMUNITY INTEREST GROUP', 'COMMUNITY INTEREST CO'])
      expect(readings(printed).map(({ kind }) => kind)).not.toContain('mended-form');
  });

  test('a surname, or a word of its own, is not a legal form cut short', () => {
    expect(readings('EXAMPLE LI').map(({ kind }) => kind)).toEqual(['whole']);
    expect(readings('EXAMPLE LIM').map(({ kind }) => kind)).toEqual(['whole']);
    expect(readings('NO LIMIT LTD').map(({ words }) => words)).toEqual(['NO LIMIT']);
  });

  test('a former name and an intermediary are told apart from the name', () => {
    expect(readings('Example Ltd (formerly Sample Ltd)').map(({ kind }) => kind)).toEqual([
      'whole',
      'former',
    ]);
    expect(readings('Example Ltd via Sample Services Ltd').map(({ kind }) => kind)).toEqual([
      'intermediary',
      'trading',
    ]);
    expect(readings('Via Example Ltd').map(({ kind }) => kind)).toEqual(['whole']);
  });

  const read = (name: string) =>
    readings(name).map(({ kind, words, form }) => `${kind}: ${words} ${form ?? ''}`.trim());

  test.each([
    ['Example Ltd T/A Sunny Home', ['whole: EXAMPLE LTD', 'trading: SUNNY HOME']],
    ['Example Ltd t/as Sunny Home', ['whole: EXAMPLE LTD', 'trading: SUNNY HOME']],
    ['Example Ltd T.A. Sunny Home', ['whole: EXAMPLE LTD', 'trading: SUNNY HOME']],
    ['Example Ltd trading as Sunny Home', ['whole: EXAMPLE LTD', 'trading: SUNNY HOME']],
    ['Example Ltd D/B/A Sunny Home', ['whole: EXAMPLE LTD', 'trading: SUNNY HOME']],
    ['Sunny Home T/A Example Ltd', ['before-trading: SUNNY HOME', 'behind-trading: EXAMPLE LTD']],
    ['Sunny Home (t/as Example plc)', ['before-trading: SUNNY HOME', 'behind-trading: EXAMPLE PLC']],
    ['Sunny Ltd T/A Example Ltd', ['whole: SUNNY LTD', 'trading: EXAMPLE LTD']],
    [
      'Sunny Limted T/A Example Ltd',
      ['whole: SUNNY LIMTED', 'mended-form: SUNNY LTD', 'trading: EXAMPLE LTD'],
    ],
    ['Sunny Home T/A Example', ['whole: SUNNY HOME', 'trading: EXAMPLE']],
    ['Example Ltd (formally Sample Ltd)', ['whole: EXAMPLE LTD', 'former: SAMPLE LTD']],
    ['Example Ltd re Sunny Home', ['whole: EXAMPLE LTD RE SUNNY HOME', 'before-re: EXAMPLE LTD']],
    ['Example Homes Re: Sunny', ['whole: EXAMPLE HOMES RE SUNNY', 'before-re: EXAMPLE HOMES']],
    [
      'Sample Invoice Finance re Example Ltd',
      [
        'whole: SAMPLE INVOICE FINANCE RE EXAMPLE LTD',
        'first-of-two: SAMPLE INVOICE FINANCE',
        'second-of-two: EXAMPLE LTD',
      ],
    ],
    [
      'Sample Factors Ltd re Example Homes',
      [
        'whole: SAMPLE FACTORS LTD RE EXAMPLE HOMES',
        'first-of-two: SAMPLE FACTORS LTD',
        'second-of-two: EXAMPLE HOMES',
      ],
    ],
    [
      'Sample Ltd re Example Ltd',
      ['whole: SAMPLE LTD RE EXAMPLE LTD', 'first-of-two: SAMPLE LTD', 'second-of-two: EXAMPLE LTD'],
    ],
    ['Re Media Ltd', ['whole: RE MEDIA LTD']],
    ['Example Re', ['whole: EXAMPLE RE']],
    [
      'Sample / Example Ltd',
      ['whole: SAMPLE EXAMPLE LTD', 'first-of-two: SAMPLE', 'second-of-two: EXAMPLE LTD'],
    ],
    ['Sample / Example', ['whole: SAMPLE EXAMPLE']],
    [
      'Sample Ltd & Example Ltd',
      ['whole: SAMPLE LTD AND EXAMPLE LTD', 'first-of-two: SAMPLE LTD', 'second-of-two: EXAMPLE LTD'],
    ],
    [
      'Sample Care Homes Ltd (SCH Ltd)',
      ['whole: SAMPLE CARE HOMES LTD SCH LTD', 'up-to-form: SAMPLE CARE HOMES LTD'],
    ],
    ['Example Ltd (In Liquidation)', ['whole: EXAMPLE LTD IN LIQUIDATION', 'without-state: EXAMPLE LTD']],
    ['Example in Administration', ['whole: EXAMPLE IN ADMINISTRATION', 'without-state: EXAMPLE']],
    ['Example (in admin) Ltd', ['whole: EXAMPLE IN ADMIN LTD', 'without-state: EXAMPLE LTD']],
    ['T/A Sunny Home', ['whole: TA SUNNY HOME']],
    ['Example T/ABC Ltd', ['whole: EXAMPLE T ABC LTD']],
    ['Example Ltd previously known as Sample Ltd', ['whole: EXAMPLE LTD', 'former: SAMPLE LTD']],
    ['Example Ltd F/K/A Sample Ltd', ['whole: EXAMPLE LTD', 'former: SAMPLE LTD']],
    ['Formerly Example Ltd', ['whole: FORMERLY EXAMPLE LTD']],
    ['Sunny Home via Example Ltd', ['intermediary: EXAMPLE LTD', 'trading: SUNNY HOME']],
    ['Sunny Home via Leeds', ['whole: SUNNY HOME VIA LEEDS']],
    ['Example Ltd c/o Other Ltd', ['whole: EXAMPLE LTD']],
    [' C/O Other Ltd', ['whole: CO OTHER LTD']],
  ])('of %s are %o', (name, kinds) => {
    expect(read(name)).toEqual(kinds);
  });

  test.each([
    ['initials that leave out AND', 'Example and Sample (ES)', ['outside-brackets', 'initials']],
    ['initials with AND', 'Example and Sample (EAS) Ltd', ['outside-brackets', 'initials']],
    ['initials that leave out small words', 'Society of Example (SE)', ['outside-brackets', 'initials']],
    ['initials with small words', 'Society of Example (SOE)', ['outside-brackets', 'initials']],
    ['one letter', 'Example (E)', []],
    ['initials behind the form', 'Example Ltd (EL)', ['up-to-form']],
    ['other letters', 'Example Sample (XS)', []],
    ['a name that is spelled out', 'PwC (PricewaterhouseCoopers)', ['inside-brackets']],
    ['a name with another first letter', 'XwC (PricewaterhouseCoopers)', []],
    ['letters that are not all there', 'Pqz (PricewaterhouseCoopers)', []],
    ['a name of less than twice the letters', 'Exam (Example)', []],
    ['a name of twice the letters', 'Exam (ExampleX)', ['inside-brackets']],
    ['six letters', 'Exampl (ExampleConsultants)', []],
    ['a short name with a form', 'ExCo (ExampleConsultants) Ltd', []],
    ['a legal person of one word', 'Sunny House (Example Ltd)', []],
    ['no legal person', 'Sunny House (Example Care)', []],
    ['two brackets', 'Sunny (House) (Example Care Ltd)', []],
    ['a legal person, before more words', 'Sunny (Example Care Ltd) House', ['up-to-form']],
  ])('beside the whole, for brackets with %s: %s', (_, name, kinds) => {
    expect(readings(name).map(({ kind }) => kind)).toEqual(['whole', ...kinds]);
  });

  test('initials bear the form of the name, where it has one', () => {
    expect(read('The Example Partnership (TEP) Ltd').at(-1)).toBe('initials: TEP LTD');
    expect(read('The Example Partnership (TEP)').at(-1)).toBe('initials: TEP');
  });

  test('a name of small words alone is made of them, and none is made of no letters', () => {
    expect(lettersOf('The Of For')).toEqual(['OFFOR']);
    expect(lettersOf('Of the Example')).toEqual(['EXAMPLE']);
    expect(readings('???')).toEqual([]);
    expect(readings('T/A')).toHaveLength(1);
  });

  test('American spelling is read at the end of a word alone', () => {
    expect(lettersOf('Organization')).toEqual(['ORGANISATION']);
    expect(lettersOf('Izationist')).toEqual(['IZATIONIST']);
    expect(lettersOf('Constructor')).toEqual(['CONSTRUCTOR']);
  });
});

test('a name is looked through once, whatever is repeated in it: what grows with its square does not end', () => {
  for (const again of ['-', '- ', ' ', '(', 'T/A ', 'RE ', ' / '])
    expect(readings(`1${again.repeat(200_000)} IN X!`).length).toBeGreaterThan(0);
});
