import { findLooksOf, shownLevel, type Assessment, type Trx, type Watch } from '@tocsin/db';
import {
  dayOf,
  groupBy,
  levelWithoutLooks,
  type IsoDate,
  type IsoInstant,
  type RiskBand,
  type RiskLevel,
} from '@tocsin/domain';

/** What an alert shows in the place of its bands. */
export interface LevelsShown {
  /** Of the band that the alert comes from; null where there was none. */
  readonly from: (band: RiskBand | null) => RiskLevel | null;
  readonly to: (band: RiskBand) => RiskLevel;
  /** Why the level of Low is another one, within a sentence; null of every other band. */
  readonly because: (band: RiskBand) => string | null;
}

/** An assessment, and the one before it. */
interface Assessed {
  readonly row: Assessment;
  readonly before: Assessment | undefined;
}

/**
 * The levels of assessments and of those before them, by the assessments. Low before counts as earned only by what had
 * been looked at when the supplier was assessed then: what was looked at since has earned nothing before.
 */
export async function findLevelsShown(
  trx: Trx,
  assessed: readonly Assessed[],
  watch: Watch,
): Promise<(row: Assessment) => LevelsShown> {
  const now = await findLowAsShown(
    trx,
    assessed.map(({ row }) => ({ row, now: watch.now })),
    watch,
  );
  const before = await findLowAsShown(
    trx,
    assessed.flatMap((one) =>
      one.before ? [{ row: one.before, now: momentBefore(one.before, watch) }] : [],
    ),
    watch,
  );
  return ({ supplier_id: id }) => ({
    from: (band) => band && ((band === 'low' && before.get(id)?.level) || levelWithoutLooks(band)),
    to: (band) => (band === 'low' && now.get(id)?.level) || levelWithoutLooks(band),
    because: (band) => (band === 'low' && now.get(id)?.levelBecause) || null,
  });
}

/** From when an earlier assessment is seen. */
function momentBefore({ replayed, assessed_at: at }: Assessment, { now }: Watch): IsoInstant {
  return replayed ? now : at;
}

type Shown = ReturnType<typeof shownLevel>;

/** What is shown of the assessments among these that say Low, as seen from their moments; each of another supplier. */
async function findLowAsShown(
  trx: Trx,
  seen: readonly { readonly row: Assessment; readonly now: IsoInstant }[],
  watch: Watch,
): Promise<ReadonlyMap<string, Shown>> {
  const low = seen
    .filter(({ row }) => row.band === 'low')
    .map(({ row, now }) => ({ row, now, today: dayOf(now), seenOn: earlier(row.as_of, dayOf(now)) }));
  const levels = new Map<string, Shown>();
  for (const together of groupBy(low, ({ today, seenOn }) => `${seenOn} ${today}`).values())
    for (const { now, seenOn } of together.slice(0, 1)) {
      const moments = new Map(together.map((one) => [one.row.supplier_id, one.now]));
      const nowOf = (id: string) => moments.get(id) ?? now;
      const looks = await findLooksOf(trx, [...moments.keys()], seenOn, { ...watch, now }, nowOf);
      for (const { row } of together) {
        const { supplier_id: id, band, formal_events: events } = row;
        levels.set(id, shownLevel(band, events, looks.get(id), seenOn));
      }
    }
  return levels;
}

function earlier(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other;
}
