import { informationToday, paidNameWords, signalWords, noSpendRead } from '@tocsin/alerting';
import {
  asCouncil,
  assessmentOf,
  findAlertsOf,
  findAssessmentBefore,
  findContractsOnRecord,
  findCouncilCoverage,
  findCouncils,
  findEventDays,
  findFiledTurnover,
  findGroup,
  findHeldContracts,
  findLooks,
  findLooksOf,
  findMatchReasons,
  findPaidNames,
  findSpendOfCouncilsOn,
  findSpendOn,
  findScoreHistory,
  findSignals,
  findSignalsOf,
  findSourceStates,
  findSuccession,
  findSpendRead,
  type OwnSpend,
  findSupplierByKey,
  findSupplierCards,
  findTimeline,
  findVendorNumbersOf,
  sumSpendByCategory,
  type Trx,
} from '@tocsin/db';
import {
  Topic,
  topicWords,
  dayInBrief,
  eventDay,
  publicationDay,
  groupBy,
  GssCode,
  type IsoDate,
  type SpendSummary,
  SupplierId,
} from '@tocsin/domain';
import {
  categoryShares,
  contractsThrough,
  countedOnce,
  exposedContract,
  exposureTo,
  isLive,
  joinRecords,
  paidByCouncils,
  viewOfExposure,
  type ContractFacts,
  type DayOfSpend,
} from '@tocsin/exposure';
import { careSigns, viewOfAssessment } from '@tocsin/scoring';
import { z } from 'zod';
import { dayAsked } from '../calendar.ts';
import { drawHistory } from '../charts/history.ts';
import { sinceLastLook } from '../last-look.ts';
import { latestDay, type PageRoutes } from '../pages.ts';
import { personOf, scopeOf, type Person } from '../person.ts';
import { watchNow, type Ports } from '../ports.ts';
import { notFound } from '../refusal.ts';
import { findScoreBackground } from '../score-background.ts';
import { headOf } from '../supplier-head.ts';
import type { SupplierView } from '../supplier-view.ts';

/** No payment is older. */
const EVER = '1900-01-01';
const TIMELINE = 200;
/** Entries of the timeline that are unfolded from the start. */
const ENTRIES = 20;
const SupplierParams = z.object({ key: z.string() });
const SupplierQuery = z.object({ on: z.unknown().optional() });

/** One supplier on one day: how it stands, why, what was published when, and what this council has with it. */
export const supplierRoutes: PageRoutes = (app, ports, page) => {
  app.get('/suppliers/:key', async (request, reply) => {
    const latest = await latestDay(ports);
    const asOf = dayAsked(SupplierQuery.parse(request.query).on, latest);
    const gss = scopeOf(request);
    const { key } = SupplierParams.parse(request.params);
    const { found, background } = await asCouncil(ports.db, gss, async (trx) => {
      const found = await findSupplier({ ...ports, db: trx }, key, asOf);
      return { found, background: await findScoreBackground(trx, found.supplier.id, asOf) };
    });
    const ours = await findOurPart(ports, personOf(request), found.supplier.id, asOf);
    const elsewhere = found.others.filter((other) => other.gss !== gss);
    // On a day in the past nothing has changed since.
    const lookedAt =
      asOf === latest
        ? sinceLastLook(request, reply, {
            at: `/suppliers/${encodeURIComponent(key)}`,
            now: ports.now().toISOString(),
            secure: ports.settings.TOCSIN_MODE === 'server',
          })
        : null;
    return page(request, reply, 'supplier', {
      noSpendRead,
      title: found.supplier.name,
      nav: 'suppliers',
      ...found,
      ...ours,
      isPast: asOf < latest,
      head: headOf({ found, exposure: ours.exposure, alerts: ours.alerts, lookedAt }),
      others: elsewhere,
      names: groupedNames(found.names),
      namesShown: found.names.length,
      entriesShown: ENTRIES,
      background,
      chart: found.history.length > 0 ? drawHistory(found.history, asOf) : null,
    });
  });
};

/** Names that were tied to a supplier for the same reason, together, each once. */
function groupedNames(names: SupplierView['names']) {
  const groups = groupBy(names, ({ reason, decidedBy }) => JSON.stringify([reason, decidedBy]));
  return [...groups.values()].map((alike) => ({
    reason: alike[0]?.reason ?? null,
    decidedBy: alike[0]?.decidedBy ?? null,
    prints: [...groupBy(alike, ({ name, printedRef }) => `${name}\n${printedRef}`).values()].flatMap(
      ([print]) => print ?? [],
    ),
  }));
}

/**
 * What is public about a supplier on a day. Refuses when there is none that may be seen: `ports.db` acts for the council
 * whose register may have named one that nobody else knows.
 */
export async function findSupplier(ports: Ports, key: string, asOf: IsoDate): Promise<SupplierView> {
  const id = await findSupplierByKey(ports.db, key.toUpperCase());
  const supplier = id && (await findSupplierCards(ports.db, [id], asOf, watchNow(ports))).get(id);
  if (!supplier) throw notFound('Supplier');
  const row = await findAssessmentBefore(ports.db, supplier.id, asOf);
  const looked = (await findLooksOf(ports.db, [supplier.id], asOf, watchNow(ports))).get(supplier.id);
  const history = await findScoreHistory(ports.db, supplier.id, asOf, watchNow(ports));
  const timeline = await findTimeline(ports.db, supplier.id, asOf, TIMELINE);
  const matched = await findMatchReasons(ports.db, supplier.id);
  return {
    asOf,
    supplier,
    assessment:
      row && supplier.level
        ? viewOfAssessment(assessmentOf(row), {
            level: supplier.level,
            levelBecause: supplier.levelBecause,
            levelBefore: history.findLast((day) => day.asOf < row.as_of)?.level ?? null,
          })
        : null,
    questions: looked?.notUnderstood ?? [],
    gone: looked?.offRegister ?? null,
    history,
    timeline: timeline.map((entry) => ({
      ...entry,
      ...signalWords(entry.signal),
      dayInBrief: dayInBrief({
        eventDay: eventDay(entry.occurredOn),
        publishedOn: publicationDay(entry),
        seenAt: entry.observedAt,
      }),
    })),
    information: row
      ? informationToday(assessmentOf(row), await findSignals(ports.db, supplier.id, asOf))
      : [],
    care: careSigns(await findCareSignals(ports.db, supplier.id, asOf), asOf),
    timelineCut: timeline.length === TIMELINE,
    looks: await findLastLooks(ports, supplier.id),
    names: [...matched.names],
    namesInAll: matched.inAll,
    others: await findCouncilsOnRecordWith(ports, supplier.id, asOf),
    paidBy: await findPaidBy(ports, supplier.id, asOf),
  };
}

/** What the care regulator's lists have said of a supplier by the end of a day. */
async function findCareSignals(db: Ports['db'], supplierId: string, asOf: IsoDate) {
  return (await findSignalsOf(db, [supplierId], asOf, ['care-location'])).get(supplierId) ?? [];
}

/** What everybody may know of who paid the supplier: published files, and names that matching itself has tied to it. */
async function findPaidBy({ db }: Pick<Ports, 'db'>, supplierId: string, asOf: IsoDate) {
  const event = (await findEventDays(db, [supplierId], asOf)).get(supplierId) ?? null;
  const paid = (await findSpendOfCouncilsOn(db, [supplierId], EVER)).get(supplierId) ?? [];
  const names = new Map((await findCouncils(db)).map(({ gss, name }) => [gss, name]));
  const days = groupBy(
    paid,
    ({ council }) => council,
    ({ day }) => day,
  );
  return paidByCouncils(days, (gss) => names.get(gss) ?? gss, asOf, event);
}

/** Councils whose published contracts with the supplier are live on the day, each contract once. */
async function findCouncilsOnRecordWith(ports: Ports, supplierId: string, asOf: IsoDate) {
  const succession = await findSuccession(ports.db);
  const onRecord = await findContractsOnRecord(ports.db, { supplierIds: [supplierId] }, asOf);
  const counted = joinRecords(onRecord.map((one) => countedOnce(one, succession, asOf)));
  const live = counted.filter(({ contract }) => isLive(contract, asOf));
  const councils = await findCouncils(ports.db);
  return councils
    .map(({ gss, name }) => ({
      gss,
      name,
      contracts: live.filter((one) => one.councils.some((council) => council === gss)).length,
    }))
    .filter((council) => council.contracts > 0);
}

/** What the council of a person has with a supplier on a day; nothing for somebody of the national body. */
export async function findOurPart(ports: Ports, { council }: Person, id: string, asOf: IsoDate) {
  const supplierId = SupplierId.parse(id);
  if (!council) return nobodysPart(ports, supplierId, asOf);
  const {
    contracts: held,
    spenders,
    awaitedSpenders,
    own,
  } = await findHeldContracts(ports.db, council.gss, asOf);
  return asCouncil(ports.db, council.gss, async (trx) => {
    const relatives = await findGroupAsOf({ ...ports, db: trx }, supplierId, asOf);
    const spendRead = await findSpendRead(trx, spenders, asOf, own);
    const event = (await findEventDays(trx, [supplierId], asOf)).get(supplierId) ?? null;
    const days = await findSpendOn(trx, spenders, supplierId, own);
    const spend = spendRead || (event !== null && days.length > 0) ? days : null;
    const exposure = exposureTo({
      council: GssCode.parse(council.gss),
      supplierId,
      asOf,
      held,
      relatives,
      spend,
      spendRead,
      awaitingSpend: await findSpendOn(trx, awaitedSpenders, supplierId, { ...own, filesOf: [] }),
      event,
      turnover: await findFiledTurnover(trx, supplierId, asOf),
    });
    const [paidNames = []] = await findPaidNames(trx, [{ supplierId, councils: spenders }]);
    const { throughGroup, ...view } = viewOfExposure(exposure);
    return {
      council,
      coverage: (await findCouncilCoverage(trx, [council.gss]))[0] ?? null,
      shares: exposure.spend && spend ? await findShares(trx, spenders, exposure.spend, spend, own) : [],
      group: relatives.map((member) => ({
        ...member,
        ours: exposedNow(contractsThrough(held, member), asOf),
      })),
      vendorNumbers: (await findVendorNumbersOf(trx, council.gss, [supplierId])).get(supplierId) ?? [],
      alerts: (await findAlertsOf(trx, [supplierId])).filter((alert) => alert.council === council.gss),
      ownNames: own.names.filter((one) => one.supplierId === supplierId),
      paidNames: paidNames.map(paidNameWords),
      subcontracts: throughGroup.filter(({ via }) => via?.relation === 'subcontractor'),
      exposure: { ...view, throughGroup },
    };
  });
}

/** What stands there for a reader of the national body, who has no contracts: the group. */
async function nobodysPart(ports: Ports, supplierId: string, asOf: IsoDate) {
  const members = await findGroupAsOf(ports, supplierId, asOf);
  const group = members.map((member) => ({ ...member, ours: [] }));
  return { council: null, coverage: null, shares: [], group, subcontracts: [], alerts: [], exposure: null };
}

const CATEGORIES_SHOWN = 5;

/** What the supplier gets of what these councils spent in the same categories, the largest shares first. */
async function findShares(
  trx: Trx,
  spenders: readonly string[],
  { from, to }: SpendSummary,
  days: readonly DayOfSpend[],
  own: OwnSpend,
) {
  const within = days.filter(({ paidOn }) => paidOn >= from && paidOn <= to);
  const all = await sumSpendByCategory(trx, spenders, from, to, own);
  return categoryShares(within, all).slice(0, CATEGORIES_SHOWN);
}

function exposedNow(contracts: readonly ContractFacts[], asOf: IsoDate) {
  return contracts
    .filter((contract) => isLive(contract, asOf))
    .map((contract) => exposedContract(contract, asOf));
}

/** The group of a supplier with how each company of it that we know as a supplier stood on the day. */
async function findGroupAsOf(ports: Ports, supplierId: string, asOf: IsoDate) {
  const members = await findGroup(ports.db, supplierId, asOf);
  const cards = await findSupplierCards(
    ports.db,
    members.flatMap((member) => member.supplierId ?? []),
    asOf,
    watchNow(ports),
  );
  return members.map((member) => ({ ...member, card: cards.get(member.supplierId ?? '') ?? null }));
}

/**
 * When each source last looked at this supplier. A source that covers every company there is has looked with its last
 * good run, whether or not it found anything.
 */
async function findLastLooks(ports: Ports, supplierId: string) {
  const looks = await findLooks(ports.db, supplierId);
  const states = await findSourceStates(ports.db);
  return ports.sources
    .filter(({ id, covers }) => covers.length > 0 || looks.some((look) => look.source === id))
    .map(({ id, covers }) => {
      const look = looks.find((one) => one.source === id);
      const state = states.find((one) => one.id === id);
      const run = covers.length > 0 ? (state?.lastGoodAt ?? null) : null;
      return {
        source: id,
        topics: [...new Set([...covers, ...(look?.topics ?? [])])].map(
          (topic) => topicWords[Topic.parse(topic)],
        ),
        lastAt:
          [look?.lastAt ?? null, run]
            .filter((at) => at !== null)
            .sort()
            .at(-1) ?? null,
      };
    });
}
