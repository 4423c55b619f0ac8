import { findAssessment, findLooksOf, shownLevel, type Assessment, type Trx, type Watch } from '@tocsin/db';
import { dayOf, levelWithoutLooks, type RiskBand, type RiskLevel } from '@tocsin/domain';

/** What an alert shows in the place of its bands. */
export interface LevelsShown {
  /** Of the band that the alert comes from; null where there was none. */
  readonly from: (band: RiskBand | null) => RiskLevel | null;
  readonly to: (band: RiskBand) => RiskLevel;
  /** Why the level of Low is another one, within a sentence; null of every other band. */
  readonly because: (band: RiskBand) => string | null;
}

/**
 * The levels of an assessment and of the one before it. Low before counts as earned only by what had been looked at when
 * the supplier was assessed then: what was looked at since has earned nothing before.
 */
export async function findLevelsShown(trx: Trx, row: Assessment, watch: Watch): Promise<LevelsShown> {
  const previous = row.previous_id ? await findAssessment(trx, row.previous_id) : undefined;
  const before =
    previous?.band === 'low' ? await lowAsShown(trx, previous, previousWatch(previous, watch)) : null;
  const now = row.band === 'low' ? await lowAsShown(trx, row, watch) : null;
  return {
    from: (band) => band && ((band === 'low' && before?.level) || levelWithoutLooks(band)),
    to: (band) => (band === 'low' && now?.level) || levelWithoutLooks(band),
    because: (band) => (band === 'low' && now?.levelBecause) || null,
  };
}

function previousWatch({ replayed, assessed_at: now }: Assessment, watch: Watch): Watch {
  return replayed ? watch : { ...watch, now };
}

async function lowAsShown(trx: Trx, row: Assessment, watch: Watch): Promise<ReturnType<typeof shownLevel>> {
  const seenOn = row.as_of < dayOf(watch.now) ? row.as_of : dayOf(watch.now);
  const looks = (await findLooksOf(trx, [row.supplier_id], seenOn, watch)).get(row.supplier_id);
  return shownLevel(row.band, row.formal_events, looks, seenOn);
}
