import { createHash } from 'node:crypto';
import { AlertDeed, AlertOutcome, OutcomeMoney, type Assignee } from '@tocsin/alerting';
import type { NewAdjournment } from '@tocsin/db';
import { addMonths, formatDate, Pence, RowId, type IsoDate } from '@tocsin/domain';
import { readPence } from '@tocsin/sources';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { typed, typedDay } from '../typed.ts';

/** What a person asks for with one button of an alert, or of the inbox for several; what a deed does not need is left out. */
export const Deed = z.object({
  action: z.enum(AlertDeed.options.map(({ shape }) => shape.action.value)),
  /** Of the page on which the form stood: sent twice, it is one deed. */
  form: z.uuid().nullable().catch(null),
  to: typed(300).optional(),
  text: typed(4_000).optional(),
  until: typed(40).optional(),
  reason: typed(1_000).optional(),
  keptAt: typed(500).optional(),
  outcome: AlertOutcome.optional(),
  money: OutcomeMoney.optional(),
  pounds: typed(40).optional(),
  evidence: typed(1_000).optional(),
  confirmedBy: typed(200).optional(),
  deed: RowId.optional(),
});

/** Reads a sent form. What a browser with our own page cannot send is refused as unreadable. */
export function readForm<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const form = schema.safeParse(body);
  if (form.success) return form.data;
  throw new Refusal(400, 'That could not be read', 'Go back, check what you entered and send it again.');
}

/** What is needed to understand a deed: to whom alerts can be given, and the day on which it is done. */
interface Around {
  readonly assignees: readonly Assignee[];
  readonly today: IsoDate;
}

/** For how many months an alert can be put off at most. */
const LONGEST_MONTHS = 12;

/** The deed, with what it needs: somebody to assign to, a reason to dismiss, a day to put off to. */
export function deedOf(form: z.infer<typeof Deed>, { assignees, today }: Around): AlertDeed {
  const { action } = form;
  switch (action) {
    case 'acknowledge':
    case 'reopen':
      return { action };
    case 'assign': {
      const given = assignees.find(({ to }) => to === form.to);
      if (!given) throw missing('Choose who the alert is for', 'choose somebody of your council');
      return { action, to: given.to, owner: given.owner };
    }
    case 'note':
      return { action, text: asked(form.text, 'Enter a note', 'write what is to be kept with the alert') };
    case 'snooze':
      return { action, until: laterDay(form.until, today) };
    case 'dismiss':
      return {
        action,
        reason: asked(form.reason, 'Enter a reason', 'say why the alert is dismissed. It is kept with it'),
      };
    case 'plan':
      return {
        action,
        keptAt: asked(form.keptAt, 'Enter where the plan is kept', 'give a place or an address'),
      };
    case 'outcome':
      if (!form.outcome) throw missing('Choose an outcome', 'choose what the alert led to');
      return { action, outcome: form.outcome, evidence: evidenceOf(form.evidence) };
    case 'money':
      if (!form.money) throw missing('Choose what the money is', 'choose a loss avoided, a saving, a cost …');
      return { action, of: form.money, pence: poundsOf(form.pounds), evidence: evidenceOf(form.evidence) };
    case 'confirm':
      return {
        action,
        deed: form.deed ?? '',
        confirmedBy: asked(
          form.confirmedBy,
          'Enter who in finance confirmed it',
          'give a name or a reference. Money that finance has not confirmed is not counted',
        ),
      };
    case 'undo':
      return { action, deed: form.deed ?? '' };
  }
}

/** By what a deed that is sent twice from one page is known to be one; null where the form does not say of which page it is. */
export function onceOf({ form }: z.infer<typeof Deed>, deed: AlertDeed): string | null {
  return (
    form &&
    createHash('sha256')
      .update(`${form} ${JSON.stringify(deed)}`)
      .digest('hex')
  );
}

function missing(title: string, what: string): Refusal {
  return new Refusal(400, title, `Go back and ${what}. Nothing was changed.`);
}

function asked(text: string | undefined, title: string, what: string): string {
  if (!text) throw missing(title, what);
  return text;
}

function evidenceOf(text: string | undefined): string {
  return asked(text, 'Enter the evidence', 'say where it can be read or who said so');
}

function poundsOf(text: string | undefined): Pence {
  const pence = readPence(text ?? '');
  if (pence === null || pence <= 0) throw missing('Enter an amount', 'enter pounds like 12,500 or 12,500.50');
  return Pence.parse(pence);
}

function laterDay(text: string | undefined, today: IsoDate): IsoDate {
  const day = typedDay(text);
  if (day && day > today && day <= addMonths(today, LONGEST_MONTHS)) return day;
  throw missing(
    'Enter the day on which it comes back',
    `give a day after today and within a year, such as ${formatDate(addMonths(today, 1))}`,
  );
}

/** A later hearing of a petition, as a person enters it. */
export const Adjourned = z.object({
  on: typed(40).optional(),
  evidence: typed(1_000).optional(),
});

/** The later hearing: a day, and where it can be read or who said so. */
export function adjournmentOf(form: z.infer<typeof Adjourned>, today: IsoDate): NewAdjournment {
  const hearingOn = typedDay(form.on);
  const [first, last] = [addMonths(today, -LONGEST_MONTHS), addMonths(today, 2 * LONGEST_MONTHS)];
  if (!hearingOn || hearingOn < first || hearingOn > last)
    throw new Refusal(
      400,
      'Enter the day of the new hearing',
      `Go back and give the day, the month and the year, between ${formatDate(first)} and ${formatDate(last)}.`,
    );
  if (!form.evidence)
    throw new Refusal(
      400,
      'Enter where the new hearing can be read',
      'Go back and give an address, a reference or who told you. It is kept with the alert and in the audit log.',
    );
  return { hearingOn, evidence: form.evidence };
}
