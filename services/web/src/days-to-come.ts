import { asCouncil, findHearings, type Db } from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';
import type { CouncilExposureView } from '@tocsin/exposure';
import type { DayToCome } from './exposure-pictures.ts';
import { findReviewsPage } from './pages/reviews.ts';

/** Every day to come of a council that is known: of its contracts, of petitions at its suppliers, and of reviews. */
export async function findDaysToCome(
  db: Db,
  { council, held }: Pick<CouncilExposureView, 'council' | 'held'>,
  asOf: IsoDate,
): Promise<readonly DayToCome[]> {
  const hearings = await asCouncil(db, council, (trx) => findHearings(trx));
  const { due, toCome } = await findReviewsPage(db, council, asOf);
  return [
    ...held.flatMap(({ contract, suppliers }): DayToCome[] => {
      const what = `${contract.title}, ${suppliers.map(({ name }) => name).join(' and ')}`;
      const path = suppliers.find(({ key }) => key !== null)?.key ?? null;
      const of = { what, path: path === null ? null : `/suppliers/${path}` };
      return [
        ...(contract.endsOn ? [{ ...of, kind: 'end' as const, on: contract.endsOn }] : []),
        ...(contract.nextBreakOn ? [{ ...of, kind: 'break' as const, on: contract.nextBreakOn }] : []),
      ];
    }),
    ...hearings.map(({ alertId, supplier, hearingOn }) => ({
      kind: 'hearing' as const,
      on: hearingOn,
      what: supplier,
      path: `/alerts/${alertId}`,
    })),
    ...[...due, ...toCome].flatMap(({ dueOn, title, what, path }) =>
      dueOn ? [{ kind: 'review' as const, on: dueOn, what: `${title}: ${what}`, path }] : [],
    ),
  ];
}
