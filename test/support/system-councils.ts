import { asCouncil, saveCouncils, saveRecipient, type Db } from '@tocsin/db';

/** Councils that do not exist, so that no test speaks of a real one. */
export const councilA = { gss: 'E10000901', name: 'Example County Council' };
export const councilB = { gss: 'E06000902', name: 'Sample Borough Council' };

/** When the first day of councils that are not new was over. */
const LONG_AGO = '2020-01-01T00:00:00Z';

interface TestCouncils {
  readonly isNew?: boolean;
  readonly councils?: readonly { readonly gss: string; readonly name: string }[];
}

/**
 * Councils with one officer each who is told of everything from `elevated`: the two, which Tocsin has served for long
 * unless they are new.
 */
export async function saveTestCouncils(
  db: Db,
  { isNew = false, councils = [councilA, councilB] }: TestCouncils = {},
): Promise<void> {
  const about = { type: 'Unitary authority', region: 'South West', county_gss: null };
  const dates = { starts_on: null, ends_on: null, replaced_by: [], alt_names: [] };
  await db.transaction().execute((trx) =>
    saveCouncils(
      trx,
      councils.map((council) => ({ ...council, ...about, ...dates })),
    ),
  );
  if (!isNew)
    await db
      .insertInto('letter')
      .values(
        councils.map(({ gss }) => ({
          council: gss,
          kind: 'opening' as const,
          silent: true,
          sent_at: LONG_AGO,
        })),
      )
      .execute();
  for (const { gss } of councils)
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
