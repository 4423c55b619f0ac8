import type { Observation } from '@tocsin/domain';
import { z } from 'zod';
import type { Item } from '../define-source.ts';
import { suppliersOf } from '../ocds/parties.ts';
import type { Release, ReleaseContract } from '../ocds/schema.ts';
import type { ReleaseNotice } from '../ocds/publisher.ts';

const text = z.string().nullish();
const Failure = z.object({ category: text, description: text });
const Implementation = z.object({ performanceFailures: z.array(Failure).nullish() });

/**
 * A UK9 notice rates a contract against its indicators or states a breach (Procurement Act 2023, section 71). Only a
 * stated breach, a failure to perform or the lowest rating, “inadequate”, is a signal; a good report is not.
 */
export function performanceOf(release: Release, notice: ReleaseNotice): Item {
  const observations = (release.contracts ?? []).flatMap((contract) => {
    const statement = statementOf(contract);
    return statement ? observe(release, contract, notice, statement) : [];
  });
  return observations.length > 0
    ? { item: notice.item, outcome: 'observed', observations }
    : { item: notice.item, outcome: 'ignored', reason: 'UK9: no breach or poor performance stated' };
}

function statementOf({ implementation }: ReleaseContract): string | null {
  const failures = Implementation.safeParse(implementation).data?.performanceFailures ?? [];
  const stated = failures.map(({ category, description }) =>
    [category, description].filter(Boolean).join(': '),
  );
  if (failures.length > 0) return stated.filter(Boolean).join('; ').slice(0, 500) || 'A failure to perform';
  return holdsRating(implementation, 'inadequate')
    ? 'Rated “inadequate”: performance is significantly below the key performance indicators'
    : null;
}

/** Where in the implementation a rating stands is not settled among notices, so it is looked for by its value. */
function holdsRating(part: unknown, rating: string): boolean {
  if (typeof part === 'string') return part.trim().toLowerCase() === rating;
  if (typeof part !== 'object' || part === null) return false;
  return Object.values(part).some((inner) => holdsRating(inner, rating));
}

function observe(
  release: Release,
  contract: ReleaseContract,
  notice: ReleaseNotice,
  statement: string,
): Observation[] {
  const award = release.awards?.find(({ id }) => String(id) === String(contract.awardID ?? contract.id));
  const named = suppliersOf(release, award?.suppliers ?? []);
  const parties = (release.parties ?? []).filter(({ roles }) => roles?.includes('supplier'));
  const suppliers = named.length > 0 ? named : suppliersOf(release, parties);
  return suppliers.map((about, index) => ({
    source: 'find-a-tender',
    ref: `${release.ocid}/${contract.id}/performance/${notice.id ?? notice.publishedAt}/${index + 1}`,
    version: notice.publishedAt,
    occurredOn: notice.publishedAt.slice(0, 10),
    publishedAt: notice.publishedAt,
    url: notice.url,
    quote: statement,
    about,
    content: { kind: 'contract-performance', ocid: release.ocid, statement },
  }));
}
