import { type CouncilRole, IsoDate, RiskBand } from '@tocsin/domain';
import { z } from 'zod';
import { DigestRhythm, QuietHours } from './working-time.ts';

/** What a person of a council wants to be told of, and how. Whose contracts are touched is told of those in any case. */
export const Subscription = z.object({
  /** Of every supplier of the council, or only of contracts that are hers. */
  follows: z.enum(['council', 'own']),
  /** Estimates of these bands; a formal event is told whatever they say. Empty = all. */
  levels: z.array(RiskBand).readonly(),
  /** Services of interest, by the council's own words. Empty = all. */
  services: z.array(z.string()).readonly(),
  /** Suppliers of critical contracts alone. */
  onlyCritical: z.boolean(),
  /** By the council's lines; all at once; or all in the digest but formal events on critical contracts. */
  how: z.enum(['by-the-lines', 'at-once', 'digest']),
  digest: DigestRhythm,
  quietHours: QuietHours.nullable(),
  /** Formal events are sent in quiet hours too. */
  formalPasses: z.boolean(),
  /** Up to the last day this person of the council is told in her place. */
  delegate: z.object({ personId: z.string(), untilDay: IsoDate }).nullable(),
});
export type Subscription = z.infer<typeof Subscription>;

/** How somebody is told who has chosen nothing: an officer of every supplier, others of what is theirs. */
export function defaultSubscription(roles: readonly CouncilRole[]): Subscription {
  return {
    follows: roles.includes('officer') ? 'council' : 'own',
    levels: [],
    services: [],
    onlyCritical: false,
    how: 'by-the-lines',
    digest: 'weekly',
    quietHours: null,
    formalPasses: true,
    delegate: null,
  };
}
