import { readFileSync } from 'node:fs';
import path from 'node:path';
import { IsoDate } from '@tocsin/domain';
import type { UkAccounts, UkCompany, UkPopulation } from '@tocsin/scoring';
import { csvObjects } from '@tocsin/sources';
import { z } from 'zod';

const About = z.object({
  /** The last day of which outcomes are known: later there may have been others. */
  outcomesUntil: IsoDate,
  landmarks: z.array(IsoDate).optional(),
});

const Filed = z.looseObject({
  companyNumber: z.string(),
  balanceDate: IsoDate,
  filedOn: IsoDate,
  currency: z.string().nullish(),
  figures: z.record(z.string(), z.number()),
  previous: z.object({ figures: z.record(z.string(), z.number()) }).nullable(),
});

const date = z.union([z.literal('').transform(() => null), IsoDate]);
const Outcome = z.object({
  company_number: z.string().min(1),
  registered_on: date,
  exit: z.enum(['', 'insolvent', 'struck-off', 'dissolved']),
  exited_on: date,
});

/**
 * A population of the United Kingdom: `accounts.ndjson` (lines of `read-accounts`, each with `filedOn`; refused filings
 * are passed over), `outcomes.csv` (`company_number,registered_on,exit,exited_on`: every company of the population, with
 * a line for each exit: insolvent, struck-off, dissolved; or one without) and `about.json` (`outcomesUntil`, the last day
 * of which outcomes are known, and `landmarks` where other than yearly days are wanted). Throws, for people, for anything
 * that it does not understand.
 */
export function readUkFolder(folder: string): UkPopulation {
  const about = read(About, JSON.parse(textOf(folder, 'about.json')), 'about.json');
  const lines = textOf(folder, 'accounts.ndjson').split('\n');
  const rows = csvObjects(Buffer.from(textOf(folder, 'outcomes.csv')));
  const { outcomesUntil, landmarks } = about;
  return {
    accounts: lines.flatMap((line, at) => (line === '' ? [] : accountsOf(line, at + 1))),
    companies: companiesOf(rows, outcomesUntil),
    outcomesUntil,
    ...(landmarks ? { landmarks } : {}),
  };
}

function textOf(folder: string, name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

function read<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const found = schema.safeParse(value);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new Error(`${place}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not understood'}`);
}

function accountsOf(line: string, at: number): UkAccounts[] {
  const given = JSON.parse(line) as object;
  if ('refused' in given) return [];
  const { companyNumber, balanceDate, filedOn, currency, figures, previous } = read(
    Filed,
    given,
    `accounts.ndjson, line ${at}`,
  );
  return [{ companyNumber, balanceDate, filedOn, currency: currency ?? null, figures, previous }];
}

/** The first exit counts: a company that was wound up is dissolved later on. */
function companiesOf(rows: readonly Record<string, string>[], outcomesUntil: IsoDate): UkCompany[] {
  const companies = new Map<string, UkCompany>();
  for (const [at, row] of rows.entries()) {
    const place = `outcomes.csv, row ${at + 2}`;
    const {
      company_number: companyNumber,
      registered_on: registeredOn,
      exit,
      exited_on: on,
    } = read(Outcome, row, place);
    if ((exit === '') !== (on === null))
      throw new Error(`${place}: an exit has a kind and a day, or neither`);
    if (on !== null && on > outcomesUntil)
      throw new Error(`${place}: ${on} is after the end of the outcomes, ${outcomesUntil}`);
    const before = companies.get(companyNumber)?.exit ?? null;
    const found = exit === '' || on === null ? null : { kind: exit, on };
    const first = before && (!found || before.on <= found.on) ? before : found;
    companies.set(companyNumber, { companyNumber, registeredOn, exit: first });
  }
  return [...companies.values()];
}
