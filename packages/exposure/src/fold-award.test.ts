import { Award, CompanyNumber, Ocid, Pence } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldAward } from './fold-award.ts';

const base: Award = {
  kind: 'award',
  ocid: Ocid.parse('ocds-b5fd17-1a2b'),
  awardId: '1',
  noticeId: 'N1',
  noticeType: null,
  title: 'School catering',
  buyers: [{ name: 'Example Borough Council', ids: ['GB-CFS-1'], postcode: null }],
  suppliers: [
    {
      name: 'Example Catering Ltd',
      ref: { scheme: 'GB-COH', id: CompanyNumber.parse('01234567') },
      printedRef: 'GB-COH-1234567',
      postcode: null,
    },
  ],
  value: { pence: Pence.parse(100_000_00), vat: 'net' },
  valueGross: null,
  awardedOn: '2020-03-01',
  startsOn: '2020-04-01',
  endsOn: '2022-03-31',
  agreement: 'contract',
  status: 'active',
  cpv: '55500000',
  regime: 'pcr-2015',
};

const silent: Award = {
  ...base,
  noticeId: null,
  title: null,
  buyers: [],
  suppliers: [],
  value: null,
  awardedOn: null,
  startsOn: null,
  endsOn: null,
  status: null,
  cpv: null,
  regime: 'unknown',
};

const first = { award: base, publishedAt: '2020-03-02T09:00:00Z', version: '2020-03-02' };

function amendment(day: string, change: Partial<Award>) {
  return { award: { ...silent, ...change }, publishedAt: `${day}T09:00:00Z`, version: day };
}

describe('an award is the fold of its releases', () => {
  it('an amendment that states only a new end keeps everything said before', () => {
    expect(foldAward([first, amendment('2021-05-01', { endsOn: '2023-03-31' })])).toEqual({
      ...base,
      endsOn: '2023-03-31',
    });
  });

  it('a terminated award stays terminated when a later release calls it active', () => {
    const folded = foldAward([
      first,
      amendment('2021-05-01', { status: 'terminated' }),
      amendment('2021-06-01', { status: 'active' }),
    ]);
    expect(folded.status).toBe('terminated');
  });

  it('a framework is not turned into a contract by a release that does not mention it', () => {
    const framework = { ...first, award: { ...base, agreement: 'framework' as const } };
    expect(foldAward([framework, amendment('2021-05-01', {})]).agreement).toBe('framework');
  });

  it('a change says who joins and who leaves, and everybody else stays', () => {
    const [caterer] = base.suppliers;
    const joiner = { name: 'Example Kitchens Ltd', ref: null, printedRef: 'GB-PPON-P', postcode: null };
    if (!caterer) throw new Error('no supplier');
    const joined = amendment('2021-05-01', { suppliersAdded: [joiner] });
    const left = amendment('2021-06-01', { suppliersRemoved: [caterer] });
    expect(foldAward([first, joined]).suppliers).toEqual([caterer, joiner]);
    expect(foldAward([left, first, joined]).suppliers).toEqual([joiner]);
    expect(foldAward([first, joined, left])).not.toHaveProperty('suppliersRemoved');
  });

  it('who joins is there once, known by its number, or by its name where one of the two prints none', () => {
    const [caterer] = base.suppliers;
    if (!caterer) throw new Error('no supplier');
    const renamed = { ...caterer, name: 'Example Catering (UK) Ltd' };
    const namesake = { ...caterer, ref: null, printedRef: 'GB-COH-7654321' };
    const unnumbered = { ...caterer, ref: null, printedRef: null };
    const stranger = { ...unnumbered, name: 'Example Kitchens Ltd' };
    const joinedBy = (...suppliersAdded: (typeof caterer)[]) =>
      foldAward([first, amendment('2021-05-01', { suppliersAdded })]).suppliers;
    expect(joinedBy(renamed)).toEqual([caterer]);
    expect(joinedBy(unnumbered)).toEqual([caterer]);
    expect(joinedBy(namesake)).toEqual([caterer, namesake]);
    expect(joinedBy(stranger)).toEqual([caterer, stranger]);
    const leftBy = (gone: typeof caterer) =>
      foldAward([first, amendment('2021-05-01', { suppliersRemoved: [gone] })]).suppliers;
    expect(leftBy(renamed)).toEqual([]);
    expect(leftBy(unnumbered)).toEqual([]);
    expect(leftBy(namesake)).toEqual([caterer]);
    expect(leftBy(stranger)).toEqual([caterer]);
  });

  it('a company number is kept when the same name is printed later without it', () => {
    const bare = { name: 'Example Catering Ltd', ref: null, printedRef: null, postcode: 'AB1 2CD' };
    const [supplier] = foldAward([first, amendment('2021-05-01', { suppliers: [bare] })]).suppliers;
    expect(supplier).toMatchObject({ ref: { id: '01234567' }, postcode: 'AB1 2CD' });
  });

  it('what a later release prints of a supplier stands, and another supplier lends it nothing', () => {
    const again = (mention: Award['suppliers'][number]) =>
      foldAward([first, amendment('2021-05-01', { suppliers: [mention] })]).suppliers;
    const other = { name: 'Example Kitchens Ltd', ref: null, printedRef: null, postcode: null };
    expect(again(other)).toEqual([other]);
    const printed = { ...other, name: 'Example Catering Ltd', printedRef: 'GB-COH-07654321' };
    expect(again(printed)).toMatchObject([{ printedRef: 'GB-COH-07654321' }]);
  });

  it('releases of two different awards are refused', () => {
    expect(() => foldAward([first, amendment('2021-05-01', { awardId: '2' })])).toThrow(/not an amendment/);
  });

  it('the order of arrival does not matter', () => {
    const change = fc.record(
      {
        title: fc.constantFrom('Catering', 'Cleaning'),
        endsOn: fc.constantFrom('2023-03-31', '2024-03-31'),
        status: fc.constantFrom('active' as const, 'cancelled' as const, 'terminated' as const),
        agreement: fc.constantFrom('framework' as const, 'call-off' as const),
      },
      { requiredKeys: [] },
    );
    const releases = fc
      .array(fc.tuple(fc.integer({ min: 10, max: 20 }), change), { maxLength: 6 })
      .map((items) => [first, ...items.map(([day, fields]) => amendment(`2021-05-${day}`, fields))]);
    const shuffled = releases.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([inOrder, mixed]) => {
        expect(foldAward(mixed)).toEqual(foldAward(inOrder));
      }),
    );
  });
});
