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

  it('goes on with what is left where a change ends one of its contracts, and ends with the last', () => {
    const contract = (id: string, pence: number, isOver: boolean) => ({
      id,
      isOver,
      value: { pence: Pence.parse(pence), vat: 'net' as const },
    });
    const whole = {
      ...first,
      award: {
        ...base,
        value: { pence: Pence.parse(100_00), vat: 'net' as const },
        contracts: [contract('c1', 60_00, false), contract('c2', 40_00, false)],
      },
    };
    const ends = (day: string, id: string, pence: number) =>
      amendment(day, {
        status: 'cancelled',
        value: { pence: Pence.parse(pence), vat: 'net' },
        endsOn: '2021-05-01',
        contracts: [contract(id, pence, true)],
      });
    const [one, two] = [ends('2021-05-01', 'c1', 60_00), ends('2021-06-01', 'c2', 40_00)];
    for (const releases of [
      [whole, one],
      [one, whole],
    ]) {
      const folded = foldAward(releases);
      expect([folded.status, folded.value?.pence, folded.endsOn]).toEqual(['active', 40_00, base.endsOn]);
      expect(folded.valueDoubt).toContain('those that go on');
      expect(folded).not.toHaveProperty('contracts');
    }
    expect(foldAward([whole, one, two]).status).toBe('cancelled');
    const unsure = {
      ...whole,
      award: { ...whole.award, value: { pence: Pence.parse(75_00), vat: 'net' as const } },
    };
    const kept = foldAward([unsure, one]);
    expect([kept.status, kept.value?.pence]).toEqual(['active', 75_00]);
    expect(kept.valueDoubt).toContain('may still be in the value');
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

  it('is not to be had of no release', () => {
    expect(() => foldAward([])).toThrow('No release to fold into an award');
  });

  it('releases of two different processes are refused too', () => {
    const other = amendment('2021-05-01', { ocid: Ocid.parse('ocds-b5fd17-other') });
    expect(() => foldAward([first, other])).toThrow(
      'ocds-b5fd17-other/1 is not an amendment of ocds-b5fd17-1a2b/1',
    );
  });

  it('everything that a later release states replaces what was said before', () => {
    const stated: Partial<Award> = {
      noticeId: 'N2',
      noticeType: 'UK6',
      title: 'Catering',
      buyers: [{ name: 'Another Council', ids: [], postcode: null }],
      value: { pence: Pence.parse(2_00), vat: 'gross' },
      valueGross: { pence: Pence.parse(3_00), vat: 'gross' },
      awardedOn: '2021-03-01',
      startsOn: '2021-04-01',
      endsOn: '2024-03-31',
      agreement: 'call-off',
      status: 'pending',
      cpv: '55524000',
      regime: 'procurement-act-2023',
    };
    expect(foldAward([first, amendment('2021-05-01', stated)])).toEqual({ ...base, ...stated });
  });

  it('a cancelled award stays cancelled, and an active one may become pending', () => {
    const statusAfter = (...said: readonly Award['status'][]) =>
      foldAward([first, ...said.map((status, at) => amendment(`2021-05-0${at + 1}`, { status }))]).status;
    expect(statusAfter('cancelled', 'active')).toBe('cancelled');
    expect(statusAfter('pending', null)).toBe('pending');
  });

  it('of one moment the later version stands, whatever was read first, and a count of versions decides nothing', () => {
    const at = (version: string, title: string) => ({
      award: { ...silent, title },
      publishedAt: '2021-05-01T09:00:00Z',
      version,
    });
    const [early, late] = [at('v1', 'Z'), at('v2', 'A')];
    expect(foldAward([first, late, early]).title).toBe('A');
    expect(foldAward([first, early, late]).title).toBe('A');
    const [one, two] = [at('v1', 'A'), at('v1+9', 'B')];
    expect(foldAward([first, two, one]).title).toBe('B');
    expect(foldAward([first, at('v1+9', 'A'), at('v1+10', 'B')]).title).toBe('B');
    expect(foldAward([first, at('v1+9', 'B'), at('v1+10', 'A')]).title).toBe('B');
  });

  describe('its value', () => {
    const foreignValue = { currency: 'EUR', amount: '100' };
    const valueDoubt = 'Doubtful.';
    const after = (change: Partial<Award>, begun: Partial<Award> = {}) => {
      const {
        value,
        valueGross,
        foreignValue: foreign,
        valueDoubt: doubt,
      } = foldAward([{ ...first, award: { ...base, ...begun } }, amendment('2021-05-01', change)]);
      return { value, valueGross, foreign, doubt };
    };
    const pounds = { pence: Pence.parse(7_00), vat: 'gross' } as const;

    it('in another currency replaces the one in pounds', () => {
      expect(after({ foreignValue }, { valueGross: pounds })).toEqual({
        value: null,
        valueGross: null,
        foreign: foreignValue,
        doubt: undefined,
      });
    });

    it('in pounds replaces the one in another currency, and its doubt', () => {
      const begun = { value: null, foreignValue, valueDoubt };
      expect(after({ valueGross: pounds }, begun)).toEqual({
        value: null,
        valueGross: pounds,
        foreign: undefined,
        doubt: undefined,
      });
    });

    it('keeps its doubt while nothing new is stated, and takes a new one', () => {
      expect(after({}, { valueDoubt, foreignValue, value: null })).toMatchObject({
        foreign: foreignValue,
        doubt: valueDoubt,
      });
      expect(after({ valueDoubt })).toMatchObject({ value: base.value, doubt: valueDoubt });
      expect(foldAward([first, amendment('2021-05-01', {})])).not.toHaveProperty('valueDoubt');
      expect(foldAward([first, amendment('2021-05-01', {})])).not.toHaveProperty('foreignValue');
    });
  });

  it('its extensions are kept only while they lie behind its end', () => {
    const begun = { ...first, award: { ...base, extendsTo: '2024-03-31' } };
    const extended = (change: Partial<Award>) =>
      foldAward([begun, amendment('2021-05-01', change)]).extendsTo;
    expect(extended({})).toBe('2024-03-31');
    expect(extended({ extendsTo: '2025-03-31' })).toBe('2025-03-31');
    expect(extended({ endsOn: '2024-03-30' })).toBe('2024-03-31');
    expect(extended({ endsOn: '2024-03-31' })).toBeUndefined();
    const endless = { ...first, award: { ...base, endsOn: null, extendsTo: '2024-03-31' } };
    expect(foldAward([endless, amendment('2021-05-01', {})]).extendsTo).toBe('2024-03-31');
    expect(foldAward([first, amendment('2021-05-01', {})])).not.toHaveProperty('extendsTo');
  });

  it('its subcontractors are those that were last named, with the numbers that were printed before', () => {
    const [caterer] = base.suppliers;
    const bare = { ...caterer!, ref: null, printedRef: null };
    const begun = { ...first, award: { ...base, subcontractors: [caterer!] } };
    expect(foldAward([begun, amendment('2021-05-01', {})]).subcontractors).toEqual([caterer]);
    expect(foldAward([begun, amendment('2021-05-01', { subcontractors: [bare] })]).subcontractors).toEqual([
      caterer,
    ]);
    expect(foldAward([first, amendment('2021-05-01', { subcontractors: [bare] })]).subcontractors).toEqual([
      bare,
    ]);
    expect(foldAward([first, amendment('2021-05-01', {})])).not.toHaveProperty('subcontractors');
  });

  it('what notices publish of it adds up in ratings, each once, and is else the newest', () => {
    const rating = (indicator: string) => ({
      indicator,
      rating: 'Good',
      upTo: null,
      publishedOn: '2021-01-01',
      url: 'https://example.org',
    });
    const [a, b] = [rating('A'), rating('B')];
    const begun = { ...first, award: { ...base, notices: { ratings: [a], performanceOn: '2021-01-01' } } };
    const noticesAfter = (notices: Award['notices']) =>
      foldAward([begun, amendment('2021-05-01', notices ? { notices } : {})]).notices;
    expect(noticesAfter(undefined)).toEqual({ ratings: [a], performanceOn: '2021-01-01' });
    expect(noticesAfter({ ratings: [a, b] })?.ratings).toEqual([a, b]);
    expect(noticesAfter({ performanceOn: '2021-06-01' })).toEqual({
      ratings: [a],
      performanceOn: '2021-06-01',
    });
    expect(foldAward([first, amendment('2021-05-01', { notices: { ratings: [b] } })]).notices).toEqual({
      ratings: [b],
    });
    const bare = { ...first, award: { ...base, notices: { performanceOn: '2021-01-01' } } };
    const newer = amendment('2021-05-01', { notices: { performanceOn: '2021-02-01' } });
    expect(foldAward([bare, newer]).notices).toEqual({ performanceOn: '2021-02-01' });
    expect(foldAward([first, amendment('2021-05-01', {})])).not.toHaveProperty('notices');
  });

  it('a change is no mark of the award that it changes', () => {
    const changed = { ...first, award: { ...base, isChange: true as const } };
    expect(foldAward([changed])).not.toHaveProperty('isChange');
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
