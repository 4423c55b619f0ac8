import {
  canonicalInstant,
  dayAfter,
  dayNumber,
  dayOf,
  firstInstantOf,
  type IsoDate,
  type IsoInstant,
  type SignalKind,
  type Topic,
} from '@tocsin/domain';
import { type ModelRules, rules as presentRules } from './rules.ts';
import { kindsOfTopic, type Relative, type Stated, type Statement, type SupplierFacts } from './facts.ts';

/** The facts as anybody could have read them on one day: what indicators judge. */
export interface FactsOnDay {
  readonly asOf: IsoDate;
  /** Of the version that judges. */
  readonly rules: ModelRules;
  /** The latest visible version of each statement of one kind, oldest publication first. */
  latest<K extends SignalKind>(kind: K): readonly Statement<K>[];
  /** Every visible version of one kind, oldest publication first. */
  versions<K extends SignalKind>(kind: K): readonly Statement<K>[];
  /** The last day that a look (or a statement) on the topic speaks for, never after `asOf`; null = nobody looked. */
  lookedOn(topic: Topic): IsoDate | null;
  /** Days until the last look is too old for "found none" to mean anything; 0 or less = it is; null = nobody looked. */
  lookLasts(topic: Topic): number | null;
  /** Days from `date` to `asOf`; negative when it is yet to come. */
  age(date: IsoDate): number;
  /** Undefined = the group was not walked. */
  readonly relatives: readonly Relative[] | undefined;
}

type Mutable = { -readonly [K in keyof Stated]: Stated[K] };

/**
 * Narrows facts to what was published by the end of `asOf` and observed by `knownAt`. A look covers
 * everything published before it, so one made later than `asOf` still speaks for that day.
 */
export function factsOnDay(
  facts: SupplierFacts,
  asOf: IsoDate,
  knownAt?: IsoInstant,
  rules: ModelRules = presentRules,
): FactsOnDay {
  const known = knownAt && canonicalInstant(knownAt);
  const visible: Mutable = {};
  const newest: Mutable = {};
  const today = dayNumber(asOf);
  const tomorrow = firstInstantOf(dayAfter(asOf));
  const lasts = new Map<Topic, number | null>();
  const day: FactsOnDay = {
    asOf,
    rules,
    relatives: facts.relatives?.filter((relative) => relative.asOf <= asOf),
    versions(kind) {
      const cached = visible[kind];
      if (cached) return cached;
      const all: readonly Statement<typeof kind>[] = facts.stated[kind] ?? [];
      const seen = all.filter((s) => s.publishedAt < tomorrow && (!known || s.observedAt <= known));
      visible[kind] = seen as Mutable[typeof kind];
      return seen;
    },
    latest(kind) {
      const cached = newest[kind];
      if (cached) return cached;
      const found = latestVersions(day.versions(kind));
      newest[kind] = found as Mutable[typeof kind];
      return found;
    },
    lookedOn(topic) {
      const look = facts.checked[topic];
      let last = look && (!known || look <= known) ? dayOf(look) : null;
      for (const kind of kindsOfTopic[topic])
        for (const { observedAt } of day.versions(kind))
          if (last === null || observedAt > last) last = dayOf(observedAt);
      return last === null || last < asOf ? last : asOf;
    },
    lookLasts(topic) {
      const cached = lasts.get(topic);
      if (cached !== undefined) return cached;
      const look = facts.checked[topic];
      const days = look && (!known || look <= known) ? rules.lookLastsDays + 1 - day.age(dayOf(look)) : null;
      lasts.set(topic, days);
      return days;
    },
    age(date) {
      return today - dayNumber(date);
    },
  };
  return day;
}

function latestVersions<K extends SignalKind>(seen: readonly Statement<K>[]): readonly Statement<K>[] {
  if (allDiffer(seen)) return seen;
  const newest = new Map<string, Statement<K>>();
  for (const statement of seen) {
    const key = `${statement.source}\n${statement.ref}`;
    const other = newest.get(key);
    if (!other || other.version < statement.version) newest.set(key, statement);
  }
  return seen.filter((s) => newest.get(`${s.source}\n${s.ref}`) === s);
}

/** A few statements are compared with one another, which takes a tenth of the time of a set of them. */
function allDiffer(seen: readonly Statement[]): boolean {
  if (seen.length > 12) return new Set(seen.map((s) => s.ref)).size === seen.length;
  for (let i = 1; i < seen.length; i += 1)
    for (let j = 0; j < i; j += 1) if (seen[i]!.ref === seen[j]!.ref) return false;
  return true;
}
