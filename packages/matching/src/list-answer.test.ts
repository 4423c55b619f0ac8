import { describe, expect, test } from 'vitest';
import { answerOf, listColumns, outcomeBefore, type CheckedRow } from './list-answer.ts';

const row: CheckedRow = {
  name: 'Example Care Ltd',
  kind: 'company',
  outcome: 'matched',
  companyNumber: '99000001',
  reason: 'the same words in the same order (60)',
  sameAs: null,
  company: { name: 'EXAMPLE CARE LIMITED', status: 'Active' },
  level: 'Severe',
};

function said(change: Partial<CheckedRow>, isRegisterLoaded = true): Readonly<Record<string, string>> {
  const cells = answerOf({ ...row, ...change }, { isRegisterLoaded });
  expect(cells).toHaveLength(listColumns.length);
  return Object.fromEntries(
    listColumns.flatMap((column, at) => (cells[at] ? [[column.replace('Tocsin: ', ''), cells[at]]] : [])),
  );
}

describe('behind a row of a council’s list stands', () => {
  test('the company that it is, how it stands and why it is taken for it', () => {
    expect(said({})).toEqual({
      'company number': '99000001',
      'registered name': 'EXAMPLE CARE LIMITED',
      status: 'Active',
      level: 'Severe',
      'how matched': 'the same words in the same order (60)',
    });
  });

  test('that not enough is known where nobody watches it, and that the register does not hold its number', () => {
    expect(said({ level: null, company: null })).toMatchObject({
      level: 'Not enough known',
      status: 'not on the register that is loaded',
    });
    expect(said({ company: null }, false)).toMatchObject({
      status: 'not known: no register of companies is loaded',
    });
  });

  test.each(['ambiguous', 'none'])('a doubt and no company where it is %s', (outcome) => {
    expect(said({ outcome, reason: 'two companies bear the name', companyNumber: null })).toEqual({
      doubt: 'two companies bear the name',
    });
  });

  test('that it waits, or prints no name', () => {
    expect(said({ outcome: 'waiting', companyNumber: null })).toEqual({ doubt: 'not looked up yet' });
    expect(said({ outcome: 'no-name', companyNumber: null })).toEqual({ doubt: 'no name is printed' });
    expect(said({ outcome: 'none', reason: null, companyNumber: null })).toEqual({
      doubt: 'no company is found',
    });
  });

  test('whose double it is, and that it is a public body', () => {
    expect(said({ sameAs: '10023', kind: 'public-body' })).toMatchObject({
      'duplicate of': '10023',
      'public body': 'yes',
    });
  });

  test('of a person nothing but that nobody looked, and of a hidden name that it is hidden', () => {
    const unlooked = { outcome: 'not-looked-at', companyNumber: '99000001', sameAs: '1' };
    expect(said({ ...unlooked, kind: 'individual' })).toEqual({ 'person (not scored)': 'yes' });
    expect(said({ ...unlooked, kind: 'redacted' })).toEqual({ doubt: 'the name is hidden' });
  });
});

test('people and hidden names are never looked up, nor is a row without a name', () => {
  expect(outcomeBefore('Mrs A Example')).toEqual({ kind: 'individual', outcome: 'not-looked-at' });
  expect(outcomeBefore('REDACTED PERSONAL DATA')).toMatchObject({ outcome: 'not-looked-at' });
  expect(outcomeBefore(' ')).toMatchObject({ outcome: 'no-name' });
  expect(outcomeBefore('Example Care Ltd')).toEqual({ kind: 'company', outcome: 'waiting' });
});
