import { type CouncilRole, IsoDate, RiskBand } from '@tocsin/domain';
import { z } from 'zod';
import type { NewsKind } from '../alert/causes.ts';
import { DigestRhythm, QuietHours } from './working-time.ts';

/** What happened, as people choose of what they want to be told. */
export const EventKind = z.enum(['formal', 'estimate', 'award', 'payment', 'information']);
export type EventKind = z.infer<typeof EventKind>;

export const eventKindWords: Readonly<Record<EventKind, string>> = {
  formal: 'Formal events: petitions, administrations, liquidations and the like',
  estimate: 'Estimates: a risk level has risen',
  award: 'Contracts that are being placed with a supplier at risk',
  payment: 'Payments to a supplier that is inactive or at risk',
  information: 'No sign of distress: solvent windings-up, companies that leave the register',
};

const eventKinds: Readonly<Record<NewsKind, EventKind>> = {
  formal: 'formal',
  band: 'estimate',
  'award-gate': 'award',
  'paid-while-inactive': 'payment',
  'paid-while-at-risk': 'payment',
  information: 'information',
};

/** Of which kind of event an alert tells. */
export function eventKindOf(kind: NewsKind): EventKind {
  return eventKinds[kind];
}

/** What a person of a council wants to be told of, and how. Whose contracts are touched is told of those in any case. */
export const Subscription = z.object({
  /** Of every supplier of the council, or only of contracts that are hers. */
  follows: z.enum(['council', 'own']),
  /** Estimates of these bands; a formal event is told whatever they say. Empty = all. */
  levels: z.array(RiskBand).readonly(),
  /** Services of interest, by the council's own words. Empty = all. */
  services: z.array(z.string()).readonly(),
  /** Categories of interest, as registers word them or notices have them. Empty = all. */
  categories: z.array(z.string()).readonly().default([]),
  /** Owners of contracts, as registers print them. Empty = all. */
  owners: z.array(z.string()).readonly().default([]),
  /** Kinds of events. Empty = all; a formal event on a critical contract is told whatever they say. */
  kinds: z.array(EventKind).readonly().default([]),
  /** Suppliers of critical contracts alone. */
  onlyCritical: z.boolean(),
  /** By the council's lines; all at once; or all in the digest but formal events on critical contracts. */
  how: z.enum(['by-the-lines', 'at-once', 'digest']),
  /** What is no formal event waits for the digest, whatever `how` says: so she has asked where a mail let her. */
  onlyFormalAtOnce: z.boolean().default(false),
  /** Where it is sent: by mail, or to a place in Teams that she has named. */
  by: z.enum(['mail', 'teams']).default('mail'),
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
    categories: [],
    owners: [],
    kinds: [],
    onlyCritical: false,
    how: 'by-the-lines',
    onlyFormalAtOnce: false,
    by: 'mail',
    digest: 'weekly',
    quietHours: null,
    formalPasses: true,
    delegate: null,
  };
}
