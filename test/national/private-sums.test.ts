import { readFileSync } from 'node:fs';
import { addDays, addMonths, daysBetween, groupBy, type IsoDate } from '@tocsin/domain';
import { suppress, type PrivateFact, type PrivateRelease } from '@tocsin/exposure';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { recoverable } from '../support/exact-solver.ts';
import { indexOf } from './companies.ts';
import { ownContractsOf, type Contract } from './contracts.ts';
import { countryOf, type Country } from './country.ts';
import type { Council } from './councils.ts';
import { fateUntil, isInTrouble } from './fates.ts';
import { streamOf } from './random.ts';

const QUARTERS = 10;
const LIST = new URL('../../infra/local/sample/councils.csv', import.meta.url);
const listed: readonly { readonly gss_code: string; readonly region: string }[] = parse(readFileSync(LIST), {
  columns: true,
});
const regionOf = new Map(listed.map(({ gss_code: gss, region }) => [gss, region]));

/** The private sums of ten quarters up to the last day of the made-up England, as each would be let out. */
function releasesOf(country: Country): readonly PrivateRelease[] {
  const registers = country.councils.map((council) => ({
    ...inForceFor(country.seed, council),
    council,
    contracts: ownContractsOf(country, council),
  }));
  const releases: PrivateRelease[] = [];
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const end = addMonths(country.until, 3 * (quarter + 1 - QUARTERS));
    const facts = registers
      .filter(({ from, to }) => from <= quarter && quarter < to)
      .flatMap(({ council, contracts }) => contracts.flatMap((one) => factOf(country, council, one, end)));
    releases.push(suppress(facts, releases));
  }
  return releases;
}

/** From and up to which quarter a council’s register is in force: some hand one in later, some take it back. */
function inForceFor(seed: number, { gss }: Council): { readonly from: number; readonly to: number } {
  const random = streamOf(seed, 'private sums', gss);
  return {
    from: random.chance(0.6) ? 0 : random.between(0, QUARTERS - 1),
    to: random.chance(0.7) ? QUARTERS : random.between(1, QUARTERS),
  };
}

/** What is left of a contract on a day, by how its supplier stood then and where its council is. */
function factOf(country: Country, council: Council, contract: Contract, on: IsoDate): readonly PrivateFact[] {
  const { company, startsOn, endsOn, pence } = contract;
  if (on < startsOn || on > endsOn) return [];
  const fate = fateUntil(country.fate(indexOf(company.number)), on);
  const troubled = isInTrouble(fate) ? 'severe' : 'low';
  const left = Math.round((pence * daysBetween(on, endsOn)) / daysBetween(startsOn, addDays(endsOn, 1)));
  const path = [fate.insolventNow ? 'insolvent' : troubled, regionOf.get(council.gss) ?? ''];
  return left > 0 ? [{ council: council.gss, path, pence: left }] : [];
}

test.each([1, 2, 3])(
  'ten quarters of the made-up England give no council’s private sum away, nor within ten per cent (seed %i)',
  (seed) => {
    const releases = releasesOf(countryOf({ size: '120/2400/0', seed }));
    expect(recoverable(releases, 1)).toEqual([]);
    const shown = releases.flatMap(({ aggregates, facts }) =>
      aggregates.flatMap(({ path, pence }) => (pence === null ? [] : [{ path, facts }])),
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const { path, facts } of shown) {
      const within = facts.filter((fact) => path.every((member, level) => fact.path[level] === member));
      const parts = [...groupBy(within, ({ council }) => council).values()].map((own) =>
        own.reduce((sum, { pence }) => sum + pence, 0),
      );
      const [largest = 0, second = 0] = parts.toSorted((a, b) => b - a);
      const total = parts.reduce((sum, part) => sum + part, 0);
      expect(largest).toBeLessThanOrEqual(total / 2);
      expect(total - second).toBeGreaterThanOrEqual(largest * 1.1);
    }
  },
);
