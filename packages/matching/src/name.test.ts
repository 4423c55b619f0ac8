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
});
