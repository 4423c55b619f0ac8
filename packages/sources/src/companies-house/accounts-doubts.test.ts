import { expect, test } from 'vitest';
import { companiesHouseCompany } from '../companies-house-company.ts';
import { documentOf, itemsOf, observationsOf } from '../testing.ts';

const CORE = 'http://xbrl.frc.org.uk/fr/2023-01-01/core';

/** A plain instance of a company that does not exist, with figures of 31 March 2023. */
function filed(figures: Readonly<Record<string, number>>, namespace = CORE) {
  const facts = Object.entries(figures).map(
    ([name, value]) => `<core:${name} contextRef="i" unitRef="GBP" decimals="0">${value}</core:${name}>`,
  );
  return documentOf(
    `<?xml version="1.0"?><xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:core="${namespace}" xmlns:iso4217="http://www.xbrl.org/2003/iso4217">
<context id="i"><entity><identifier scheme="x">99000001</identifier></entity><period><instant>2023-03-31</instant></period></context>
<unit id="GBP"><measure>iso4217:GBP</measure></unit>${facts.join('')}</xbrl>`,
    'Prod224_0001_99000001_20230331.xml',
  );
}

const refused = (document: ReturnType<typeof filed>) =>
  itemsOf(companiesHouseCompany, document).flatMap((item) =>
    item.outcome === 'refused' ? [item.reason] : [],
  );

test('what was left out of the figures of accounts is said to the operator, and the accounts are kept', () => {
  const turned = filed({ CurrentAssets: 2909, CreditorsDueWithinOneYear: 6719, NetAssetsLiabilities: 3810 });
  expect(observationsOf(itemsOf(companiesHouseCompany, turned))).toMatchObject([
    { content: { kind: 'accounts-figures', figures: {} } },
  ]);
  expect(refused(turned)).toEqual([
    'net_assets is 3810, but all assets less all liabilities come to -3810: neither is relied on',
  ]);
  expect(refused(filed({ CurrentAssets: 5 }, 'http://example.com/own'))).toEqual([
    '1 monetary facts, none of them read: no figure of them is known',
  ]);
  expect(refused(filed({ CurrentAssets: 500, NetAssetsLiabilities: 100 }))).toEqual([]);
});

test.each(['Equity', 'ShareholderFunds'])(
  '%s alone without its minus is no figure of the accounts',
  (name) => {
    const net = { NetCurrentAssetsLiabilities: -3810, TotalAssetsLessCurrentLiabilities: -3810 };
    const turned = filed({ CurrentAssets: 2909, CreditorsDueWithinOneYear: 6719, ...net, [name]: 3810 });
    const items = itemsOf(companiesHouseCompany, turned);
    expect(observationsOf(items)).toMatchObject([{ content: { figures: {} } }]);
    expect(refused(turned)).toContain(
      'equity is 3810, but total assets less all liabilities come to -3810: neither is relied on',
    );
  },
);
