/** A paragraph, a cell or a heading of a notice. */
export interface Passage {
  readonly text: string;
  readonly isHeading: boolean;
  /** Where the names begin in it that the page marks as names, in order. */
  readonly names: readonly number[];
}

/** A number, or a name, that a page marks without saying whose it is. */
export interface MarkedWords {
  /** As it stands in the words. */
  readonly shown: string;
  readonly printed: string;
}
