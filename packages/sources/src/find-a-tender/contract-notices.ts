import { type ContractNotices, dayOf } from '@tocsin/domain';
import { z } from 'zod';
import type { ReleaseNotice } from '../ocds/publisher.ts';
import type { ReleaseContract } from '../ocds/schema.ts';
import { ukDate } from '../uk-time.ts';
import { endOfContract, implementationOf, reasonsOf } from './performance.ts';

/** The ratings of the Procurement Regulations 2024 (regulation 39) by the codes of the publisher’s OCDS extension. */
const RATINGS: Readonly<Record<string, string>> = {
  met: 'Good',
  slightlyBelow: 'Approaching target',
  below: 'Requires improvement',
  significantlyBelow: 'Inadequate',
  other: 'Other',
};
const Agreed = z.object({ agreedMetrics: z.array(z.object({ title: z.string().nullish() })) });

/**
 * What a notice publishes on how the contracts under one award go: indicators agreed (UK7), ratings (UK9), the reason of
 * an end (UK11). Null where it publishes none of these.
 */
export function contractNoticesOf(
  contracts: readonly ReleaseContract[],
  { type, publishedAt, url }: ReleaseNotice,
): ContractNotices | null {
  const publishedOn = dayOf(publishedAt);
  const titles = contracts.flatMap((contract) =>
    (Agreed.safeParse(contract).data?.agreedMetrics ?? []).map(({ title }) => title?.trim() || 'not named'),
  );
  const ratings = contracts.flatMap((contract) =>
    implementationOf(contract).metrics.flatMap(({ title, observations }) =>
      (observations ?? []).flatMap(({ period, measureClassification }) => {
        const { id, description } = measureClassification ?? {};
        const rating = description?.trim() || (id && (RATINGS[id] ?? id));
        if (!rating) return [];
        const indicator = title && !/^n\/?a$/i.test(title.trim()) ? title.trim() : null;
        return [{ indicator, rating, upTo: ukDate(period?.endDate), publishedOn, url }];
      }),
    ),
  );
  const ends = contracts.flatMap((contract) => {
    const [reason] = reasonsOf(contract);
    return reason ? [{ reason, on: ukDate(endOfContract(contract)), publishedOn, url }] : [];
  });
  const [ended] = ends;
  if (titles.length === 0 && ratings.length === 0 && !ended && type !== 'UK9') return null;
  return {
    ...(titles.length > 0 ? { indicators: { titles, publishedOn } } : {}),
    ...(ratings.length > 0 ? { ratings } : {}),
    ...(type === 'UK9' ? { performanceOn: publishedOn } : {}),
    ...(ended ? { ended } : {}),
  };
}
