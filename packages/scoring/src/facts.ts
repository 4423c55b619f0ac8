import {
  canonicalInstant,
  type Evidence,
  type IsoDate,
  type IsoInstant,
  type ObservedSignal,
  type RiskBand,
  type SignalKind,
  type SignalOf,
  type SupplierId,
  type Topic,
} from '@tocsin/domain';

/** One version of one thing a publisher says about a supplier. */
export type Statement<K extends SignalKind = SignalKind> = ObservedSignal & { readonly signal: SignalOf<K> };

/** Statements by kind. */
export type Stated = { readonly [K in SignalKind]?: readonly Statement<K>[] };

/** Another company of the same group as it stood on a day: what contagion reads, judged without its own group. */
export interface Relative {
  readonly supplierId: SupplierId;
  readonly name: string;
  readonly relation: 'parent' | 'sister';
  /** Names from the supplier upwards (and down again for a sister), ending with the relative. */
  readonly chain: readonly string[];
  readonly asOf: IsoDate;
  readonly ownBand: RiskBand;
  /** The relative's open proceeding in words, with the day it began; `on` null = no publisher gives it. */
  readonly proceeding: { readonly title: string; readonly on: IsoDate | null } | null;
  readonly evidence: Evidence[];
}

/**
 * Everything known about one supplier: plain JSON, so that it can be stored content-addressed and read again.
 * A kind that is missing = nobody looked; `[]` = looked and found none. All versions are kept: which of them could
 * be seen on a day is decided when the day is known.
 */
export interface SupplierFacts {
  /** When each topic was last looked at completely, in UTC. */
  readonly checked: Partial<Record<Topic, IsoInstant>>;
  readonly stated: Stated;
  /** Missing = the group was not walked. */
  readonly relatives?: readonly Relative[];
}

/** Which kinds of statement a complete look at a topic would have found. */
export const kindsOfTopic = {
  'gazette-notices': ['insolvency-notice'],
  'company-profile': ['company-profile'],
  'insolvency-cases': ['insolvency-case'],
  'filing-history': ['accounts-filed', 'filing'],
  charges: ['charge'],
  officers: ['officer-changes'],
  controllers: ['parent-company'],
  'accounts-figures': ['accounts-figures'],
  'payment-practices': ['payment-practices'],
  'short-interest': ['short-interest'],
  'contract-performance': ['contract-performance'],
  'care-locations': ['care-location'],
  'public-reports': ['public-report'],
  'charity-register': ['charity-entry'],
  'mutuals-register': ['society-entry'],
  'housing-regulator': ['housing-entry', 'housing-judgement'],
  'childrens-provisions': ['childrens-provision'],
} as const satisfies Record<Topic, readonly SignalKind[]>;

/**
 * Folds what was looked at and what was found into facts. The order of `signals` does not matter; the same
 * `(source, ref, version)` counts once, as it was first observed.
 */
export function foldSignals(
  checked: Partial<Record<Topic, IsoInstant>>,
  signals: readonly ObservedSignal[],
  relatives?: readonly Relative[],
): SupplierFacts {
  const stated: Partial<Record<SignalKind, Statement[]>> = {};
  for (const topic of Object.keys(checked) as Topic[])
    for (const kind of kindsOfTopic[topic]) stated[kind] = [];
  for (const statement of distinct(signals)) (stated[statement.signal.kind] ??= []).push(statement);
  const kinds = Object.entries(stated).sort(([a], [b]) => compareText(a, b));
  const looks = Object.entries(checked).sort(([a], [b]) => compareText(a, b));
  return {
    checked: Object.fromEntries(looks.map(([topic, at]) => [topic, canonicalInstant(at)])),
    stated: Object.fromEntries(kinds) as Stated,
    ...(relatives && { relatives: relatives.toSorted((a, b) => compareText(a.supplierId, b.supplierId)) }),
  };
}

function distinct(signals: readonly ObservedSignal[]): Statement[] {
  const first = new Map<string, Statement>();
  for (const signal of signals) {
    const statement = canonical(signal);
    const key = `${statement.source}\n${statement.ref}\n${statement.version}`;
    const earlier = first.get(key);
    if (!earlier || firstSeen(statement, earlier) < 0) first.set(key, statement);
  }
  return [...first.values()].sort(
    (a, b) =>
      compareText(a.publishedAt, b.publishedAt) ||
      compareText(a.source, b.source) ||
      compareText(a.ref, b.ref) ||
      compareText(a.version, b.version),
  );
}

function canonical(signal: ObservedSignal): Statement {
  return {
    source: signal.source,
    ref: signal.ref,
    version: signal.version,
    occurredOn: signal.occurredOn,
    publishedAt: canonicalInstant(signal.publishedAt),
    observedAt: canonicalInstant(signal.observedAt),
    evidence: signal.evidence,
    signal: signal.signal,
  };
}

/** Orders statements by when we saw them; ties go by publication, then by the publisher's id and the bytes read. */
export function firstSeen(a: Statement, b: Statement): number {
  return (
    compareText(a.observedAt, b.observedAt) ||
    compareText(a.publishedAt, b.publishedAt) ||
    compareText(a.source, b.source) ||
    compareText(a.ref, b.ref) ||
    compareText(a.evidence.sha256, b.evidence.sha256)
  );
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
