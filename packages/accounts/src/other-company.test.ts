import { expect, test } from 'vitest';
import { isRefused } from './filing.ts';
import { inlineFiling, plainFiling, thisYear, type MadeUpFact } from './made-up-filing.ts';
import { correctFigures } from './plausible.ts';
import { readAccounts } from './reader.ts';

const contexts = {
  now: { end: thisYear.end },
  year: thisYear,
  of: { ...thisYear, dimensions: { SubsidiariesDimension: 'Subsidiary1' } },
};
const sheet: readonly MadeUpFact[] = [
  { name: 'CurrentAssets', context: 'now', text: '500', unit: 'GBP' },
  { name: 'NetAssetsLiabilities', context: 'now', text: '400', unit: 'GBP' },
];
const numbered = (text: string, context = 'year'): MadeUpFact => ({
  name: 'UKCompaniesHouseRegisteredNumber',
  context,
  text,
});

function read(facts: readonly MadeUpFact[], number: string, change = (page: string) => page) {
  const given = { contexts, facts: [...sheet, ...facts] };
  const fileName = `Prod224_1234_${number}_20210331.html`;
  const [inline, plain] = [inlineFiling, plainFiling].map((write) => {
    const reading = readAccounts(change(write(given)), { fileName });
    if (isRefused(reading)) throw new Error(reading.refused);
    return {
      companyNumber: reading.companyNumber,
      values: correctFigures(reading.figures).values,
      issues: reading.issues.map(({ kind }) => kind),
    };
  });
  expect(inline).toEqual(plain);
  return inline;
}
const AS_READ = { issues: [], values: { current_assets: 500, net_assets: 400 } };

test('figures of a document of another company than its file are nobody’s, and that is said', () => {
  const none = { issues: ['other-company'], values: {} };
  expect(read([], '99000002')).toEqual({ ...none, companyNumber: '99000002' });
  expect(read([numbered('99000009')], '01234567')).toEqual({ ...none, companyNumber: '01234567' });
  expect(read([numbered('01234567'), numbered('SC234567', 'now')], '01234567')).toMatchObject(none);
});

test('a document that tags two companies is of none that is known, whatever its name', () => {
  const reading = readAccounts(inlineFiling({ contexts, facts: [...sheet, numbered('99000009')] }));
  expect(reading).toMatchObject({ figures: {}, issues: [{ kind: 'other-company' }] });
});

test.each([['1234567'], ['01234567 '], ['0123 4567'], ['not given'], ['']])(
  'the number “%s” tagged in the accounts of 01234567 is its own, or says nothing',
  (text) => expect(read([numbered(text)], '01234567')).toMatchObject(AS_READ),
);

test('numbers with a prefix are compared as the register writes them, and those of subsidiaries not at all', () => {
  const scots = (page: string) => page.replaceAll('>01234567<', '>sc 1234<');
  expect(read([numbered('SC001234')], 'SC001234', scots)).toMatchObject(AS_READ);
  expect(read([numbered('99000009', 'of')], '01234567')).toMatchObject(AS_READ);
  const unfilled = (page: string) => page.replaceAll('>01234567<', '>1<');
  expect(read([], '01234567', unfilled)).toMatchObject(AS_READ);
});
