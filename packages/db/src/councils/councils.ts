import { groupBy, GssCode, inRegionOfDistricts, type BuyerMention } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import type { Council } from '../schema/tables.ts';

export interface CouncilRow {
  readonly gss: string;
  readonly name: string;
  readonly type: string;
  readonly region: string | null;
  readonly county_gss: string | null;
  readonly starts_on: string | null;
  readonly ends_on: string | null;
  readonly replaced_by: string[];
  readonly alt_names: string[];
  /** Code of the register of English local authorities, `SRY`; missing where it is not known. */
  readonly la_code?: string | null;
}

/**
 * Loads the list of English authorities; a council that is there already is brought up to date. One that the list has
 * under a code of before (`rekeyCouncil`) is the council that has another now. A county stands in the region of its districts.
 */
export async function saveCouncils(trx: Trx, councils: readonly CouncilRow[]): Promise<void> {
  await trx
    .insertInto('council')
    .values([...inRegionOfDistricts(currentRows(councils, await findFormerCodes(trx)))])
    .onConflict((conflict) =>
      conflict.column('gss').doUpdateSet((set) => ({
        name: set.ref('excluded.name'),
        type: set.ref('excluded.type'),
        region: set.ref('excluded.region'),
        county_gss: set.ref('excluded.county_gss'),
        starts_on: set.ref('excluded.starts_on'),
        ends_on: set.ref('excluded.ends_on'),
        replaced_by: set.ref('excluded.replaced_by'),
        alt_names: set.ref('excluded.alt_names'),
        la_code: set.ref('excluded.la_code'),
      })),
    )
    .execute();
}

function currentRows(
  councils: readonly CouncilRow[],
  former: ReadonlyMap<string, string>,
): readonly CouncilRow[] {
  const now = (code: string) => former.get(code) ?? code;
  const listed = new Set(councils.map(({ gss }) => gss));
  return councils
    .filter(({ gss }) => !former.has(gss) || !listed.has(now(gss)))
    .map((council) => ({
      ...council,
      gss: now(council.gss),
      county_gss: council.county_gss === null ? null : now(council.county_gss),
      replaced_by: council.replaced_by.map(now),
    }));
}

/** Codes that councils had before, each with the code that the council has now. */
export async function findFormerCodes(db: Db | Trx): Promise<ReadonlyMap<string, GssCode>> {
  const rows = await db.selectFrom('council_code').select(['former', 'gss']).execute();
  return new Map(rows.map(({ former, gss }) => [former, GssCode.parse(gss)]));
}

/** How a buyer's name is compared: case, punctuation and "the" do not matter, nothing else is guessed. */
export function buyerKey(name: string): string {
  return name
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll('&', ' AND ')
    .replaceAll(/[^A-Z0-9 ]+/g, ' ')
    .replaceAll(/\bTHE\b/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * The council that a printed buyer is: by its GSS code or its code of the register of English local authorities where
 * it carries one, else by exact known name, in force on the day; null = not an English council. Numbers of the
 * publishing services (`GB-CFS`, `GB-SRS`, `GB-PPON`) are listed nowhere beside councils, so they name nobody. Two
 * councils of the same name at different times (Cumberland) are told apart by the day.
 */
export function resolveBuyer(
  councils: readonly CouncilRow[],
  formerCodes: ReadonlyMap<string, GssCode> = new Map(),
): (buyer: Pick<BuyerMention, 'name' | 'ids'>, on: string) => GssCode | null {
  const byCode = new Map<string, string>([
    // Notices of before a council was re-keyed print the code that it had then.
    ...formerCodes,
    ...councils.flatMap(({ gss, la_code }) =>
      [gss, ...(la_code ? [`GB-LAE-${la_code}`] : [])].map((id) => [id, gss] as const),
    ),
  ]);
  const byName = groupBy(
    councils.flatMap((council) =>
      [...new Set([council.name, ...council.alt_names].map(buyerKey))].map((name) => ({ name, council })),
    ),
    ({ name }) => name,
    ({ council }) => council,
  );
  return (buyer, on) => {
    const registered = buyer.ids.map((id) => byCode.get(id)).find((gss) => gss !== undefined);
    if (registered) return registered as GssCode;
    const named = byName.get(buyerKey(buyer.name)) ?? [];
    const inForce = named.filter(
      (council) => (council.starts_on ?? '') <= on && (council.ends_on === null || on <= council.ends_on),
    );
    const [only, another] = inForce.length > 0 ? inForce : named;
    return only && !another ? (only.gss as GssCode) : null;
  };
}

/** All councils, current and abolished. */
export async function findCouncils(db: Db | Trx): Promise<Council[]> {
  return db.selectFrom('council').selectAll().orderBy('name').execute();
}

/** Reads one fact about this installation; undefined when it was never written. */
export async function readSetting(db: Db | Trx, key: string): Promise<unknown> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

/** Forgets one fact about this installation. */
export async function deleteSetting(trx: Trx, key: string): Promise<void> {
  await trx.deleteFrom('setting').where('key', '=', key).execute();
}

/** Writes one fact about this installation. */
export async function writeSetting(db: Db | Trx, key: string, value: unknown): Promise<void> {
  await db
    .insertInto('setting')
    .values({ key, value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: sql`excluded.value` }))
    .execute();
}
