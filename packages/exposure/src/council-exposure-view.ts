import {
  gravestLevel,
  isLevelAtRisk,
  addMonths,
  ContractVia,
  Dependence,
  ExposedContract,
  groupBy,
  GssCode,
  IsoDate,
  MoneyByBasis,
  RiskLevel,
} from '@tocsin/domain';
import { z } from 'zod';
import { ContractCoverage, coverageOfContracts } from './contract-coverage.ts';
import { exposedContract } from './contract-facts.ts';
import { isLive } from './contract-term.ts';
import { ContractTotals, contractTotals } from './contract-totals.ts';
import { exposureLines, ExposureLines } from './exposure-lines.ts';
import type { ContractSupplier, HeldContract, Predecessor } from './hold.ts';
import { PoundsCoverage } from './pounds-coverage.ts';
import { isLate } from './spend.ts';
import type { GroupCompanyView } from './supplier-exposure.ts';
import { unseenSuppliers, type YearOfSpend } from './year-of-spend.ts';

/** A supplier as lists name it; all but the name is null where a printed name is tied to nobody yet. */
export const NamedSupplier = z.object({
  id: z.string().nullable(),
  /** What pages and the API call it. */
  key: z.string().nullable(),
  number: z.string().nullable(),
  name: z.string(),
  /** Null while nobody has assessed it. */
  level: RiskLevel.nullable(),
});
export type NamedSupplier = z.infer<typeof NamedSupplier>;

/** A live contract of a council with who supplies it and the most pressing level among them. */
export const CouncilContract = z.object({
  contract: ExposedContract,
  suppliers: z.array(
    NamedSupplier.extend({
      /** What is printed where its number should stand and could not be read. */
      unreadNumber: z.string().optional(),
    }),
  ),
  level: RiskLevel.nullable(),
});
export type CouncilContract = z.infer<typeof CouncilContract>;

/** A line of a council's register that bears the name of a supplier, and another company number or none. */
const OtherwiseNumbered = z.object({ name: z.string(), number: z.string().nullable() });

/** What the page "Our exposure", its export and the API say of everything that one council depends on, on one day. */
export const CouncilExposureView = z.object({
  council: GssCode,
  asOf: IsoDate,
  /** Live contracts, the first to end first; those of a split council that await allocation are apart, in no sum. */
  held: z.array(CouncilContract),
  awaiting: z.array(CouncilContract),
  totals: ContractTotals,
  ...ExposureLines.shape,
  atRisk: z.array(CouncilContract),
  critical: z.array(CouncilContract),
  consent: z.array(CouncilContract),
  /** Within twelve months. */
  ending: z.array(CouncilContract),
  /** How many of those that are held have no fixed end, and of how many none is known: they may end within the year too. */
  noFixedEnd: z.int(),
  endNotKnown: z.int(),
  /** Ended by a termination notice (UK11) in the twelve months before, with its reason. */
  ended: z.array(CouncilContract),
  /** The council’s own payments compliance notices (UK17), the newest first. */
  paymentsNotices: z.array(z.object({ publishedOn: IsoDate, url: z.string() })),
  /** Contracts whose supplier has a parent or subsidiary at risk: beside the sums, never in them. */
  throughGroup: z.array(
    z.object({
      held: CouncilContract,
      relative: NamedSupplier,
      relation: ContractVia.shape.relation,
      chain: z.array(z.string()),
    }),
  ),
  coverage: ContractCoverage,
  pounds: PoundsCoverage,
  /** Null when no spending file of the council has been read. */
  spend: z
    .object({
      from: IsoDate,
      to: IsoDate,
      /** Of the twelve months. */
      monthsRead: z.int(),
      monthsReadBefore: z.int(),
      /** The newest file is over a quarter late: the sums say little of the day. */
      isLate: z.boolean(),
      last12Months: MoneyByBasis,
      /** Null where no file of those months was read. */
      previous12Months: MoneyByBasis.nullable(),
      trend: Dependence.shape.trend,
    })
    .nullable(),
  /** Suppliers that were paid without a known contract, those with most pounds first, and how many there are in all. */
  unseen: z.array(
    z.object({
      supplier: NamedSupplier,
      spend: MoneyByBasis,
      payments: z.int(),
      /** The council's own register has a contract under its name, with another number or none. */
      otherwiseNumbered: OtherwiseNumbered.nullable(),
    }),
  ),
  unseenInAll: z.int(),
  /** The councils that became part of this one, those of one day together; those that were split and concern it. */
  passed: z.array(z.object({ since: IsoDate, names: z.array(z.string()) })),
  split: z.array(z.object({ name: z.string(), since: IsoDate })),
  endsOn: IsoDate.nullable(),
  directionOn: IsoDate.nullable(),
  successors: z.array(z.string()),
});
export type CouncilExposureView = z.infer<typeof CouncilExposureView>;

/** Everything that is known of what a council depends on, on one day. */
export interface CouncilPart {
  readonly council: GssCode;
  readonly asOf: IsoDate;
  /** As `hold` says. */
  readonly held: readonly HeldContract[];
  readonly predecessors: readonly Predecessor[];
  readonly spend: YearOfSpend | null;
  readonly pounds: PoundsCoverage;
  /** Of the suppliers of its contracts. */
  readonly relatives: ReadonlyMap<string, readonly GroupCompanyView[]>;
  /** How suppliers and their relatives are named and stand on the day, by id. */
  readonly cards: ReadonlyMap<string, NamedSupplier>;
  /** Of suppliers that were paid, what the council's register prints under the same name, by id. */
  readonly otherwiseNumbered: ReadonlyMap<string, z.infer<typeof OtherwiseNumbered>>;
  /** A printed name as it may be shown. */
  readonly shownName: (printed: string) => string;
  readonly paymentsNotices: readonly CouncilExposureView['paymentsNotices'][number][];
  readonly end: Pick<CouncilExposureView, 'endsOn' | 'directionOn' | 'successors'>;
}

/** Suppliers without a known contract that are listed. */
const UNSEEN_SHOWN = 20;

/** The contracts and spend of a council by level and by what presses most, and how much of it can be seen at all. */
export function viewOfCouncilExposure(part: CouncilPart): CouncilExposureView {
  const { council, asOf, cards, predecessors, spend } = part;
  const live = part.held.filter(({ contract }) => isLive(contract, asOf));
  const seen = live
    .map((one) => councilContract(one, part))
    .toSorted((a, b) => endOf(a).localeCompare(endOf(b)));
  const held = seen.filter(({ contract }) => !contract.awaiting);
  const inAYear = addMonths(asOf, 12);
  const unseen = (spend ? unseenSuppliers(spend, part.held) : []).flatMap(({ supplierId, ...paid }) => {
    const card = cards.get(supplierId);
    const otherwiseNumbered = part.otherwiseNumbered.get(supplierId) ?? null;
    return card ? [{ supplier: cardOf(card), ...paid, otherwiseNumbered }] : [];
  });
  const endless = held.filter(({ contract }) => contract.endsOn === null);
  return {
    council,
    asOf,
    held,
    awaiting: seen.filter(({ contract }) => contract.awaiting),
    totals: contractTotals(seen.map(({ contract }) => contract)),
    ...exposureLines(
      live.filter(({ contract }) => !contract.awaiting),
      part,
    ),
    atRisk: held.filter(({ level }) => isLevelAtRisk(level)),
    critical: held.filter(({ contract }) => contract.criticality === 'critical'),
    consent: held.filter(({ contract }) => contract.consent),
    noFixedEnd: endless.filter(({ contract }) => contract.noFixedEnd).length,
    endNotKnown: endless.filter(({ contract }) => !contract.noFixedEnd).length,
    ending: held.filter(({ contract }) => contract.endsOn !== null && contract.endsOn <= inAYear),
    throughGroup: seen.flatMap((one) => atRiskThroughGroup(one, part)),
    coverage: coverageOfContracts(live.filter(({ contract }) => !contract.awaiting)),
    pounds: part.pounds,
    spend: spend && spendOf(spend, asOf),
    unseen: unseen.slice(0, UNSEEN_SHOWN),
    unseenInAll: unseen.length,
    passed: passedTogether(predecessors),
    split: predecessors
      .filter(({ extent }) => extent === 'partial')
      .map(({ name, since }) => ({ name, since })),
    ended: [...endedByNotice(part)],
    paymentsNotices: [...part.paymentsNotices],
    ...part.end,
  };
}

function endedByNotice(part: CouncilPart): readonly CouncilContract[] {
  const since = addMonths(part.asOf, -12);
  return part.held
    .filter(({ contract: { notices } }) => {
      const on = notices?.ended?.publishedOn;
      return on !== undefined && on >= since && on <= part.asOf;
    })
    .map((one) => councilContract(one, part));
}

function councilContract({ contract, suppliers }: HeldContract, part: CouncilPart): CouncilContract {
  const named = suppliers.map((supplier) => namedSupplier(supplier, part));
  return {
    contract: exposedContract(contract, part.asOf),
    suppliers: named,
    level: gravestLevel(named.map(({ level }) => level)),
  };
}

function namedSupplier(
  supplier: ContractSupplier,
  { cards, shownName }: CouncilPart,
): CouncilContract['suppliers'][number] {
  const card = cards.get(supplier.supplierId ?? '');
  if (card) return cardOf(card);
  const { unreadNumber, printedName } = supplier;
  const nobody = { id: null, key: null, number: null, name: shownName(printedName), level: null };
  return unreadNumber === undefined ? nobody : { ...nobody, unreadNumber };
}

function cardOf({ id, key, number, name, level }: NamedSupplier): NamedSupplier {
  return { id, key, number, name, level };
}

function endOf({ contract }: CouncilContract): string {
  return `${contract.endsOn ?? '9999'} ${contract.ref}`;
}

function atRiskThroughGroup(
  held: CouncilContract,
  { relatives, cards }: CouncilPart,
): CouncilExposureView['throughGroup'] {
  return held.suppliers.flatMap(({ id }) =>
    (relatives.get(id ?? '') ?? []).flatMap(({ supplierId, relation, chain }) => {
      const relative = cards.get(supplierId ?? '');
      if (!relative || relation === 'sister' || !isLevelAtRisk(relative.level)) return [];
      return [{ held, relative: cardOf(relative), relation, chain: [...chain] }];
    }),
  );
}

function spendOf(year: YearOfSpend, asOf: IsoDate): CouncilExposureView['spend'] {
  const { from, to, monthsRead, monthsReadBefore, last12Months, previous12Months, trend } = year;
  return {
    from,
    to,
    monthsRead,
    monthsReadBefore,
    isLate: isLate(to, asOf),
    last12Months,
    previous12Months,
    trend,
  };
}

function passedTogether(predecessors: readonly Predecessor[]): CouncilExposureView['passed'] {
  const whole = predecessors.filter(({ extent }) => extent === 'whole');
  const byDay = groupBy(
    whole,
    ({ since }) => since,
    ({ name }) => name,
  );
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([since, names]) => ({ since, names }));
}
