import type { RiskBand } from '@tocsin/domain';

/** One supplier with everything that pages tell about it. All of it is made up. */
export interface SeedSupplier {
  readonly number: string;
  readonly name: string;
  readonly band: RiskBand;
  /** Every text of others is passed through it, so that a test can make them hostile. */
  readonly say: (text: string) => string;
}
