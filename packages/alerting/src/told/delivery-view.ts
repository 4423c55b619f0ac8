import { DeliveryStatus, formatMoment, type IsoInstant } from '@tocsin/domain';
import { z } from 'zod';

/** One message to one person as it is stored. */
export interface DeliveryState {
  readonly channel: string;
  readonly recipient: string;
  readonly status: DeliveryStatus;
  readonly tries: number;
  /** Sendings of which nobody heard how they ended. */
  readonly uncertain: number;
  readonly lastError: string | null;
  readonly updatedAt: IsoInstant;
  readonly nextTryAt: IsoInstant | null;
  readonly giveUpAt: IsoInstant | null;
  readonly isBeingSent: boolean;
}

/** How telling one person went, as pages and the API say it. */
export const DeliveryView = z.object({
  channel: z.string(),
  recipient: z.string(),
  status: DeliveryStatus,
  /** What has become of it and what happens next, in a sentence. */
  standing: z.string(),
  lastError: z.string().nullable(),
  nextTryAt: z.string().nullable(),
  /** It may have arrived, or may have arrived more than once, although nobody heard so. */
  mayHaveBeenSent: z.boolean(),
  updatedAt: z.string(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

/** What is said of a delivery: only what its state says, so that nothing is promised that nobody will do. */
export function viewOfDelivery(state: DeliveryState): DeliveryView {
  const { channel, recipient, status, lastError, nextTryAt, updatedAt } = state;
  return {
    channel,
    recipient,
    status,
    standing: `${standingOf(state)}${state.uncertain > 0 ? `. ${doubtOf(state)}` : ''}`,
    lastError: status === 'delivered' ? null : lastError,
    nextTryAt,
    mayHaveBeenSent: state.uncertain > 0,
    updatedAt,
  };
}

/** Why a mail is not sent that waited until whoever it was for had left. */
export const TO_A_LEAVER = 'Whoever it was for no longer acts for the council';

function standingOf(state: DeliveryState): string {
  const { status, updatedAt, nextTryAt, giveUpAt, tries, lastError } = state;
  if (status === 'delivered') return `Delivered, ${formatMoment(updatedAt)}`;
  if (status === 'permanent-failure' && lastError === TO_A_LEAVER)
    return 'Not sent: whoever it was for no longer acts for the council';
  if (status === 'permanent-failure') return 'Not delivered: the address does not accept messages';
  if (status === 'technical-failure')
    return 'Not delivered and put aside: whoever runs Tocsin can have it sent again';
  if (status === 'sending') return 'On its way';
  if (state.isBeingSent) return 'Being sent';
  if (nextTryAt && giveUpAt)
    return `Not delivered yet: will be tried again by ${formatMoment(nextTryAt)}, and then until ${formatMoment(giveUpAt)}`;
  return tries === 0 ? 'Waiting to be sent' : 'Not delivered yet, and no time is set for another try';
}

function doubtOf({ status }: DeliveryState): string {
  return status === 'delivered'
    ? 'It may have arrived more than once: how a sending ended was not heard'
    : 'It may have been sent: how a sending ended was not heard';
}
