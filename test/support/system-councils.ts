import { asCouncil, saveCouncils, saveRecipient, type Db } from '@tocsin/db';

/** Councils that do not exist, so that no test speaks of a real one. */
export const councilA = { gss: 'E10000901', name: 'Example County Council' };
export const councilB = { gss: 'E06000902', name: 'Sample Borough Council' };

/** The two councils, each with one officer who is told of everything from `elevated`. */
export async function saveTestCouncils(db: Db): Promise<void> {
  const about = { type: 'Unitary authority', region: 'South West', county_gss: null };
  const dates = { starts_on: null, ends_on: null, replaced_by: [], alt_names: [] };
  await db.transaction().execute((trx) =>
    saveCouncils(
      trx,
      [councilA, councilB].map((council) => ({ ...council, ...about, ...dates })),
    ),
  );
  for (const { gss } of [councilA, councilB])
    await asCouncil(db, gss, (trx) =>
      saveRecipient(trx, {
        council: gss,
        address: officerOf(gss),
        role: 'procurement officer',
        levels: ['elevated', 'severe', 'insolvent'],
      }),
    );
}

/** The address of a council's officer. */
export function officerOf(gss: string): string {
  return `officer@${gss.toLowerCase()}.example`;
}
