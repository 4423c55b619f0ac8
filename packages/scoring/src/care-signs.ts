import {
  addTo,
  careRatingWords,
  Evidence,
  formatDate,
  isFall,
  type IsoDate,
  type ObservedSignal,
  type SignalOf,
} from '@tocsin/domain';
import { z } from 'zod';
import { foldSignals, type Statement } from './facts.ts';
import { factsOnDay, type FactsOnDay } from './facts-on-day.ts';
import { livesOfCare } from './lives.ts';

const CareQuestion = z.enum(['care-inadequate', 'care-ratings-falling', 'care-closures']);
type CareQuestion = z.infer<typeof CareQuestion>;

/** What the care regulator's lists say of a provider, question by question. It counts no points in any version so far. */
export const CareSign = z.object({
  id: CareQuestion,
  question: z.string(),
  outcome: z.enum(['present', 'absent']),
  because: z.string(),
  mayFollow: z.array(z.string()).readonly(),
  /** What ends it. */
  endedBy: z.string(),
  evidence: z.array(Evidence).readonly(),
});
export type CareSign = z.infer<typeof CareSign>;

type Location = Statement<'care-location'>;

/** For how long a fall or a closure is a sign. */
const LASTS_DAYS = 365;
/** One fall is one home's; two are the provider's. */
const FEWEST_FALLS = 2;
/** Homes that are named; all stand on the card. */
const NAMED = 3;

const questions: Readonly<Record<CareQuestion, string>> = {
  'care-inadequate': 'Is a home or service of it rated Inadequate?',
  'care-ratings-falling': 'Do the ratings of its homes and services fall?',
  'care-closures': 'Has it closed homes or services?',
};

/** Every home and service that the lists have named of a provider, as they had it last on a day, with its evidence. */
export function careLocationsOn(
  signals: readonly ObservedSignal[],
  asOf: IsoDate,
): readonly { readonly location: SignalOf<'care-location'>; readonly url: string }[] {
  const latest = factsOnDay(foldSignals({}, signals), asOf).latest('care-location');
  return latest.map(({ signal, evidence }) => ({ location: signal, url: evidence.url }));
}

/**
 * The signs of a provider on a day, from everything the regulator's lists have said of it; empty for whom they never
 * named, since nothing is known of those.
 */
export function careSigns(signals: readonly ObservedSignal[], asOf: IsoDate): readonly CareSign[] {
  const day = factsOnDay(foldSignals({}, signals), asOf);
  const locations = day.latest('care-location');
  if (locations.length === 0) return [];
  return [inadequate(locations), falling(day, locations), closures(day, locations)];
}

function inadequate(locations: readonly Location[]): CareSign {
  const rated = locations.filter(({ signal }) => isRegistered(signal) && signal.rating !== null);
  const found = rated.filter(({ signal }) => signal.rating === 'inadequate').toSorted(latestRatingFirst);
  if (found.length === 0)
    return sign(
      'care-inadequate',
      null,
      rated.length === 0
        ? 'None of its homes and services has an overall rating.'
        : `None of ${counted(rated.length, 'rated home or service', 'rated homes and services')} is rated Inadequate.`,
    );
  const names = named(found, ({ signal }) => signal.ratedOn);
  return sign(
    'care-inadequate',
    found,
    `${found.length} of ${counted(rated.length, 'rated home or service', 'rated homes and services')} ${found.length === 1 ? 'is' : 'are'} rated Inadequate: ${names}.`,
  );
}

/** The newest rating of a location, and the one that it had before under the same provider. */
interface Turn {
  readonly now: Location;
  readonly before: Location;
}

function falling(day: FactsOnDay, locations: readonly Location[]): CareSign {
  const turns = turnsOf(day, locations).filter(
    ({ now }) => now.signal.ratedOn !== null && day.age(now.signal.ratedOn) <= LASTS_DAYS,
  );
  const falls = turns.filter(({ now, before }) => isFall(before.signal.rating, now.signal.rating));
  const rises = turns.filter(({ now, before }) => isFall(now.signal.rating, before.signal.rating));
  const of = `${counted(falls.length, 'rating')} fell and ${rises.length} rose in the twelve months to ${formatDate(day.asOf)}`;
  if (falls.length < FEWEST_FALLS || falls.length <= rises.length)
    return sign('care-ratings-falling', null, `${of}, as far as the lists read here go back.`);
  const first = falls.slice(0, NAMED).map(({ now, before }) => fallWords(before.signal, now.signal));
  return sign(
    'care-ratings-falling',
    falls.map(({ now }) => now),
    `${of}: ${first.join('; ')}${falls.length > NAMED ? ` and ${falls.length - NAMED} more` : ''}.`,
  );
}

function turnsOf(day: FactsOnDay, locations: readonly Location[]): readonly Turn[] {
  const versions = new Map<string, Location[]>();
  for (const one of day.versions('care-location')) addTo(versions, one.ref, one);
  return locations.flatMap((now) => {
    if (!isRegistered(now.signal) || now.signal.rating === null) return [];
    const earlier = (versions.get(now.ref) ?? [])
      .filter(({ signal }) => signal.rating !== null && signal.ratedOn !== null)
      .filter(({ signal }) => (signal.ratedOn ?? '') < (now.signal.ratedOn ?? ''))
      .toSorted((a, b) => ((a.signal.ratedOn ?? '') < (b.signal.ratedOn ?? '') ? -1 : 1));
    const before = earlier.at(-1);
    return before ? [{ now, before }] : [];
  });
}

function closures(day: FactsOnDay, locations: readonly Location[]): CareSign {
  const lately = locations.filter(
    ({ signal }) => signal.endedOn !== null && day.age(signal.endedOn) <= LASTS_DAYS,
  );
  const closed = lately.filter(({ signal }) => signal.state === 'closed');
  const passed = lately.filter(({ signal }) => signal.state === 'changed-hands').length;
  const aside =
    passed === 0
      ? ''
      : ` ${counted(passed, 'home or service', 'homes and services')} passed to another provider, which is no closure.`;
  const left = locations.filter(({ signal }) => isRegistered(signal)).length;
  if (closed.length === 0)
    return sign(
      'care-closures',
      null,
      `None closed in the twelve months to ${formatDate(day.asOf)}.${aside}`,
    );
  return sign(
    'care-closures',
    closed,
    `${counted(closed.length, 'home or service', 'homes and services')} closed in the twelve months to ${formatDate(day.asOf)}, and ${left} ` +
      `${left === 1 ? 'is' : 'are'} left: ${named(closed, ({ signal }) => signal.endedOn)}. The lists do not say who ended a registration.${aside}`,
  );
}

function sign(id: CareQuestion, found: readonly Location[] | null, because: string): CareSign {
  return {
    id,
    question: questions[id],
    outcome: found === null ? 'absent' : 'present',
    because,
    ...livesOfCare[id],
    evidence: (found ?? []).map(({ evidence }) => evidence),
  };
}

function isRegistered({ state }: SignalOf<'care-location'>): boolean {
  return state === 'registered';
}

function latestRatingFirst(a: Location, b: Location): number {
  return (a.signal.ratedOn ?? '') < (b.signal.ratedOn ?? '') ? 1 : -1;
}

function named(found: readonly Location[], on: (one: Location) => IsoDate | null): string {
  const first = found.slice(0, NAMED).map((one) => {
    const day = on(one);
    return day === null ? one.signal.name : `${one.signal.name} (${formatDate(day)})`;
  });
  return found.length > NAMED ? `${first.join(', ')} and ${found.length - NAMED} more` : first.join(', ');
}

function fallWords(before: SignalOf<'care-location'>, now: SignalOf<'care-location'>): string {
  const [from, to] = [before, now].map(({ rating }) => rating && careRatingWords[rating]);
  return `${now.name} from ${from} to ${to}${now.ratedOn ? ` (${formatDate(now.ratedOn)})` : ''}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
