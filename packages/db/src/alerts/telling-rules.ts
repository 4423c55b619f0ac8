import { actorOf, USUAL_MAIL_WAY, type MailWay } from '@tocsin/domain';
import { ChosenLines, Subscription } from '@tocsin/alerting';
import { namedInAudit } from '../audit/audit-names.ts';
import { audit } from '../audit/audit.ts';
import type { Trx } from '../schema/database.ts';

/** What a council has set of who is told. */
export interface TellingRule {
  readonly lines: ChosenLines;
  readonly inbox: string | null;
  /** By her number. */
  readonly headOfProcurement: string | null;
  /** By which way its mails are sent. */
  readonly mailBy: MailWay;
}

/** What the council that `trx` acts for has set. */
export async function findTellingRule(trx: Trx): Promise<TellingRule> {
  const row = await trx.selectFrom('telling_rule').selectAll().executeTakeFirst();
  return {
    lines: ChosenLines.parse(row?.lines ?? {}),
    inbox: row?.inbox ?? null,
    headOfProcurement: row?.head_of_procurement ?? null,
    mailBy: row?.mail_by ?? USUAL_MAIL_WAY,
  };
}

/** Sets from which lines a council is told how, its inbox and its head of procurement. */
export async function saveTellingRule(
  trx: Trx,
  council: string,
  { lines, inbox, headOfProcurement, mailBy }: TellingRule,
  by: string,
): Promise<void> {
  const set = {
    lines: JSON.stringify(lines),
    inbox,
    head_of_procurement: headOfProcurement,
    mail_by: mailBy,
  };
  await trx
    .insertInto('telling_rule')
    .values({ council, ...set })
    .onConflict((known) => known.column('council').doUpdateSet(set))
    .execute();
  const named = inbox === null ? null : await namedInAudit(trx, council, inbox);
  const detail = { lines, inbox: named, mailBy, head: headOfProcurement && actorOf(headOfProcurement) };
  await audit(trx, { council, actor: by, action: 'set who is told', subject: council, detail });
}

/** Sets what a person of the council wants to be told of, and how. */
export async function saveSubscription(
  trx: Trx,
  council: string,
  personId: string,
  chosen: Subscription,
  by: string,
): Promise<void> {
  const set = { chosen: JSON.stringify(Subscription.parse(chosen)) };
  await trx
    .insertInto('subscription')
    .values({ council, person_id: personId, ...set })
    .onConflict((known) => known.columns(['council', 'person_id']).doUpdateSet(set))
    .execute();
  await audit(trx, {
    council,
    actor: by,
    action: 'set how she is told',
    subject: actorOf(personId),
    detail: chosen,
  });
}

/** What is tied to a person: an owner as contracts print it, or a service. */
export interface Tie {
  readonly of: 'owner' | 'service';
  readonly printed: string;
  /** Null unties it. */
  readonly personId: string | null;
}

/** Ties what a council's contracts print to a person of it, or unties it. */
export async function tieToPerson(trx: Trx, council: string, tie: Tie, by: string): Promise<void> {
  const { of, printed, personId } = tie;
  if (personId === null)
    await trx.deleteFrom('responsible').where('of', '=', of).where('printed', '=', printed).execute();
  else
    await trx
      .insertInto('responsible')
      .values({ council, of, printed, person_id: personId })
      .onConflict((known) => known.columns(['council', 'of', 'printed']).doUpdateSet({ person_id: personId }))
      .execute();
  await audit(trx, {
    council,
    actor: by,
    action: personId === null ? 'untied from a person' : 'tied to a person',
    subject: `${of} ${await namedInAudit(trx, council, printed)}`,
    ...(personId === null ? {} : { detail: { person: actorOf(personId) } }),
  });
}
