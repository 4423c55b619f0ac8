import {
  enqueue,
  findLookProgress,
  findSourcesOn,
  findStreamGaps,
  noteOnSource,
  writeSetting,
  type Db,
  type Trx,
} from '@tocsin/db';
import {
  companiesHouseCompany,
  companiesHouseStream,
  gapsNote,
  looksNote,
  type Source,
} from '@tocsin/sources';
import { z } from 'zod';

/** Says on the sources page how far the first looks have come, and until when they last; registers are told it by the setting. */
export async function noteLooks(
  db: Db,
  { id, pace }: Pick<Source, 'id' | 'pace'>,
  now: string,
): Promise<void> {
  const progress = await findLookProgress(db);
  await writeSetting(db, 'first-looks', progress);
  await noteOnSource(db, id, looksNote(progress, pace, now));
}

/** Says on the sources page in which times the streams were not heard, and how far what makes up for it has come. */
export async function noteGaps(db: Db, now: string): Promise<void> {
  await noteOnSource(db, companiesHouseStream.id, gapsNote(await findStreamGaps(db), now));
}

/** Gaps of a stream as text, by where it goes on, as `findStreamGaps` reads them there; other sources have none. */
export function gapsIn(cursor: unknown): string {
  const { gaps = [] } = z
    .object({ gaps: z.array(z.unknown()).optional() })
    .catch({})
    .parse(cursor);
  return JSON.stringify(gaps);
}

/** Has the register asked at once: who has just come to be watched does not wait for the clock. */
export async function askSoon(trx: Trx): Promise<void> {
  const { id } = companiesHouseCompany;
  if ((await findSourcesOn(trx)).includes(id))
    await enqueue(trx, 'ingest', { v: 1, sourceId: id }, { key: id });
}
