import { inactivityOf, isAtRisk, spellOf } from '@tocsin/alerting';
import {
  enqueue,
  enqueueMatching,
  findAssessmentBefore,
  findChecked,
  findLastGoodDays,
  findMentionIds,
  findNextPublication,
  findSignals,
  lockSupplier,
  saveAssessment,
  saveProfile,
  type Assessment,
  type Db,
  type Trx,
} from '@tocsin/db';
import {
  firstInstantOf,
  type IsoDate,
  type ObservedSignal,
  type RiskAssessment,
  SupplierId,
  type Topic,
} from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { assess, foldSignals, reachOf, type Standing } from '@tocsin/scoring';
import { sources } from '@tocsin/sources';
import { byThisModel, spellBefore } from './model-change.ts';
import { findRelatives, findSuppliersOfGroup, scoreGroup } from './group.ts';

/** Assesses one supplier on one day under its lock, and tells the notifier when there is something to tell. */
export async function score(db: Db, work: Work<'score'>, today: () => string): Promise<void> {
  const { supplierId } = work.message;
  const now = today();
  const asOf = work.message.asOf ?? now;
  await db.transaction().execute(async (trx) => {
    await lockSupplier(trx, supplierId);
    const signals = await findSignals(trx, supplierId, asOf);
    await keepProfile(trx, supplierId, signals, work.message.asOf);
    const group = await findSuppliersOfGroup(trx, supplierId, asOf);
    const looks = await findLooks(trx, supplierId, asOf);
    const facts = foldSignals(looks, signals, await findRelatives(trx, group, asOf));
    const previous = await byThisModel(trx, await findAssessmentBefore(trx, supplierId, asOf));
    const context = { supplierId: SupplierId.parse(supplierId), asOf, previousBand: previous?.band ?? null };
    const assessment = assess(facts, context);
    const replayed = asOf < now;
    const spell = spellOf(assessment.band, spellBefore(previous), 'facts');
    const nextPublishedOn = replayed ? null : await findNextPublication(trx, supplierId, asOf);
    const stored = { assessment, facts, previous, ...spell, replayed, nextPublishedOn };
    const id = await saveAssessment(trx, stored);
    const told = isToBeTold(assessment, previous) || inactivityOf(signals) !== null;
    if (told) await enqueue(trx, 'notify', { v: 1, assessmentId: id }, { key: id });
    await scoreGroup(trx, group, reachOf(standingOf(previous), assessment), work.message.asOf);
    await work.finish(trx);
  });
}

/** Looks at this supplier, and at every company there is: a whole run of The Gazette is a look at all of them. */
async function findLooks(
  trx: Trx,
  supplierId: string,
  asOf: IsoDate,
): Promise<Partial<Record<Topic, string>>> {
  const looks = await findChecked(trx, supplierId, asOf);
  const lastGood = await findLastGoodDays(trx, asOf);
  for (const { id, covers } of sources) {
    const day = lastGood.get(id);
    if (day) for (const topic of covers) looks[topic] ??= firstInstantOf(day);
  }
  return looks;
}

function standingOf(assessment: Assessment | undefined): Standing | null {
  if (!assessment) return null;
  const { as_of, own_band, formal_events, findings } = assessment;
  return { asOf: as_of, ownBand: own_band, formalEvents: formal_events, findings };
}

/** Something stands against the supplier now, or stood before and is gone, which people must hear too. */
function isToBeTold(assessment: RiskAssessment, previous: Assessment | undefined): boolean {
  const standing = isAtRisk(assessment.band) || assessment.formalEvents.length > 0;
  return standing || (previous !== undefined && previous.formal_events.length > 0);
}

/** The register's newest name is the supplier's; names that were tied to its number are then compared with it. */
async function keepProfile(
  trx: Trx,
  supplierId: string,
  signals: readonly ObservedSignal[],
  asOf: IsoDate | null,
): Promise<void> {
  const profiles = signals.flatMap(({ signal }) => (signal.kind === 'company-profile' ? [signal] : []));
  const newest = profiles.at(-1);
  if (!newest || !(await saveProfile(trx, supplierId, newest))) return;
  await enqueueMatching(trx, await findMentionIds(trx, supplierId), asOf);
}
