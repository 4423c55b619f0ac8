import { findSpendCoverage, noteOnSource, readCursor, underCurrentCodes, type Db } from '@tocsin/db';
import { councilMaps, lateNote, lateSeries, troubleNote } from '@tocsin/sources';

/** Says on the sources page which councils are late against their own cadence, and what could not be read. */
export async function noteLateCouncils(db: Db, sourceId: string, today: string): Promise<void> {
  const late = lateSeries(await underCurrentCodes(db, councilMaps()), await findSpendCoverage(db), today);
  const troubles = troubleNote(await readCursor(db, sourceId));
  const notes = [lateNote(late), troubles].filter((note) => note !== null);
  await noteOnSource(db, sourceId, notes.length > 0 ? notes.join(' ') : null);
}
