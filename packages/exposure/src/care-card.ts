import type { CareRating, IsoDate, SignalOf } from '@tocsin/domain';

/** A home or service as the regulator's lists had it last, and its page there. */
export interface CareListed {
  readonly location: SignalOf<'care-location'>;
  readonly url: string;
}

/** A company of a provider's group, and what it has. */
export interface CareMember {
  readonly name: string;
  /** As pages of suppliers are addressed; null where it is none. */
  readonly key: string | null;
  /** How it is tied to the supplier asked about; null for that supplier itself. */
  readonly relation: string | null;
  readonly listed: readonly CareListed[];
}

/** What an authority has of adult social care in all, of every provider. */
export interface CareMarket {
  readonly authority: string;
  readonly homes: number;
  readonly places: number;
  readonly elsewhere: number;
}

/** A council by whose name the regulator's lists call an authority. */
export interface NamedCouncil {
  readonly gss: string;
  readonly name: string;
}

/** Homes, their places, and services that are given elsewhere than in a home. */
export interface CareSum {
  readonly homes: number;
  readonly places: number;
  /** Homes of which the lists give no number of places. */
  readonly withoutPlaces: number;
  readonly elsewhere: number;
}

export interface CareOfCouncil extends CareSum {
  /** As the lists print it. */
  readonly authority: string;
  /** Null where no council is known by that name. */
  readonly council: NamedCouncil | null;
  /** Of the places in care homes of that authority, of every provider; null where the lists give none. */
  readonly share: number | null;
  readonly market: CareMarket | null;
}

export interface CareHome extends CareListed {
  readonly provider: string;
}

/** What a provider group gives, where, how well, and what it has given up. */
export interface CareCard {
  readonly all: CareSum;
  readonly members: readonly (Omit<CareMember, 'listed'> & CareSum)[];
  /** Every authority in which it gives care, those with most places first. */
  readonly councils: readonly CareOfCouncil[];
  /** What it gives in the reader's council; null where it gives nothing there, or the reader has no council. */
  readonly here: { readonly council: CareOfCouncil; readonly homes: readonly CareHome[] } | null;
  readonly ratings: readonly { readonly rating: CareRating | null; readonly locations: number }[];
  /** Registrations that ended, the last first; what passed to another provider is none of its any longer, and not closed. */
  readonly exits: readonly (CareHome & { readonly endedOn: IsoDate })[];
}

const RATINGS: readonly (CareRating | null)[] = [
  'inadequate',
  'requires-improvement',
  'good',
  'outstanding',
  null,
];

/** Puts together what the lists say of a group; dormant registrations give no care and are left out. */
export function careCard(
  members: readonly CareMember[],
  markets: readonly CareMarket[],
  councilOf: (authority: string) => NamedCouncil | null,
  ours: string | null,
): CareCard {
  const homes = members.flatMap(({ name, listed }) => listed.map((one) => ({ ...one, provider: name })));
  const given = homes.filter(isGiven);
  const authorities = [...new Set(given.map(({ location }) => location.authority))];
  const councils = authorities
    .map((authority): CareOfCouncil => {
      const sum = sumOf(given.filter(({ location }) => location.authority === authority));
      const market = markets.find((one) => one.authority === authority) ?? null;
      const share = market && market.places > 0 ? sum.places / market.places : null;
      return { authority, council: councilOf(authority), ...sum, share, market };
    })
    .toSorted(
      (a, b) => b.places - a.places || b.elsewhere - a.elsewhere || compare(a.authority, b.authority),
    );
  const here = councils.find(({ council }) => council !== null && council.gss === ours);
  return {
    all: sumOf(given),
    members: members
      .map(({ listed, ...member }) => ({ ...member, ...sumOf(listed.filter(isGiven)) }))
      .filter(({ relation, homes: some, elsewhere }) => relation === null || some + elsewhere > 0),
    councils,
    here: here
      ? {
          council: here,
          homes: given
            .filter(({ location }) => location.authority === here.authority)
            .toSorted((a, b) => compare(a.location.name, b.location.name)),
        }
      : null,
    ratings: RATINGS.map((rating) => ({
      rating,
      locations: given.filter(({ location }) => location.rating === rating).length,
    })).filter(({ locations }) => locations > 0),
    exits: homes
      .flatMap((home) =>
        home.location.endedOn === null ? [] : [{ ...home, endedOn: home.location.endedOn }],
      )
      .toSorted((a, b) => compare(b.endedOn, a.endedOn) || compare(a.location.name, b.location.name)),
  };
}

function isGiven({ location }: CareListed): boolean {
  return location.state === 'registered' && !location.dormant;
}

function sumOf(listed: readonly CareListed[]): CareSum {
  const homes = listed.filter(({ location }) => location.careHome);
  return {
    homes: homes.length,
    places: homes.reduce((sum, { location }) => sum + (location.places ?? 0), 0),
    withoutPlaces: homes.filter(({ location }) => location.places === null).length,
    elsewhere: listed.length - homes.length,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
