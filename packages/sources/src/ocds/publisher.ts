import type { Award, ContractNotices, Observation, Regime, VatBasis } from '@tocsin/domain';
import type { Release, ReleaseContract } from './schema.ts';

/** What differs between the two services that publish OCDS. */
export interface OcdsPublisher {
  readonly source: string;
  /** Whether `amount` includes VAT; `amountGross` always does. */
  readonly vat: VatBasis;
  readonly regimeOf: (release: Release) => Regime;
  readonly agreementOf: (release: Release, suppliers: number) => Award['agreement'];
  /** The page of a notice that a person can open. */
  readonly urlOf: (noticeId: string) => string;
  /** What a release says against the performance of its contracts. */
  readonly performanceOf?: (release: Release, notice: ReleaseNotice) => readonly Observation[];
  /** What of a release is of another shape and set aside by itself: its place, and the reason. */
  readonly oddOf?: (release: Release) => readonly (readonly [part: string, reason: string])[];
  /** What a release publishes on how the contracts under one award go. */
  readonly noticesOf?: (
    contracts: readonly ReleaseContract[],
    notice: ReleaseNotice,
  ) => ContractNotices | null;
  /** What a release says of the buyer itself, where it is about no procurement. */
  readonly ownNoticeOf?: (raw: unknown, release: Release, notice: ReleaseNotice) => Observation | null;
  /** When a contract ended in fact, where a release says so. */
  readonly endOf?: (contract: ReleaseContract) => string | null;
}

/** What a release says about itself. */
export interface ReleaseNotice {
  readonly item: string;
  readonly id: string | null;
  readonly type: string | null;
  readonly url: string;
  readonly publishedAt: string;
}
