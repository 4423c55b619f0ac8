import { expect, test } from 'vitest';
import { accountsPacks } from './accounts-packs.ts';
import { fixture, itemsOf } from './testing.ts';

test('accounts out of a pack are those of the company in the file’s name, filed on the day of the pack', () => {
  const url =
    'https://download.example/Accounts_Bulk_Data-2026-10-02.zip/Prod224_0018_99000001_20260331.html#filed=2026-10-02';
  expect(itemsOf(accountsPacks, fixture('accounts-packs.html', url))).toMatchObject([
    {
      item: '99000001/accounts/2026-03-31',
      outcome: 'observed',
      observations: [
        {
          ref: '99000001/accounts/2026-03-31',
          publishedAt: '2026-10-02T00:00:00.000Z',
          content: { balanceDate: '2026-03-31', figures: { current_assets: 1_234 } },
        },
      ],
      looks: [{ topics: ['accounts-figures'], answer: 'found' }],
    },
  ]);
});

test.each([
  ['2028-03-31', 'not-required'],
  ['2028-04-03', 'withheld-by-choice'],
])(
  'small accounts filed on %s without a profit and loss account say that it is %s',
  (filed, profitAndLoss) => {
    const url = `https://download.example/Accounts_Bulk_Data-${filed}.zip/Prod224_0018_99000001_20260331.html#filed=${filed}`;
    expect(itemsOf(accountsPacks, fixture('accounts-packs.html', url))).toMatchObject([
      { observations: [{ content: { profitAndLoss } }] },
    ]);
  },
);
