import { careLaw, careNotice, careNoticeText, failureWords, type NoticeLine } from '@tocsin/alerting';
import {
  asCouncil,
  assessmentOf,
  findAssessmentBefore,
  findCouncils,
  findGroup,
  findListedRows,
  findSignalsOf,
  resolveBuyer,
} from '@tocsin/db';
import { careRatingWords, dayInBrief, formatShare, type IsoDate } from '@tocsin/domain';
import { careCard, type CareCard, type CareMember } from '@tocsin/exposure';
import { careLocationsOn } from '@tocsin/scoring';
import { CARE_SOURCE, CareRow } from '@tocsin/sources';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dayAsked } from '../calendar.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { personOf, scopeOf } from '../person.ts';
import type { Ports } from '../ports.ts';
import { notFound } from '../refusal.ts';
import type { SupplierView } from '../supplier-view.ts';
import { findSupplier } from './supplier.ts';

const CareParams = z.object({ key: z.string() });
const CareQuery = z.object({ on: z.unknown().optional() });

/** What a provider of adult social care gives where, how it is rated and what it gave up, beside the law of its failure. */
export const careRoutes: PageRoutes = (app, ports, page) => {
  app.get('/suppliers/:key/care', async (request, reply) => {
    const found = await findCare(ports, request);
    return page(request, reply, 'care', {
      title: `Care continuity: ${found.supplier.name}`,
      nav: 'suppliers',
      ...found,
      law: careLaw,
    });
  });

  app.get('/suppliers/:key/care/notification.txt', async (request, reply) => {
    const { notice, supplier } = await findCare(ports, request);
    return reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="care-notification-${supplier.key}.txt"`)
      .send(careNoticeText(notice));
  });
};

async function findCare(ports: Ports, request: FastifyRequest) {
  const asOf = dayAsked(CareQuery.parse(request.query).on, await latestDay(ports));
  const { key } = CareParams.parse(request.params);
  const council = personOf(request).council;
  return asCouncil(ports.db, scopeOf(request), async (trx) => {
    const within = { ...ports, db: trx };
    const view = await findSupplier(within, key, asOf);
    const members = await findMembers(within, view.supplier, asOf);
    if (members.every(({ listed }) => listed.length === 0)) throw notFound('Care continuity card');
    const authorities = new Set(members.flatMap(({ listed }) => listed.map((one) => one.location.authority)));
    const { issued, rows } = await findListedRows(
      trx,
      CARE_SOURCE,
      [...authorities].map((authority) => `market/${authority}`),
    );
    const markets = [...rows.values()].flatMap((row) => {
      const read = CareRow.parse(row);
      return read.is === 'market' ? [read] : [];
    });
    const councils = await findCouncils(trx);
    const resolve = resolveBuyer(councils);
    const nameOf = new Map<string, string>(councils.map(({ gss, name }) => [gss, name]));
    const councilOf = (authority: string) => {
      const gss = resolve({ name: authority, ids: [] }, asOf);
      return gss && { gss, name: nameOf.get(gss) ?? authority };
    };
    const card = careCard(members, markets, councilOf, council?.gss ?? null);
    const onRecord = await findProceedings(within, view.supplier.id, asOf);
    return {
      asOf,
      issued,
      supplier: view.supplier,
      card,
      onRecord,
      others: othersOf(view, council?.gss ?? null),
      council,
      notice: noticeOf({ asOf, issued, council: council?.name ?? '', view, card, onRecord }),
    };
  });
}

/** The supplier and the companies of its group, each with what the regulator's lists had of it last. */
async function findMembers(
  { db }: Ports,
  supplier: SupplierView['supplier'],
  asOf: IsoDate,
): Promise<CareMember[]> {
  const group = await findGroup(db, supplier.id, asOf);
  const ids = [supplier.id, ...group.flatMap(({ supplierId }) => supplierId ?? [])];
  const signals = await findSignalsOf(db, ids, asOf, ['care-location']);
  const listedOf = (id: string | null) => careLocationsOn((id && signals.get(id)) || [], asOf);
  return [
    { name: supplier.name, key: supplier.key, relation: null, listed: listedOf(supplier.id) },
    ...group.map(({ supplierId, name, relation }) => ({
      name,
      key: null,
      relation,
      listed: listedOf(supplierId),
    })),
  ];
}

async function findProceedings({ db }: Ports, supplierId: string, asOf: IsoDate): Promise<readonly string[]> {
  const row = await findAssessmentBefore(db, supplierId, asOf);
  if (!row) return [];
  return assessmentOf(row).formalEvents.map(({ family, title, days }) =>
    failureWords(family, title, days ? dayInBrief(days) : null),
  );
}

/** Councils that published payments to it, or live contracts with it: nobody's private rows. */
function othersOf({ paidBy, others }: SupplierView, ours: string | null) {
  const contracts = new Map(others.map(({ gss, contracts: count }) => [gss, count]));
  const paying = new Map(paidBy.map((one) => [one.council.gss as string, one]));
  const names = new Map([
    ...others.map(({ gss, name }) => [gss, name] as const),
    ...paidBy.map(({ council }) => [council.gss as string, council.name] as const),
  ]);
  return [...names]
    .filter(([gss]) => gss !== ours)
    .map(([gss, name]) => ({ name, contracts: contracts.get(gss) ?? 0, paid: paying.get(gss)?.year ?? null }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

interface ForNotice {
  readonly asOf: IsoDate;
  readonly issued: string | null;
  readonly council: string;
  readonly view: SupplierView;
  readonly card: CareCard;
  readonly onRecord: readonly string[];
}

function noticeOf({ asOf, issued, council, view, card, onRecord }: ForNotice): readonly NoticeLine[] {
  const { here } = card;
  const share = here?.council.share ?? null;
  return careNotice({
    council,
    on: asOf,
    provider: { name: view.supplier.name, number: view.supplier.number ?? 'no company number known' },
    onRecord,
    homes: (here?.homes ?? [])
      .filter(({ location }) => location.careHome)
      .map(({ location: { name, places, rating } }) => ({
        name,
        places,
        rating: rating === null ? 'not rated' : careRatingWords[rating],
      })),
    elsewhere: here?.council.elsewhere ?? 0,
    share: share === null ? null : formatShare(share),
    listsOf: issued,
  });
}
