import { expect, test } from 'vitest';
import { fieldCase, hasCases } from '../testing.ts';
import { readRegister } from './read-register.ts';

test.skipIf(!hasCases)('the headings of the guidance on contract registers are all known', async () => {
  const { headings, lines, errors } = await readRegister(fieldCase('register/r01-lga-headings.csv').body);
  expect(headings.filter(({ column }) => column === null)).toEqual([]);
  expect(errors).toEqual([]);
  expect(lines).toMatchObject([
    {
      reference: 'R1',
      title: 'Residential care',
      supplierName: 'Example Care Homes Ltd',
      ref: { id: '99000001' },
      valuePence: 240_000_000,
      startsOn: '2025-04-01',
      endsOn: '2028-03-31',
      service: 'Adult care',
      details: { description: 'Beds', reviewOn: '2027-04-01', sme: 'Y', vcse: 'N' },
    },
  ]);
});

test.skipIf(!hasCases)('a title above the headings is passed over', async () => {
  const read = await readRegister(fieldCase('register/r02-title-above.csv').body);
  expect(read).toMatchObject({ headerRow: 3, missing: [], lines: [{ title: 'Residential care' }] });
});

test.skipIf(!hasCases)(
  'of everyday cells every contract is kept, and what cannot be read is not known',
  async () => {
    const { lines, errors } = await readRegister(fieldCase('register/r03-everyday-cells.csv').body);
    expect(lines).toHaveLength(20);
    expect(errors.every(({ loses }) => loses !== 'line')).toBe(true);
    expect(
      lines.flatMap(({ unread }) => Object.entries(unread)).map(([name, cell]) => `${name}: ${cell}`),
    ).toEqual([
      'end: Rolling',
      'value: £50,000 pa',
      'end: TBC',
      'value: £1.2m',
      'number: N/A',
      'start: 01/04/25',
      'end: 31/03/27',
      'start: Apr-25',
      'end: Mar-27',
      'end: Ongoing',
      'value: £10,000 - £25,000',
      'number: 1234567 (charity)',
      'end: 00/00/0000',
      'value: £-',
      'end: 31/03/2027 (+1+1)',
      'end: 31/12/9999',
    ]);
    const numbers = lines.flatMap(({ ref }) => ref?.id ?? []);
    expect(numbers).toContain('99000019');
    expect(numbers).toContain('99000020');
    expect(numbers).toContain('99000021');
  },
);
