import type { Item } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { companiesHouseCompany } from '../companies-house-company.ts';
import { fieldCase, hasCases, itemsOf, observationsOf } from '../testing.ts';

const read = (file: string) =>
  itemsOf(companiesHouseCompany, fieldCase(`ch/${file}.json`, `${file.split('/')[1]}.json`));
const refusals = (items: readonly Item[]) =>
  items.flatMap((one) => (one.outcome === 'refused' ? [[one.item, one.reason]] : []));
const answersOf = (items: readonly Item[]) =>
  items.flatMap((item) => ('looks' in item ? (item.looks ?? []) : [])).map(({ answer }) => answer);

describe.skipIf(!hasCases)('cases from the field', () => {
  test('a case without its kind is set aside, and the administration beside it is read', () => {
    const items = read('ins/99000401_insolvency');
    expect(observationsOf(items).map(({ content }) => content)).toMatchObject([
      { caseNumber: '1', caseType: 'administration', dates: [{ on: '2024-03-01' }] },
    ]);
    expect(refusals(items)).toEqual([['99000401_insolvency.json, case 2', expect.stringMatching(/^type: /)]]);
    expect(answersOf(items)).toEqual(['in-part']);
  });

  test('a kind of case that nobody knows is kept as printed and goes to a person, and is no whole look', () => {
    const items = read('ins/99000404_insolvency');
    expect(observationsOf(items)).toMatchObject([{ content: { caseType: 'brand-new-procedure-2027' } }]);
    expect(refusals(items)).toEqual([
      ['99000404_insolvency.json, case 1, type', expect.stringContaining('brand-new-procedure-2027')],
    ]);
    expect(answersOf(items)).toEqual(['in-part']);
  });

  test('a winding-up without its number is not lost: the missing number is said', () => {
    const items = read('ins/99000405_insolvency');
    expect(observationsOf(items)).toMatchObject([
      {
        ref: '99000405/insolvency/compulsory-liquidation@2026-05-01',
        occurredOn: '2026-05-01',
        content: { caseNumber: '', caseType: 'compulsory-liquidation' },
      },
    ]);
    expect(refusals(items)).toEqual([
      ['99000405_insolvency.json, case 1, number', expect.stringMatching(/^number: none given/)],
    ]);
  });

  test('a filing without its form is set aside, and the winding-up order beside it is read', () => {
    const items = read('fil/99000501_filing-history');
    expect(observationsOf(items)).toMatchObject([
      { content: { kind: 'filing', about: 'liquidation', type: 'COCOMP' }, occurredOn: '2024-03-01' },
    ]);
    expect(refusals(items)).toEqual([
      ['99000501_filing-history.json, filing 4', expect.stringMatching(/^type: /)],
    ]);
  });

  test('a charge without its status is set aside, and the outstanding one is kept', () => {
    const items = read('chg/99000602_charges');
    expect(observationsOf(items)).toMatchObject([
      { ref: '99000602/charges/2', content: { status: 'outstanding' } },
    ]);
    expect(refusals(items)).toEqual([
      ['99000602_charges.json, charge 1', expect.stringMatching(/^status: /)],
    ]);
    expect(answersOf(items)).toEqual(['in-part']);
  });

  test.each([
    ['odd/99000301_profile', { status: 'dissolved', dissolvedOn: null }],
    ['late/99000801_profile', { status: 'active', dissolvedOn: '2016-05-01' }],
    ['late/99000802_a_profile', { status: 'dissolved', dissolvedOn: '2025-05-01' }],
    ['late/99000802_b_profile', { status: 'active', dissolvedOn: null }],
    ['late/99000803_profile', { status: 'voluntary-arrangement' }],
    ['late/99000804_profile', { status: 'receivership' }],
    ['lender/99003018_profile', { status: 'active' }],
    ['lender/99003098_profile', { status: 'active' }],
    ['status/99000101_profile', { status: 'dissolved' }],
    ['status/99000102_profile', { status: 'liquidation' }],
    ['status/99000103_profile', { status: 'receivership' }],
    ['status/99000105_profile', { status: 'voluntary-arrangement' }],
    ['status/99000106_profile', { status: 'converted-closed', dissolvedOn: '2019-01-01' }],
    ['status/99000107_profile', { status: 'insolvency-proceedings' }],
    ['status/99000109_profile', { status: 'removed', dissolvedOn: '2019-01-01' }],
    ['status/99000110_profile', { status: 'closed', dissolvedOn: '2019-01-01' }],
    ['status/99000111_profile', { status: 'open' }],
    ['status/99000200_profile', { status: 'converted-closed', statusDetail: 'converted-to-ukeig' }],
    ['status/99000201_profile', { statusDetail: 'active-proposal-to-strike-off' }],
    ['status/99000202_profile', { statusDetail: 'transferred-from-uk' }],
    ['status/99000204_profile', { status: 'dissolved', statusDetail: 'transferred-to-slp' }],
  ])('%s is kept in the register’s own words', (file, said) => {
    const items = read(file);
    expect(observationsOf(items)).toMatchObject([{ content: { kind: 'company-profile', ...said } }]);
    expect(answersOf(items)).toEqual(['found']);
  });
});
