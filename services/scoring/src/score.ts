import { setImmediate as othersFirst } from 'node:timers/promises';
import {
  type Adjournment,
  entryEndings,
  formalCause,
  inactivityOf,
  informationOf,
  spellOf,
} from '@tocsin/alerting';
import {
  AlreadyFinished,
  enqueueMatching,
  enqueueNotifying,
  enqueueScoring,
  findAdjournments,
  findAssessmentsBefore,
  findCheckedOf,
  findLastGoodDays,
  findMentionIds,
  findNeverScored,
  findNextPublications,
  findSignalsOf,
  forgetStanding,
  inTransaction,
  lockSuppliers,
  saveAssessments,
  saveProfiles,
  type Assessment,
  type Db,
  type Trx,
} from '@tocsin/db';
import {
  addDays,
  firstInstantOf,
  isAtRisk,
  type IsoDate,
  lifeChangesIn,
  lifeFromHearing,
  type ObservedSignal,
  type RiskAssessment,
  type Topic,
} from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import {
  assess,
  foldSignals,
  reachOf,
  readByReach,
  type AssessmentContext,
  type GroupAssessment,
  type Relative,
  type SupplierFacts,
} from '@tocsin/scoring';
import { sources } from '@tocsin/sources';
import { byThisModel, spellBefore } from './model-change.ts';
import { findRelatives, findSuppliersOfGroups, reached, scoreReached } from './group.ts';

/**
 * Assesses suppliers on one day under their locks, in one transaction, and tells the notifier where there is something
 * to tell. When that fails, or the process died of it, each is asked for again by itself: what is wrong with one is not
 * the others' trouble.
 */
export async function score(db: Db, work: Work<'score'>, today: () => string): Promise<void> {
  const { supplierIds } = work.message;
  if (supplierIds.length === 1) return scoreTogether(db, work, today());
  if (work.afterDeath) return scoreApart(db, work);
  try {
    await scoreTogether(db, work, today());
  } catch (error) {
    if (error instanceof AlreadyFinished) throw error;
    await scoreApart(db, work);
  }
}

async function scoreApart(db: Db, work: Work<'score'>): Promise<void> {
  const { supplierIds, asOf } = work.message;
  await db.transaction().execute(async (trx) => {
    await enqueueScoring(trx, supplierIds, asOf, { together: 'alone' });
    await work.finish(trx);
  });
}

async function scoreTogether(db: Db, work: Work<'score'>, today: IsoDate): Promise<void> {
  const asked = work.message.supplierIds;
  const asOf = work.message.asOf ?? today;
  await inTransaction(db, async (trx) => {
    await lockSuppliers(trx, asked);
    const never = await findNeverScored(trx, asked);
    await forgetStanding(trx, never);
    const supplierIds = asked.filter((id) => !never.has(id));
    const signalsOf = await findSignalsOf(trx, supplierIds, asOf);
    await keepProfiles(trx, signalsOf, work.message.asOf);
    const groups = await findSuppliersOfGroups(trx, supplierIds, asOf);
    const relatives = await findRelatives(trx, groups.values(), asOf);
    const looksOf = await findLooks(trx, supplierIds, asOf);
    const before = await byThisModel(trx, await findAssessmentsBefore(trx, supplierIds, asOf, readByReach));
    const replayed = asOf < today;
    const adjourned = replayed ? new Map<string, never>() : await findAdjournments(trx, supplierIds);
    const coming = replayed ? new Map<string, IsoDate>() : await findNextPublications(trx, supplierIds, asOf);
    const judge = openJudgement();
    const judged = [];
    for (const supplierId of supplierIds) {
      await othersFirst();
      const signals = signalsOf.get(supplierId) ?? [];
      const group = groups.get(supplierId) ?? [];
      const known = { looks: looksOf(supplierId), signals, relatives: relatives.of(group) };
      const previous = before.get(supplierId);
      const context = { supplierId, asOf, previousBand: previous?.band ?? null };
      const { facts, assessment } = judge(known, context);
      const spell = spellOf(assessment.band, spellBefore(previous), 'facts');
      const standing = { band: assessment.band, episode: spell.episode };
      const told =
        isToBeTold(assessment, previous) ||
        inactivityOf(signals) !== null ||
        adjourned.has(supplierId) ||
        informationOf(signals, assessment, standing).length > 0 ||
        entryEndings(signals).length > 0;
      const parents = relatives.parentsInProceedings(group);
      const reach = reached(group, reachOf(standingOf(previous), assessment));
      const own = nextOwnStep(assessment, adjourned.get(supplierId) ?? []);
      const [nextPublishedOn = null] = [coming.get(supplierId), own]
        .filter((day) => day !== undefined)
        .sort();
      judged.push({ assessment, facts, previous, ...spell, replayed, nextPublishedOn, told, parents, reach });
    }
    const ids = await saveAssessments(trx, judged);
    const news = judged.filter(({ told }) => told);
    // Who depends on a company through its group may come to do so, or we to know of it, after it has failed. Of how it was
    // judged on an earlier day only those are told who depended on it then: it is judged anew.
    const failed = judged.flatMap((one) => one.parents);
    const parents = failed.filter((one) => one.asOf === asOf).map((one) => one.assessmentId);
    const judgedBefore = failed.filter((one) => one.asOf < asOf).map((one) => one.supplierId);
    await enqueueScoring(trx, judgedBefore, work.message.asOf);
    const idsOf = (some: typeof news) =>
      some.flatMap(({ assessment }) => ids.get(assessment.supplierId) ?? []);
    const formal = idsOf(news.filter(({ assessment }) => assessment.formalEvents.length > 0));
    await enqueueNotifying(trx, [...new Set([...idsOf(news), ...parents])], {
      formal: new Set([...formal, ...parents]),
    });
    await scoreReached(
      trx,
      judged.flatMap(({ reach }) => reach),
      work.message.asOf,
    );
    await work.finish(trx);
  });
}

interface Known {
  readonly looks: Parameters<typeof foldSignals>[0];
  readonly signals: readonly ObservedSignal[];
  readonly relatives: readonly Relative[];
}

interface FactsJudged {
  readonly facts: SupplierFacts;
  readonly assessment: RiskAssessment;
}

/** Of many suppliers of a load nothing is said: those that were looked at alike are judged once, for all of them. */
function openJudgement(): (known: Known, context: AssessmentContext) => FactsJudged {
  const unsaid = new Map<string, FactsJudged>();
  return ({ looks, signals, relatives }, context) => {
    const isUnsaid = signals.length === 0 && relatives.length === 0;
    const key = isUnsaid ? JSON.stringify([looks, context.asOf, context.previousBand]) : '';
    const alike = isUnsaid ? unsaid.get(key) : undefined;
    if (alike) return { ...alike, assessment: { ...alike.assessment, supplierId: context.supplierId } };
    const facts = foldSignals(looks, signals, relatives);
    const judged = { facts, assessment: assess(facts, context) };
    if (isUnsaid) unsaid.set(key, judged);
    return judged;
  };
}

/** Looks at each supplier, and at every company there is: a whole run of The Gazette is a look at all of them. */
async function findLooks(
  trx: Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<(supplierId: string) => Partial<Record<Topic, string>>> {
  const checked = await findCheckedOf(trx, supplierIds, asOf);
  const lastGood = await findLastGoodDays(trx, asOf);
  return (supplierId) => {
    const looks = { ...checked.get(supplierId) };
    for (const { id, covers } of sources) {
      const day = lastGood.get(id);
      if (day) for (const topic of covers) looks[topic] ??= firstInstantOf(day);
    }
    return looks;
  };
}

function standingOf(assessment: Assessment | undefined): GroupAssessment | null {
  if (!assessment) return null;
  const { as_of, own_band, formal_events, findings } = assessment;
  return { asOf: as_of, ownBand: own_band, formalEvents: formal_events, findings };
}

/** The next day on which a petition's life says something else to a council that knows of a later hearing. */
function nextOwnStep(assessment: RiskAssessment, adjournments: readonly Adjournment[]): IsoDate | undefined {
  const { asOf, formalEvents, endings = [] } = assessment;
  const days = adjournments.flatMap(({ cause, hearingOn }) => {
    const event = [...formalEvents, ...endings].find(
      ({ ref }) => ref !== null && formalCause({ ref }) === cause,
    );
    const changesIn = event?.life && lifeChangesIn(lifeFromHearing(event.life, hearingOn), asOf);
    return changesIn ? [addDays(asOf, changesIn)] : [];
  });
  return days.sort()[0];
}

/** Something stands against the supplier now, or stood before and is gone, which people must hear too. */
function isToBeTold(assessment: RiskAssessment, previous: Assessment | undefined): boolean {
  const standing = isAtRisk(assessment.band) || assessment.formalEvents.length > 0;
  if (standing || (previous !== undefined && previous.formal_events.length > 0)) return true;
  return previous !== undefined && endsSaid(previous.endings) !== endsSaid(assessment.endings);
}

function endsSaid(endings: RiskAssessment['endings']): string {
  return (endings ?? []).map(({ ref, how }) => `${ref} ${how}`).join(', ');
}

/** The register's newest name is the supplier's; names that were tied to its number are then compared with it. */
async function keepProfiles(
  trx: Trx,
  signalsOf: ReadonlyMap<string, readonly ObservedSignal[]>,
  asOf: IsoDate | null,
): Promise<void> {
  const newest = [...signalsOf].flatMap(([supplierId, signals]) => {
    const profile = signals
      .flatMap(({ signal }) => (signal.kind === 'company-profile' ? [signal] : []))
      .at(-1);
    return profile ? [[supplierId, profile] as const] : [];
  });
  const renamed = await saveProfiles(trx, new Map(newest));
  if (renamed.length > 0) await enqueueMatching(trx, await findMentionIds(trx, renamed), asOf);
}
