import { formatWholePounds, type IsoInstant } from '@tocsin/domain';
import { z } from 'zod';
import type { Destination } from './council-to-tell.ts';

/** Why somebody is told. */
export const Reason = z.object({
  as: z.enum([
    'owner',
    'service-owner',
    'head-of-procurement',
    'inbox',
    'administrator',
    'subscriber',
    'named',
    'told-before',
    'not-acknowledged',
    'assigned',
  ]),
  /** The owner as printed, the service, or the role. */
  of: z.string().nullable(),
  /** What hangs on the supplier: the larger of value left and spend of twelve months. */
  pence: z.int(),
  /** Whose place she takes: of somebody away, or of an owner who is tied to nobody. */
  insteadOf: z.string().nullable(),
});
export type Reason = z.infer<typeof Reason>;

/** One who is told of an alert, how, when and why. */
export interface Route extends Destination {
  readonly personId: string | null;
  readonly how: 'at-once' | 'after-quiet-hours' | 'digest';
  /** When it is to be sent. */
  readonly at: IsoInstant;
  readonly reason: Reason;
}

/** Why somebody is told, or will be, in a sentence of its own. */
export function reasonWords(reason: Reason, verb: 'Told' | 'To be told' = 'Told'): string {
  const place = reason.insteadOf === null ? '' : `, in the place of ${reason.insteadOf}`;
  const stakes = reason.pence > 0 ? `; ${formatWholePounds(reason.pence)} at stake` : '';
  return `${verb} ${asWords(reason)}${place}${stakes}.`;
}

/** The same, as part of a sentence. */
export function asWords({ as, of }: Reason): string {
  switch (as) {
    case 'owner':
      return `as owner of contracts (“${of}”)`;
    case 'service-owner':
      return `as owner of the service “${of}”`;
    case 'head-of-procurement':
      return 'as head of procurement';
    case 'inbox':
      return 'as shared inbox';
    case 'administrator':
      return 'as administrator';
    case 'subscriber':
      return of === null ? 'by subscription' : `by subscription (${of.toLowerCase()})`;
    case 'named':
      return `as ${of}`;
    case 'told-before':
      return 'since an earlier message told of it';
    case 'assigned':
      return 'since it was assigned to this address';
    case 'not-acknowledged':
      return `${of}, since nobody acknowledged it in time`;
  }
}
