import { z } from 'zod';
import { RiskBand } from './band.ts';
import { GssCode, SupplierId } from './ids.ts';

/**
 * `formal:<case or notice ref>` or `band:<level>:<episode>`; an episode ends when the band falls below `elevated`.
 * `award-gate:<award or tender ref>`: a live procurement meets a supplier at risk. `paid-while-inactive:<status>:<since>`:
 * payments to a company that is dormant, dissolved or being struck off. `paid-while-at-risk:<episode>`: payments to a
 * supplier that stood at `elevated` or worse already. `information:<what>`: a company that will cease to exist, or has
 * left the register, without any sign of distress, or of which a notice leaves open what becomes of it; `:<n>` the n-th time, where the one before it had ended.
 * `<cause>:corrected:<decision>`: what the alert of that cause told was not so.
 */
export const Cause = z
  .string()
  .regex(
    /^(formal:.+|band:(elevated|severe|insolvent):\d+|award-gate:.+|paid-while-inactive:(dormant|dissolved|strike-off):.+|paid-while-at-risk:\d+|information:(solvent-winding-up|voluntary-strike-off|left-register|procedure-not-known)(:\d+)?(:ended)?)(:corrected:\d+)?$/,
  )
  .brand<'Cause'>();
export type Cause = z.infer<typeof Cause>;

export const AlertStatus = z.enum(['raised', 'acknowledged', 'assigned', 'dismissed', 'superseded']);
export type AlertStatus = z.infer<typeof AlertStatus>;

/** The statuses of alerts that still want something of somebody. */
export const openAlertStatuses: readonly AlertStatus[] = ['raised', 'acknowledged', 'assigned'];

/** A reason for one council to look at one supplier. */
export const Alert = z.object({
  id: z.string(),
  council: GssCode,
  supplierId: SupplierId,
  assessmentId: z.string(),
  cause: Cause,
  from: RiskBand.nullable(),
  to: RiskBand,
  status: AlertStatus,
});
export type Alert = z.infer<typeof Alert>;

/** GOV.UK Notify's own words. */
export const DeliveryStatus = z.enum([
  'created',
  'sending',
  'delivered',
  'temporary-failure',
  'permanent-failure',
  'technical-failure',
]);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** How a delivery ends: nobody tries it again, but one that was given up (`technical-failure`) by a person's decision. */
export const endsOfDelivery = [
  'delivered',
  'permanent-failure',
  'technical-failure',
] as const satisfies readonly DeliveryStatus[];
