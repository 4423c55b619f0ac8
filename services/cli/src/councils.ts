import { readFile } from 'node:fs/promises';
import { findCouncils, saveCouncils, type CouncilRow, type Db } from '@tocsin/db';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const FILE = new URL('../../../infra/local/sample/councils.csv', import.meta.url);

const text = z.string().transform((value) => (value === '' ? null : value));
const names = z.string().transform((value) => value.split('|').filter((name) => name !== ''));
const Row = z.object({
  gss_code: z.string(),
  name: z.string(),
  type: z.string(),
  region: text,
  county_gss_code: text,
  start_date: text,
  end_date: text,
  replaced_by: names,
  alt_names: names,
  la_code: text,
});

/** Brings the list of English authorities up to the one that comes with the code. Returns all councils. */
export async function loadCouncils(db: Db): Promise<CouncilRow[]> {
  const rows = z.array(Row).parse(parse(await readFile(FILE), { columns: true, bom: true }));
  const councils = rows.map((row): CouncilRow => ({
    gss: row.gss_code,
    name: row.name,
    type: row.type,
    region: row.region,
    county_gss: row.county_gss_code,
    starts_on: row.start_date,
    ends_on: row.end_date,
    replaced_by: row.replaced_by,
    alt_names: row.alt_names,
    la_code: row.la_code,
  }));
  await db.transaction().execute((trx) => saveCouncils(trx, councils));
  return findCouncils(db);
}

/** The council that a person means, by GSS code; the refusal names what is near. */
export function councilByCode(councils: readonly CouncilRow[], code: string): CouncilRow {
  const council = councils.find(({ gss }) => gss === code.trim().toUpperCase());
  if (council) return council;
  const near = councils
    .filter(({ name }) => name.toLowerCase().includes(code.trim().toLowerCase()))
    .slice(0, 5);
  const hint = near.map(({ gss, name }) => `${name} is ${gss}`).join('; ');
  throw new Error(
    `${code} is not the GSS code of an English council${hint ? `. Did you mean: ${hint}?` : ''}`,
  );
}
