import { calendarDays, plain, reviewsToCome, type DatedReview } from '@tocsin/alerting';
import {
  asCouncil,
  findCalendarCouncil,
  findHearings,
  findHeldContracts,
  findReviewStanding,
  makeCalendarAddress,
  revokeCalendarAddress,
  type ReviewStanding,
} from '@tocsin/db';
import { addDays, type IsoDate } from '@tocsin/domain';
import { z } from 'zod';
import { writeCalendar } from '../council-calendar.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { readForm } from './alert-forms.ts';

const Address = z.object({ file: z.string().regex(/^[\w-]{43}\.ics$/) });
const Wanted = z.object({ do: z.enum(['make', 'revoke']) });

/** Days that are over stay for so long, so that a program does not take them back from under its reader. */
const KEPT_DAYS = 31;

/** A calendar program looks a few times a day, and whoever guesses is slowed down. */
const seldom = { config: { rateLimit: { max: 30, timeWindow: '1 minute' } } };

/** The days of a council for calendar programs, each person's at a secret address of her own. */
export const calendarRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE === 'local') return;

  app.get('/calendar/:file', seldom, async (request, reply) => {
    const asked = Address.safeParse(request.params);
    const secret = asked.data?.file.slice(0, -'.ics'.length) ?? '';
    const now = ports.now();
    const council = asked.success
      ? await findCalendarCouncil(ports.signIn, secret, now.toISOString())
      : undefined;
    if (!council) throw notFound('Calendar');
    const today = await latestDay(ports);
    const hearings = await asCouncil(ports.db, council.gss, findHearings);
    const { contracts } = await findHeldContracts(ports.db, council.gss, today);
    const named = contracts.map(({ contract, suppliers }) => ({
      contract,
      supplier: plain(suppliers.map((one) => one.shownName ?? one.printedName).join(', '), 200),
    }));
    const standing = await findReviewStanding(ports.db, council.gss, today);
    const reviews = datedReviews(standing, today);
    const days = calendarDays({ contracts: named, hearings, reviews }, addDays(today, -KEPT_DAYS));
    return reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="tocsin.ics"')
      .header('x-robots-tag', 'noindex')
      .send(writeCalendar(days, { council: council.name, publicUrl: ports.settings.PUBLIC_URL ?? '', now }));
  });

  app.post('/settings/calendar', async (request, reply) => {
    const { gss } = councilOf(request);
    const { do: wanted } = readForm(Wanted, request.body);
    const { session } = request;
    if (!session) throw new Refusal(403, 'This page is for people', 'A program has no calendar of its own.');
    const of = { council: gss, personId: session.personId, at: ports.now().toISOString() };
    if (wanted === 'revoke') {
      await asCouncil(ports.db, gss, (trx) => revokeCalendarAddress(trx, of));
      return reply.redirect('/settings?done=yes', 303);
    }
    const secret = await asCouncil(ports.db, gss, (trx) => makeCalendarAddress(trx, of));
    return page(request, reply, 'settings-calendar', {
      title: 'The address of your calendar',
      nav: 'settings',
      back: { to: '/settings', text: 'How you are told' },
      address: new URL(`/calendar/${secret}.ics`, ports.settings.PUBLIC_URL).href,
    });
  });
};

function datedReviews({ contracts, reviews }: ReviewStanding, today: IsoDate): readonly DatedReview[] {
  const byKey = new Map(contracts.map((one) => [one.key, one]));
  return reviewsToCome(contracts, reviews, today).flatMap((review) => {
    const of = byKey.get(review.key);
    return of ? [{ contract: of.contract, supplier: plain(of.supplier, 200), review }] : [];
  });
}
