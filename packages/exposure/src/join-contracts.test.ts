import { Pence } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContractFacts } from './contract-facts.ts';
import { joinContracts } from './join-contracts.ts';

const onContractsFinder: ContractFacts = {
  ref: 'award:ocds-b5fd17-1/1',
  origin: 'notice',
  title: 'Provision of School Catering Services (North)',
  startsOn: '2023-04-01',
  endsOn: '2026-03-31',
  value: { pence: Pence.parse(500_000_00), vat: 'unknown' },
  agreement: 'contract',
  criticality: 'unknown',
  owner: null,
  service: null,
  regime: 'pcr-2015',
  url: 'https://www.contractsfinder.service.gov.uk/notice/1',
  suppliers: 1,
};
const onFindATender: ContractFacts = {
  ...onContractsFinder,
  ref: 'award:ocds-h6vhtk-1/1',
  title: 'School catering, north',
  endsOn: null,
  value: { pence: Pence.parse(500_000_00), vat: 'net' },
  regime: 'unknown',
  url: 'https://www.find-tender.service.gov.uk/Notice/1',
};
const inRegister: ContractFacts = {
  ...onContractsFinder,
  ref: 'register:1',
  origin: 'register',
  title: 'North school catering',
  endsOn: '2027-03-31',
  value: null,
  criticality: 'critical',
  owner: 'Education',
  service: 'Meals',
  url: null,
};

function refs(...contracts: readonly ContractFacts[]) {
  return joinContracts(contracts).map(({ ref, joined }) => [
    ref,
    ...(joined ?? []).map((other) => other.ref),
  ]);
}

describe('one contract told by several records', () => {
  it('counts once when the register that the council publishes has a line of it too', () => {
    const line = {
      ...onContractsFinder,
      ref: 'award:ocds-tocsin-E08000006:S1/2023-04-01',
      endsOn: '2027-03-31',
    };
    expect(refs(onFindATender, line, onContractsFinder)).toEqual([
      [line.ref, onFindATender.ref, onContractsFinder.ref],
    ]);
    const [contract] = joinContracts([onContractsFinder, line]);
    expect(contract).toMatchObject({
      endsOn: '2027-03-31',
      joined: [{ reason: 'Same council and supplier, same title, same start date, same value' }],
    });
    expect(refs(line, { ...line, ref: 'award:ocds-tocsin-E08000006:S2/2023-04-01' })).toHaveLength(2);
  });

  it('counts once when both services carry it, with the reason', () => {
    const [contract, ...rest] = joinContracts([onContractsFinder, onFindATender]);
    expect(rest).toEqual([]);
    expect(contract).toMatchObject({
      ref: 'award:ocds-h6vhtk-1/1',
      endsOn: '2026-03-31',
      regime: 'pcr-2015',
      joined: [
        {
          ref: 'award:ocds-b5fd17-1/1',
          reason: 'Same council and supplier, same title, same start date, same value',
        },
      ],
    });
  });

  it('is told in the council’s own words first, filled from the notice', () => {
    expect(joinContracts([onContractsFinder, inRegister])).toMatchObject([
      {
        ref: 'register:1',
        origin: 'register',
        endsOn: '2027-03-31',
        value: { pence: 500_000_00 },
        criticality: 'critical',
        url: 'https://www.contractsfinder.service.gov.uk/notice/1',
      },
    ]);
  });

  it('is one though three records tell it', () => {
    expect(refs(inRegister, onContractsFinder, onFindATender)).toEqual([
      ['register:1', 'award:ocds-h6vhtk-1/1', 'award:ocds-b5fd17-1/1'],
    ]);
  });

  it('may have another title in the register when both dates and the value agree', () => {
    const line = { ...inRegister, title: 'Meals', endsOn: '2026-03-31', value: onContractsFinder.value };
    expect(refs(line, onContractsFinder)).toHaveLength(1);
  });
});

describe('two contracts stay two', () => {
  it.each([
    ['when their starts differ', { startsOn: '2024-04-01' }],
    [
      'when their values differ in the same basis',
      { value: { pence: Pence.parse(600_000_00), vat: 'net' as const } },
    ],
    ['when they are different lots', { title: 'School catering, north, lot 2' }],
    ['when only their titles agree and no date or value does', { startsOn: null, value: null }],
    ['when their titles differ and the end is not stated', { title: 'Grass cutting' }],
  ])('%s', (_, change) => {
    expect(joinContracts([onContractsFinder, { ...onFindATender, ...change }])).toHaveLength(2);
  });

  it('when a record could be the same as two others: all three are shown', () => {
    const twin = { ...onContractsFinder, ref: 'award:ocds-b5fd17-2/1' };
    expect(joinContracts([onContractsFinder, twin, onFindATender])).toHaveLength(3);
  });

  it('when they come from the same service: those are two notices', () => {
    expect(joinContracts([onFindATender, { ...onFindATender, ref: 'award:ocds-h6vhtk-2/1' }])).toHaveLength(
      2,
    );
  });
});

it('joining does not depend on the order of the records', () => {
  const record = fc
    .record({
      of: fc.constantFrom(onContractsFinder, onFindATender, inRegister),
      n: fc.integer({ min: 1, max: 5 }),
      startsOn: fc.constantFrom(null, '2023-04-01', '2024-04-01'),
      title: fc.constantFrom('School catering', 'School catering lot 2', 'Cleaning'),
    })
    .map(({ of, n, startsOn, title }) => ({ ...of, ref: `${of.ref}${n}`, startsOn, title }));
  const shuffled = fc
    .uniqueArray(record, { selector: (one) => one.ref, maxLength: 8 })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(
    fc.property(shuffled, ([a, b]) => {
      const byRef = (contracts: readonly ContractFacts[]) =>
        [...joinContracts(contracts)].sort((x, y) => (x.ref < y.ref ? -1 : 1));
      expect(byRef(b)).toEqual(byRef(a));
    }),
  );
});
