import {
  categoryOfCpv,
  saysNoEnd,
  type Award,
  type ContractNotices,
  type Criticality,
  type ExposedContract,
  type IsoDate,
  type Money,
  type Regime,
  type Safeguards,
} from '@tocsin/domain';
import { publishedLines } from './published-notices.ts';
import { hasBegun, nextBreak, valueLeft, yearlyLeft, type ContractTerm } from './contract-term.ts';

/** One contract of a council with one supplier as a publisher or the council itself states it, live or not. */
export interface ContractFacts extends ContractTerm {
  /** `award:<ocid>/<award id>` (public) or `register:<line id>` (private to the council). */
  readonly ref: string;
  readonly origin: 'notice' | 'register';
  /** What the council's own register prints as its end where that is no day: “Rolling”, or what cannot be read. */
  readonly endPrinted?: string;
  /** The council's own, where its register has one. */
  readonly reference?: string;
  readonly title: string;
  readonly value: Money | null;
  /** What it costs in a year, where that is stated. */
  readonly annualValue?: Money;
  readonly agreement: Award['agreement'];
  readonly criticality: Criticality;
  readonly owner: string | null;
  readonly service: string | null;
  /** As its register words it, or that of its notice. */
  readonly category?: string | null;
  readonly regime: Regime;
  readonly url: string | null;
  /** Suppliers of the one award; more than one share its value in shares that nobody publishes. */
  readonly suppliers: number;
  /** The last day after every extension that the contract allows. */
  readonly extendsTo?: IsoDate | null;
  readonly placedBy?: NonNullable<ExposedContract['placedBy']>;
  readonly awaiting?: NonNullable<ExposedContract['awaiting']>;
  readonly consent?: NonNullable<ExposedContract['consent']>;
  readonly via?: NonNullable<ExposedContract['via']>;
  /** What is to be said of its value: a sum in another currency, or why it is doubtful. */
  readonly valueNote?: string;
  /** What notices publish on how it goes. */
  readonly notices?: ContractNotices;
  /** Other records of the same contract, each with the reason why. */
  readonly joined?: readonly { readonly ref: string; readonly reason: string }[];
  /** What the council's own register records against a failure. */
  readonly safeguards?: Safeguards;
}

/** A line of the council's own register, as uploaded. */
export interface RegisterLine {
  readonly id: string;
  readonly reference?: string;
  readonly title: string;
  readonly startsOn: IsoDate | null;
  readonly endsOn: IsoDate | null;
  readonly endPrinted?: string;
  readonly valueNote?: string;
  readonly value: Money | null;
  /** Whether the sums of the line include VAT. */
  readonly vat: Money['vat'];
  readonly criticality: Criticality;
  readonly owner: string | null;
  readonly service: string | null;
  readonly category?: string | null;
  readonly regime: Regime;
  readonly safeguards: Safeguards;
}

/** What a contract is called: its published title, or that it has none. */
export function titleOf(published: string | null): string {
  return published ?? 'Contract without a published title';
}

/** The contract that a (folded) award states. `url` is the page a person can open. */
export function contractOfAward(award: Award, url: string | null): ContractFacts {
  const valueNote = noteOf(award);
  return {
    ...(valueNote ? { valueNote } : {}),
    ...(award.notices ? { notices: award.notices } : {}),
    ref: `award:${award.ocid}/${award.awardId}`,
    origin: 'notice',
    title: titleOf(award.title),
    startsOn: award.startsOn,
    endsOn: award.endsOn,
    extendsTo: award.extendsTo ?? null,
    awardedOn: award.awardedOn,
    status: award.status,
    value: award.agreement === 'framework' ? null : (stated(award.value) ?? stated(award.valueGross)),
    agreement: award.agreement,
    criticality: 'unknown',
    owner: null,
    service: null,
    category: categoryOfCpv(award.cpv),
    regime: award.regime,
    url,
    suppliers: Math.max(1, award.suppliers.length),
  };
}

/** A sum in another currency is shown as it is printed; a doubt of the value stands beside the value. */
function noteOf({ foreignValue, valueDoubt, agreement }: Award): string | null {
  const foreign =
    foreignValue &&
    `Stated as ${foreignValue.currency} ${grouped(foreignValue.amount)}, not in pounds: it is in no sum.`;
  const notes = [foreign, agreement === 'framework' ? undefined : valueDoubt].filter(
    (note) => note !== undefined,
  );
  return notes.join(' ') || null;
}

function grouped(amount: string): string {
  return amount.replace(/\B(?=(?:\d{3})+(?:\.|$))/g, ',').replace(/\.00$/, '');
}

/** Contracts Finder buyers print £0, £0.01 or £1 where they do not want to state a value. */
function stated(value: Money | null): Money | null {
  return value && value.pence > 100 ? value : null;
}

/** The contract that a line of the council's own register states. */
export function contractOfRegisterLine(line: RegisterLine): ContractFacts {
  const { id, vat, ...facts } = line;
  const { annualValuePence, extensionTo } = line.safeguards;
  return {
    ...facts,
    ...(annualValuePence === undefined ? {} : { annualValue: { pence: annualValuePence, vat } }),
    ...(extensionTo === undefined ? {} : { extendsTo: extensionTo }),
    ref: `register:${id}`,
    origin: 'register',
    agreement: 'contract',
    url: null,
    suppliers: 1,
  };
}

/** What is known of a contract's end: its day, else what its register prints, and whether that says that it has none. */
export function statedEnd({
  endsOn,
  endPrinted,
}: {
  readonly endsOn: IsoDate | null;
  readonly endPrinted?: string | undefined;
}): Pick<ExposedContract, 'endsOn' | 'endPrinted' | 'noFixedEnd'> {
  if (endsOn !== null || !endPrinted) return { endsOn };
  return { endsOn, endPrinted, ...(saysNoEnd(endPrinted) ? { noFixedEnd: true } : {}) };
}

/** The contract as it stands on one day, with what is left of its value. */
export function exposedContract(contract: ContractFacts, asOf: IsoDate): ExposedContract {
  const value = contract.agreement === 'framework' ? null : contract.value;
  const yearly = contract.annualValue && yearlyLeft(contract.annualValue, value, contract, asOf);
  const published = publishedLines(contract, asOf);
  const nextBreakOn = nextBreak(contract.safeguards?.breaksOn ?? [], asOf);
  return {
    ref: contract.ref,
    origin: contract.origin,
    ...(contract.reference ? { reference: contract.reference } : {}),
    title: contract.title,
    startsOn: contract.startsOn,
    ...(hasBegun(contract, asOf) ? {} : { startsLater: true as const }),
    ...statedEnd(contract),
    value,
    valueLeft: yearly ?? valueLeft(value, contract, asOf),
    ...(yearly ? { leftBy: 'annual-value' } : {}),
    ...(nextBreakOn ? { nextBreakOn } : {}),
    criticality: contract.criticality,
    owner: contract.owner,
    service: contract.service,
    ...(contract.category ? { category: contract.category } : {}),
    regime: contract.regime,
    url: contract.url,
    agreement: contract.agreement,
    ...(contract.suppliers > 1 ? { sharedBetween: contract.suppliers } : {}),
    ...(contract.valueNote ? { valueNote: contract.valueNote } : {}),
    ...(published.length > 0 ? { published } : {}),
    ...(contract.extendsTo ? { extendsTo: contract.extendsTo } : {}),
    ...(contract.placedBy ? { placedBy: contract.placedBy } : {}),
    ...(contract.awaiting ? { awaiting: contract.awaiting } : {}),
    ...(contract.consent ? { consent: contract.consent } : {}),
    ...(contract.via ? { via: contract.via } : {}),
    ...(contract.joined ? { joined: [...contract.joined] } : {}),
    ...(contract.annualValue ? { annualValue: contract.annualValue } : {}),
    ...(contract.safeguards ? { safeguards: contract.safeguards } : {}),
  };
}
