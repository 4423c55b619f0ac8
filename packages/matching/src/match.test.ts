import { describe, expect, test } from 'vitest';
import { CompanyNumber } from '@tocsin/domain';
import type { RegisterEntry } from './compare.ts';
import { features } from './features.ts';
import type { MatchResult, PrintedMention } from './match.ts';
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

  test('a company printed as a trading name of somebody else waits for a person', () => {
    expect(find({ name: 'Probe T/A Example Care Ltd' }, care)).toMatchObject({ outcome: 'ambiguous' });
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
