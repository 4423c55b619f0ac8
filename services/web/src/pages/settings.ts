import {
  BANK_HOLIDAYS_KNOWN_TO,
  ChosenLines,
  lineWords,
  Materiality,
  materialityOf,
  previewLines,
  toldApart,
} from '@tocsin/alerting';
import {
  asCouncil,
  findCouncilsToTell,
  findPrintedOwners,
  findRoutedSince,
  findTellingRule,
  saveTellingRule,
  tieToPerson,
  type TellingRule,
} from '@tocsin/db';
import { addMonths, GssCode, MailWay, mailWays, USUAL_MAIL_WAY } from '@tocsin/domain';
import { readPence } from '@tocsin/sources';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { Refusal } from '../refusal.ts';
import { typed } from '../typed.ts';
import { readForm } from './alert-forms.ts';
import { findOwnReach } from './deliveries.ts';

/** Alerts of a year of which is said what lines would have meant. */
const PREVIEWED = 2_000;

const Sent = z.object({
  do: z.enum(['preview', 'save']),
  inbox: typed(254),
  head: z.string().regex(/^\d{0,18}$/),
  mailBy: MailWay.default(USUAL_MAIL_WAY),
  from: z.string().max(5),
  to: z.string().max(5),
});
const SentLines = z.object(Object.fromEntries(lineWords.map(({ line }) => [line, typed(20)])));
const Tied = z.object({
  of: z.enum(['owner', 'service']),
  printed: typed(500),
  person: z.string().regex(/^\d{0,18}$/),
});

/** Who of a council is told: its lines with what they would have meant, its inbox, and whom its contracts mean as owner. */
export const settingsRoutes: PageRoutes = (app, ports, page) => {
  app.get('/settings/council', async (request, reply) => {
    const { gss } = councilOf(request);
    return show(request, reply, await asCouncil(ports.db, gss, findTellingRule), null);
  });

  app.post('/settings/council', async (request, reply) => {
    const { gss } = councilOf(request);
    const sent = readForm(Sent, request.body);
    const rule = ruleOf(GssCode.parse(gss), sent, readForm(SentLines, request.body));
    if (sent.do === 'preview') return show(request, reply, rule, 'These lines are not saved yet.');
    await asCouncil(ports.db, gss, async (trx) => {
      const { people } = (await findCouncilsToTell(trx, [gss])).get(gss) ?? { people: [] };
      if (rule.headOfProcurement !== null && !people.some(({ id }) => id === rule.headOfProcurement))
        throw unknownPerson();
      await saveTellingRule(trx, gss, rule, personOf(request).actor);
    });
    return reply.redirect('/settings/council?done=yes', 303);
  });

  async function show(request: FastifyRequest, reply: FastifyReply, rule: TellingRule, said: string | null) {
    const { gss } = councilOf(request);
    const code = GssCode.parse(gss);
    const today = await latestDay(ports);
    const lines = materialityOf(code, rule.lines);
    const defaults = materialityOf(code);
    const { council, alerts, reach } = await asCouncil(ports.db, gss, async (trx) => ({
      council: (await findCouncilsToTell(trx, [gss])).get(gss),
      alerts: await findRoutedSince(trx, addMonths(today, -12), PREVIEWED),
      reach: await findOwnReach(trx, gss),
    }));
    const { people, yearlySpend } = council ?? { people: [], yearlySpend: null };
    return page(request, reply, 'settings-council', {
      title: 'Who is told',
      nav: 'settings',
      done: said ?? (isDone(request) ? 'Saved. It counts for what is raised from now on.' : null),
      lines: lineWords.map(({ line, unit, says }) => ({
        line,
        unit,
        says,
        value: shown(unit, lines[line]),
        standard: shown(unit, defaults[line]),
      })),
      hours: lines.workingHours,
      holidaysTo: BANK_HOLIDAYS_KNOWN_TO,
      reach,
      inbox: rule.inbox ?? '',
      head: rule.headOfProcurement ?? '',
      mailBy: rule.mailBy,
      mailWays: MailWay.options.map((way) => ({ way, called: mailWays[way].called })),
      hasNotify: ports.settings.NOTIFY_TEMPLATE_ID !== undefined,
      people: toldApart(people).map(({ id, name }) => ({ id, name })),
      since: addMonths(today, -12),
      preview: previewLines(alerts, lines, { yearlySpend }),
      isCut: alerts.length === PREVIEWED,
    });
  }

  if (ports.settings.TOCSIN_MODE === 'local') return;

  app.get('/settings/owners', async (request, reply) => {
    const { gss } = councilOf(request);
    const { printed, people } = await asCouncil(ports.db, gss, async (trx) => ({
      printed: await findPrintedOwners(trx),
      people: (await findCouncilsToTell(trx, [gss])).get(gss)?.people ?? [],
    }));
    return page(request, reply, 'settings-owners', {
      title: 'Owners',
      nav: 'settings',
      done: isDone(request),
      owners: printed.filter(({ of }) => of === 'owner'),
      services: printed.filter(({ of }) => of === 'service'),
      people: toldApart(people).map(({ id, name }) => ({ id, name })),
    });
  });

  app.post('/settings/owners', async (request, reply) => {
    const { gss } = councilOf(request);
    const { of, printed, person } = readForm(Tied, request.body);
    await asCouncil(ports.db, gss, async (trx) => {
      const { people } = (await findCouncilsToTell(trx, [gss])).get(gss) ?? { people: [] };
      if (person !== '' && !people.some(({ id }) => id === person)) throw unknownPerson();
      await tieToPerson(trx, gss, { of, printed, personId: person || null }, personOf(request).actor);
    });
    return reply.redirect('/settings/owners?done=yes', 303);
  });
};

/** Whether a page is read after what was sent from it was saved. */
function isDone({ query }: FastifyRequest): boolean {
  return z.object({ done: z.literal('yes') }).safeParse(query).success;
}

/** Said where somebody is named who is not of the council, or no longer. */
export function unknownPerson(): Refusal {
  return new Refusal(
    400,
    'Choose a person of your council',
    'Go back and choose one of those that are listed.',
  );
}

function shown(unit: (typeof lineWords)[number]['unit'], value: number): string {
  if (unit === 'pounds') return String(Math.round(value / 100));
  return String(unit === 'percent' ? Number((value * 100).toFixed(4)) : value);
}

/** What was sent, as far as it differs from what holds without it. */
function ruleOf(
  council: GssCode,
  { inbox, head, mailBy, from, to }: z.infer<typeof Sent>,
  sent: Readonly<Record<string, string>>,
): TellingRule {
  const defaults = materialityOf(council);
  const given = lineWords.map(
    ({ line, unit, says }) => [line, readLine(unit, says, sent[line] ?? '')] as const,
  );
  const workingHours = { from, to };
  const lines = Materiality.safeParse({ ...Object.fromEntries(given), workingHours });
  if (!lines.success)
    throw new Refusal(
      400,
      'These lines cannot be kept',
      'Go back and check them: work ends later than it begins, shares are at most 100 %, waits are between half an hour and 20 days.',
    );
  if (inbox !== '' && !z.email().safeParse(inbox).success)
    throw new Refusal(
      400,
      'Enter an e-mail address',
      'Go back and enter the shared inbox like contracts@council.gov.uk, or leave it empty.',
    );
  const own = Object.entries(lines.data).filter(
    ([line, value]) => JSON.stringify(value) !== JSON.stringify(defaults[line as keyof Materiality]),
  );
  return {
    lines: ChosenLines.parse(Object.fromEntries(own)),
    inbox: inbox || null,
    headOfProcurement: head || null,
    mailBy,
  };
}

function readLine(unit: (typeof lineWords)[number]['unit'], says: string, text: string): number {
  const refused = new Refusal(400, 'Enter a number', `Go back and enter a number: ${says}.`);
  if (unit === 'pounds') {
    const pence = readPence(text);
    if (pence === null || pence < 0) throw refused;
    return pence;
  }
  const plain = text.replace(/\s*%$/, '');
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(plain)) throw refused;
  return unit === 'percent' ? Number(plain) / 100 : Number(plain);
}
