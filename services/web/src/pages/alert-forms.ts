import type { AlertDeed } from '@tocsin/db';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';

/** What a person asks for with one button of an alert, or of the inbox for several. */
export const Deed = z.object({
  action: z.enum(['acknowledge', 'assign', 'dismiss', 'reopen']),
  owner: z.string().trim().max(200).optional(),
  reason: z.string().trim().max(1_000).optional(),
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
