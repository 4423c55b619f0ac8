import { expect, test } from 'vitest';
import { contractsFinder } from './contracts-finder.ts';
import { hasRecorded, itemsOf, observationsOf, recorded, tally } from './testing.ts';

const read = (path: string) => itemsOf(contractsFinder, recorded(`ocds/${path}`));

test.skipIf(!hasRecorded)('every real release of Contracts Finder has one outcome', () => {
  const lines = read('contracts_finder/releases.jsonl');
  expect(tally(lines)).toEqual({
    observed: 85,
    'ignored: tender stage: no supplier yet': 17,
    'ignored: planning stage: no supplier yet': 4,
  });
  expect(tally(read('contracts_finder/package_CFSearchStr.json'))).toEqual({
    observed: 59,
    'ignored: tender stage: no supplier yet': 38,
    'ignored: planning stage: no supplier yet': 3,
  });
  expect(read('contracts_finder/package_empty_page.json')).toEqual([]);
});

test.skipIf(!hasRecorded)('their suppliers, sums and identifiers are those the collection counts', () => {
  const awards = observationsOf(read('contracts_finder/releases.jsonl')).flatMap(({ content }) =>
    content.kind === 'award' ? [content] : [],
  );
  expect(awards.filter(({ value }) => value && value.pence > 0)).toHaveLength(79);
  expect(awards.filter(({ value }) => !value || value.pence === 0)).toHaveLength(6);
  expect(awards.filter(({ suppliers }) => suppliers.length > 1)).toHaveLength(5);
  const suppliers = awards.flatMap((award) => award.suppliers);
  expect(suppliers.filter(({ printedRef }) => printedRef?.startsWith('GB-COH-'))).toHaveLength(55);
  expect(suppliers.filter(({ printedRef }) => !printedRef?.startsWith('GB-COH-'))).toHaveLength(90);
  expect(suppliers.filter(({ ref }) => ref)).toHaveLength(54);
  expect(suppliers.find(({ printedRef }) => printedRef === 'GB-COH-458577871')?.ref).toBeNull();
});

test.skipIf(!hasRecorded)('every row of the real search exports is an award', () => {
  const [capped, whole] = [
    read('contracts_finder_csv/cf_search_export_capped_1000_2020.csv'),
    read('contracts_finder_csv/cf_search_export_notices_2020.csv'),
  ];
  expect([tally(capped), tally(whole)]).toEqual([{ observed: 599 }, { observed: 229 }]);
  const named = observationsOf(capped).flatMap(({ content }) =>
    content.kind === 'award' ? content.suppliers : [],
  );
  expect(named).toHaveLength(1_567);
  expect(named.filter(({ printedRef }) => printedRef?.startsWith('GB-COH-')).length).toBeGreaterThan(300);
});
