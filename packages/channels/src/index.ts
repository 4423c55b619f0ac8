import type { Way } from '@tocsin/domain';
import type { Channel } from './channel.ts';
import { govukNotify } from './govuk-notify.ts';
import { smtp } from './smtp.ts';
import { teams } from './teams.ts';
import { webhook } from './webhook.ts';

/** Every way to tell someone, by the name that a recipient row carries: those of the domain, and no other. */
export const channels: Readonly<Record<string, Channel>> = {
  smtp,
  'govuk-notify': govukNotify,
  teams,
  webhook,
} satisfies Readonly<Record<Way, Channel>>;

export { listenForBounces } from './bounce-listener.ts';
export type { Channel, DeliveryOutcome, MailingList, Message, MessageEvent } from './channel.ts';
export { readReturned, type ReturnedMail } from './returned-mail.ts';
export { callListener, operatorWays, type OperatorWay } from './operator-ways.ts';
export { notifyStatus } from './govuk-notify.ts';
export { closeMail, sendMail } from './smtp.ts';
export { signWebhook, verifyWebhook, webhookSecret } from './webhook.ts';
