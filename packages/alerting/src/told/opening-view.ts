import {
  addTo,
  Cause,
  EventDays,
  GssCode,
  groupBy,
  isLevelAtRisk,
  IsoDate,
  levelsDown,
  MoneyByBasis,
  RiskLevel,
  sumByBasis,
  SupplierId,
  noLevelWords,
} from '@tocsin/domain';
import {
  ContractTotals,
  contractTotals,
  exposedContract,
  isLive,
  spentMoney,
  type HeldContract,
  type YearOfSpend,
} from '@tocsin/exposure';
import { z } from 'zod';
import { AlertKind } from '../alert/causes.ts';
import { isLookedAt, type LooksDone } from './news.ts';

/** A dated fact that stood against a supplier, with where it can be read. */
export const StandingFact = z.object({
  alertId: z.string(),
  cause: Cause,
  kind: AlertKind,
  title: z.string(),
  ...EventDays.shape,
  /** The day on which the council was told of it singly; null = in this report. */
  toldOn: IsoDate.nullable(),
  source: z.object({ name: z.string(), url: z.string() }).nullable(),
});
export type StandingFact = z.infer<typeof StandingFact>;

const Stakes = z.object({
  totals: ContractTotals,
  /** Null where no spending file of the council has been read. */
  spend: MoneyByBasis.nullable(),
});

/** One supplier that needs the council first, with what depends on it. */
export const PressingSupplier = Stakes.extend({
  id: SupplierId,
  key: z.string().nullable(),
  number: z.string().nullable(),
  name: z.string(),
  level: RiskLevel.nullable(),
  isCritical: z.boolean(),
  nextEnd: IsoDate.nullable(),
  facts: z.array(StandingFact),
});
export type PressingSupplier = z.infer<typeof PressingSupplier>;

/** The opening report of one council: how its suppliers stood on the day it was sent. Page, mail and record say this. */
export const OpeningView = z.object({
  council: z.object({ code: GssCode, name: z.string() }),
  asOf: IsoDate,
  /** First looks at the council's own suppliers. */
  looks: z.object({
    done: z.int(),
    of: z.int(),
    isComplete: z.boolean(),
    /** No source that looks at suppliers one by one was on; reports of before this was said do not know. */
    isOff: z.boolean().default(false),
  }),
  suppliers: z.int(),
  byLevel: z.array(Stakes.extend({ level: RiskLevel.nullable(), suppliers: z.int() })),
  /** The gravest level first, of one level those with a critical contract, then those with most pounds. */
  pressing: z.array(PressingSupplier),
  /** Why nothing better is known of how many suppliers, in the words of their levels; the most first. */
  notKnown: z.array(z.object({ because: z.string(), suppliers: z.int() })),
  /** Live contracts whose supplier nobody has tied to a legal person. */
  contractsUnmatched: z.int(),
  /** What they come to, with what was paid under names tied to nobody; null in reports of before that was summed. */
  untied: Stakes.nullable().default(null),
  /** Of how many of them a name waits for a person; null in reports of before that was counted. */
  contractsWaiting: z.int().nullable().default(null),
  /** Null when no spending file of the council has been read. */
  spendRead: z.object({ from: IsoDate, to: IsoDate, monthsRead: z.int() }).nullable(),
});
export type OpeningView = z.infer<typeof OpeningView>;

/** How a supplier is named and stands. */
interface Card {
  readonly id: string;
  readonly key: string | null;
  readonly number: string | null;
  readonly name: string;
  readonly level: RiskLevel | null;
}

/** Everything that is known of a council's suppliers on one day. */
export interface OpeningPart {
  readonly council: OpeningView['council'];
  readonly asOf: IsoDate;
  readonly looks: LooksDone;
  readonly held: readonly HeldContract[];
  readonly spend: YearOfSpend | null;
  readonly cards: ReadonlyMap<string, Card>;
  /** By supplier. */
  readonly facts: ReadonlyMap<string, readonly StandingFact[]>;
  /** As printed, the names that wait for a person to say whose they are. */
  readonly waitingNames: ReadonlySet<string>;
  /** By supplier why not all is known of it, whatever its level is; those of which enough is known are left out. */
  readonly unknownBecause: ReadonlyMap<string, string>;
}

/** What stands in the place of a level that nobody could work out, and of one at whose register nobody can look. */
const NEVER_ASSESSED = noLevelWords.notYet.toLowerCase();
const NO_NUMBER = 'no company number is known, so nobody can look at it one by one';

/** The opening report of what is known on the day: parts and sums of one count, so that they agree. */
export function viewOfOpening(part: OpeningPart): OpeningView {
  const { asOf, cards, spend } = part;
  const live = part.held.filter(({ contract }) => isLive(contract, asOf) && !contract.awaiting);
  const unmatched = live.filter((one) => one.suppliers.every(({ supplierId }) => supplierId === null));
  const paid = groupBy(
    (spend?.bySupplier ?? []).filter(({ supplierId }) => supplierId !== null),
    ({ supplierId }) => supplierId ?? '',
    spentMoney,
  );
  const contracts = new Map<string, HeldContract[]>();
  for (const one of live)
    for (const id of new Set(one.suppliers.flatMap(({ supplierId }) => supplierId ?? [])))
      addTo(contracts, id, one);
  const suppliers = [...cards.values()]
    .filter(({ id }) => contracts.has(id) || paid.has(id) || part.facts.has(id))
    .map((card) => ({ card, held: contracts.get(card.id) ?? [], paid: paid.get(card.id) ?? [] }));
  return {
    council: part.council,
    asOf,
    looks: {
      done: part.looks.done,
      of: part.looks.of,
      isComplete: isLookedAt(part.looks),
      isOff: part.looks.isOff,
    },
    suppliers: suppliers.length,
    byLevel: [...levelsDown, null].flatMap((level) => {
      const of = suppliers.filter(({ card }) => card.level === level);
      if (of.length === 0) return [];
      return [{ level, suppliers: of.length, ...stakesOf(of, spend, asOf) }];
    }),
    pressing: suppliers
      .map((one) => pressingOf(one, part.facts.get(one.card.id) ?? [], spend, asOf))
      .filter(({ facts, level }) => facts.length > 0 || isLevelAtRisk(level))
      .toSorted(mostPressingFirst),
    notKnown: whyUnknown(
      suppliers.map(({ card }) => card),
      part.unknownBecause,
    ),
    contractsUnmatched: unmatched.length,
    untied: {
      totals: contractTotals(unmatched.map(({ contract }) => exposedContract(contract, asOf))),
      spend:
        spend && sumByBasis(spend.bySupplier.filter(({ supplierId }) => supplierId === null).map(spentMoney)),
    },
    contractsWaiting: unmatched.filter((one) =>
      one.suppliers.some(({ printedName }) => part.waitingNames.has(printedName)),
    ).length,
    spendRead: spend && { from: spend.from, to: spend.to, monthsRead: spend.monthsRead },
  };
}

/** Those with a sign of difficulty: what is told as information alone is none. */
export function inDifficulty({ pressing }: Pick<OpeningView, 'pressing'>): readonly PressingSupplier[] {
  return pressing.filter(
    ({ level, facts }) => isLevelAtRisk(level) || facts.some(({ kind }) => kind !== 'information'),
  );
}

/** How many of the facts the council was told of singly before or beside the report. */
export function toldSingly({ pressing }: Pick<OpeningView, 'pressing'>): number {
  return pressing.flatMap(({ facts }) => facts.filter(({ toldOn }) => toldOn !== null)).length;
}

interface SupplierHeld {
  readonly card: Card;
  readonly held: readonly HeldContract[];
  readonly paid: readonly ReturnType<typeof spentMoney>[];
}

function stakesOf(
  of: readonly SupplierHeld[],
  year: YearOfSpend | null,
  asOf: IsoDate,
): z.infer<typeof Stakes> {
  return {
    totals: contractTotals(
      of.flatMap(({ held }) => held.map(({ contract }) => exposedContract(contract, asOf))),
    ),
    spend: year && sumByBasis(of.flatMap(({ paid }) => paid)),
  };
}

function pressingOf(
  one: SupplierHeld,
  facts: readonly StandingFact[],
  year: YearOfSpend | null,
  asOf: IsoDate,
): PressingSupplier {
  const { id, key, number, name, level } = one.card;
  const ends = one.held.flatMap(({ contract }) => contract.endsOn ?? []);
  return {
    id: SupplierId.parse(id),
    key,
    number,
    name,
    level,
    isCritical: one.held.some(({ contract }) => contract.criticality === 'critical'),
    nextEnd: ends.sort()[0] ?? null,
    facts: [...facts],
    ...stakesOf([one], year, asOf),
  };
}

function mostPressingFirst(a: PressingSupplier, b: PressingSupplier): number {
  return (
    placeOf(a.level) - placeOf(b.level) ||
    Number(b.isCritical) - Number(a.isCritical) ||
    atStake(b) - atStake(a) ||
    a.name.localeCompare(b.name)
  );
}

function placeOf(level: RiskLevel | null): number {
  return level === null ? levelsDown.length : levelsDown.indexOf(level);
}

/** The larger of what is left and what was paid; sums with and without VAT are compared and never added. */
function atStake({ totals, spend }: PressingSupplier): number {
  return Math.max(0, ...Object.values(totals.valueLeft ?? {}), ...Object.values(spend ?? {}));
}

/** What a reason says of one supplier alone. */
const OF_ONE = /, but for one published on [^,;]+,| on \d{1,2} [A-Z][a-z]+ \d{4}/g;

/** Of whom something stands on record the same is said: a sign that was found is no look at all that would show one. */
function whyUnknown(
  cards: readonly Card[],
  unknownBecause: OpeningPart['unknownBecause'],
): OpeningView['notKnown'] {
  const unknown = cards.flatMap(({ id, number, level }) => {
    if (number === null) return [NO_NUMBER];
    if (level === null) return [NEVER_ASSESSED];
    const because = unknownBecause.get(id);
    return because === undefined ? [] : [because.replaceAll(OF_ONE, '')];
  });
  return [...groupBy(unknown, (because) => because)]
    .map(([because, of]) => ({ because, suppliers: of.length }))
    .toSorted((a, b) => b.suppliers - a.suppliers || a.because.localeCompare(b.because));
}
