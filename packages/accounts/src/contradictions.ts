import type { Issue } from './facts.ts';
import type { FigureName } from './figures.ts';
import type { Figure, Figures } from './select.ts';

/**
 * How a stated sum may stand to what it comes to: `exact`; `least`, as formats put further assets between; `most`, as they
 * put further liabilities; `wide`, a little of both; `sign`, both, so that only its sign and its size can be contradicted;
 * `whole`, as no part is more than the whole, `rest`, as what is left of it is not, and `about`, as some of the part may stand elsewhere.
 */
type Bound = 'exact' | 'least' | 'most' | 'wide' | 'sign' | 'whole' | 'rest' | 'about';

type Value = (name: FigureName) => number;

/** Sums that every balance sheet keeps: what is stated, and what it comes to. */
interface Identity {
  readonly stated: FigureName;
  readonly says: string;
  /** Without these nothing is checked; others that `expected` asks for count as nought where they are not stated. */
  readonly parts: readonly FigureName[];
  readonly expected: (value: Value) => number;
  readonly bound: Bound;
  /** What formats may put beside its parts, where those nearly cancel each other out. */
  readonly elsewhere?: (value: Value) => number;
  /** What it comes to with the sign of one of its parts turned: stated exactly, that sign is wrong. */
  readonly turned?: (value: Value) => readonly number[];
  /** Whether one of its parts may be of another scale than the rest, which the sum then shows. */
  readonly hasScales?: true;
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
    hasScales: true,
  },
  {
    stated: 'talcl',
    says: 'fixed assets and net current assets',
    parts: ['fixed_assets', 'nca'],
    expected: (value) => value('fixed_assets') + value('nca'),
    bound: 'wide',
    turned: (value) => [value('fixed_assets') - value('nca')],
  },
  {
    stated: 'nca',
    says: 'the current assets that they are left of',
    parts: ['current_assets'],
    expected: (value) => value('current_assets'),
    bound: 'rest',
  },
  ...(['cash', 'debtors', 'stocks'] as const).map((part) => ({
    stated: 'current_assets' as const,
    says: `the ${part} among them`,
    parts: [part],
    expected: (value: Value) => value(part),
    bound: part === 'cash' ? ('whole' as const) : ('about' as const),
    alsoInDoubt: part,
  })),
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
    turned: (value) => [value('talcl') + longTerm(value)],
  },
  {
    stated: 'net_assets',
    says: 'all assets less all liabilities',
    parts: ['current_assets', 'creditors_1y'],
    expected: afterAllLiabilities,
    bound: 'sign',
    hasScales: true,
  },
  {
    stated: 'net_assets',
    says: 'all assets, fixed ones too, less all liabilities',
    parts: ['fixed_assets', 'current_assets', 'creditors_1y'],
    expected: afterAllLiabilities,
    bound: 'most',
    elsewhere: (value) => NEAR * (Math.abs(value('fixed_assets')) + Math.abs(value('current_assets'))),
  },
  {
    stated: 'net_assets',
    says: 'assets less liabilities',
    parts: ['assets', 'liabilities'],
    expected: (value) => value('assets') - Math.abs(value('liabilities')),
    bound: 'exact',
  },
  {
    stated: 'net_assets',
    says: 'fixed assets and net current assets, less what is owed later,',
    parts: ['nca'],
    expected: (value) => value('fixed_assets') + value('nca') - longTerm(value),
    bound: 'sign',
    turned: (value) => [
      value('fixed_assets') - value('nca') - longTerm(value),
      value('fixed_assets') + value('nca') + longTerm(value),
    ],
  },
  {
    stated: 'talcl',
    says: 'fixed assets and net current assets',
    parts: ['nca'],
    expected: (value) => value('fixed_assets') + value('nca'),
    bound: 'sign',
  },
  {
    stated: 'equity',
    says: 'share capital and retained earnings',
    parts: ['share_capital', 'retained_earnings'],
    expected: (value) => value('share_capital') + value('retained_earnings'),
    bound: 'sign',
  },
  {
    stated: 'net_assets',
    says: 'equity and liabilities less liabilities',
    parts: ['equity_and_liabilities', 'liabilities'],
    expected: (value) => value('equity_and_liabilities') - Math.abs(value('liabilities')),
    bound: 'exact',
  },
  {
    stated: 'equity_and_liabilities',
    says: 'all assets',
    parts: ['assets'],
    expected: (value) => value('assets'),
    bound: 'exact',
  },
  {
    stated: 'assets',
    says: 'fixed and current assets',
    parts: ['fixed_assets', 'current_assets'],
    expected: (value) => value('fixed_assets') + value('current_assets'),
    bound: 'wide',
  },
  {
    stated: 'liabilities',
    says: 'creditors within one year and after',
    parts: ['creditors_1y', 'creditors_after_1y'],
    expected: (value) => Math.abs(value('creditors_1y')) + Math.abs(value('creditors_after_1y')),
    bound: 'wide',
  },
  {
    stated: 'equity',
    says: 'net assets',
    parts: ['net_assets'],
    expected: (value) => value('net_assets'),
    bound: 'exact',
  },
];

function afterAllLiabilities(value: Value): number {
  return value('fixed_assets') + value('current_assets') - Math.abs(value('creditors_1y')) - longTerm(value);
}

function longTerm(value: Value): number {
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
/** Figures of which none is known where one is given two values: they are one thing, or made of each other. */
const sameThings: readonly (readonly FigureName[])[] = [
  ['net_assets', 'equity'],
  ['current_assets', 'creditors_1y', 'nca'],
];
/** Figures are rounded to a pound, or to thousands; and hundredths of one are no contradiction. */
const ROUNDING = 2;
const SHARE = 0.01;
/** What is of another scale than these is not merely more or less. */
const ofOneScale: ReadonlySet<Bound> = new Set(['exact', 'least', 'wide', 'sign']);
/** How far a sum may be from one that is near it; of all assets, prepayments. */
const NEAR = 0.25;
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
    const { parts, says, expected, bound, alsoInDoubt: also } = identity;
    // Who states no net assets states them as equity.
    const stated = identity.stated === 'net_assets' && !figures.net_assets ? 'equity' : identity.stated;
    const figure = figures[stated];
    if (!figure || parts.some((part) => figures[part] === undefined)) return [];
    // What is disputed itself says nothing of a part of it.
    if (also && figure.isDisputed) return [];
    const sum = expected(value);
    const hasScales = identity.hasScales === true && isOfMixedScale(figure.value, identity, value);
    const isTurned = identity.turned?.(value).some((other) => isOfOtherSign(figure, sum, other)) ?? false;
    if (!hasScales && !isTurned && !isBroken(figure, sum, bound, identity.elsewhere?.(value))) return [];
    const isScale = hasScales || (ofOneScale.has(bound) && isOfOtherScale(figure.value, sum));
    return [{ issue: contradiction(stated, figure, sum, says), isScale, also }];
  });
  const names = Object.keys(figures) as FigureName[];
  const disputed = names.filter((name) => figures[name]?.isDisputed);
  const scales = mixedScales(figures, value);
  const isScale = scales !== null || broken.some((one) => one.isScale);
  const sums = isScale ? names.filter((name) => name !== 'employees') : inDoubt;
  return {
    doubted: new Set([
      ...disputed,
      ...sameThings.filter((same) => same.some((name) => disputed.includes(name))).flat(),
      ...(broken.length > 0 || scales !== null ? sums : []),
      ...broken.flatMap(({ also }) => also ?? []),
    ]),
    issues: [...broken.map(({ issue }) => issue), ...(scales === null ? [] : [scales])],
  };
}

/**
 * Figures of one balance sheet of which some are tagged in thousands and others not, where no sum of them shows that both
 * are right.
 */
function mixedScales(figures: Figures, value: Value): Issue | null {
  const tagged = inDoubt.flatMap((name) => {
    const figure = figures[name];
    return figure && figure.value !== 0 ? [{ name, figure, power: Number(figure.scale?.trim() || 0) }] : [];
  });
  const [first] = tagged;
  const other = tagged.find(({ power }) => power !== first?.power);
  if (!first || !other) return null;
  const powerOf = (name: FigureName) => tagged.find((one) => one.name === name)?.power;
  const isShown = identities.some(({ stated, parts, expected, bound }) => {
    const powers = [stated, ...parts].map(powerOf).filter((power) => power !== undefined);
    const figure = figures[stated];
    if (!figure || !ofOneScale.has(bound) || new Set(powers).size < 2) return false;
    return parts.every((part) => figures[part]) && !isBroken(figure, expected(value), 'exact');
  });
  if (isShown) return null;
  const scale = (power: number) => (power === 0 ? 'as they are' : `times ten to the ${power}`);
  return {
    kind: 'contradicting-figures',
    message: `${first.name} is tagged ${scale(first.power)} and ${other.name} ${scale(other.power)}: neither is relied on`,
    concept: other.figure.concept.local,
    contextRef: other.figure.context.id,
    line: other.figure.position.line,
  };
}

function isBroken(figure: Figure, sum: number, bound: Bound, elsewhere = 0): boolean {
  const { value: stated } = figure;
  const size = Math.max(Math.abs(stated), Math.abs(sum));
  const rounding = ROUNDING + size * SHARE;
  // The same size with the other sign: a minus is missing somewhere.
  const isTurned = stated * sum < 0 && Math.abs(stated + sum) <= rounding;
  const isPart = bound === 'whole' || bound === 'rest' || bound === 'about';
  if (!isPart && (isTurned || isOfOtherScale(stated, sum))) return true;
  const wide = ROUNDING + size * WIDE;
  switch (bound) {
    case 'exact':
      return Math.abs(stated - sum) > (isOfOwners(figure) ? wide : rounding);
    case 'least':
      return stated < sum - rounding;
    case 'most':
      return stated > sum + Math.max(wide, elsewhere);
    case 'wide':
      return Math.abs(stated - sum) > wide;
    case 'sign':
      return false;
    case 'whole':
      return stated < sum - rounding;
    case 'rest':
      return stated > Math.max(sum, 0) + rounding;
    case 'about':
      return stated < sum - wide;
  }
}

/** Whether a sum is stated to the unit in which it is printed, had one of its parts the other sign. */
function isOfOtherSign(figure: Figure, sum: number, turned: number): boolean {
  const rounding = ROUNDING * unitOf(figure);
  return Math.abs(figure.value - turned) <= rounding && Math.abs(turned - sum) > 2 * rounding;
}

/** What one stands for in the accounts: a pound, or a thousand. */
function unitOf({ scale, decimals }: Figure): number {
  const powers = [Number(scale?.trim() || 0), -Number(decimals?.trim() || 0)];
  return 10 ** Math.max(0, ...powers.filter(Number.isFinite));
}

/** Equity beside which that of other owners may stand. */
function isOfOwners({ concept, context }: Figure): boolean {
  return context.dimensions.length > 0 || concept.local === 'EquityAttributableToOwnersOfParent';
}

/** Whether one is a thousand or a million times the other, and both are more than rounding. */
function isOfOtherScale(one: number, other: number): boolean {
  const [small, large] = [Math.abs(one), Math.abs(other)].sort((a, b) => a - b) as [number, number];
  return (
    small > ROUNDING && SCALES.some((scale) => Math.abs(large / scale - small) <= Math.max(1, small * SHARE))
  );
}

/** Whether a sum that comes nowhere near what is stated would come to it, were one of its parts in thousands. */
function isOfMixedScale(stated: number, { parts, expected }: Identity, value: Value): boolean {
  const sum = expected(value);
  if (Math.abs(stated - sum) <= ROUNDING + Math.max(Math.abs(stated), Math.abs(sum)) * NEAR) return false;
  return parts.some((part) =>
    SCALES.flatMap((scale) => [scale, 1 / scale]).some((scale) => {
      const scaled = expected((name) => (name === part ? value(name) * scale : value(name)));
      const size = Math.max(Math.abs(stated), Math.abs(scaled));
      return size > 1 / SHARE && Math.abs(Math.abs(stated) - Math.abs(scaled)) <= size * SHARE;
    }),
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
