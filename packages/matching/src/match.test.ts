import { describe, expect, test } from 'vitest';
import { CompanyNumber, NOT_NAMED } from '@tocsin/domain';
import type { RegisterEntry } from './compare.ts';
import { features } from './features.ts';
import { match, type MatchResult, type PrintedMention } from './match.ts';
import { createRegisterIndex } from './register-index.ts';

function entry(number: string, name: string, more: Partial<RegisterEntry> = {}): RegisterEntry {
  return {
    number: CompanyNumber.parse(number),
    name,
    formerNames: [],
    postcode: null,
    status: null,
    ...more,
  };
}

function find(mention: PrintedMention, ...register: readonly RegisterEntry[]): MatchResult {
  const builder = createRegisterIndex();
  for (const row of register) builder.add(row);
  return builder.finish().find(mention);
}

const care = entry('01000001', 'EXAMPLE CARE LIMITED', { postcode: 'WF1 2AB' });
const carePlc = entry('01000002', 'EXAMPLE CARE PLC');
const careLlp = entry('OC300001', 'EXAMPLE CARE LLP');
const careGroup = entry('01000003', 'EXAMPLE CARE GROUP LIMITED', { postcode: 'WF1 2AB' });
const twin = entry('01000004', 'EXAMPLE CARE LTD.', { postcode: 'LS1 1AA' });
const gone = entry('01000005', 'EXAMPLE CARE LIMITED', { status: 'Dissolved' });

describe('by name alone', () => {
  test.each([
    'Example Care Ltd',
    'EXAMPLE CARE',
    'The Example Care Limited',
    'Example Care Ltd T/A Sunny Home',
    'Example Care Limited Sales',
  ])('%s is EXAMPLE CARE LIMITED', (name) => {
    expect(find({ name }, care, careGroup)).toMatchObject({ outcome: 'matched', number: care.number });
  });

  test('the points shown add up to the score and each says why', () => {
    const { score, candidates, reason } = find({ name: 'Example Care Ltd', postcode: 'WF12AB' }, care);
    const points = candidates[0]?.points ?? [];
    expect(points.map(({ feature }) => feature)).toEqual(['same-words', 'same-form', 'same-postcode']);
    expect(points.reduce((sum, point) => sum + point.points, 0)).toBe(score);
    expect(reason).toBe(
      'the same words in the same order (60); the same legal form (10); the same postcode (8)',
    );
  });

  test('the same legal form tells two companies apart; without one printed they tie', () => {
    expect(find({ name: 'Example Care Ltd' }, care, carePlc, careLlp).number).toBe(care.number);
    expect(find({ name: 'Example Care LLP' }, care, carePlc, careLlp).number).toBe(careLlp.number);
    expect(find({ name: 'Example Care' }, care, careLlp)).toMatchObject({
      outcome: 'ambiguous',
      number: null,
    });
  });

  test('a company of the same number may have changed from plc to Ltd; an LLP is somebody else', () => {
    expect(find({ name: 'Example Care plc' }, care).number).toBe(care.number);
    expect(find({ name: 'Example Care LLP' }, care)).toMatchObject({ outcome: 'ambiguous' });
  });

  test('twins tie, a dissolved twin ties, and a postcode breaks the tie', () => {
    expect(find({ name: 'Example Care Ltd' }, care, twin)).toMatchObject({ outcome: 'ambiguous' });
    expect(find({ name: 'Example Care Ltd' }, care, gone)).toMatchObject({ outcome: 'ambiguous' });
    expect(
      find({ name: 'Example Care Ltd', address: '1 High Street, Leeds LS1 1AA' }, care, twin).number,
    ).toBe(twin.number);
  });

  test('a member of the group is not the company, even at the same address', () => {
    expect(find({ name: 'Example Care Ltd', postcode: 'WF1 2AB' }, careGroup)).toMatchObject({
      outcome: 'ambiguous',
    });
  });

  test('a former name finds the company, unless another bears that name today', () => {
    const renamed = entry('01000006', 'SAMPLE HOMES LIMITED', { formerNames: ['EXAMPLE CARE LIMITED'] });
    expect(find({ name: 'Example Care Ltd' }, renamed).number).toBe(renamed.number);
    expect(find({ name: 'Example Care Ltd' }, renamed, care).outcome).toBe('ambiguous');
  });

  test('a misprint is believed only where the printed word is rare and the registered one common', () => {
    const management = entry('01000007', 'EXAMPLE MANAGEMENT SERVICES LIMITED');
    const others = [
      entry('01000008', 'SAMPLE MANAGEMENT LIMITED'),
      entry('01000013', 'OAK MANAGEMENT LIMITED'),
    ];
    const misprinted = { name: 'Example Managment Services Ltd' };
    expect(find(misprinted, management, ...others).number).toBe(management.number);
    expect(find(misprinted, management)).toMatchObject({ outcome: 'ambiguous' });
    expect(find(misprinted, management, ...others, entry('01000009', 'MANAGMENT LIMITED'))).toMatchObject({
      outcome: 'ambiguous',
    });
    expect(find({ name: 'Example Managment Services' }, management, ...others).outcome).toBe('ambiguous');
  });

  test.each(['Mangaement', 'Manegement', 'Managment', 'Manageme'])(
    'two letters exchanged, another vowel, a letter lost and a word cut short are misprints: %s',
    (word) => {
      const many = ['EXAMPLE', 'SAMPLE', 'OAK', 'ELM'].map((name, at) =>
        entry(`0200000${at}`, `${name} MANAGEMENT SERVICES LIMITED`),
      );
      expect(find({ name: `Example ${word} Services Ltd` }, ...many).number).toBe(many[0]?.number);
    },
  );

  test('another consonant makes another name, however rare', () => {
    const many = ['EXAMPLE', 'SAMPLE', 'OAK', 'ELM'].map((name, at) =>
      entry(`0200000${at}`, `${name} HARRISON LIMITED`),
    );
    expect(find({ name: 'Example Harrigon Ltd' }, ...many).number).toBeNull();
  });

  test('a name whose LIMITED the ledger cut short is matched, and the reason says so', () => {
    const cut = find({ name: 'EXAMPLE CARE LIMIT' }, care, careLlp);
    expect(cut.number).toBe(care.number);
    expect(cut.reason).toContain('LIMITED cut short');
  });

  test('a company printed as a trading name of another one waits for a person', () => {
    expect(find({ name: 'Probe Ltd T/A Example Care Ltd' }, care)).toMatchObject({ outcome: 'ambiguous' });
  });

  test('where only what follows T/A has a legal form it is the legal person, unless a company bears the other name', () => {
    const printed = { name: 'Probe T/A Example Care Ltd' };
    expect(find(printed, care)).toMatchObject({ outcome: 'matched', number: care.number });
    const probe = entry('01000006', 'PROBE LIMITED');
    expect(find(printed, care, probe)).toMatchObject({ outcome: 'ambiguous', candidates: { length: 2 } });
    expect(find(printed, probe).outcome).toBe('ambiguous');
  });

  test('a public body is not a company of the same name', () => {
    const sham = entry('01000010', 'EXAMPLE TOWN COUNCIL LIMITED');
    expect(find({ name: 'Example Town Council' }, sham)).toMatchObject({
      outcome: 'ambiguous',
      kind: 'public-body',
    });
  });
});

describe('with a published number', () => {
  test('that agrees, a weaker likeness suffices', () => {
    expect(find({ name: 'Example Care', number: '1000003' }, careGroup).number).toBe(careGroup.number);
    expect(find({ name: 'Example Care Ltd', number: '01000004' }, care, twin).number).toBe(twin.number);
  });

  test.each([
    ['of a company of another name', '01000011'],
    ['that is not on the register', '09999999'],
    ['of a group member, when the name fits another exactly', '01000003'],
  ])('%s, number and name disagree', (_, number) => {
    const stranger = entry('01000011', 'WHOLLY UNLIKE LIMITED');
    const result = find({ name: 'Example Care Ltd', number }, care, careGroup, stranger);
    expect(result).toMatchObject({ outcome: 'ambiguous', number: null });
    expect(result.reason).toContain('number and name disagree');
    expect(result.candidates.map((candidate) => candidate.number)).toContain(care.number);
  });

  test('unknown to the register, with no name like it, nobody is matched', () => {
    expect(find({ name: 'Wholly Unlike Ltd', number: '09999999' }, care)).toMatchObject({ outcome: 'none' });
  });

  test('that cannot be one, the name decides and the reason says so', () => {
    const result = find({ name: 'Example Care Ltd', number: '123456789' }, care);
    expect(result).toMatchObject({ outcome: 'matched', number: care.number });
    expect(result.reason).toContain('the printed number is not used: it has 9 digits');
  });
});

describe('individuals and redacted names', () => {
  const sole = entry('01000012', 'JOHN EXAMPLE LIMITED');

  test.each(['John Example', 'Mr J Example', 'J Example', 'REDACTED PERSONAL DATA'])(
    '%s is never matched nor shown',
    (name) => {
      expect(find({ name }, sole)).toMatchObject({ outcome: 'none', number: null, candidates: [] });
    },
  );

  test('a published number that agrees shows that a company bears a person’s name; a title does not give way', () => {
    expect(find({ name: 'John Example', number: '01000012' }, sole).number).toBe(sole.number);
    expect(find({ name: 'Mr John Example', number: '01000012' }, sole).outcome).toBe('none');
  });

  test('a title gives way where the company of the printed number bears it', () => {
    const builder = entry('00566823', 'SIR EXAMPLE BUILDER LIMITED');
    expect(find({ name: 'Sir Example Builder', number: '00566823' }, builder)).toMatchObject({
      outcome: 'matched',
      number: '00566823',
    });
    expect(find({ name: 'Sir Example Builder' }, builder).outcome).toBe('none');
  });

  test('a number that contradicts a person’s name is a disagreement that shows nobody', () => {
    const contradicted = find({ name: 'John Example', number: '01000001' }, sole, care);
    expect(contradicted).toMatchObject({ outcome: 'ambiguous', number: null, candidates: [] });
    expect(contradicted.reason).toContain('number and name disagree');
    expect(contradicted.reason).not.toContain('EXAMPLE CARE');
  });
});

test('the strongest case there is scores 100', () => {
  const strongest = ['same-words', 'same-form', 'same-postcode', 'number-agrees'] as const;
  expect(strongest.reduce((sum, feature) => sum + features[feature].points, 0)).toBe(100);
});

describe('one word without a legal form', () => {
  const sole = entry('01000012', 'EXEMPLAR LIMITED');
  const bearing = (companies: number) => () => companies;
  const ask = (name: string, companies: number, postcode: string | null = null) =>
    match(
      { name, postcode },
      { entries: [{ ...sole, postcode: 'WF1 2AB' }], crowded: false, wordCount: bearing(companies) },
    ).outcome;

  test('is a company’s where few bear it, and a question where over a thousand do', () => {
    expect([ask('Exemplar', 1_000), ask('The Exemplar', 1_001)]).toEqual(['matched', 'ambiguous']);
    expect(ask('Exemplar', 1_001, 'WF1 2AB')).toBe('matched');
    expect(ask('Exemplar Ltd', 1_001)).toBe('matched');
  });

  test('two words are a name, however common they are', () => {
    const two = { ...sole, name: 'EXEMPLAR HOMES LIMITED' };
    const found = { entries: [two], crowded: false, wordCount: bearing(5_000) };
    expect(match({ name: 'Exemplar Homes' }, found).outcome).toBe('matched');
  });
});

describe('by the day of the payment', () => {
  const young = entry('01000007', 'EXAMPLE CARE LIMITED', {
    incorporatedOn: '2021-09-10',
    postcode: 'WF1 2AB',
  });

  test('a company incorporated after the payment is never its payee, and stays a question', () => {
    const asked = { name: 'Example Care Ltd', postcode: 'WF1 2AB', number: young.number };
    for (const printed of [{ name: asked.name }, asked]) {
      expect(find({ ...printed, paidFrom: '2021-09-09' }, young)).toMatchObject({
        outcome: 'ambiguous',
        candidates: [{ number: young.number }],
      });
      expect(find({ ...printed, paidFrom: '2021-09-10' }, young).outcome).toBe('matched');
      expect(find({ ...printed, paidFrom: null }, young).outcome).toBe('matched');
    }
  });

  test('the older of two namesakes is the payee of what was paid before the younger one existed', () => {
    const printed = { name: 'Example Care Ltd' };
    expect(find(printed, young, care).outcome).toBe('ambiguous');
    expect(find({ ...printed, paidFrom: '2012-01-01' }, young, care).number).toBe(care.number);
  });

  test('where the register does not say when, the number does', () => {
    const numbered = entry('13620105', 'EXAMPLE SURFACES LIMITED');
    expect(find({ name: 'Example Surfaces Ltd', paidFrom: '2012-10-04' }, numbered).outcome).toBe(
      'ambiguous',
    );
    expect(find({ name: 'Example Surfaces Ltd', paidFrom: '2022-10-04' }, numbered).outcome).toBe('matched');
    const told = { ...numbered, incorporatedOn: '2010-01-01' };
    expect(find({ name: 'Example Surfaces Ltd', paidFrom: '2012-10-04' }, told).outcome).toBe('matched');
  });
});

describe('by legal form and series', () => {
  const cio = entry('CE000001', 'EXAMPLE HOSPICE');

  test('a charitable incorporated organisation is one though the register leaves its form out', () => {
    expect(find({ name: 'Example Hospice CIO' }, cio)).toMatchObject({ outcome: 'matched', score: 70 });
    expect(find({ name: 'Example Hospice' }, cio).outcome).toBe('matched');
    expect(find({ name: 'Example Hospice Ltd' }, cio).outcome).toBe('ambiguous');
  });

  test('beside a company of its name it waits for a person', () => {
    const company = entry('01000008', 'EXAMPLE HOSPICE');
    expect(find({ name: 'Example Hospice' }, cio, company).outcome).toBe('ambiguous');
    expect(find({ name: 'Example Hospice CIO' }, cio, company).number).toBe(cio.number);
  });
});

describe('two firms in one field', () => {
  const factor = entry('01000009', 'SAMPLE FACTORS LIMITED');

  test.each([
    'Sample Factors Ltd re Example Care Ltd',
    'Example Care Ltd & Sample Factors Ltd',
    'Sample Factors / Example Care Ltd',
    'Example Care Ltd (Sample Factors Ltd)',
  ])('are both shown to a person, and neither is taken: %s', (name) => {
    const { outcome, candidates } = find({ name }, care, factor);
    expect(outcome).toBe('ambiguous');
    expect(candidates.map(({ number }) => number).toSorted()).toEqual([care.number, factor.number]);
  });
});

describe('a proceeding printed into the name', () => {
  test.each([
    ['Example Care Ltd (In Liquidation)', 'in liquidation'],
    ['Example Care Ltd in creditors voluntary liquidation', 'in liquidation'],
    ['Example Care (in Admin) Ltd', 'in administration'],
    ['Example Care Ltd - In Administrative Receivership', 'in receivership'],
  ])('is a note and a question, and does not hide who is meant: %s', (name, state) => {
    const { number, reason } = find({ name }, care);
    expect(number).toBe(care.number);
    expect(reason).toContain(`the print says “${state}”: ask whether it is`);
  });

  test('a company whose registered name holds the words is itself, unless the name without them is another’s', () => {
    const training = entry('01000010', 'TRAINING IN ADMINISTRATION LIMITED');
    const other = entry('01000011', 'TRAINING LIMITED');
    const printed = { name: 'Training in Administration Ltd' };
    expect(find(printed, training)).toMatchObject({ number: training.number, score: 70 });
    expect(find(printed, training, other).outcome).toBe('ambiguous');
  });

  test('what is not tied to anybody is not noted', () => {
    expect(find({ name: 'Example Roads Ltd (In Liquidation)' }, care).reason).not.toContain('the print says');
    expect(find({ name: 'Example Care Liquidation Ltd' }, care).reason).not.toContain('the print says');
  });
});

test('a number without a name beside it is the company that bears it, and without it nobody', () => {
  expect(find({ name: NOT_NAMED, number: '01000001' }, care, careGroup)).toMatchObject({
    outcome: 'matched',
    number: care.number,
    reason: 'by the printed number alone: no name stands beside it',
  });
  expect(find({ name: NOT_NAMED, number: '01000009' }, care).outcome).toBe('none');
  expect(find({ name: NOT_NAMED }, care).outcome).toBe('none');
});
