import { findAssessmentBefore, findSupplierByRef, findTimeline, type Db } from '@tocsin/db';
import { dayOf, readCompanyNumber } from '@tocsin/domain';
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
  const today = dayOf(Date.now());
  const timeline = await findTimeline(db, id, today, TIMELINE);
  const assessment = await findAssessmentBefore(db, id, today);
  process.stdout.write(`${checkScreen({ number, timeline, assessment }).join('\n')}\n`);
}
