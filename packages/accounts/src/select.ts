import { dayCount } from './calendar.ts';
import { isSeparate, saysWhose } from './context.ts';
import type { Context, Dimension, Unit } from './context.ts';
import type { Fact, Issue, IssueKind, Position } from './facts.ts';
import { figureRules, isHeadline } from './figures.ts';
import type { FigureName, FigureRule } from './figures.ts';
import { isAccountingTaxonomy, isIfrs } from './names.ts';
import type { QName } from './names.ts';

/** One figure with everything needed to find it again in the document. */
export interface Figure {
  /** The tagged value as a number; `decimal` is the same value, exact at any size. */
  readonly value: number;
  readonly decimal: string;
  /** ISO 4217 code of the unit; null for heads and for facts whose unit is missing. */
  readonly currency: string | null;
  readonly concept: QName;
  readonly context: {
    readonly id: string;
    readonly start: string | null;
    readonly end: string;
    readonly dimensions: readonly Dimension[];
  };
  readonly unit: string | null;
  readonly decimals: string | null;
  readonly scale: string | null;
  readonly position: Position;
  /** Another fact gives the same figure another value: neither is relied on. */
  readonly isDisputed?: true;
}

export type Figures = { readonly [name in FigureName]?: Figure };

/** A fact that is a figure of some period and view, before the period is chosen. */
export interface FigureCandidate {
  readonly rule: FigureRule;
  readonly view: 'company' | 'consolidated';
  readonly end: string;
  readonly days: number;
  readonly value: number;
  readonly currency: string | null;
  readonly fact: Fact;
  readonly context: Context;
  readonly unit: Unit | undefined;
}

/** Days from the first to the last of a period that accounts are made up for. */
export const shortestPeriod = 6;
export const longestPeriod = 600;

/** Slices of the parsed text keep the whole document in memory; a figure must not. Shorter texts are copies anyway. */
export function detached(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

/** Every fact that is some figure, whatever its date: an instant, or a duration of 6 to 600 days. */
export function findCandidates(
  facts: readonly Fact[],
  contexts: ReadonlyMap<string, Context>,
  units: ReadonlyMap<string, Unit>,
): FigureCandidate[] {
  const candidates: FigureCandidate[] = [];
  const taxonomies = new Map<string, boolean>();
  const separate = new Set([...contexts.values()].filter(isSeparate).map(({ id }) => id));
  const tellsApart = separate.size > 0 && facts.some(({ contextRef }) => separate.has(contextRef));
  for (const fact of facts) {
    const rules = fact.numeric && fact.value !== null ? figureRules(fact.concept.local) : undefined;
    const context = rules === undefined ? undefined : contexts.get(fact.contextRef);
    if (!context?.end || context.view === null) continue;
    const rule = rules?.get(context.breakdown);
    if (rule === undefined || (context.start === null) !== (rule.period === 'instant')) continue;
    const days = context.start === null ? 0 : dayCount(context.end) - dayCount(context.start);
    if (context.start !== null && (days < shortestPeriod || days > longestPeriod)) continue;
    const { namespace } = fact.concept;
    const known = taxonomies.get(namespace) ?? isAccountingTaxonomy(namespace);
    taxonomies.set(namespace, known);
    if (!known) continue;
    const unit = units.get(fact.unitRef ?? '');
    candidates.push({
      rule,
      // By IFRS a group reports: what is said of its parent alone says so.
      view: tellsApart && isIfrs(namespace) && !saysWhose(context) ? 'consolidated' : context.view,
      end: context.end,
      days,
      value: Number(fact.value),
      currency: unit?.currency ?? null,
      fact,
      context,
      unit,
    });
  }
  return candidates;
}

function detachedName({ namespace, local }: QName): QName {
  return { namespace: detached(namespace), local: detached(local) };
}

function detachedDimension({ dimension, member }: Dimension): Dimension {
  const value = typeof member === 'string' ? detached(member) : detachedName(member);
  return { dimension: detachedName(dimension), member: value };
}

function figureOf(
  { fact, context, unit, value, end, currency }: FigureCandidate,
  isDisputed: boolean,
): Figure {
  return {
    value,
    decimal: detached(fact.value ?? ''),
    currency,
    concept: detachedName(fact.concept),
    context: {
      id: detached(context.id),
      start: context.start,
      end,
      dimensions: context.dimensions.map(detachedDimension),
    },
    unit: unit === undefined ? null : detached(unit.measure),
    decimals: fact.decimals,
    scale: fact.scale,
    position: fact.position,
    ...(isDisputed ? { isDisputed } : {}),
  };
}

function halfUnit({ fact: { decimals } }: FigureCandidate): number {
  const places = decimals === null || decimals === 'INF' ? Number.NaN : Number(decimals);
  return Number.isNaN(places) ? 0 : 0.5 * 10 ** -places;
}

/** Whether two values of one figure may both be true: equal, or one is the other rounded as its `decimals` say. */
function agree(one: FigureCandidate, other: FigureCandidate): boolean {
  return Math.abs(one.value - other.value) <= Math.max(halfUnit(one), halfUnit(other));
}

/** An issue about this fact. */
export function issueAbout({ fact }: FigureCandidate, kind: IssueKind, message: string): Issue {
  const { concept, contextRef, position } = fact;
  return {
    kind,
    message,
    concept: detached(concept.local),
    contextRef: detached(contextRef),
    line: position.line,
  };
}

/** Figures that mean the same by UK accounting standards and by IFRS. */
const alike: ReadonlySet<FigureName> = new Set(['creditors_1y', 'equity', 'net_assets']);

/** Whether two facts give a figure in the FRC's words and in those of the IFRS Foundation. */
function areOfTwoVocabularies(one: FigureCandidate, other: FigureCandidate): boolean {
  const [first, second] = [one, other].map(({ fact }) => isIfrs(fact.concept.namespace));
  return first !== second && alike.has(one.rule.figure);
}

function isBetter(next: FigureCandidate, held: FigureCandidate): boolean {
  if (next.rule.rank !== held.rule.rank) return next.rule.rank < held.rule.rank;
  if (next.days !== held.days) return next.days > held.days;
  return next.value !== held.value && agree(next, held) && halfUnit(next) < halfUnit(held);
}

/**
 * The figures of one balance date and view: instants on it, durations ending on it. The first concept in the
 * figure's list that has a fact wins, then the longest period, then the more precise of two roundings, then the
 * first in the document; two facts that contradict each other are reported, and the figure is disputed.
 */
export function selectFigures(
  candidates: readonly FigureCandidate[],
  end: string,
  view: FigureCandidate['view'],
  report: (issue: Issue) => void,
): Figures {
  const held = new Map<FigureName, FigureCandidate>();
  const disputed = new Set<FigureName>();
  for (const next of candidates) {
    if (next.end !== end || next.view !== view) continue;
    const { figure } = next.rule;
    const best = held.get(figure);
    if (best === undefined || isBetter(next, best)) held.set(figure, next);
    if (best === undefined || best.days !== next.days) continue;
    if (best.rule.rank !== next.rule.rank && !areOfTwoVocabularies(best, next)) continue;
    if (agree(best, next) || !isHeadline(figure)) continue;
    disputed.add(figure);
    const message = `${figure} is ${best.fact.value} and ${next.fact.value}: neither is relied on`;
    report(issueAbout(next, 'conflicting-values', message));
  }
  return Object.fromEntries(
    [...held].map(([name, candidate]) => [name, figureOf(candidate, disputed.has(name))]),
  );
}
