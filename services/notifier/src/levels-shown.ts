import { findLooksOf, shownLevel, type Assessment, type Trx, type Watch } from '@tocsin/db';
import {
  dayOf,
  groupBy,
  levelWithoutLooks,
  type IsoDate,
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
  const levels = await findLowAsShown(
    trx,
    assessed.flatMap(({ row, before }) => [
      { row, watch },
      ...(before ? [{ row: before, watch: watchBefore(before, watch) }] : []),
    ]),
  );
  const befores = new Map(assessed.map(({ row, before }) => [row.id, before]));
  return (row) => {
    const now = levels.get(row.id);
    const before = levels.get(befores.get(row.id)?.id ?? '');
    return {
      from: (band) => band && ((band === 'low' && before?.level) || levelWithoutLooks(band)),
      to: (band) => (band === 'low' && now?.level) || levelWithoutLooks(band),
      because: (band) => (band === 'low' && now?.levelBecause) || null,
    };
  };
}

function watchBefore({ replayed, assessed_at: now }: Assessment, watch: Watch): Watch {
  return replayed ? watch : { ...watch, now };
}

type Shown = ReturnType<typeof shownLevel>;

/** What is shown of the assessments among these that say Low, as seen from their moments. */
async function findLowAsShown(
  trx: Trx,
  seen: readonly { readonly row: Assessment; readonly watch: Watch }[],
): Promise<ReadonlyMap<string, Shown>> {
  const low = seen.filter(({ row }) => row.band === 'low').map((one) => ({ ...one, seenOn: daySeen(one) }));
  const levels = new Map<string, Shown>();
  for (const together of groupBy(low, ({ watch, seenOn }) => `${seenOn} ${watch.now}`).values())
    for (const { watch, seenOn } of together.slice(0, 1)) {
      const ids = new Set(together.map(({ row }) => row.supplier_id));
      const looks = await findLooksOf(trx, [...ids], seenOn, watch);
      for (const { row } of together) {
        const of = looks.get(row.supplier_id);
        levels.set(row.id, shownLevel(row.band, row.formal_events, of, seenOn));
      }
    }
  return levels;
}

function daySeen({ row, watch }: { readonly row: Assessment; readonly watch: Watch }): IsoDate {
  return row.as_of < dayOf(watch.now) ? row.as_of : dayOf(watch.now);
}
