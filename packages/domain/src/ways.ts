import { z } from 'zod';

/**
 * Ways by which mails of a council are sent. Each reaches a mailbox, which a person reads, and takes the mails of all
 * councils at one host.
 */
export const mailWays = {
  smtp: { called: 'The mail server of Tocsin' },
  'govuk-notify': { called: 'GOV.UK Notify' },
} as const;

/**
 * Ways by which alerts are posted to a web address that a council, or one of its people, has named: it stands by its name
 * wherever a recipient is shown, and its trouble is that council's. `hasSecret`: what is posted is signed.
 */
export const postedWays = {
  teams: {
    called: 'Teams',
    means: 'A channel or chat in Microsoft Teams: its Workflow “when a webhook request is received”',
    place: 'place of the council in Teams',
    hasSecret: false,
  },
  webhook: {
    called: 'Program',
    means: 'A program of yours (Standard Webhooks)',
    place: 'program of the council',
    hasSecret: true,
  },
} as const;

export const MailWay = z.enum(Object.keys(mailWays) as (keyof typeof mailWays)[]);
export type MailWay = z.infer<typeof MailWay>;

export const PostedWay = z.enum(Object.keys(postedWays) as (keyof typeof postedWays)[]);
export type PostedWay = z.infer<typeof PostedWay>;

/** Every way of telling somebody. */
export type Way = MailWay | PostedWay;

/** By which mails of a council are sent that has chosen none. */
export const USUAL_MAIL_WAY = 'smtp' satisfies MailWay;

/** Whether a mailbox is reached by it. */
export function isMailWay(channel: string): channel is MailWay {
  return Object.hasOwn(mailWays, channel);
}

/** Whether it posts to a web address that somebody has named. */
export function isPostedWay(channel: string): channel is PostedWay {
  return Object.hasOwn(postedWays, channel);
}
