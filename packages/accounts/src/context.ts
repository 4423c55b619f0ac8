import type { QName } from './names.ts';

/** One axis of a context: an explicit member, or the text of a typed one. */
export interface Dimension {
  readonly dimension: QName;
  readonly member: QName | string;
}

/** When and of what part of the entity a fact is true. `start` is null for an instant. */
export interface Context {
  readonly id: string;
  readonly entity: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly dimensions: readonly Dimension[];
  /** The company itself, the group, or neither (a member of GroupCompanyDataDimension nobody knows). */
  readonly view: 'company' | 'consolidated' | null;
  /** The remaining dimensions in one canonical string; '' for none. `?` stands for what is not a dimension. */
  readonly breakdown: string;
  /** What is wrong with the period, if anything. */
  readonly fault: string | null;
}

export interface Unit {
  readonly id: string;
  /** ISO 4217 code when the unit is one currency, else null. */
  readonly currency: string | null;
  readonly measure: string;
}

const groupDimension = 'GroupCompanyDataDimension';
/** The same in the IFRS Foundation's taxonomy. */
const ifrsGroupAxis = 'ConsolidatedAndSeparateFinancialStatementsAxis';

function memberName(member: QName | string): string {
  return typeof member === 'string' ? `~${member}` : member.local;
}

/** Whose facts they are, by GroupCompanyDataDimension. */
export function viewOf(dimensions: readonly Dimension[]): Context['view'] {
  const group = dimensions.find(({ dimension }) => isGroup(dimension));
  if (group === undefined) return 'company';
  const member = memberName(group.member);
  if (member === 'Consolidated' || member === 'ConsolidatedMember') return 'consolidated';
  return member === 'Company' || member === 'SeparateMember' ? 'company' : null;
}

function isGroup({ local }: QName): boolean {
  return local === groupDimension || local === ifrsGroupAxis;
}

/** The canonical string of the other dimensions, in any order they came. */
export function breakdownOf(dimensions: readonly Dimension[], strange: boolean): string {
  if (dimensions.length === 0) return strange ? '?' : '';
  const parts = dimensions
    .filter(({ dimension }) => !isGroup(dimension))
    .map(({ dimension, member }) => `${dimension.local}=${memberName(member)}`)
    .sort();
  return (strange ? [...parts, '?'] : parts).join(' ');
}

/** Whether a context tells whose facts it holds, the company’s or the group’s. */
export function saysWhose({ dimensions }: Context): boolean {
  return dimensions.some(({ dimension }) => isGroup(dimension));
}

/** Whether a context is of the parent alone, in the words of the IFRS Foundation’s taxonomy. */
export function isSeparate({ dimensions }: Context): boolean {
  return dimensions.some(
    ({ dimension, member }) => dimension.local === ifrsGroupAxis && memberName(member) === 'SeparateMember',
  );
}
