import { expect, test } from 'vitest';
import { CompanyNumber } from '@tocsin/domain';
import type { RegisterEntry } from './compare.ts';
import { match } from './match.ts';

interface LookAlike {
  readonly printed: string;
  readonly registered: readonly (Partial<RegisterEntry> & { readonly name: string })[];
}

const brands = [
  'Northfield',
  'Ashgrove',
  'Calderbrook',
  'Wharfe Valley',
  'Kestrel',
  'Blue Heron',
  'St Bede',
  'Pennine Way',
  'A1',
  'J & K',
  'Oakwell',
  'Millstone',
];
const trades = [
  'Care',
  'Fostering Services',
  'Building Supplies',
  'Coaches',
  'Learning',
  'Facilities Management',
];

/** Ways in which the register can hold somebody else, or one too many. */
function lookAlikes(name: string): Readonly<Record<string, LookAlike>> {
  const limited = { name: `${name} Limited` };
  return {
    'the same name twice': { printed: `${name} Ltd`, registered: [limited, { name: `${name} Ltd` }] },
    'a dissolved twin': { printed: limited.name, registered: [limited, { ...limited, status: 'Dissolved' }] },
    'an LLP for a company': { printed: `${name} Ltd`, registered: [{ name: `${name} LLP` }] },
    'a company for an LLP': { printed: `${name} LLP`, registered: [limited] },
    'company and LLP, no form printed': { printed: name, registered: [limited, { name: `${name} LLP` }] },
    'the group parents': {
      printed: `${name} Ltd`,
      registered: [{ name: `${name} Group Limited` }, { name: `${name} Holdings Limited` }],
    },
    'the group parent, no form printed': { printed: name, registered: [{ name: `${name} Group Limited` }] },
    'the group parent at the same address': {
      printed: `${name} Ltd`,
      registered: [{ name: `${name} Group Limited`, postcode: 'WF1 2AB' }],
    },
    'the subsidiaries of a group': {
      printed: `${name} Group Ltd`,
      registered: [limited, { name: `${name} (UK) Limited` }],
    },
    'a sister elsewhere': {
      printed: `${name} (North) Ltd`,
      registered: [{ name: `${name} (South) Limited` }, limited],
    },
    'a numbered sister': {
      printed: `${name} (No 1) Ltd`,
      registered: [{ name: `${name} (No 2) Limited` }, limited],
    },
    'a letter more': { printed: `${name} Ltd`, registered: [{ name: `${name}s Limited` }] },
    'a former name that another bears today': {
      printed: `${name} Ltd`,
      registered: [limited, { name: 'Wholly Unlike Limited', formerNames: [limited.name] }],
    },
  };
}

const pairs = brands.flatMap((brand) =>
  trades.flatMap((trade) =>
    Object.entries(lookAlikes(`${brand} ${trade}`)).map(([what, pair]) => ({ what, ...pair })),
  ),
);

function isMatched({ printed, registered }: LookAlike): boolean {
  const entries = registered.map((row, at) => ({
    number: CompanyNumber.parse(`0${1_000_000 + at}`),
    formerNames: [],
    postcode: null,
    status: null,
    ...row,
  }));
  return match({ name: printed, postcode: 'WF1 2AB' }, { entries, crowded: false }).outcome === 'matched';
}

test('none of 500 and more look-alikes is matched by name alone', () => {
  expect(pairs.length).toBeGreaterThanOrEqual(500);
  const matched = pairs.filter(isMatched).map(({ what, printed }) => `${what}: ${printed}`);
  expect(matched).toEqual([]);
});
