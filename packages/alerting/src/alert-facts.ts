import type { BaseRate, GssCode, IsoDate, RiskAssessment } from '@tocsin/domain';
import type { ExposureView } from '@tocsin/exposure';
import type { AlertView } from './alert-view.ts';

/** Everything that an alert says to one council. What is null or missing is said to be unknown, never left out silently. */
export interface AlertFacts {
  readonly alert: Pick<
    AlertView,
    'id' | 'cause' | 'kind' | 'title' | 'from' | 'to' | 'eventDay' | 'publishedOn' | 'seenAt'
  >;
  readonly assessment: RiskAssessment;
  /** The assessment before this one; null when this is the first. */
  readonly previous: { readonly score: number; readonly modelVersion: string } | null;
  /** For a petition: the hearing and the petitioner, the latter only where it is a company or a public body. */
  readonly petition?: {
    readonly hearing: { readonly on: IsoDate | null; readonly court: string | null } | null;
    readonly petitioner: string | null;
  } | null;
  readonly supplier: {
    readonly name: string;
    readonly number: string | null;
    /** How the printed name was tied to this legal person, in a sentence. */
    readonly matched: string;
  };
  readonly council: { readonly code: GssCode; readonly name: string };
  readonly exposure: ExposureView;
  readonly othersExposed: OthersExposed;
  readonly baseRate: BaseRate | null;
  /** What could not be looked at or is not published, in sentences. */
  readonly unknowns: readonly string[];
  /** The moment up to which the public record has been read. */
  readonly dataDate: IsoDate;
  readonly links: {
    readonly alert: string;
    readonly supplier: string;
    readonly mistake?: string;
  };
  /** Printed above everything where the record is replayed. */
  readonly sampleBanner?: string;
}

/** Other councils with exposure. Public record is counted openly; private registers only in groups of five or more. */
export interface OthersExposed {
  readonly publicCount: number;
  readonly publicNames?: readonly string[];
  /** In steps of five (5 = five to nine), so that one council more does not show; null when fewer than five. */
  readonly privateCount: number | null;
}

/** What was wrong in an alert that was sent, and what is right. */
export interface Correction {
  readonly wrong: string;
  readonly right: string;
  readonly originallySentOn: IsoDate;
}
