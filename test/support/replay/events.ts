import {
  addDays,
  instantAtLondonTime,
  type IsoDate,
  type IsoInstant,
  type Exposure,
  GssCode,
  Pence,
  SupplierId,
} from '@tocsin/domain';
import type { AlertKind } from '@tocsin/alerting';
import { contractsOf, endOf, ownContractsOf, type Contract } from '../../national/contracts.ts';
import type { Country } from '../../national/country.ts';
import type { Council } from '../../national/councils.ts';
import type { StepKind } from '../../national/fates.ts';
import { portfolioOf } from '../../national/portfolios.ts';
import { streamOf } from '../../national/random.ts';

/** How large a council is: what share of a portfolio of the made-up country it has, and how many people look after it. */
export const sizes = {
  district: { share: 1 / 3, officers: 1, managers: 2 },
  'unitary, metropolitan or London': { share: 2 / 3, officers: 2, managers: 5 },
  county: { share: 1, officers: 3, managers: 10 },
} as const;
export type CouncilSize = keyof typeof sizes;

/** By the code of a council. */
export function sizeOf({ gss }: Council): CouncilSize {
  if (gss.startsWith('E07')) return 'district';
  return gss.startsWith('E10') ? 'county' : 'unitary, metropolitan or London';
}

/** What a council has with one supplier. */
export interface Holding {
  readonly council: Council;
  readonly index: number;
  readonly contracts: readonly (Contract & { readonly owner: string; readonly isCritical: boolean })[];
  readonly paidPence: number;
}

const CRITICAL = 0.1;

/** What a council has with its suppliers; the smaller one has a part of what the country gives it. */
export function holdingsOfCouncil(country: Country, council: Council): readonly Holding[] {
  const { share, managers } = sizes[sizeOf(council)];
  const placed = [...contractsOf(country, council), ...ownContractsOf(country, council)];
  return portfolioOf(country, council).flatMap((index) => {
    const random = streamOf(country.seed, 'replayed', council.gss, index);
    if (!random.chance(share)) return [];
    const { number } = country.supplier(index);
    const contracts = placed
      .filter(({ company }) => company.number === number)
      .map((one) => ({
        ...one,
        // One in eleven prints an owner whom nobody has tied to a person.
        owner: `Owner ${random.between(0, managers)}`,
        isCritical: random.chance(CRITICAL),
      }));
    return [{ council, index, contracts, paidPence: Math.round(50_000 + random.next() ** 8 * 40_000_000) }];
  });
}

/** Something that becomes known of a supplier. */
export interface ReplayedEvent {
  readonly index: number;
  readonly at: IsoInstant;
  readonly kind: Extract<AlertKind, 'formal' | 'band' | 'information' | 'ended'>;
  readonly cause: string;
  readonly title: string;
  /** By its cause: of an end what it ends, of a new proceeding what has become of it. */
  readonly after: string | null;
}

const formal: Partial<Record<StepKind, string>> = {
  petition: 'Winding-up petition advertised',
  'winding-up-order': 'Winding-up order made',
  administration: 'Administrators appointed',
  'creditors-liquidation': 'Creditors’ voluntary liquidation',
  'voluntary-arrangement': 'Company voluntary arrangement',
  moratorium: 'Moratorium in force',
  receivership: 'Receiver appointed',
};
const ends: Partial<Record<StepKind, string>> = {
  'petition-dismissed': 'Petition dismissed',
  'petition-withdrawn': 'Petition withdrawn',
  'administration-ended': 'Administration ended',
  'moratorium-ended': 'Moratorium ended',
};
const information: Partial<Record<StepKind, string>> = { 'members-liquidation': 'Solvent winding-up' };
const estimates: Partial<Record<StepKind, string>> = {
  'creditors-decision': 'Risk band raised to severe',
  'strike-off-proposed': 'Risk band raised to elevated',
  'filing-stops': 'Risk band raised to elevated',
};

/** What becomes known of a supplier from one day to another, at a time of the day that is its own. */
export function eventsOf(
  { seed, fate }: Country,
  index: number,
  { from, to }: { readonly from: IsoDate; readonly to: IsoDate },
): readonly ReplayedEvent[] {
  const events: ReplayedEvent[] = [];
  let proceeding: string | null = null;
  for (const [step, { on, what }] of fate(index).steps.entries()) {
    const random = streamOf(seed, 'known at', index, step);
    const minute = String(random.between(0, 59)).padStart(2, '0');
    const at = instantAtLondonTime(`${on}T${String(random.between(0, 23)).padStart(2, '0')}:${minute}:00`);
    const isIn = on >= from && on <= to;
    const tell = (kind: ReplayedEvent['kind'], cause: string, title: string, after: string | null) => {
      if (isIn) events.push({ index, at, kind, cause, title, after });
    };
    const [news, end, solvent, estimate] = [formal[what], ends[what], information[what], estimates[what]];
    if (news) {
      const cause = `formal:${what}:99${index}${step}`;
      tell('formal', cause, news, proceeding);
      proceeding = cause;
    }
    if (end && proceeding) tell('ended', `${proceeding}:ended`, end, proceeding);
    if (end) proceeding = null;
    if (solvent) tell('information', 'information:solvent-winding-up', solvent, null);
    if (estimate)
      tell('band', `band:${estimate.endsWith('severe') ? 'severe' : 'elevated'}:${step + 1}`, estimate, null);
  }
  return events;
}

/** What an alert keeps of a holding on the day of an event; null where the council does not depend on the supplier then. */
export function exposureOf(
  { council, contracts, paidPence }: Holding,
  supplierId: string,
  asOf: IsoDate,
): Exposure | null {
  const live = contracts.filter((one) => one.startsOn <= asOf && endOf(one) >= asOf);
  if (live.length === 0 && paidPence === 0) return null;
  return {
    council: GssCode.parse(council.gss),
    supplierId: SupplierId.parse(supplierId),
    asOf,
    contracts: live.map((one) => ({
      ref: `register:${one.id}`,
      origin: 'register',
      title: one.title,
      startsOn: one.startsOn,
      endsOn: endOf(one),
      value: { pence: Pence.parse(one.pence), vat: 'net' },
      valueLeft: { pence: Pence.parse(one.pence), vat: 'net' },
      criticality: one.isCritical ? 'critical' : 'standard',
      owner: one.owner,
      service: null,
      regime: 'unknown',
      url: null,
    })),
    spendLast12Months: Pence.parse(paidPence),
    spend: {
      from: addDays(asOf, -364),
      to: asOf,
      monthsRead: 12,
      last12Months: { net: Pence.parse(paidPence), gross: Pence.parse(0), unknown: Pence.parse(0) },
      previous12Months: null,
      payments: 12,
    },
    basis: live.length > 0 ? 'contract' : 'spend',
  };
}
