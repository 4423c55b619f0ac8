import {
  asCouncil,
  decideMatch,
  findCouncilDecisions,
  findUnmatched,
  undoMatchDecision,
  type CouncilDecision,
  type Trx,
} from '@tocsin/db';
import { CompanyNumber, formatWholePounds, RowId } from '@tocsin/domain';
import {
  decisionReasons,
  shownName,
  verdicts,
  waitingKinds,
  type DecisionReason,
  type Verdict,
  type WaitingKind,
} from '@tocsin/matching';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findReview } from '../match-review.ts';
import { viewOfWaiting, WaitingName } from '../match-view.ts';
import { whoDid } from '../actors.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { typed } from '../typed.ts';
import { findAnswers, findWaiting, nextAfter } from '../waiting-list.ts';
import { readForm } from './alert-forms.ts';

const PAGE = 20;
/** Of one kind, names are answered one like the other: more of them stand on a page. */
const PAGE_TOGETHER = 50;
const DECISIONS_SHOWN = 20;
const COMPANY = 'company:';
/** From how many pounds on a person may ask to see names. */
const LEAST = [0, 10_000, 100_000, 1_000_000] as const;

const Reason = z.enum(Object.keys(decisionReasons) as [DecisionReason, ...DecisionReason[]]);
/** What of the list a person goes through; it goes with her from name to name. */
const Filter = z.object({
  kind: z
    .enum(Object.keys(waitingKinds) as [WaitingKind, ...WaitingKind[]])
    .nullable()
    .catch(null),
  of: WaitingName.shape.of.nullable().catch(null),
  least: z.coerce
    .number()
    .pipe(z.literal([...LEAST]))
    .catch(0),
});
const ids = z.preprocess(
  (given) => [given].flat().filter((one) => typeof one === 'string'),
  z.array(RowId).max(PAGE_TOGETHER),
);
const QueueQuery = Filter.extend({
  page: z.coerce.number().int().min(1).catch(1),
  done: z.enum(['decided', 'undone', 'together', 'nothing']).nullable().catch(null),
  decision: ids.catch([]),
});
const ItemParams = z.object({ item: z.string() });
const ItemQuery = Filter.extend({
  look: typed(200).catch(''),
  done: z.literal('decided').nullable().catch(null),
  reason: Reason.nullable().catch(null),
});
const DecisionParams = z.object({ id: RowId });
const Choice = Filter.extend({
  who: z.string().optional(),
  reason: Reason.optional(),
  note: typed(500).optional(),
});
const Together = Filter.extend({
  pick: z.preprocess(
    (given) => [given ?? []].flat().filter((one) => one !== ''),
    z.array(z.string()).max(PAGE_TOGETHER),
  ),
  reason: Reason.optional(),
});
const TakenBack = Filter.extend({ decision: ids });

/** Who is it that we print: names that matching leaves to a person, those with most pounds first. */
export const matchRoutes: PageRoutes = (app, ports, page) => {
  app.get('/matches', async (request, reply) => {
    const council = councilOf(request);
    const asOf = await latestDay(ports);
    const query = QueueQuery.parse(request.query);
    const size = query.kind === null ? PAGE : PAGE_TOGETHER;
    const found = await asCouncil(ports.db, council.gss, async (trx) => {
      const { all, items, byKind } = await findWaiting(trx, council.gss, asOf, query);
      const last = Math.max(1, Math.ceil(items.length / size));
      const at = Math.min(query.page, last);
      const shown = items.slice((at - 1) * size, at * size);
      const answers = await findAnswers(trx, council.gss, shown);
      const decisions = await findCouncilDecisions(trx, council.gss, DECISIONS_SHOWN);
      return { total: all.length, matching: items.length, byKind, last, at, shown, answers, decisions };
    });
    return page(request, reply, 'matches', {
      title: 'Names to match',
      nav: 'exposure',
      query,
      total: found.total,
      matching: found.matching,
      kinds: Object.entries(waitingKinds).map(([kind, words]) => ({
        kind,
        words,
        names: found.byKind.get(kind as WaitingKind) ?? 0,
      })),
      least: LEAST.map((pounds) => ({
        pounds,
        words: pounds === 0 ? 'Any sum' : `${formatWholePounds(pounds * 100)} and more`,
      })),
      items: found.shown.map((item, at) => ({ ...viewOfWaiting(item), ...found.answers[at] })),
      verdicts,
      reasons: decisionReasons,
      filter: filterQuery(query),
      page: found.at,
      last: found.last,
      linkTo: (to: number) => `/matches?${filterQuery(query, { page: `${to}` })}`,
      decisions: found.decisions.map(decisionRow),
      who: await whoDid(ports, request),
    });
  });

  app.get('/matches/:item', async (request, reply) => {
    const council = councilOf(request);
    const asOf = await latestDay(ports);
    const { item } = ItemParams.parse(request.params);
    const query = ItemQuery.parse(request.query);
    const review = await asCouncil(ports.db, council.gss, (trx) =>
      findReview(trx, council.gss, asOf, item, query.look),
    );
    if (!review) throw notFound('Name');
    return page(request, reply, 'match', {
      title: `Who is ${review.item.name}?`,
      nav: 'exposure',
      verdicts,
      reasons: decisionReasons,
      query,
      filter: filterQuery(query),
      ...review,
    });
  });

  app.post('/matches/together', async (request, reply) => {
    const council = councilOf(request);
    const asOf = await latestDay(ports);
    const form = readForm(Together, request.body);
    const { pick, reason } = form;
    if (pick.length === 0) return reply.redirect(`/matches?${filterQuery(form, { done: 'nothing' })}`, 303);
    if (!reason) throw reasonMissing();
    const made = await asCouncil(ports.db, council.gss, async (trx) => {
      const waiting = await findUnmatched(trx, council.gss, asOf);
      const byKey = new Map(waiting.map((item) => [viewOfWaiting(item).key, item]));
      const decisions: string[] = [];
      for (const one of pick) {
        const [key = '', who] = one.split('=');
        const item = byKey.get(key);
        // Whoever was quicker has decided it already.
        if (!item) continue;
        decisions.push(await decide(trx, request, item, { ...chosen(who), reason, note: null }));
      }
      return decisions;
    });
    const at = new URLSearchParams(filterQuery(form, { done: 'together' }));
    for (const id of made) at.append('decision', id);
    return reply.redirect(`/matches?${at.toString()}`, 303);
  });

  app.post('/matches/:item', async (request, reply) => {
    const council = councilOf(request);
    const asOf = await latestDay(ports);
    const { item } = ItemParams.parse(request.params);
    const form = readForm(Choice, request.body);
    const { reason, note } = form;
    const answer = chosen(form.who);
    if (!reason) throw reasonMissing();
    const next = await asCouncil(ports.db, council.gss, async (trx) => {
      const review = await findReview(trx, council.gss, asOf, item, '');
      if (!review) throw notFound('Name');
      const { items } = await findWaiting(trx, council.gss, asOf, form);
      await decide(trx, request, review.item, { ...answer, reason, note: note || null });
      return nextAfter(items, review.item.text);
    });
    const to = next ? `/matches/${viewOfWaiting(next).key}` : '/matches';
    return reply.redirect(`${to}?${filterQuery(form, { done: 'decided', reason })}`, 303);
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

  app.post('/matches/decisions/undo', async (request, reply) => {
    const council = councilOf(request);
    const form = readForm(TakenBack, request.body);
    const undone = await asCouncil(ports.db, council.gss, async (trx) => {
      const each: boolean[] = [];
      for (const id of form.decision)
        each.push(await undoMatchDecision(trx, council.gss, id, personOf(request).actor));
      return each.includes(true);
    });
    if (!undone) throw notFound('Decision');
    return reply.redirect(`/matches?${filterQuery(form, { done: 'undone' })}`, 303);
  });
};

interface Answer {
  readonly verdict: Verdict;
  readonly number: CompanyNumber | null;
  readonly reason: DecisionReason;
  readonly note: string | null;
}

/** Keeps one answer about a name: of the public record for every council, of its own register and files for this one. */
function decide(
  trx: Trx,
  request: FastifyRequest,
  { of, id, text }: Pick<WaitingName, 'of' | 'id' | 'text'>,
  answer: Answer,
): Promise<string> {
  return decideMatch(trx, {
    ...answer,
    council: councilOf(request).gss,
    subject: of === 'mention' ? { mentionId: id } : { printedText: text },
    by: personOf(request).actor,
  });
}

function reasonMissing(): Refusal {
  return new Refusal(
    400,
    'Choose how you know',
    'Go back and choose the reason. It is kept with the decision.',
  );
}

/** The filter as an address carries it, without what is not asked for. */
function filterQuery(
  { kind, of, least }: z.infer<typeof Filter>,
  more: Readonly<Record<string, string>> = {},
): string {
  return new URLSearchParams({
    ...(kind && { kind }),
    ...(of && { of }),
    ...(least > 0 && { least: `${least}` }),
    ...more,
  }).toString();
}

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
