import {
  findAssessmentBefore,
  findLooksOf,
  findSupplierByRef,
  findTimeline,
  shownLevel,
  type Db,
} from '@tocsin/db';
import { dayOf, readCompanyNumber } from '@tocsin/domain';
import { sources, watchSources } from '@tocsin/sources';
import { checkScreen } from './check-screen.ts';
import { askRegister } from './live.ts';

const TIMELINE = 500;

/** `check <company number>`: a supplier on one screen, asked of the register now where a key is set, else as stored. */
export async function checkVerb(db: Db, printed: string): Promise<void> {
  const number = readCompanyNumber(printed);
  if (!number) throw new Error(`“${printed}” is not a company number: 8 characters, as on the register`);
  if (process.env['COMPANIES_HOUSE_KEY']) await askRegister(db, number);
  const id = await findSupplierByRef(db, { scheme: 'GB-COH', id: number });
  if (!id)
    throw new Error(
      `Nothing is known about ${number}. Set COMPANIES_HOUSE_KEY to ask the register, or feed its documents in with ingest`,
    );
  const now = new Date().toISOString();
  const today = dayOf(now);
  const timeline = await findTimeline(db, id, today, TIMELINE);
  const row = await findAssessmentBefore(db, id, today);
  const isSet = (setting: string) => (process.env[setting] ?? '') !== '';
  const watch = { now, sources: watchSources(sources, isSet) };
  const looks = (await findLooksOf(db, [id], today, watch)).get(id);
  const assessment = row && { ...row, ...shownLevel(row.band, row.formal_events, looks, today) };
  process.stdout.write(`${checkScreen({ number, timeline, assessment }).join('\n')}\n`);
}
