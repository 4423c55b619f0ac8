import { expect, test } from 'vitest';
import { isTitled, kindOfName, seemsPerson } from './kind.ts';

test.each([
  'PATEL MR R',
  'BROWN MISS S L',
  'Smith Mr John',
  'Khan Mrs',
  'Jones (Mrs) A',
  'SMITH MR & MRS J',
  'Example Dr A B',
  'Priya Patel T/A PP Childminding',
  'Agnieszka Kowalska',
  'Priya Patel',
  'Zainab Ali',
  'Fatima Begum',
  'Gurpreet Singh',
  'Kwame Mensah',
  'Nguyen, Thi',
])('%s is a person', (name) => {
  expect(kindOfName(name)).toBe('individual');
});

test.each([
  'Xiomara Patel',
  'Patel Xiomara',
  'Singh Xiomara Ayo',
  'Xiomara Zawadzka',
  'Xiomara Wojtowicz',
  'Xiomara Ayo T/A Sunny Days',
])('%s may be a person, which a person decides', (name) => {
  expect([kindOfName(name), seemsPerson(name)]).toEqual(['unknown', true]);
});

test.each([
  'Patel Pharmacy',
  'Patel & Sons',
  'Singh Example Ltd',
  'Example Works',
  'Kings Heath',
  'Example Hygiene',
  'Example Villanova',
  'Example Khan Solicitors',
  'Khan',
])('%s is no person by its words', (name) => {
  expect(seemsPerson(name)).toBe(false);
});

test.each([
  'Personal',
  'Personal Info',
  'Personal Payee',
  'INDIVIDUAL(S)',
  'Private & Confidential',
  'Protected by GDPR',
  'Protected Party',
  'Name supressed',
  'Exempt - Personal',
  'Pseudonymised',
  'Information not provided',
  'No supplier name',
  'Unaccompanied Asylum Seeking Child',
  'UASC',
  'Self employed individual',
  'Sole Trader - Individual',
  'Third Party Claimant',
  'Victim of Crime',
  'Bereaved Family',
  'SGO Carer',
  'Customer Refund',
  'CTAX Refund',
  'Home Loss Payment',
  'Cash',
  'zzzzzz',
])('%s stands for a name that is withheld', (name) => {
  expect(kindOfName(name)).toBe('redacted');
});

test.each([
  ['Redact Systems Ltd', 'company'],
  ['Example Redaction Services Limited', 'company'],
  ['Master Locksmiths', 'unknown'],
  ['Personal Info Systems Ltd', 'company'],
  ['Cash Converters', 'unknown'],
  ['Third Party Logistics', 'unknown'],
  ['Protected Homes', 'unknown'],
  ['Khan Mrs Bakery', 'unknown'],
  ['The Dr Example Trust', 'unknown'],
])('%s is a firm: %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind);
});

test('a title is a firm’s where the company of the printed number bears it', () => {
  expect(isTitled('Sir Robert McAlpine', ['SIR ROBERT MCALPINE LIMITED'])).toBe(false);
  expect(isTitled('Mr Example', ['EXAMPLE LIMITED'])).toBe(true);
});
