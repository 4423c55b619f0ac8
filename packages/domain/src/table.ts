import type { IsoInstant } from './ids.ts';
import type { Observation } from './observation.ts';
import type { Signal } from './signal.ts';

/** One issue of a list that is published again and again as a whole. */
export interface Edition {
  /** Later editions compare as later text. */
  readonly version: string;
  /** Where the list is, for a row that has no page of its own. */
  readonly url: string;
  readonly retrievedAt: IsoInstant;
  /** From when on the edition counts: the first moment of the publisher's date, or when it was fetched. */
  readonly publishedAt: IsoInstant;
}

/**
 * What became of one row of a list. `id` is the publisher's own and does not change from edition to edition; null only
 * where it cannot be read. A row that is ignored is one that the list does not have, as far as we are concerned; one
 * that is refused is there and not understood, so that what was known of it stands.
 */
export type TableRecord<Row = unknown> =
  | { readonly item: string; readonly outcome: 'row'; readonly id: string; readonly row: Row }
  | { readonly item: string; readonly outcome: 'ignored'; readonly reason: string }
  | {
      readonly item: string;
      readonly outcome: 'refused';
      readonly id: string | null;
      readonly reason: string;
    };

/** What a change of one row says. */
export interface RowSays {
  /** Under refs that belong to this row alone; source and version are those of the edition. */
  readonly observations: readonly RowObservation[];
  /** Refs under which nothing stands any longer of what earlier editions said; `ref/` is everything below it. */
  readonly withdrawn: readonly string[];
}

/** Lists feed risk: contracts and payments come from sources of their own. */
export type RowObservation = Omit<Observation, 'source' | 'version' | 'content'> & {
  readonly content: Signal;
};
