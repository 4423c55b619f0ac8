import {
  Pence,
  type Dependence,
  type ExposedContract,
  type Exposure,
  type GssCode,
  type IsoDate,
  type SpendSummary,
  type SupplierId,
} from '@tocsin/domain';
import { exposedContract, type ContractFacts } from './contract-facts.ts';
import { isLive } from './contract-term.ts';
import { reverseDependency, spendTrend, unseenSpend, type FiledTurnover } from './dependency.ts';
import { paidAround, summariseSpend, type DayOfSpend, type SpendRead } from './spend.ts';

export interface ExposeInput {
  readonly council: GssCode;
  readonly supplierId: SupplierId;
  readonly asOf: IsoDate;
  /** Every contract of this council with this supplier that was known by then, live or not, each once. */
  readonly contracts: readonly ContractFacts[];
  /** null when no spend file of the council has been read. */
  readonly payments: readonly DayOfSpend[] | null;
  /** Payments of councils that were split between this one and others; absent where there are none. */
  readonly awaitingPayments?: readonly DayOfSpend[];
  /** Contracts with other companies of the supplier's group, or to which it is a named subcontractor, each once. */
  readonly throughGroup?: readonly ContractFacts[];
  /** The newest turnover that the supplier has filed; null or missing where it files none. */
  readonly turnover?: FiledTurnover | null;
  /** How far the council's spend files were read. */
  readonly spendRead?: SpendRead | null;
  /** Since when something stands on the public record against the supplier. */
  readonly event?: IsoDate | null;
}

/**
 * How much one council depends on one supplier on one day: the contracts live then, the first to end
 * first, and the net spend of twelve months. Money is integer pence, never negative, in its own VAT basis.
 */
export function expose(input: ExposeInput): Exposure & { readonly spend: SpendSummary | null } {
  const { council, supplierId, asOf, event = null } = input;
  const contracts = liveContracts(input.contracts, asOf);
  const intended = intendedContracts(input.contracts, asOf);
  const throughGroup = liveContracts(input.throughGroup ?? [], asOf);
  const awaiting =
    input.awaitingPayments && summariseSpend(input.awaitingPayments, asOf, null, event).last12Months;
  const spend = input.payments && summariseSpend(input.payments, asOf, input.spendRead, event);
  const paid = input.payments && paidAround(input.payments, asOf, event);
  return {
    council,
    supplierId,
    asOf,
    contracts,
    spendLast12Months: spend && netSpend(spend),
    ...(paid ? { paid } : {}),
    ...(spend ? { dependence: dependenceOn(input, spend) } : {}),
    ...(awaiting ? { spendAwaiting: awaiting } : {}),
    ...(intended.length > 0 ? { intended } : {}),
    ...(throughGroup.length > 0 ? { throughGroup } : {}),
    basis: basisOf(contracts, (spend?.payments ?? 0) + (paid?.since?.payments ?? 0)),
    spend,
  };
}

function dependenceOn(
  { payments, contracts, turnover = null }: ExposeInput,
  spend: SpendSummary,
): Dependence {
  const within = (payments ?? []).filter(({ paidOn }) => paidOn >= spend.from && paidOn <= spend.to);
  const share = reverseDependency(netSpend(spend), turnover);
  return {
    trend: spendTrend(spend),
    ofTurnover: share === null || turnover === null ? null : { share, balanceDate: turnover.balanceDate },
    unseen: unseenSpend(within, contracts),
  };
}

function liveContracts(contracts: readonly ContractFacts[], asOf: IsoDate): ExposedContract[] {
  return contracts
    .filter((contract) => isLive(contract, asOf))
    .map((contract) => exposedContract(contract, asOf))
    .sort(byEndThenRef);
}

/** Announced with the supplier's name and not placed yet. */
function intendedContracts(contracts: readonly ContractFacts[], asOf: IsoDate): ExposedContract[] {
  return contracts
    .filter(({ status, endsOn }) => status === 'pending' && (endsOn === null || endsOn >= asOf))
    .map((contract) => exposedContract(contract, asOf))
    .sort(byEndThenRef);
}

function byEndThenRef(a: ExposedContract, b: ExposedContract): number {
  const left = `${a.endsOn ?? '9999-12-31'} ${a.ref}`;
  return left < `${b.endsOn ?? '9999-12-31'} ${b.ref}` ? -1 : 1;
}

/** Credits beyond payments are no exposure, so never below 0. Null where payments were seen but none is known to be net. */
function netSpend(spend: SpendSummary): Pence | null {
  const { net, gross, unknown } = spend.last12Months;
  if (net === 0 && (gross !== 0 || unknown !== 0)) return null;
  return Pence.parse(Math.max(0, net));
}

function basisOf(contracts: readonly ExposedContract[], payments: number): Exposure['basis'] {
  if (contracts.length > 0) return 'contract';
  return payments > 0 ? 'spend' : 'group';
}
