import { readFile } from 'node:fs/promises';
import { findCouncils, findFormerCodes, saveCouncils, type CouncilRow, type Db } from '@tocsin/db';
import { csvObjects } from '@tocsin/sources';
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

/** A council with the codes that it had before. */
export interface KnownCouncil extends CouncilRow {
  readonly formerCodes: readonly string[];
}

/** Brings the list of English authorities up to the one that comes with the code. Returns all councils. */
export async function loadCouncils(db: Db): Promise<KnownCouncil[]> {
  const rows = z.array(Row).parse(csvObjects(await readFile(FILE)));
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
  const former = [...(await findFormerCodes(db))];
  return (await findCouncils(db)).map((council) => ({
    ...council,
    formerCodes: former.filter(([, gss]) => gss === council.gss).map(([code]) => code),
  }));
}

/** The council that a person means, by GSS code, now or before; the refusal names what is near. */
export function councilByCode(councils: readonly KnownCouncil[], code: string): CouncilRow {
  const given = code.trim().toUpperCase();
  const council = councils.find(({ gss, formerCodes }) => gss === given || formerCodes.includes(given));
  if (council) return council;
  const near = councils
    .filter(({ name }) => name.toLowerCase().includes(code.trim().toLowerCase()))
    .slice(0, 5);
  const hint = near.map(({ gss, name }) => `${name} is ${gss}`).join('; ');
  throw new Error(
    `${code} is not the GSS code of an English council${hint ? `. Did you mean: ${hint}?` : ''}`,
  );
}
