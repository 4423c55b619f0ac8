import { Pence } from '@tocsin/domain';
import { expect, test } from 'vitest';
import type { ContractFacts } from './contract-facts.ts';
import { isOfNow, sectorPart, type MonthPaid } from './sector-part.ts';

const contract = (ref: string, of: Partial<ContractFacts> = {}): ContractFacts => ({
  ref,
  origin: 'notice',
  title: 'Care',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  extendsTo: null,
  awardedOn: null,
  status: 'active',
  value: { pence: Pence.parse(365_00), vat: 'net' },
  agreement: 'contract',
  criticality: 'unknown',
  owner: null,
  service: null,
  category: 'Health and social care',
  regime: 'unknown',
  url: null,
  suppliers: 1,
  ...of,
});
const supplier = (supplierId: string | null) => ({
  printedName: 'Example',
  namesNumber: true,
  outcome: 'matched' as const,
  supplierId,
});
const held = (one: ContractFacts, ...ids: (string | null)[]) => ({
  suppliers: ids.map(supplier),
  subcontractors: [],
  contract: one,
});
const paid = (of: Partial<MonthPaid>): MonthPaid => ({
  supplierId: '1',
  department: 'Adult Social Care',
  month: '2026-05-01',
  isOfYear: true,
  vat: 'net',
  pence: 100,
  ...of,
});

test('a contract counts for each supplier that it names, once, with what is left of it; a framework leaves nothing', () => {
  const { contracts } = sectorPart(
    [
      held(contract('a', { suppliers: 2 }), '1', '2', null),
      held(contract('a', { suppliers: 2 }), '1'),
      held(contract('b', { agreement: 'framework' }), '1'),
    ],
    [],
    '2026-12-30',
  );
  expect(contracts).toMatchObject([
    {
      supplierId: '1',
      ref: 'a',
      category: 'Health and social care',
      vat: 'net',
      isShared: true,
      isFramework: false,
    },
    { supplierId: '2', ref: 'a', isShared: true },
    { supplierId: '1', ref: 'b', leftPence: null, vat: null, isFramework: true },
  ]);
  expect(contracts[0]?.leftPence).toBeLessThan(365_00 / 100);
});

test('payments are summed by service in the year and by month in both years, each VAT basis apart', () => {
  const { spend, months } = sectorPart(
    [],
    [
      paid({}),
      paid({ department: 'ASC North', pence: 50 }),
      paid({ department: null, pence: 7 }),
      paid({ vat: 'gross', pence: 9 }),
      paid({ month: '2025-05-01', isOfYear: false, pence: 1000 }),
    ],
    '2026-06-30',
  );
  expect(spend).toEqual([
    { supplierId: '1', service: 'Adult social care', vat: 'net', pence: 150 },
    { supplierId: '1', service: '', vat: 'net', pence: 7 },
    { supplierId: '1', service: 'Adult social care', vat: 'gross', pence: 9 },
  ]);
  expect(months).toEqual([
    { supplierId: '1', month: '2026-05-01', vat: 'net', pence: 157 },
    { supplierId: '1', month: '2026-05-01', vat: 'gross', pence: 9 },
    { supplierId: '1', month: '2025-05-01', vat: 'net', pence: 1000 },
  ]);
});

test('files that end a year before say nothing of now', () => {
  expect([isOfNow('2025-06-30', '2026-06-30'), isOfNow('2025-07-01', '2026-06-30')]).toEqual([false, true]);
});
