/** Company insolvencies per 10,000 companies of a population in a year, with who counted them. */
export interface BaseRate {
  readonly year: number;
  readonly per10000: number;
  /** Null where only the rate is published. */
  readonly insolvencies: number | null;
  readonly population: string;
  readonly source: string;
  readonly url: string;
}
