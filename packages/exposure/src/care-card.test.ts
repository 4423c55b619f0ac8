import type { SignalOf } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { careCard, type CareListed } from './care-card.ts';

const SURREY = { gss: 'E10000030', name: 'Surrey County Council' };
const councilOf = (authority: string) => (authority === 'Surrey' ? SURREY : null);

function home(over: Partial<SignalOf<'care-location'>> = {}): CareListed {
  return {
    url: `https://www.cqc.org.uk/location/${over.locationId ?? '1-1'}`,
    location: {
      kind: 'care-location',
      locationId: '1-1',
      name: 'Example House',
      careHome: true,
      places: 40,
      authority: 'Surrey',
      rating: 'good',
      ratedOn: '2025-03-12',
      inherited: false,
      dormant: false,
      state: 'registered',
      endedOn: null,
      ...over,
    },
  };
}

const operator = (...listed: readonly CareListed[]) => ({
  name: 'Example Care Homes Ltd',
  key: '99000001',
  relation: null,
  listed,
});

test('places are summed here, by council and as a share of all that the council’s area has', () => {
  const card = careCard(
    [
      operator(home(), home({ locationId: '1-2', places: 10, rating: 'inadequate' })),
      {
        name: 'Sister Ltd',
        key: null,
        relation: 'sister',
        listed: [home({ authority: 'Kent', places: 60 })],
      },
      { name: 'Holding Ltd', key: null, relation: 'parent', listed: [] },
    ],
    [{ authority: 'Surrey', homes: 5, places: 200, elsewhere: 3 }],
    councilOf,
    SURREY.gss,
  );
  expect(card.all).toEqual({ homes: 3, places: 110, withoutPlaces: 0, elsewhere: 0 });
  expect(
    card.councils.map(({ authority, council, places, share }) => [authority, council, places, share]),
  ).toEqual([
    ['Kent', null, 60, null],
    ['Surrey', SURREY, 50, 0.25],
  ]);
  expect(card.here?.council.places).toBe(50);
  expect(card.here?.homes).toHaveLength(2);
  expect(card.members.map(({ name, places }) => [name, places])).toEqual([
    ['Example Care Homes Ltd', 50],
    ['Sister Ltd', 60],
  ]);
  expect(card.ratings).toEqual([
    { rating: 'inadequate', locations: 1 },
    { rating: 'good', locations: 2 },
  ]);
});

test('a service elsewhere than in a home has no places, a home without a number of them is said so, and a dormant one is left out', () => {
  const card = careCard(
    [
      operator(
        home({ places: null }),
        home({ locationId: '1-2', careHome: false, places: null }),
        home({ locationId: '1-3', dormant: true }),
      ),
    ],
    [],
    councilOf,
    null,
  );
  expect(card.all).toEqual({ homes: 1, places: 0, withoutPlaces: 1, elsewhere: 1 });
  expect(card.here).toBeNull();
});

test('what ended counts no longer, and stands among the exits, the last first', () => {
  const card = careCard(
    [
      operator(
        home(),
        home({ locationId: '1-2', state: 'closed', endedOn: '2026-05-01' }),
        home({ locationId: '1-3', state: 'changed-hands', endedOn: '2026-08-14' }),
      ),
    ],
    [],
    councilOf,
    SURREY.gss,
  );
  expect(card.all.homes).toBe(1);
  expect(card.exits.map(({ location, endedOn }) => [location.state, endedOn])).toEqual([
    ['changed-hands', '2026-08-14'],
    ['closed', '2026-05-01'],
  ]);
});
