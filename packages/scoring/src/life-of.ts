import { addDays, dayOf, type EventLife, happenedBy, type IsoDate, stepOn, type Topic } from '@tocsin/domain';
import type { FactsOnDay } from './facts-on-day.ts';
import { type Life, lives } from './lives.ts';
import type { OpeningMark } from './proceeding-marks.ts';
import { meaningOfStatus, type Proceeding } from './proceedings.ts';

/** The life of a proceeding that nobody has said to have ended; null where the version that judges knows no steps for it. */
export function lifeOf(
  facts: FactsOnDay,
  family: Proceeding,
  group: readonly OpeningMark[],
): EventLife | null {
  const rule = facts.rules.lives?.[family];
  if (!rule || stillShown(facts, family)) return null;
  const words: Life = lives[family];
  const hearingOn = words.from === 'hearing' ? hearingOf(group) : null;
  const from = hearingOn ?? addDays(beginningOf(facts, words, group), rule.withoutHearing ?? 0);
  return {
    from,
    hearingOn,
    steps: rule.steps.map(({ days, counts, active }, at) => ({
      on: addDays(from, days),
      counts,
      active: active === true,
      told: words.steps[at]?.told === true,
      say: words.steps[at]?.say ?? '',
    })),
    lookedOn: latestLook(facts, words.lookedAt),
    active: facts.latest('company-profile').at(-1)?.signal.status === 'active',
  };
}

/** The share of its points that a proceeding counts on a day. */
export function shareOf(life: EventLife | null, asOf: IsoDate): number {
  return (life && stepOn(life, asOf)?.counts) ?? 1;
}

/** The hearing that the newest advertisement gives. */
function hearingOf(group: readonly OpeningMark[]): IsoDate | null {
  const given = group.map(({ by }) =>
    by.signal.kind === 'insolvency-notice' ? (by.signal.hearing?.on ?? null) : null,
  );
  return given.findLast((on) => on !== null) ?? null;
}

function beginningOf(facts: FactsOnDay, { from }: Life, group: readonly OpeningMark[]): IsoDate {
  const last = group.at(-1)!;
  if (from === 'hearing') return dayOf(last.by.publishedAt);
  if (from === 'beginning') return last.on;
  const suspended = facts
    .latest('filing')
    .filter(({ signal }) => signal.about === 'strike-off-suspended')
    .map(happenedBy)
    .filter((on) => on > last.on)
    .sort()
    .at(-1);
  return suspended ?? last.on;
}

/** The register itself shows it today: nothing is owed. */
function stillShown(facts: FactsOnDay, family: Proceeding): boolean {
  const now = facts.latest('company-profile').at(-1)?.signal;
  if (!now) return false;
  if (family === 'strike-off') return now.statusDetail === 'active-proposal-to-strike-off';
  return meaningOfStatus[now.status ?? ''] === family;
}

function latestLook(facts: FactsOnDay, topics: readonly Topic[]): IsoDate | null {
  const days = topics.map((topic) => facts.lookedOn(topic)).filter((day) => day !== null);
  return days.sort().at(-1) ?? null;
}
