import {
  asCouncil,
  findCouncil,
  findGroups,
  findHeldContracts,
  findPoundsCoverage,
  findSuccession,
  findSupplierCards,
  findYearOfSpend,
  type ContractSupplier,
  type Db,
  type PublicContract,
  type SupplierCard,
  type SupplierSpend,
} from '@tocsin/db';
import {
  addMonths,
  type ExposedContract,
  type IsoDate,
  MoneyByBasis,
  type RiskBand,
  sumByBasis,
  type VatBasis,
} from '@tocsin/domain';
import { contractTotals, exposedContract, isLive } from '@tocsin/exposure';
import { shownName } from './shown-name.ts';
import { passedTogether, throughGroup } from './our-group.ts';
import { unseenInContracts } from './our-spend.ts';
import { bandsDown } from './words.ts';

/** Suppliers without a known contract that are listed: those with most pounds. */
const UNSEEN_SHOWN = 20;

/** A live contract of the council, with who supplies it and the most pressing band among them. */
export interface HeldContract {
  readonly contract: ExposedContract;
  readonly suppliers: readonly HeldSupplier[];
  /** Null while no supplier of it has been assessed. */
  readonly band: RiskBand | null;
}

interface HeldSupplier {
  readonly id: string | null;
  readonly name: string;
  readonly number: string | null;
  /** Null where the printed name is tied to nobody yet. */
  readonly key: string | null;
  readonly band: RiskBand | null;
}

export type Cards = ReadonlyMap<string, SupplierCard>;

/** The live contracts with their suppliers on `asOf`, the first to end first. */
export function holdContracts(
  contracts: readonly PublicContract[],
  cards: Cards,
  asOf: IsoDate,
): readonly HeldContract[] {
  return contracts
    .filter(({ contract }) => isLive(contract, asOf))
    .map(({ contract, suppliers }) => {
      const held = suppliers.map((supplier) => heldSupplier(supplier, cards));
      return { contract: exposedContract(contract, asOf), suppliers: held, band: worst(held) };
    })
    .sort((a, b) => endOf(a).localeCompare(endOf(b)));
}

function endOf({ contract }: HeldContract): string {
  return `${contract.endsOn ?? '9999'} ${contract.ref}`;
}

function heldSupplier(supplier: ContractSupplier, cards: Cards): HeldSupplier {
  const card = supplier.supplierId === null ? undefined : cards.get(supplier.supplierId);
  if (!card) return { id: null, name: shownName(supplier.printedName), number: null, key: null, band: null };
  return { id: card.id, name: card.name, number: card.number, key: card.key, band: card.band };
}

function worst(suppliers: readonly HeldSupplier[]): RiskBand | null {
  return bandsDown.find((band) => suppliers.some((supplier) => supplier.band === band)) ?? null;
}

/** Everything that the page "Our exposure" says. `db` acts as the web, for this council and those that it follows. */
export async function findOurExposure(db: Db, council: string, asOf: IsoDate) {
  const { contracts, predecessors, spenders } = await findHeldContracts(db, council, asOf);
  const own = await findCouncil(db, council);
  const { nameOf } = await findSuccession(db);
  return asCouncil(db, council, async (trx) => {
    const spend = await findYearOfSpend(trx, spenders, asOf);
    const paid = spend?.bySupplier ?? [];
    const unseen = spend ? unseenInContracts(spend, contracts) : [];
    const ids = [
      ...contracts.flatMap(({ suppliers }) => suppliers.flatMap((one) => one.supplierId ?? [])),
      ...paid.flatMap((one) => one.supplierId ?? []),
    ];
    const groups = await findGroups(trx, ids, asOf);
    const relatives = [...groups.values()].flatMap((members) =>
      members.flatMap(({ supplierId }) => supplierId ?? []),
    );
    const cards = await findSupplierCards(trx, [...ids, ...relatives], asOf);
    const seen = holdContracts(contracts, cards, asOf);
    const held = seen.filter(({ contract }) => !contract.awaiting);
    const live = contracts.filter(({ contract }) => isLive(contract, asOf) && !contract.awaiting);
    const inAYear = addMonths(asOf, 12);
    return {
      held,
      awaiting: seen.filter(({ contract }) => contract.awaiting),
      passed: passedTogether(predecessors),
      split: predecessors.filter(({ extent }) => extent === 'partial'),
      endsOn: own?.ends_on ?? null,
      directionOn: own?.direction_on ?? null,
      successors: (own?.replaced_by ?? []).map(nameOf),
      throughGroup: throughGroup(seen, groups, cards),
      totals: contractTotals(seen.map(({ contract }) => contract)),
      byBand: byBand(held, paid, cards),
      atRisk: held.filter(({ band }) => band === 'insolvent' || band === 'severe' || band === 'elevated'),
      critical: held.filter(({ contract }) => contract.criticality === 'critical'),
      consent: held.filter(({ contract }) => contract.consent),
      ending: held.filter(({ contract }) => contract.endsOn !== null && contract.endsOn <= inAYear),
      coverage: coverageOf(live),
      pounds: await findPoundsCoverage(trx, spend, live, asOf),
      spend,
      unseen: unseen
        .slice(0, UNSEEN_SHOWN)
        .map((one) => ({ ...one, card: cards.get(one.supplierId) ?? null })),
      unseenInAll: unseen.length,
    };
  });
}

function byBand(held: readonly HeldContract[], spend: readonly SupplierSpend[], cards: Cards) {
  return [...bandsDown, null].map((band) => {
    const ofBand = held.filter((one) => one.band === band);
    // Who is redacted, a person or no company has no level, and is in the meter instead.
    const paid = spend.filter(
      ({ supplierId, outcome }) =>
        outcome !== 'redacted' &&
        outcome !== 'not-a-company' &&
        (supplierId === null ? null : (cards.get(supplierId)?.band ?? null)) === band,
    );
    return {
      band,
      suppliers: new Set(ofBand.flatMap(({ suppliers }) => suppliers.map(({ key, name }) => key ?? name)))
        .size,
      totals: contractTotals(ofBand.map(({ contract }) => contract)),
      spend: sumOfSpend(paid),
    };
  });
}

function sumOfSpend(paid: readonly SupplierSpend[]): MoneyByBasis {
  const sums = { net: 0, gross: 0, unknown: 0 };
  for (const { vat, pence } of paid) sums[vat] += pence;
  return MoneyByBasis.parse(sums);
}

/** Live contracts by how far their suppliers are known. */
export interface CoverageLine {
  readonly state: 'number' | 'matched' | 'waiting' | 'ambiguous' | 'none';
  readonly contracts: number;
  readonly value: MoneyByBasis;
  /** Share of the contracts. */
  readonly share: number;
}

const states = ['number', 'matched', 'waiting', 'ambiguous', 'none'] as const;
const blindStates: readonly CoverageLine['state'][] = ['waiting', 'ambiguous', 'none'];

/** The share of a council's contract value that names no company number, in one VAT basis. */
export interface UnnumberedShare {
  readonly vat: VatBasis;
  readonly total: number;
  readonly unnumbered: number;
  readonly blind: number;
}

/**
 * How much of what a council has placed can be watched. A contract counts by its least known supplier: known by a
 * company number in the notice, by a matched name, or not. What names no number and is not matched is blind: nothing
 * that happens to such a supplier would be noticed.
 */
export function coverageOf(contracts: readonly PublicContract[]): {
  readonly lines: readonly CoverageLine[];
  readonly shares: readonly UnnumberedShare[];
} {
  const placed = contracts.filter(({ contract }) => contract.agreement !== 'framework');
  const lines = states.map((state) => {
    const ofState = placed.filter((contract) => stateOf(contract) === state);
    return {
      state,
      contracts: ofState.length,
      value: sumByBasis(ofState.map(({ contract }) => contract.value)),
      share: placed.length === 0 ? 0 : ofState.length / placed.length,
    };
  });
  return {
    lines,
    shares: (['net', 'gross', 'unknown'] as const).flatMap((vat) => shareOf(lines, vat) ?? []),
  };
}

/** The share of contracts whose suppliers are not known, so that nothing about them would be noticed. */
export function blindShare(lines: readonly CoverageLine[]): number {
  return lines.reduce((share, line) => (blindStates.includes(line.state) ? share + line.share : share), 0);
}

function shareOf(lines: readonly CoverageLine[], vat: VatBasis): UnnumberedShare | null {
  function sum(of: readonly CoverageLine['state'][]): number {
    return lines
      .filter(({ state }) => of.includes(state))
      .reduce((pence, line) => pence + line.value[vat], 0);
  }
  const total = sum(states);
  if (total === 0) return null;
  const blind = sum(blindStates);
  return { vat, total, unnumbered: sum(['matched']) + blind, blind };
}

function stateOf({ suppliers }: PublicContract): CoverageLine['state'] {
  const known = suppliers.map(knownBy);
  return states.toReversed().find((state) => known.includes(state)) ?? 'none';
}

function knownBy({ supplierId, namesNumber, outcome }: ContractSupplier): CoverageLine['state'] {
  if (supplierId !== null) return namesNumber ? 'number' : 'matched';
  return outcome === 'waiting' || outcome === 'ambiguous' ? outcome : 'none';
}
