import { findSpendCoverage, noteOnSource, underCurrentCodes, type Db } from '@tocsin/db';
import { councilMaps, lateNote, lateSeries } from '@tocsin/sources';

/** Says on the sources page which councils are late against their own cadence. */
export async function noteLateCouncils(db: Db, sourceId: string, today: string): Promise<void> {
  const late = lateSeries(await underCurrentCodes(db, councilMaps()), await findSpendCoverage(db), today);
  await noteOnSource(db, sourceId, lateNote(late));
}
