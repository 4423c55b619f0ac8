import type { Award, Regime, VatBasis } from '@tocsin/domain';
import type { Item } from '../define-source.ts';
import type { Release } from './schema.ts';

/** What differs between the two services that publish OCDS. */
export interface OcdsPublisher {
  readonly source: string;
  /** Whether `amount` includes VAT; `amountGross` always does. */
  readonly vat: VatBasis;
  readonly regimeOf: (release: Release) => Regime;
  readonly agreementOf: (release: Release, suppliers: number) => Award['agreement'];
  /** The page of a notice that a person can open. */
  readonly urlOf: (noticeId: string) => string;
  /** Notice types that are not read as awards. */
  readonly notices: Readonly<Record<string, (release: Release, notice: ReleaseNotice) => Item>>;
}

/** What a release says about itself. */
export interface ReleaseNotice {
  readonly item: string;
  readonly id: string | null;
  readonly type: string | null;
  readonly url: string;
  readonly publishedAt: string;
}
