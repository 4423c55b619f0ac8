import { writeSetting, type Watch } from '@tocsin/db';
import { sql } from 'kysely';
import type { Country } from '../national/country.ts';
import { generate } from '../national/generate.ts';
import { documentsOf, type NationalDocument } from '../national/made.ts';
import { knownOn } from '../national/spend.ts';
import { loadCountry, publishedElsewhere } from './country-loaded.ts';
import { openPages } from './pages-app.ts';
import { startSystem } from './system.ts';
import { toldTo, type Told } from './told.ts';
import { watchAt } from './watch.ts';

const REGISTER = 'companies-house-company';
const GAZETTE = 'gazette-insolvency';

/**
 * Brings a country into a system of its own, with everything looked at on its last day, and hands over what each of its
 * councils is told on that day: pages, exports, answers of the API, and the mails that were sent. Where a council has
 * more than `most` alerts, the pages of so many.
 */
export async function countryTold(
  country: Country,
  most?: number,
): Promise<{ readonly told: readonly Told[]; readonly errors: readonly unknown[] }> {
  const day = knownOn(country);
  const watch = (): Watch => watchAt(`${day}T12:00:00.000Z`);
  const system = await startSystem({ today: day, watch });
  try {
    await writeSetting(system.db, 'sources', [REGISTER, GAZETTE]);
    await system.db
      .insertInto('source_run')
      .values({
        source_id: GAZETTE,
        trigger: 'schedule',
        started_at: `${day}T05:00:00Z`,
        finished_at: `${day}T05:10:00Z`,
        outcome: 'ok',
      })
      .execute();
    const made = [...generate(country)];
    await loadCountry(system, country, made, askedOn(day, made));
    const pages = await openPages(system.database, day, 'local', 100_000, () => true);
    try {
      const numbers = await numbersOf(system.db);
      const told: Told[] = [];
      for (const { gss } of country.councils)
        told.push(await toldTo(pages.app, gss, numbers, system.mails, most));
      return { told, errors: [...pages.errors, ...(await system.deadLetters())] };
    } finally {
      await pages.stop();
    }
  } finally {
    await system.stop();
  }
}

/**
 * What the register answers is asked for again on the last day, of every company to which anything happened and of every
 * third other; accounts and notices keep their own days.
 */
function askedOn(day: string, made: Parameters<typeof documentsOf>[0]): readonly NationalDocument[] {
  const answered = documentsOf(made).filter(({ source }) => source === REGISTER);
  const numbers = [...new Set(answered.flatMap(({ file }) => /[/_]([A-Z0-9]{8})[-_]/.exec(file)?.[1] ?? []))];
  const others = new Set(numbers.filter((_, at) => at % 3 === 0));
  const elsewhere = new Set(publishedElsewhere(made));
  return documentsOf(made)
    .filter(
      (one) =>
        elsewhere.has(one) ||
        (one.source === REGISTER && others.has(/[/_]([A-Z0-9]{8})[-_]/.exec(one.file)?.[1] ?? '')),
    )
    .map((one) =>
      one.source === REGISTER && one.url.includes('//api.')
        ? { ...one, retrievedAt: `${day}T06:00:00.000Z` }
        : one,
    );
}

async function numbersOf(db: Parameters<typeof writeSetting>[0]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; ref: string }>`
    select supplier_id::text as id, min(ref) as ref from supplier_ref group by supplier_id`.execute(db);
  return new Map(rows.map(({ id, ref }) => [id, ref]));
}
