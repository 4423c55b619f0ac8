import { createHash, randomUUID } from 'node:crypto';
import { signalWords } from '@tocsin/alerting';
import {
  asCouncil,
  contestFact,
  countContestsBy,
  decideContest,
  findAlert,
  findContest,
  findContests,
  findOwnLines,
  findPublishedFacts,
  findSupplierByKey,
  findSupplierNames,
  type Contest,
  type ContestDecision,
  type ContestedFact,
  type ContestsPart,
  type Trx,
} from '@tocsin/db';
import { HOUR_MS, ROW_ID, RowId } from '@tocsin/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf, scopeOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { may } from '../route-roles.ts';
import { typed } from '../typed.ts';
import { readForm } from './alert-forms.ts';

/** Facts, and contests that are open or decided, that one page lists. */
const SHOWN = 100;
/** Contests that a person writes within a day: whoever decides on them reads each. */
const OF_A_DAY = 20;

const Id = z.object({ id: RowId });
const About = z.object({ supplier: z.string().max(200), alert: RowId.nullable().catch(null) });
const Page = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });
const Done = z.object({ done: z.enum(['kept', 'decided']).nullable().catch(null) });
const Sent = About.extend({
  about: z.string().regex(new RegExp(`^(published-[0-9a-f]{16}|line-${ROW_ID})$`)),
  claim: typed(2_000),
  evidence: typed(1_000),
  form: z.uuid().nullable().catch(null),
});
const Decided = z.object({
  verdict: z.enum(['upheld', 'rejected']),
  wrong: typed(1_000),
  shouldRead: typed(1_000),
  reason: typed(1_000),
});

/**
 * Facts that people hold to be wrong: anyone of a council and the NPS lead contest one; the operator decides about what is published, an
 * administrator about her council's own register. A contest by itself changes nothing.
 */
export const correctionRoutes: PageRoutes = (app, ports, page) => {
  const at = () => ports.now().toISOString();

  app.get('/corrections', async (request, reply) => {
    const part = partOf(request);
    const { contests, ...counted } = await asCouncil(ports.db, councilOf(request).gss, (trx) =>
      findContests(trx, part),
    );
    const decides = may(personOf(request), 'POST', '/corrections/:id');
    return page(request, reply, 'corrections', {
      title: 'Contested facts',
      nav: 'alerts',
      done: Done.parse(request.query).done,
      contests: contests.map(viewOfContest).map((one) => ({
        ...one,
        mayDecide: decides && one.isOfRegister && one.verdict === null,
      })),
      ...pagesOf('/corrections', part, counted),
    });
  });

  app.get('/corrections/new', async (request, reply) => {
    const { data: asked } = About.safeParse(request.query);
    if (!asked) throw notFound('Supplier');
    const found = await asCouncil(ports.db, scopeOf(request), (trx) => findFacts(trx, request, asked));
    return page(request, reply, 'correction-new', {
      title: `Contest a fact about ${found.supplier.name}`,
      nav: 'suppliers',
      done: Done.parse(request.query).done,
      form: randomUUID(),
      key: asked.supplier,
      alertId: asked.alert,
      ...found,
    });
  });

  app.post('/corrections', async (request, reply) => {
    const sent = readForm(Sent, request.body);
    if (sent.claim === '' || sent.evidence === '')
      throw new Refusal(
        400,
        'Enter what is wrong and where it can be seen',
        'Go back and say both. Nothing was sent.',
      );
    const { council, actor } = personOf(request);
    const chosen = await asCouncil(ports.db, scopeOf(request), async (trx) => {
      const { supplierId, supplier, facts } = await findFacts(trx, request, sent);
      const fact = facts.find(({ value }) => value === sent.about);
      if (!fact) throw notFound('Fact');
      const { claim, evidence, form } = sent;
      const contest = {
        council: council?.gss ?? null,
        supplierId,
        alertId: council ? sent.alert : null,
        about: fact.about,
        fact: `${supplier.name}: ${fact.words}`,
        url: fact.url,
        claim,
        evidence,
        by: actor,
        form,
      };
      if (council) {
        await refuseMany(trx, actor);
        await contestFact(trx, contest);
      }
      return contest;
    });
    if (council) return reply.redirect('/corrections?done=kept', 303);
    // Of the national body nobody acts for a council.
    await ports.operator.transaction().execute((trx) => contestFact(trx, chosen));
    return reply.redirect(`/corrections/new?supplier=${encodeURIComponent(sent.supplier)}&done=kept`, 303);
  });

  async function refuseMany(trx: Trx, actor: string): Promise<void> {
    const dayAgo = new Date(Date.parse(at()) - 24 * HOUR_MS).toISOString();
    if ((await countContestsBy(trx, actor, dayAgo)) < OF_A_DAY) return;
    throw new Refusal(
      429,
      'That is enough for today',
      `You have contested ${OF_A_DAY} facts within a day. Send the next ones tomorrow. Nothing was sent.`,
    );
  }

  /** What somebody may contest about a supplier. */
  async function findFacts(
    trx: Trx,
    request: FastifyRequest,
    { supplier: key, alert }: z.infer<typeof About>,
  ) {
    const supplierId = await findSupplierByKey(trx, key);
    if (supplierId === undefined) throw notFound('Supplier');
    const supplier = (await findSupplierNames(trx, [supplierId])).get(supplierId);
    if (!supplier || (alert !== null && !(await findAlert(trx, alert)))) throw notFound('Supplier');
    const titles = new Map(ports.sources.map(({ id, title }) => [id, title]));
    const published = await findPublishedFacts(trx, supplierId, await latestDay(ports), SHOWN);
    const lines = personOf(request).council ? await findOwnLines(trx, supplierId) : [];
    return {
      supplierId,
      supplier,
      facts: [
        ...published.map(({ source, ref, version, url, signal }) => ({
          value: `published-${markOf(source, ref, version)}`,
          words: `${wordsOfFact(signalWords(signal))} (${titles.get(source) ?? source})`,
          url,
          about: { of: 'published', source, ref, version } satisfies ContestedFact,
        })),
        ...lines.map(({ id, title, row }) => ({
          value: `line-${id}`,
          words: `“${title}” in your own register, row ${row}`,
          url: null,
          about: { of: 'register', line: id } satisfies ContestedFact,
        })),
      ],
    };
  }

  app.post('/corrections/:id', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const { gss } = councilOf(request);
    const decision = decisionOf(request, at());
    const done = await asCouncil(ports.db, gss, (trx) => decideContest(trx, id, gss, decision));
    if (!done) throw notFound('Contest');
    return reply.redirect('/corrections?done=decided', 303);
  });

  app.get('/corrections/decide', async (request, reply) => {
    const part = partOf(request);
    const { contests: found, ...counted } = await findContests(ports.operator, part);
    const contests = found.map(viewOfContest);
    return page(request, reply, 'corrections-open', {
      title: 'Corrections to decide',
      nav: 'corrections',
      done: Done.parse(request.query).done,
      open: contests.filter(({ verdict }) => verdict === null),
      decided: contests.filter(({ verdict }) => verdict !== null),
      ...pagesOf('/corrections/decide', part, counted),
    });
  });

  app.get('/corrections/decide/:id', async (request, reply) => show(request, reply));

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const contest = await findContest(ports.operator, readForm(Id, request.params).id);
    if (!contest) throw notFound('Contest');
    return page(request, reply, 'correction-decide', {
      title: 'Decide about a contested fact',
      nav: 'corrections',
      contest: viewOfContest(contest),
    });
  }

  app.post('/corrections/decide/:id', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const decision = decisionOf(request, at());
    const done = await ports.operator.transaction().execute((trx) => decideContest(trx, id, null, decision));
    if (!done) throw notFound('Contest');
    return reply.redirect('/corrections/decide?done=decided', 303);
  });
};

/** Which contests a page lists. */
interface Part {
  readonly page: number;
  readonly limit: number;
  readonly offset: number;
}

function partOf(request: FastifyRequest): Part {
  const { page } = Page.parse(request.query);
  return { page, limit: SHOWN, offset: (page - 1) * SHOWN };
}

/** What leads from one page of contests to the next, and how many there are on all of them. */
function pagesOf(path: string, { page }: Part, { total, open }: Pick<ContestsPart, 'total' | 'open'>) {
  const pages = Math.max(1, Math.ceil(total / SHOWN));
  return {
    page,
    pages,
    waiting: open,
    decidedInAll: total - open,
    pageLink: (to: number) => `${path}?page=${to}`,
  };
}

/** By what a form calls a published fact. */
function markOf(...fact: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(fact)).digest('hex').slice(0, 16);
}

/** What pages say of a contest. */
function viewOfContest({
  id,
  fact,
  url,
  claim,
  evidence,
  at,
  found,
  verdict,
  wrong,
  reason,
  ...row
}: Contest) {
  return {
    id,
    fact,
    url,
    claim,
    evidence,
    at,
    found,
    verdict,
    wrong,
    reason,
    isOfRegister: row.register_line !== null,
    checkedAt: row.checked_at,
    decidedAt: row.decided_at,
    shouldRead: row.should_read,
    toldAt: row.told_at,
  };
}

function wordsOfFact({ what, detail }: ReturnType<typeof signalWords>): string {
  return detail ? `${what}: ${detail}` : what;
}

function decisionOf(request: FastifyRequest, at: string): ContestDecision {
  const { verdict, wrong, shouldRead, reason } = readForm(Decided, request.body);
  const isUpheld = verdict === 'upheld';
  if (reason === '' || (isUpheld && (wrong === '' || shouldRead === '')))
    throw new Refusal(
      400,
      'Enter why, and what it should read',
      'Go back and give the reason; where the fact is wrong, also what was written and what it should read. Nothing was decided.',
    );
  const by = personOf(request).actor;
  const words = isUpheld ? { wrong, shouldRead } : { wrong: null, shouldRead: null };
  return { verdict, reason, by, at, ...words };
}
