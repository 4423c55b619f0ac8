import { asCouncil, findLinesInForce, findRegisterUploads, findSupplierCards } from '@tocsin/db';
import { IsoDate, RiskLevel } from '@tocsin/domain';
import { CouncilContract, CouncilExposureView } from '@tocsin/exposure';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import { dayAsked } from '../calendar.ts';
import { findOurCoverage, OurCoverage } from '../our-coverage.ts';
import { findOurExposure } from '../our-exposure.ts';
import { latestDay } from '../pages.ts';
import { findReviewsPage } from '../pages/reviews.ts';
import { councilOf } from '../person.ts';
import { watchNow } from '../ports.ts';
import { isInForce, RegisterUploadView } from '../register-view.ts';
import { ReviewsView } from '../reviews-view.ts';
import { CouncilNamed } from './alerts.ts';
import { OnDay, operation } from './operation.ts';
import { NextCursor, ListPart, partOf } from './paging.ts';
import { RegisterLineView, viewOfLine } from './register-line-view.ts';

/** Of these one is in force, unless so many were undone one after the other. */
const UPLOADS = 50;

export const getExposure = operation({
  id: 'getExposure',
  path: '/exposure',
  tag: 'Our council',
  summary: 'Live contracts and spend of your council by level, and how much of it can be watched',
  query: OnDay,
  answer: CouncilExposureView.extend({ council: CouncilNamed }),
  find: async ({ ports, request, query }) => {
    const asOf = dayAsked(query.asOf, await latestDay(ports));
    const council = councilOf(request);
    return { ...(await findOurExposure(ports.db, council.gss, asOf, watchNow(ports))), council };
  },
});

export const listContracts = operation({
  id: 'listContracts',
  path: '/contracts',
  tag: 'Our council',
  summary: 'Live contracts of your council, published and of its own register, the first to end first',
  query: ListPart.extend(OnDay.shape).extend({
    level: RiskLevel.optional().meta({ description: 'Those whose most pressing supplier is at this level.' }),
  }),
  answer: z.object({
    council: CouncilNamed,
    asOf: IsoDate,
    contracts: z.array(CouncilContract),
    total: z.int(),
    next: NextCursor,
  }),
  find: async ({ ports, request, query }) => {
    const asOf = dayAsked(query.asOf, await latestDay(ports));
    const council = councilOf(request);
    const { held, awaiting } = await findOurExposure(ports.db, council.gss, asOf, watchNow(ports));
    const all = [...held, ...awaiting].filter(
      ({ level }) => query.level === undefined || level === query.level,
    );
    const { some, next } = partOf(all, ({ contract }) => contract.ref, query);
    return { council, asOf, contracts: some, total: all.length, next };
  },
});

export const getCoverage = operation({
  id: 'getCoverage',
  path: '/coverage',
  tag: 'Our council',
  summary: 'How much of your council’s pounds is known to be whose, as a whole and month by month',
  query: OnDay,
  answer: OurCoverage.extend({ council: CouncilNamed, asOf: IsoDate }),
  find: async ({ ports, request, query }) => {
    const asOf = dayAsked(query.asOf, await latestDay(ports));
    const council = councilOf(request);
    return { ...(await findOurCoverage(ports.db, council.gss, asOf, watchNow(ports))), council, asOf };
  },
});

/** What a council is to look at of the contracts of its register. */
export const listReviews = operation({
  id: 'listReviews',
  path: '/reviews',
  tag: 'Our council',
  summary:
    'Contracts of your register that are to be looked at: due, in the next three months, and looked at last',
  answer: ReviewsView.extend({ council: CouncilNamed }),
  find: async ({ ports, request }) => {
    const council = councilOf(request);
    const reviews = await findReviewsPage(ports.db, council.gss, await latestDay(ports));
    const who = await whoDid(ports, request);
    return { ...reviews, done: reviews.done.map((one) => ({ ...one, by: who(one.by) })), council };
  },
});

export const getRegister = operation({
  id: 'getRegister',
  path: '/register',
  tag: 'Our council',
  summary: 'The contract register that your council has handed in, line by line as it was read',
  query: ListPart,
  answer: z.object({
    council: CouncilNamed,
    /** Null where none is in force; then there are no lines. */
    inForce: RegisterUploadView.nullable(),
    lines: z.array(RegisterLineView),
    next: NextCursor,
  }),
  find: async ({ ports, request, query }) => {
    const council = councilOf(request);
    const who = await whoDid(ports, request);
    const today = await latestDay(ports);
    return asCouncil(ports.db, council.gss, async (trx) => {
      const upload = (await findRegisterUploads(trx, UPLOADS)).find(isInForce);
      const lines = upload ? await findLinesInForce(trx, council.gss) : [];
      const { some, next } = partOf(lines, ({ id }) => id, query);
      const ids = some.flatMap((line) => line.supplier_id ?? []);
      const cards = await findSupplierCards(trx, ids, today, watchNow(ports));
      const inForce = upload
        ? RegisterUploadView.parse({ ...upload, uploadedBy: who(upload.uploadedBy) })
        : null;
      const views = some.map((line) => viewOfLine(line, cards.get(line.supplier_id ?? '')));
      return { council, inForce, lines: views, next };
    });
  },
});
