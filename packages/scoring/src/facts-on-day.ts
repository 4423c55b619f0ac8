import type { IsoDate, IsoInstant, SignalKind, Topic } from '@tocsin/domain';
import { addDays, canonicalInstant, dayOf } from './days.ts';
import { kindsOfTopic, type Relative, type Stated, type Statement, type SupplierFacts } from './facts.ts';

/** A look says nothing about what was published more than this many days after it. */
export const LOOK_LASTS_DAYS = 92;

/** The facts as anybody could have read them on one day: what indicators judge. */
export interface FactsOnDay {
  readonly asOf: IsoDate;
  /** The latest visible version of each statement of one kind, oldest publication first. */
  latest<K extends SignalKind>(kind: K): readonly Statement<K>[];
  /** Every visible version of one kind, oldest publication first. */
  versions<K extends SignalKind>(kind: K): readonly Statement<K>[];
  /** The last day that a look (or a statement) on the topic speaks for, never after `asOf`; null = nobody looked. */
  lookedOn(topic: Topic): IsoDate | null;
  /** The first day on which the last look is too old for "found none" to mean anything; null = nobody looked. */
  lookEndsOn(topic: Topic): IsoDate | null;
  /** True while a look is recent enough for "found none" to mean something. */
  looked(topic: Topic): boolean;
  /** Undefined = the group was not walked. */
  readonly relatives: readonly Relative[] | undefined;
}

type Mutable = { -readonly [K in keyof Stated]: Stated[K] };

/**
 * Narrows facts to what was published by the end of `asOf` (UTC) and observed by `knownAt`. A look covers
 * everything published before it, so one made later than `asOf` still speaks for that day.
 */
export function factsOnDay(facts: SupplierFacts, asOf: IsoDate, knownAt?: IsoInstant): FactsOnDay {
  const known = knownAt && canonicalInstant(knownAt);
  const visible: Mutable = {};
  const newest: Mutable = {};

  function versions<K extends SignalKind>(kind: K): readonly Statement<K>[] {
    const cached = visible[kind];
    if (cached) return cached;
    const all: readonly Statement<K>[] = facts.stated[kind] ?? [];
    const seen = all.filter((s) => dayOf(s.publishedAt) <= asOf && (!known || s.observedAt <= known));
    visible[kind] = seen as Mutable[K];
    return seen;
  }
  function latest<K extends SignalKind>(kind: K): readonly Statement<K>[] {
    const cached = newest[kind];
    if (cached) return cached;
    const found = latestVersions(versions(kind));
    newest[kind] = found as Mutable[K];
    return found;
  }
  function lookedOn(topic: Topic): IsoDate | null {
    const look = facts.checked[topic];
    let last = look && (!known || look <= known) ? dayOf(look) : null;
    for (const kind of kindsOfTopic[topic])
      for (const { observedAt } of versions(kind))
        if (last === null || observedAt > last) last = dayOf(observedAt);
    return last === null || last < asOf ? last : asOf;
  }
  function lookEndsOn(topic: Topic): IsoDate | null {
    const look = facts.checked[topic];
    return look && (!known || look <= known) ? addDays(dayOf(look), LOOK_LASTS_DAYS + 1) : null;
  }
  function looked(topic: Topic): boolean {
    const ends = lookEndsOn(topic);
    return ends !== null && asOf < ends;
  }
  return {
    asOf,
    latest,
    versions,
    lookedOn,
    lookEndsOn,
    looked,
    relatives: facts.relatives?.filter((relative) => relative.asOf <= asOf),
  };
}

function latestVersions<K extends SignalKind>(seen: readonly Statement<K>[]): readonly Statement<K>[] {
  if (seen.length < 2) return seen;
  const newest = new Map<string, Statement<K>>();
  for (const statement of seen) {
    const key = `${statement.source}\n${statement.ref}`;
    const other = newest.get(key);
    if (!other || other.version < statement.version) newest.set(key, statement);
  }
  return newest.size === seen.length ? seen : seen.filter((s) => newest.get(`${s.source}\n${s.ref}`) === s);
}
