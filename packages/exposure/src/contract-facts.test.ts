import { Award, GssCode, Pence, type VatBasis } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { contractOfAward, contractOfRegisterLine, exposedContract } from './contract-facts.ts';

const money = (pence: number, vat: VatBasis = 'net') => ({ pence: Pence.parse(pence), vat });
const supplier = { name: 'Example Ltd', ref: null, printedRef: null, postcode: null };

function award(change: Partial<Award> = {}): Award {
  return Award.parse({
    kind: 'award',
    ocid: 'ocds-h6vhtk-1',
    awardId: '7',
    noticeId: null,
    noticeType: null,
    title: 'School catering',
    buyers: [],
    suppliers: [supplier],
    value: money(2_00),
    valueGross: null,
    awardedOn: '2026-01-01',
    startsOn: '2026-02-01',
    endsOn: '2027-01-31',
    agreement: 'contract',
    status: 'active',
    cpv: null,
    regime: 'pcr-2015',
    ...change,
  });
}
const of = (change: Partial<Award>) => contractOfAward(award(change), 'https://example.org/1');

describe('the contract that an award states', () => {
  test('is told by its references, days and law; what no notice says is not known', () => {
    expect(of({})).toEqual({
      ref: 'award:ocds-h6vhtk-1/7',
      origin: 'notice',
      title: 'School catering',
      startsOn: '2026-02-01',
      endsOn: '2027-01-31',
      extendsTo: null,
      awardedOn: '2026-01-01',
      status: 'active',
      value: money(2_00),
      agreement: 'contract',
      criticality: 'unknown',
      owner: null,
      service: null,
      category: null,
      regime: 'pcr-2015',
      url: 'https://example.org/1',
      suppliers: 1,
    });
    expect(of({ title: null, extendsTo: '2029-01-31' })).toMatchObject({
      title: 'Contract without a published title',
      extendsTo: '2029-01-31',
    });
  });

  test('shares its value between the suppliers that it names, and has one where it names none', () => {
    expect(of({ suppliers: [] }).suppliers).toBe(1);
    expect(of({ suppliers: [supplier, supplier, supplier] }).suppliers).toBe(3);
  });

  test.each([
    ['is what is stated without VAT', money(200), money(240, 'gross'), money(200)],
    ['is what is stated with VAT, where nothing else is', null, money(240, 'gross'), money(240, 'gross')],
    ['is not £1, which buyers print who state none', money(100), null, null],
    [
      'is not £0.01 in the place of what is stated with VAT',
      money(1),
      money(240, 'gross'),
      money(240, 'gross'),
    ],
    ['is anything above £1', money(101), null, money(101)],
    ['is not known where none is stated', null, null, null],
  ])('its value %s', (_, value, valueGross, stated) => {
    expect(of({ value, valueGross }).value).toEqual(stated);
  });

  test('of a framework has no value, for a ceiling is none, and no doubt of it', () => {
    const framework = of({ agreement: 'framework', valueDoubt: 'Doubtful.' });
    expect(framework.value).toBeNull();
    expect(framework).not.toHaveProperty('valueNote');
  });

  test.each([
    ['1234567.00', 'Stated as EUR 1,234,567, not in pounds: it is in no sum.'],
    ['1234567.5', 'Stated as EUR 1,234,567.5, not in pounds: it is in no sum.'],
    ['999', 'Stated as EUR 999, not in pounds: it is in no sum.'],
    ['1000', 'Stated as EUR 1,000, not in pounds: it is in no sum.'],
  ])('in another currency says %s as it is printed', (amount, note) => {
    const foreignValue = { currency: 'EUR', amount };
    expect(of({ value: null, foreignValue }).valueNote).toBe(note);
    expect(of({ foreignValue, valueDoubt: 'Doubtful.' }).valueNote).toBe(`${note} Doubtful.`);
  });

  test('says its doubt, and what notices publish of it, where there is any', () => {
    expect(of({ valueDoubt: 'Doubtful.' }).valueNote).toBe('Doubtful.');
    expect(of({})).not.toHaveProperty('valueNote');
    expect(of({})).not.toHaveProperty('notices');
    const notices = { performanceOn: '2026-05-01' };
    expect(of({ notices }).notices).toEqual(notices);
  });
});

describe('the contract that a line of a register states', () => {
  const line = {
    id: '9',
    title: 'Care',
    startsOn: '2026-02-01',
    endsOn: '2027-01-31',
    value: money(500_00, 'gross'),
    vat: 'gross' as const,
    criticality: 'critical' as const,
    owner: 'Adults',
    service: 'Care',
    regime: 'unknown' as const,
    safeguards: {},
  };

  test('is private to the council and has one supplier', () => {
    const { id: _, vat: __, ...facts } = line;
    expect(contractOfRegisterLine(line)).toEqual({
      ...facts,
      ref: 'register:9',
      origin: 'register',
      agreement: 'contract',
      url: null,
      suppliers: 1,
    });
  });

  test('has the yearly value in the VAT basis of its sums, and its extension', () => {
    const safeguards = { annualValuePence: Pence.parse(100_00), extensionTo: '2029-01-31' };
    expect(contractOfRegisterLine({ ...line, safeguards })).toMatchObject({
      annualValue: money(100_00, 'gross'),
      extendsTo: '2029-01-31',
    });
  });
});

describe('a contract as it stands on a day', () => {
  const contract = of({});

  test('says nothing that is not known of it', () => {
    expect(exposedContract(contract, '2027-01-31')).toEqual({
      ref: 'award:ocds-h6vhtk-1/7',
      origin: 'notice',
      title: 'School catering',
      startsOn: '2026-02-01',
      endsOn: '2027-01-31',
      value: money(200),
      valueLeft: money(1),
      criticality: 'unknown',
      owner: null,
      service: null,
      regime: 'pcr-2015',
      url: 'https://example.org/1',
      agreement: 'contract',
    });
  });

  test('says all that is known of it', () => {
    const known = {
      valueNote: 'Doubtful.',
      extendsTo: '2029-01-31',
      placedBy: { council: GssCode.parse('E10000030'), name: 'Surrey' },
      awaiting: { since: '2027-04-01', between: ['East', 'West'] },
      consent: 'unknown' as const,
      via: { relation: 'parent' as const, chain: ['A', 'B'], urls: [] },
      joined: [{ ref: 'register:1', reason: 'same title' }],
      safeguards: { exitPlan: true },
    };
    expect(exposedContract({ ...contract, ...known, suppliers: 2 }, '2026-06-01')).toMatchObject({
      ...known,
      sharedBetween: 2,
    });
    const rated = {
      ended: { reason: 'By agreement', on: null, publishedOn: '2026-05-01', url: 'https://a.example' },
    };
    expect(exposedContract({ ...contract, notices: rated }, '2026-06-01').published).toHaveLength(1);
  });

  test('of a framework has no value and nothing left of one', () => {
    const framework = { ...contract, value: money(200), agreement: 'framework' as const };
    expect(exposedContract(framework, '2026-06-01')).toMatchObject({ value: null, valueLeft: null });
  });
});
