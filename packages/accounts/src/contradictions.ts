import type { Issue } from './facts.ts';
import type { FigureName } from './figures.ts';
import type { Figure, Figures } from './select.ts';

/** Sums that every balance sheet keeps: what is stated, and what it comes to. */
interface Identity {
  readonly stated: FigureName;
  readonly says: string;
  readonly parts: readonly FigureName[];
  readonly expected: (value: (name: FigureName) => number) => number;
  /** Whether some formats put further lines between the parts: then only the sign can be contradicted. */
  readonly isLoose: boolean;
}

const identities: readonly Identity[] = [
  {
    stated: 'nca',
    says: 'current assets less creditors within one year',
    parts: ['current_assets', 'creditors_1y'],
    expected: (value) => value('current_assets') - Math.abs(value('creditors_1y')),
    isLoose: true,
  },
  {
    stated: 'talcl',
    says: 'fixed assets and net current assets',
    parts: ['fixed_assets', 'nca'],
    expected: (value) => value('fixed_assets') + value('nca'),
    isLoose: true,
  },
  {
    stated: 'equity',
    says: 'net assets',
    parts: ['net_assets'],
    expected: (value) => value('net_assets'),
    isLoose: false,
  },
];

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
/** Of a sum that is kept to the pound, what is left to rounding in thousands and to what other owners hold. */
const WIDE = 0.5;

/** A balance sheet that contradicts itself: which figures are not to be relied on, and why. */
export interface Contradictions {
  readonly doubted: ReadonlySet<FigureName>;
  readonly issues: readonly Issue[];
}

/** Checks the sums that a balance sheet keeps; where one is broken, everything that rests on it is in doubt. */
export function findContradictions(figures: Figures): Contradictions {
  const value = (name: FigureName) => figures[name]?.value ?? 0;
  const issues = identities.flatMap((identity) => {
    const { stated, parts, says, expected, isLoose } = identity;
    const figure = figures[stated];
    if (!figure || parts.some((part) => figures[part] === undefined)) return [];
    const sum = expected(value);
    return isBroken(figure.value, sum, isLoose) ? [contradiction(stated, figure, sum, says)] : [];
  });
  return { doubted: new Set(issues.length > 0 ? inDoubt : []), issues };
}

function isBroken(stated: number, sum: number, isLoose: boolean): boolean {
  const size = Math.max(Math.abs(stated), Math.abs(sum));
  // The same size with the other sign: a minus is missing somewhere.
  const isTurned = stated * sum < 0 && Math.abs(stated + sum) <= ROUNDING + size * SHARE;
  return isTurned || (!isLoose && Math.abs(stated - sum) > ROUNDING + size * WIDE);
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
