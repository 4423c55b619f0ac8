import { expect, test } from 'vitest';
import { CompanyNumber } from '@tocsin/domain';
import { isTitled, kindOfName, kindOfNumber, namesCharity, shownName } from './kind.ts';

test.each([
  ['Example Homes Ltd', 'company'],
  ['JOHN EXAMPLE LTD', 'company'],
  ['Example & Partners LLP', 'llp'],
  ['Example Foundation CIO', 'charity'],
  ['The Example Charitable Trust', 'charity'],
  ['Example Community Benefit Society', 'society'],
  ['Exampleshire County Council', 'public-body'],
  ['NHS Example Trust', 'public-body'],
  ['Mrs A Example', 'individual'],
  ['J. Example', 'individual'],
  ['John Example T/A Example Roofing', 'individual'],
  ['EXAMPLE, J', 'individual'],
  ['Example, John', 'individual'],
  ['VAN EXAMPLE, MARY ANN', 'individual'],
  ['Example, John Ltd', 'company'],
  ['Example, John & Sons', 'unknown'],
  ['Example, John, Wood', 'unknown'],
  ['Example Catering, John', 'unknown'],
  ['Example, Wood', 'unknown'],
  ['Example 2000, John', 'unknown'],
  ['REDACTED PERSONAL DATA', 'redacted'],
  ['*** COMPANY NAME REDACTED ***', 'redacted'],
  ['DETAILS REDACTED', 'redacted'],
  ['REDACTIVE EXAMPLE LIMITED', 'company'],
  ['Confidential', 'redacted'],
  ['Confidential Example Waste Ltd', 'company'],
  ['Data Protection Example Limited', 'company'],
  ['PLACES FOR EXAMPLE INDIVIDUAL SUPPORT', 'unknown'],
  ['J Example Builders', 'unknown'],
  ['Example Roofing', 'unknown'],
  ['Name withheld', 'redacted'],
  ['GDPR', 'redacted'],
  ['*****', 'redacted'],
  ['XXXXXXX', 'redacted'],
  ['XXXX Ltd', 'redacted'],
  ['Xxx 12', 'redacted'],
  ['Foster Carer', 'redacted'],
  ['Private individual', 'redacted'],
  ['Payments to care leavers', 'redacted'],
  ['Name not disclosed', 'redacted'],
  ['Vulnerable person', 'redacted'],
  ['s.40(2)', 'redacted'],
  ['Removed under GDPR', 'redacted'],
  ['R3DACTED', 'redacted'],
  ['School pupil', 'redacted'],
  ['School Pupil Tracker', 'unknown'],
  ['Personal Assistant Services Ltd', 'company'],
  ['Carers UK', 'unknown'],
  ['Places for People Individual Support', 'unknown'],
  ['Client Solutions', 'unknown'],
  ['Foster Carers Association', 'unknown'],
  ['Example Care Ld', 'company'],
  ['Ex-Ample, J', 'individual'],
  ['Example, Mrs Anne', 'individual'],
  ['J P Example', 'individual'],
  ['Anne Example', 'individual'],
  ['Anne Mary Example', 'individual'],
  ['Anne Mary Jane Example', 'unknown'],
  ['J P Q Example', 'individual'],
  ['J P Q R Example', 'unknown'],
  ['Anne and Example', 'unknown'],
  ['Anne', 'unknown'],
  ['Anne E', 'unknown'],
  ['Anne 2nd', 'unknown'],
  ['Anne Example Roofing', 'unknown'],
  ['Mr Example Roofing', 'unknown'],
  ['Example Registered Charity', 'charity'],
  ['Anne Example T/A Example Roofing Ltd', 'individual'],
  ['Example Roofing T/A Anne Example', 'individual'],
  ['Example News ta J Sample', 'individual'],
  ['Example Roofing T/A Sunny Roofs Ltd', 'company'],
  ['Example Roofing T/A Sunny Roofs LLP', 'llp'],
  ['Example Ltd T/A Anne Sample', 'company'],
  ['Example TA Centre', 'unknown'],
  ['Example MBC', 'public-body'],
  ['Exeham Council', 'public-body'],
  ['Exeham Council for Voluntary Service', 'unknown'],
  ['The Secretary of State', 'public-body'],
  ['Exeshire Passenger Transport Executive', 'public-body'],
  ['Exeham & District Pension Fund', 'public-body'],
  ['Exeham Passenger Transport Ltd', 'company'],
  ['Example Youth Community Interest Co', 'company'],
  ['Example Youth Charitable Incorporated Organ', 'charity'],
])('%s reads as %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind);
});

test('a title marks a human being, but not where a legal form follows', () => {
  expect(isTitled('Dr A Example')).toBe(true);
  expect(isTitled('Dr Example Ltd')).toBe(false);
});

test.each([
  ['03782379', 'company'],
  ['SC123456', 'company'],
  ['OC301540', 'llp'],
  ['CE012345', 'charity'],
  ['IP21143R', 'society'],
  ['RS007814', 'society'],
])('%s is the number of a %s', (number, kind) => {
  expect(kindOfNumber(CompanyNumber.parse(number))).toBe(kind);
});

test.each([
  ['SO123456', 'llp'],
  ['NC000001', 'llp'],
  ['CS000001', 'charity'],
  ['SP000001', 'society'],
  ['NP000001', 'society'],
  ['NO000001', 'society'],
])('%s is the number of a %s, too', (number, kind) => {
  expect(kindOfNumber(CompanyNumber.parse(number))).toBe(kind);
});

test.each([
  ['Example Homes Ltd', 'Example Homes Ltd'],
  ['Mrs A Example', 'Name not shown: it reads like a person’s'],
  ['REDACTED PERSONAL DATA', 'Name not shown: it is withheld where it is printed'],
  ['Individual provider – redacted', 'Name not shown: it is withheld where it is printed'],
])('people are shown for %s: %s', (name, shown) => {
  expect(shownName(name)).toBe(shown);
});

test('initials alone make no title', () => {
  expect(isTitled('J Example')).toBe(false);
});

test('a name says that it is a charity’s by its words, where it does not say by its form that it is a firm’s', () => {
  for (const name of [
    'Messy Charity',
    'The Example Charity Ltd',
    'Example CIO',
    'Example Foundation',
    'Age UK Example',
  ])
    expect(namesCharity(name), name).toBe(true);
  for (const name of ['Foundation Piling Ltd', 'Messy Vehicles Ltd', 'Example Partners'])
    expect(namesCharity(name), name).toBe(false);
});
