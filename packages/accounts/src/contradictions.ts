import type { Issue } from './facts.ts';
import type { FigureName } from './figures.ts';
import type { Figure, Figures } from './select.ts';

/**
 * How a stated sum may stand to what it comes to: `exact`; `least`, as formats put further assets between; `most`, as they
 * put further liabilities; `wide`, a little of both; `sign`, both, so that only its sign and its size can be contradicted.
 */
type Bound = 'exact' | 'least' | 'most' | 'wide' | 'sign';

/** Sums that every balance sheet keeps: what is stated, and what it comes to. */
interface Identity {
  readonly stated: FigureName;
  readonly says: string;
  /** Without these nothing is checked; others that `expected` asks for count as nought where they are not stated. */
  readonly parts: readonly FigureName[];
  readonly expected: (value: (name: FigureName) => number) => number;
  readonly bound: Bound;
  /** A figure that nothing else rests on, and that is in doubt with this sum. */
  readonly alsoInDoubt?: FigureName;
}

const identities: readonly Identity[] = [
  {
    stated: 'nca',
    says: 'current assets less creditors within one year',
    parts: ['current_assets', 'creditors_1y'],
    expected: (value) => value('current_assets') - Math.abs(value('creditors_1y')),
    bound: 'least',
  },
  {
    stated: 'talcl',
    says: 'fixed assets and net current assets',
    parts: ['fixed_assets', 'nca'],
    expected: (value) => value('fixed_assets') + value('nca'),
    bound: 'wide',
  },
  {
    stated: 'current_assets',
    says: 'the cash among them',
    parts: ['cash'],
    expected: (value) => value('cash'),
    bound: 'least',
    alsoInDoubt: 'cash',
  },
  {
    stated: 'net_assets',
    says: 'all assets, whatever is owed,',
    parts: ['fixed_assets', 'current_assets'],
    expected: (value) => value('fixed_assets') + value('current_assets'),
    bound: 'most',
  },
  {
    stated: 'net_assets',
    says: 'total assets less all liabilities',
    parts: ['talcl'],
    expected: (value) => value('talcl') - longTerm(value),
    bound: 'most',
  },
  {
    stated: 'net_assets',
    says: 'all assets less all liabilities',
    parts: ['current_assets', 'creditors_1y'],
    expected: (value) =>
      value('fixed_assets') + value('current_assets') - Math.abs(value('creditors_1y')) - longTerm(value),
    bound: 'sign',
  },
  {
    stated: 'equity',
    says: 'net assets',
    parts: ['net_assets'],
    expected: (value) => value('net_assets'),
    bound: 'exact',
  },
];

function longTerm(value: (name: FigureName) => number): number {
  return Math.abs(value('creditors_after_1y')) + Math.abs(value('provisions'));
}

/** What a broken identity leaves in doubt: each figure below the line is made of those above it. */
const inDoubt = [
  'current_assets',
  'creditors_1y',
  'nca',
  'talcl',
  'net_assets',
  'equity',
] as const satisfies readonly FigureName[];
/** Figures are rounded to a pound, or to thousands; and hundredths of one are no contradiction. */
const ROUNDING = 2;
const SHARE = 0.01;
/** Of the equity of a group, what other owners hold; of liabilities, what formats put elsewhere. */
const WIDE = 0.5;
/** A figure in thousands beside others in pounds, or in millions. */
const SCALES = [1_000, 1_000_000];

/** A balance sheet that contradicts itself: which figures are not to be relied on, and why. */
export interface Contradictions {
  readonly doubted: ReadonlySet<FigureName>;
  readonly issues: readonly Issue[];
}

/**
 * Checks the sums that a balance sheet keeps; where one is broken, everything that rests on it is in doubt, and where one
 * is of another scale everything. A figure that is given two values is in doubt itself.
 */
export function findContradictions(figures: Figures): Contradictions {
  const value = (name: FigureName) => figures[name]?.value ?? 0;
  const broken = identities.flatMap((identity) => {
    const { stated, parts, says, expected, alsoInDoubt: also } = identity;
    const figure = figures[stated];
    if (!figure || parts.some((part) => figures[part] === undefined)) return [];
    const sum = expected(value);
    if (!isBroken(figure, sum, identity.bound)) return [];
    const isScale = identity.bound !== 'most' && isOfOtherScale(figure.value, sum);
    return [{ issue: contradiction(stated, figure, sum, says), isScale, also }];
  });
  const names = Object.keys(figures) as FigureName[];
  const disputed = names.filter((name) => figures[name]?.isDisputed);
  const sums = broken.some(({ isScale }) => isScale) ? names.filter((name) => name !== 'employees') : inDoubt;
  return {
    doubted: new Set([
      ...disputed,
      ...(broken.length > 0 ? sums : []),
      ...broken.flatMap(({ also }) => also ?? []),
    ]),
    issues: broken.map(({ issue }) => issue),
  };
}

function isBroken(figure: Figure, sum: number, bound: Bound): boolean {
  const { value: stated } = figure;
  const size = Math.max(Math.abs(stated), Math.abs(sum));
  const rounding = ROUNDING + size * SHARE;
  // The same size with the other sign: a minus is missing somewhere.
  const isTurned = stated * sum < 0 && Math.abs(stated + sum) <= rounding;
  if (isTurned || isOfOtherScale(stated, sum)) return true;
  const wide = ROUNDING + size * WIDE;
  switch (bound) {
    case 'exact':
      return Math.abs(stated - sum) > (figure.context.dimensions.length > 0 ? wide : rounding);
    case 'least':
      return stated < sum - rounding;
    case 'most':
      return stated > sum + wide;
    case 'wide':
      return Math.abs(stated - sum) > wide;
    case 'sign':
      return false;
  }
}

/** Whether one is a thousand or a million times the other, and both are more than rounding. */
function isOfOtherScale(one: number, other: number): boolean {
  const [small, large] = [Math.abs(one), Math.abs(other)].sort((a, b) => a - b) as [number, number];
  return (
    small > ROUNDING && SCALES.some((scale) => Math.abs(large / scale - small) <= Math.max(1, small * SHARE))
  );
}

function contradiction(name: FigureName, figure: Figure, sum: number, says: string): Issue {
  return {
    kind: 'contradicting-figures',
    message: `${name} is ${figure.decimal}, but ${says} come to ${sum}: neither is relied on`,
    concept: figure.concept.local,
    contextRef: figure.context.id,
    line: figure.position.line,
  };
}
