import {
  findSpendCoverage,
  noteOnSource,
  readCursor,
  recordDocument,
  recordSpend,
  underCurrentCodes,
  type Db,
  type IngestReport,
} from '@tocsin/db';
import { councilMaps, lateNote, lateSeries, readSpendFile, troubleNote, type Fetched } from '@tocsin/sources';

/**
 * Stores a fetched file of payments, or a contract register, with the cursor that led to it; the council is told by the
 * file's site.
 */
export async function recordFetchedSpend(
  db: Db,
  sourceId: string,
  { document, cursor }: Fetched<unknown>,
): Promise<IngestReport> {
  const opened = await readSpendFile(await underCurrentCodes(db, councilMaps()), document);
  const given = { ...document, sourceId, ...(cursor === undefined ? {} : { cursor }) };
  const contracts = opened instanceof Error ? undefined : opened.contracts;
  return contracts
    ? recordDocument(db, { ...given, asOf: null, parse: () => contracts(document) })
    : recordSpend(db, { ...given, open: () => Promise.resolve(opened) });
}

/** Says on the sources page which councils are late against their own cadence, and what could not be read. */
export async function noteLateCouncils(db: Db, sourceId: string, today: string): Promise<void> {
  const late = lateSeries(await underCurrentCodes(db, councilMaps()), await findSpendCoverage(db), today);
  const troubles = troubleNote(await readCursor(db, sourceId));
  const notes = [lateNote(late), troubles].filter((note) => note !== null);
  await noteOnSource(db, sourceId, notes.length > 0 ? notes.join(' ') : null);
}
