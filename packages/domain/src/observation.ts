import { z } from 'zod';
import { Award, Payment, PaymentsNotice, SupplierMention } from './contract.ts';
import type { Evidence } from './evidence.ts';
import { IsoDate, IsoInstant } from './ids.ts';
import { Signal, Topic } from './signal.ts';

/** The source that looks at suppliers one by one, at the register of companies. */
export const REGISTER_SOURCE = 'companies-house-company';

/** The source that says which charity is which company. */
export const CHARITY_SOURCE = 'charities';

/** The sources that tell which society, which landlord and which provider for children is registered as what. */
export const SOCIETY_SOURCE = 'mutuals';
export const LANDLORD_SOURCE = 'housing-providers';
export const PROVISION_SOURCE = 'ofsted-providers';

/** What stands before a landlord’s registration number, as org-id.guide has it. */
export const LANDLORD_SCHEME = 'GB-SHPE-';

/**
 * One thing that one document says. Its identity is `(source, ref)`: changed content under the same id and the same
 * `version` is a duplicate; under a later `version` it is a new version of the same observation.
 */
export const Observation = z.object({
  source: z.string().min(1),
  /** The publisher's own id of the thing said: a notice number, `<ocid>/<award id>`, `<company number>/charges/<id>`. */
  ref: z.string().min(1),
  /** The publisher's date of this version; compared as text, so always an ISO date or instant in UTC. */
  version: z.string().min(1),
  /** The day that the publisher gives for what happened; null where it gives none. Never the day of a look. */
  occurredOn: IsoDate.nullable(),
  /** When the public could know. The publisher's date, else the moment we fetched it. */
  publishedAt: IsoInstant,
  /** The page a person can open to read it. */
  url: z.string(),
  quote: z.string().max(500).nullable(),
  /** Whom it is about; null only for a notice whose company cannot be named. Awards carry their suppliers inside. */
  about: SupplierMention.nullable(),
  content: z.discriminatedUnion('kind', [...Signal.options, Award, Payment, PaymentsNotice]),
});
export type Observation = z.infer<typeof Observation>;

/**
 * What a publisher has taken back: nothing said under `ref` in a version up to `version` stands any longer, from
 * `publishedAt` on. A `ref` that ends in `/` means everything below it. What was said stays on record.
 */
export interface Withdrawal {
  readonly source: string;
  readonly ref: string;
  readonly version: string;
  readonly publishedAt: IsoInstant;
  readonly url: string;
}

/**
 * What a publisher answered when it was asked about one topic of one supplier: something (`found`), a list that is kept
 * and empty (`empty`), or that it keeps none (`none`). Those three are complete looks. The others are answers, and none
 * of them says that nothing is there: not all of the list could be read (`in-part`), another register holds it
 * (`not-held`), or nobody is registered under that number any longer, if anybody ever was (`gone`).
 */
export const LookAnswer = z.enum(['found', 'empty', 'none', 'in-part', 'not-held', 'gone']);
export type LookAnswer = z.infer<typeof LookAnswer>;

/** Whether an answer tells all that there is on its topic. */
export function isWholeLook(answer: LookAnswer): boolean {
  return answer === 'found' || answer === 'empty' || answer === 'none';
}

/** A look at one supplier, with what was answered; without an answer it covered its topics completely. */
export const Look = z.object({
  about: SupplierMention,
  topics: z.array(Topic),
  at: IsoInstant,
  answer: LookAnswer.optional(),
});
export type Look = z.infer<typeof Look>;

/** A signal as stored: what is said, when it happened, when the public could know, when we saw it, and where it stands. */
export interface ObservedSignal {
  readonly source: string;
  readonly ref: string;
  readonly version: string;
  readonly occurredOn: IsoDate | null;
  readonly publishedAt: IsoInstant;
  readonly observedAt: IsoInstant;
  readonly evidence: Evidence;
  readonly signal: Signal;
}

/**
 * What became of one item (a release, a notice, a row, a register answer) of a document. Every item has exactly one
 * outcome, so that items = recorded + duplicates + ignored + refused always adds up.
 */
export type Item =
  | {
      readonly item: string;
      readonly outcome: 'observed';
      readonly observations: readonly Observation[];
      readonly looks?: readonly Look[];
    }
  | { readonly item: string; readonly outcome: 'withdrawn'; readonly withdrawals: readonly Withdrawal[] }
  /** In the document but not for us, by a reason that we named: `not a corporate notice`, `no supplier yet`. */
  | {
      readonly item: string;
      readonly outcome: 'ignored';
      readonly reason: string;
      readonly looks?: readonly Look[];
    }
  /** Meant for us and not understood. The reason names the field and what to do. */
  | {
      readonly item: string;
      readonly outcome: 'refused';
      readonly reason: string;
      readonly looks?: readonly Look[];
    };
