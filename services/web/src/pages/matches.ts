import {
  asCouncil,
  decideMatch,
  findCouncilDecisions,
  findUnmatched,
  undoMatchDecision,
  type CouncilDecision,
} from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { decisionReasons, shownName, verdicts, type DecisionReason, type Verdict } from '@tocsin/matching';
import { z } from 'zod';
import { findReview } from '../match-review.ts';
import { viewOfWaiting } from '../match-view.ts';
import { whoDid } from '../actors.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { typed } from '../typed.ts';
import { readForm } from './alert-forms.ts';

const PAGE = 20;
const DECISIONS_SHOWN = 20;
const COMPANY = 'company:';

const QueueQuery = z.object({
  page: z.coerce.number().int().min(1).catch(1),
  done: z.enum(['decided', 'undone']).nullable().catch(null),
});
const ItemParams = z.object({ item: z.string() });
const ItemQuery = z.object({ look: typed(200).catch('') });
const DecisionParams = z.object({ id: z.string().regex(/^\d{1,18}$/) });
const Choice = z.object({
  who: z.string().optional(),
  reason: z.enum(Object.keys(decisionReasons) as [DecisionReason, ...DecisionReason[]]).optional(),
  note: typed(500).optional(),
});

/** Who is it that we print: names that matching leaves to a person, those with most pounds first. */
export const matchRoutes: PageRoutes = (app, ports, page) => {
  app.get('/matches', async (request, reply) => {
    const council = councilOf(request);
    const asOf = await latestDay(ports);
    const { page: asked, done } = QueueQuery.parse(request.query);
    const found = await asCouncil(ports.db, council.gss, async (trx) => ({
      waiting: await findUnmatched(trx, council.gss, asOf),
      decisions: await findCouncilDecisions(trx, council.gss, DECISIONS_SHOWN),
    }));
    const last = Math.max(1, Math.ceil(found.waiting.length / PAGE));
    const at = Math.min(asked, last);
    return page(request, reply, 'matches', {
      title: 'Names to match',
      nav: 'exposure',
      done,
      total: found.waiting.length,
      items: found.waiting.slice((at - 1) * PAGE, at * PAGE).map(viewOfWaiting),
      page: at,
      last,
      linkTo: (to: number) => `/matches?page=${to}`,
      decisions: found.decisions.map(decisionRow),
      who: await whoDid(ports, request),
    });
  });

  app.get('/matches/:item', async (request, reply) => {
    const council = councilOf(request);
    const asOf = await latestDay(ports);
    const { item } = ItemParams.parse(request.params);
    const { look } = ItemQuery.parse(request.query);
    const review = await asCouncil(ports.db, council.gss, (trx) =>
      findReview(trx, council.gss, asOf, item, look),
    );
    if (!review) throw notFound('Name');
    return page(request, reply, 'match', {
      title: `Who is ${review.item.name}?`,
      nav: 'exposure',
      verdicts,
      reasons: decisionReasons,
      ...review,
    });
  });

  app.post('/matches/:item', async (request, reply) => {
    const council = councilOf(request);
    const asOf = await latestDay(ports);
    const { item } = ItemParams.parse(request.params);
    const { who, reason, note } = readForm(Choice, request.body);
    const { verdict, number } = chosen(who);
    if (!reason)
      throw new Refusal(
        400,
        'Choose how you know',
        'Go back and choose the reason. It is kept with the decision.',
      );
    await asCouncil(ports.db, council.gss, async (trx) => {
      const review = await findReview(trx, council.gss, asOf, item, '');
      if (!review) throw notFound('Name');
      const { of, id, text } = review.item;
      await decideMatch(trx, {
        council: council.gss,
        subject: of === 'mention' ? { mentionId: id } : { printedText: text },
        verdict,
        number,
        reason,
        note: note || null,
        by: personOf(request).actor,
      });
    });
    return reply.redirect('/matches?done=decided', 303);
  });

  app.post('/matches/decisions/:id/undo', async (request, reply) => {
    const council = councilOf(request);
    const { id } = readForm(DecisionParams, request.params);
    const undone = await asCouncil(ports.db, council.gss, (trx) =>
      undoMatchDecision(trx, council.gss, id, personOf(request).actor),
    );
    if (!undone) throw notFound('Decision');
    return reply.redirect('/matches?done=undone', 303);
  });
};

/** What the form's one question was answered with: `company:01234567`, or another verdict. */
function chosen(who: string | undefined): { verdict: Verdict; number: CompanyNumber | null } {
  if (who?.startsWith(COMPANY)) {
    const number = CompanyNumber.safeParse(who.slice(COMPANY.length));
    if (number.success) return { verdict: 'company', number: number.data };
  }
  const verdict = Object.keys(verdicts).find((one): one is Verdict => one === who && one !== 'company');
  if (verdict) return { verdict, number: null };
  throw new Refusal(400, 'Choose who it is', 'Go back and choose a company, or what else it is.');
}

function decisionRow(decision: CouncilDecision) {
  const { id, verdict, number, reason, note, by, at, undone, name, subject } = decision;
  const text = 'printedText' in subject ? (subject.printedText.split('|')[0] ?? '') : (name ?? '');
  const shown =
    verdict === 'individual' ? 'A name decided to be an individual’s: not shown' : shownName(text);
  const says = number ?? verdicts[verdict];
  return { id, shown, says, because: decisionReasons[reason], note, by, at, undone, isOwn: name === null };
}
