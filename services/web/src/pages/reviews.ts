import { randomUUID } from 'node:crypto';
import { reviewsToCome } from '@tocsin/alerting';
import { asCouncil, findLastReviews, findReviewStanding, recordReview, type Db } from '@tocsin/db';
import { addMonths, formatDate, type IsoDate } from '@tocsin/domain';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { Refusal } from '../refusal.ts';
import { viewOfReviews, type ReviewsView } from '../reviews-view.ts';
import { typed, typedDay } from '../typed.ts';
import { readForm } from './alert-forms.ts';

const DONE_SHOWN = 50;
/** For how long a look may be good at most. */
const LONGEST_MONTHS = 36;

const Query = z.object({ done: z.enum(['reviewed', 'before']).nullable().catch(null) });
const Reviewed = z.object({
  contract: z.string().max(2_000),
  cause: z.string().max(100),
  next: typed(40).optional(),
  note: typed(1_000).optional(),
  form: z.uuid().nullable().catch(null),
});

/** Which contracts of the council's register are to be looked at, and that somebody has. */
export const reviewRoutes: PageRoutes = (app, ports, page) => {
  app.get('/reviews', async (request, reply) => {
    const today = await latestDay(ports);
    return page(request, reply, 'reviews', {
      title: 'Reviews due',
      nav: 'register',
      done: Query.parse(request.query).done,
      form: randomUUID(),
      who: await whoDid(ports, request),
      reviews: await findReviewsPage(ports.db, councilOf(request).gss, today),
    });
  });

  app.post('/reviews', async (request, reply) => {
    const { gss } = councilOf(request);
    const { contract: key, cause, next, note, form } = readForm(Reviewed, request.body);
    const today = await latestDay(ports);
    const { contracts, reviews } = await findReviewStanding(ports.db, gss, today);
    const due = reviewsToCome(contracts, reviews, today).find(
      (one) => one.key === key && one.cause === cause,
    );
    const of = contracts.find((one) => one.key === key);
    if (!due || !of) return reply.redirect('/reviews?done=before', 303);
    const nextOn = nextDay(next, today);
    await asCouncil(ports.db, gss, (trx) =>
      recordReview(trx, {
        council: gss,
        due,
        title: of.contract.title,
        reviewedOn: today,
        nextOn,
        note: note || null,
        by: personOf(request).actor,
        form: form && `${form} ${key} ${cause}`,
      }),
    );
    return reply.redirect('/reviews?done=reviewed', 303);
  });
};

/** How the reviews of a council stand. */
export async function findReviewsPage(db: Db, council: string, today: IsoDate): Promise<ReviewsView> {
  const standing = await findReviewStanding(db, council, today);
  const done = await asCouncil(db, council, (trx) => findLastReviews(trx, DONE_SHOWN));
  return viewOfReviews(standing, done, today);
}

/** When to look again; null where nobody says. */
function nextDay(text: string | undefined, today: IsoDate): IsoDate | null {
  if (!text) return null;
  const day = typedDay(text);
  if (day && day > today && day <= addMonths(today, LONGEST_MONTHS)) return day;
  throw new Refusal(
    400,
    'Enter when to look again',
    `Go back and give a day after today and within three years, such as ${formatDate(addMonths(today, 6))}, or leave it empty. Nothing was changed.`,
  );
}
