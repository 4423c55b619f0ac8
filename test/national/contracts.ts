import { addDays, addMonths, type IsoDate } from '@tocsin/domain';
import type { Company } from './companies.ts';
import { hasNamesake, type Country } from './country.ts';
import type { Council } from './councils.ts';
import { isInTrouble, workingDay } from './fates.ts';
import type { TruthOf } from './made.ts';
import { portfolioOf } from './portfolios.ts';
import { streamOf } from './random.ts';

/** A contract of one council with one supplier, and where it is published. */
export interface Contract {
  readonly council: Council;
  readonly company: Company;
  /** Unique in the country, of digits. */
  readonly id: string;
  readonly published: TruthOf['contracts']['published'];
  readonly title: string;
  readonly pence: number;
  readonly awardedOn: IsoDate;
  readonly publishedOn: IsoDate;
  readonly startsOn: IsoDate;
  /** As it was placed. */
  readonly endsOn: IsoDate;
  /** What became of it, by a later notice. */
  readonly change: {
    readonly on: IsoDate;
    readonly kind: 'extended' | 'ended' | 'breach';
    readonly endsOn: IsoDate;
  } | null;
  /** Whether the notice prints the supplier's company number. */
  readonly hasNumber: boolean;
}

/** The first day of the Procurement Act 2023: what begins from then on is published on Find a Tender. */
const ACT_BEGAN = '2025-02-24';
const SHARE_OF_SUPPLIERS = 0.25;
const SHARE_OF_TROUBLED = 0.7;

/** The day on which a contract ends as far as its notices say on the last day of the country. */
export function endOf({ change, endsOn }: Contract): IsoDate {
  return change && change.kind !== 'breach' ? change.endsOn : endsOn;
}

/** The contracts of a council, with a quarter of its suppliers. */
export function contractsOf(country: Country, council: Council): readonly Contract[] {
  return portfolioOf(country, council).flatMap((index) => contractWith(country, council, index) ?? []);
}

const SHARE_IN_OWN_REGISTER = 0.03;
const SHARE_OF_TROUBLED_IN_OWN_REGISTER = 0.5;

/** What a council's own register adds: contracts with suppliers with which it has published none. */
export function ownContractsOf(country: Country, council: Council): readonly Contract[] {
  if (!council.hasOwnRegister) return [];
  return portfolioOf(country, council).flatMap((index) => ownContractWith(country, council, index) ?? []);
}

function ownContractWith(country: Country, council: Council, index: number): Contract | null {
  if (contractWith(country, council, index)) return null;
  const { seed, until } = country;
  const random = streamOf(seed, 'own register', council.gss, index);
  const through = throughTrouble(country, council, index);
  if (!random.chance(through ? SHARE_OF_TROUBLED_IN_OWN_REGISTER : SHARE_IN_OWN_REGISTER)) return null;
  const company = country.supplier(index);
  const anyDay = workingDay(addDays(until, -random.between(40, 1_000)));
  const startsOn = through?.startsOn ?? anyDay;
  const { dissolvedOn } = country.fate(index);
  if (company.incorporatedOn > startsOn || (dissolvedOn && dissolvedOn <= startsOn)) return null;
  return {
    council,
    company,
    id: `${String(council.index).padStart(3, '0')}${String(index).padStart(6, '0')}`,
    published: 'own-register',
    title: `${company.trade.service} ${startsOn.slice(0, 4)}`,
    pence: Math.round(5_000 + random.next() ** 4 * 500_000) * 100 + random.between(0, 99),
    awardedOn: startsOn,
    publishedOn: until,
    startsOn,
    endsOn: through?.endsOn ?? addDays(addMonths(startsOn, random.pick([24, 36, 48])), -1),
    change: null,
    // A name that another company had would leave the line to a person.
    hasNumber: random.chance(0.7) || hasNamesake(country, index),
  };
}

function contractWith(country: Country, council: Council, index: number): Contract | null {
  const { seed, until } = country;
  const random = streamOf(seed, 'contract', council.gss, index);
  const through = throughTrouble(country, council, index);
  if (!random.chance(through ? SHARE_OF_TROUBLED : SHARE_OF_SUPPLIERS)) return null;
  const company = country.supplier(index);
  const anyDay = workingDay(addDays(until, -random.between(40, 1_400)));
  const startsOn = through?.startsOn ?? anyDay;
  const awardedOn = workingDay(addDays(startsOn, -random.between(14, 60)));
  const publishedOn = workingDay(addDays(awardedOn, random.between(1, 28)));
  const { insolventOn, exit } = country.fate(index);
  const gone = exit?.on ?? insolventOn;
  if (company.incorporatedOn > awardedOn || (gone && gone <= awardedOn)) return null;
  const anyEnd = addDays(addMonths(startsOn, random.pick([12, 24, 36, 36, 48, 60])), -1);
  const endsOn = through?.endsOn ?? anyEnd;
  const inRegister = council.register !== null && random.chance(0.4);
  const published = inRegister
    ? 'council-register'
    : awardedOn < ACT_BEGAN
      ? 'contracts-finder'
      : 'find-a-tender';
  return {
    council,
    company,
    id: `${String(council.index).padStart(3, '0')}${String(index).padStart(6, '0')}`,
    published,
    title: `${company.trade.service} ${startsOn.slice(0, 4)}`,
    pence: Math.round(5_000 + random.next() ** 4 * 5_000_000) * 100,
    awardedOn,
    publishedOn,
    startsOn,
    endsOn,
    change: published === 'find-a-tender' ? changeOf(country, council, index, publishedOn, endsOn) : null,
    hasNumber: random.chance(published === 'contracts-finder' ? 0.3 : 0.7),
  };
}

/** Contracts with a company in trouble began before it and run on: they are what its councils have to know of. */
function throughTrouble({ seed, until, fate }: Country, council: Council, index: number) {
  const own = fate(index);
  const began = own.steps[0]?.on;
  if (!began || !isInTrouble(own)) return null;
  const random = streamOf(seed, 'through trouble', council.gss, index);
  return {
    startsOn: workingDay(addDays(began, -random.between(90, 700))),
    endsOn: addDays(addMonths(until, random.between(2, 40)), -random.between(0, 27)),
  };
}

/** One in ten is changed by a later notice: extended by a year, ended early because it is done, or found wanting. */
function changeOf(
  { seed, until }: Country,
  council: Council,
  index: number,
  from: IsoDate,
  endsOn: IsoDate,
): Contract['change'] {
  const random = streamOf(seed, 'change', council.gss, index);
  const on = workingDay(addDays(from, random.between(30, 300)));
  if (!random.chance(0.1) || on > until || on >= endsOn) return null;
  const kind = random.pick(['extended', 'ended', 'breach'] as const);
  return { on, kind, endsOn: kind === 'extended' ? addMonths(endsOn, 12) : addDays(on, -3) };
}
