import { formatDate, type IsoDate } from '@tocsin/domain';
import type { Statement } from '../facts.ts';
import type { FactsOnDay } from '../facts-on-day.ts';
import { type RatioInputs, type Ratios, ratiosOf, totalsOf, type Totals } from './ratios.ts';

/**
 * The latest filed accounts whose figures could be read (those filed on paper have none), as one set: the company's own
 * or its group's, never mixed.
 */
export interface AccountsOnDay {
  readonly balanceDate: IsoDate;
  readonly view: 'company' | 'group';
  /** What a sentence calls them: `accounts to 31 March 2024`. */
  readonly named: string;
  readonly currency: string | null;
  readonly figures: RatioInputs;
  readonly totals: Totals;
  readonly ratios: Ratios;
  /** The year before, in the same view; null when it is not known. */
  readonly previous: {
    readonly balanceDate: IsoDate;
    readonly figures: RatioInputs;
    readonly totals: Totals;
    readonly audited: boolean | null;
  } | null;
  readonly statement: Statement<'accounts-figures'>;
}

export function accountsOnDay(facts: FactsOnDay): AccountsOnDay | null {
  const filed = facts.latest('accounts-figures').filter(({ signal }) => hasFigures(signal.figures));
  const statement = latestOf(filed);
  if (!statement) return null;
  const before = latestOf(filed.filter((f) => f.signal.balanceDate < statement.signal.balanceDate));
  const { balanceDate, currency, figures, consolidated } = statement.signal;
  const company = viewOf('company', figures, previousOf('company', statement, before), currency);
  const group =
    consolidated && viewOf('group', consolidated, previousOf('group', statement, before), currency);
  const best = group && knownRatios(group.ratios) > knownRatios(company.ratios) ? group : company;
  const named = `${best.view === 'group' ? 'group accounts' : 'accounts'} to ${formatDate(balanceDate)}`;
  const { view, totals, ratios, previous } = best;
  return { balanceDate, view, named, currency, figures: best.figures, totals, ratios, previous, statement };
}

function hasFigures(figures: RatioInputs): boolean {
  for (const name in figures) if (figures[name] !== undefined) return true;
  return false;
}

/** By balance date; of two for one date the one published last, which corrects the other. */
function latestOf(
  filed: readonly Statement<'accounts-figures'>[],
): Statement<'accounts-figures'> | undefined {
  let latest = filed[0];
  for (const f of filed) if (f.signal.balanceDate >= latest!.signal.balanceDate) latest = f;
  return latest;
}

function viewOf(
  view: 'company' | 'group',
  figures: RatioInputs,
  previous: AccountsOnDay['previous'],
  currency: string | null,
) {
  const totals = totalsOf(figures);
  const ratios = ratiosOf(figures, previous?.figures ?? null, currency, totals);
  return { view, figures, totals, ratios, previous };
}

function previousOf(
  view: 'company' | 'group',
  statement: Statement<'accounts-figures'>,
  before: Statement<'accounts-figures'> | undefined,
): AccountsOnDay['previous'] {
  const told = statement.signal.previous;
  const audited = before?.signal.audited ?? null;
  if (view === 'company' && told) return yearBefore(told.balanceDate, told.figures, audited);
  const figures = view === 'company' ? before?.signal.figures : before?.signal.consolidated;
  return before && figures ? yearBefore(before.signal.balanceDate, figures, audited) : null;
}

function yearBefore(balanceDate: IsoDate, figures: RatioInputs, audited: boolean | null) {
  return { balanceDate, figures, totals: totalsOf(figures), audited };
}

function knownRatios(ratios: Ratios): number {
  return Object.values(ratios).filter((ratio) => ratio !== null).length;
}
