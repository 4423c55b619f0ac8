import type { AlertDeed, NewAdjournment } from '@tocsin/db';
import { readDay } from '@tocsin/sources';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { typed } from '../typed.ts';

/** What a person asks for with one button of an alert, or of the inbox for several. */
export const Deed = z.object({
  action: z.enum(['acknowledge', 'assign', 'dismiss', 'reopen']),
  owner: typed(200).optional(),
  reason: typed(1_000).optional(),
});

/** Reads a sent form. What a browser with our own page cannot send is refused as unreadable. */
export function readForm<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const form = schema.safeParse(body);
  if (form.success) return form.data;
  throw new Refusal(400, 'That could not be read', 'Go back, check what you entered and send it again.');
}

/** The deed, with what it needs: an owner to assign to, a reason to dismiss. */
export function deedOf(form: z.infer<typeof Deed>): AlertDeed {
  switch (form.action) {
    case 'assign':
      if (!form.owner)
        throw new Refusal(
          400,
          'Enter who the alert is for',
          'Go back and enter a name or a team to assign to.',
        );
      return { action: 'assign', owner: form.owner };
    case 'dismiss':
      if (!form.reason)
        throw new Refusal(
          400,
          'Enter a reason',
          'Go back and say why the alert is dismissed. It is kept with it.',
        );
      return { action: 'dismiss', reason: form.reason };
    case 'acknowledge':
    case 'reopen':
      return { action: form.action };
  }
}

/** A later hearing of a petition, as a person enters it. */
export const Adjourned = z.object({
  on: typed(40).optional(),
  evidence: typed(1_000).optional(),
});

/** The later hearing: a day, and where it can be read or who said so. */
export function adjournmentOf(form: z.infer<typeof Adjourned>): NewAdjournment {
  const hearingOn = readDay(form.on ?? '', ['iso', 'day-first', 'worded']);
  if (!hearingOn)
    throw new Refusal(
      400,
      'Enter the day of the new hearing',
      'Go back and give the day, the month and the year, such as 15 January 2027.',
    );
  if (!form.evidence)
    throw new Refusal(
      400,
      'Enter where the new hearing can be read',
      'Go back and give an address, a reference or who told you. It is kept with the alert and in the audit log.',
    );
  return { hearingOn, evidence: form.evidence };
}
