import { checkFacts } from './check.ts';
import type { Context } from './context.ts';
import type { Harvest } from './document.ts';
import type { Issue } from './facts.ts';
import { companyNumber } from './file-name.ts';
import type { Fact } from './facts.ts';
import { figureRules, isHeadline, isOnlyChecked } from './figures.ts';
import { isIfrs } from './names.ts';
import { nameFiling } from './filing.ts';
import type { AccountsFiling, FilingRequest, PreviousPeriod, ProfitAndLoss } from './filing.ts';
import type { Flag } from './flags.ts';
import { lastBalance, previousBalance, startOfPeriod } from './periods.ts';
import { correctFigures } from './plausible.ts';
import { detached, findCandidates, issueAbout, selectFigures } from './select.ts';
import type { FigureCandidate, Figures } from './select.ts';
import { readStatements } from './statements.ts';
import type { Statements } from './statements.ts';

type Report = (issue: Issue) => void;

/** Judges what a document holds: which period it is for, its figures, and what it says about itself. */
export function buildFiling(harvest: Harvest, request: FilingRequest): AccountsFiling {
  const { facts, contexts, units, kind, report } = harvest;
  checkFacts(facts, contexts, units, kind === 'ixbrl', report);
  const said = readStatements(facts, contexts, harvest.schemas);
  const all = findCandidates(facts, contexts, units);
  const standard = all.some(({ fact }) => isIfrs(fact.concept.namespace)) ? 'IFRS' : said.standard;
  const read = all.filter(({ rule }) => !isOnlyChecked(rule.figure)).length;
  reportNothingRead(harvest, read, report);
  const named = nameFiling(request);
  const other = otherCompany(named.companyNumber, said.registeredNumbers, contexts);
  if (other !== null) report(other);
  const balanceDate = named.balanceDate ?? said.balanceSheetDate ?? said.periodEnd ?? lastBalance(all);
  reportOtherDate(balanceDate, said.balanceSheetDate, report);
  const currency = mainCurrency(all);
  // Whose figures they are nobody knows then: none of them is this company's.
  const candidates = other === null ? inCurrency(all, currency, balanceDate, report) : [];
  const periodStart = balanceDate === null ? null : startOfPeriod(contexts, balanceDate);
  reportNothingAt(balanceDate, candidates, report);
  const figures = balanceDate === null ? {} : figuresOf(candidates, balanceDate, 'company', report);
  const consolidated = balanceDate === null ? null : groupFigures(candidates, balanceDate, report);
  return {
    ...named,
    companyNumber: named.companyNumber ?? taggedNumber(said.registeredNumber, contexts),
    balanceDate,
    periodStart,
    kind,
    taxonomies: harvest.schemas.map(detached),
    name: said.name === null ? null : detached(said.name),
    balanceSheetDate: said.balanceSheetDate,
    standard,
    audited: said.audited,
    dormant: said.dormant,
    currency,
    profitAndLoss: profitAndLossOf(
      [figures, consolidated ?? {}],
      { ...said, standard },
      facts,
      request.filedOn ?? balanceDate,
    ),
    figures,
    consolidated,
    previous: balanceDate === null ? null : previousPeriod(candidates, balanceDate, periodStart, report),
    subsidiaries: other === null ? said.subsidiaries : [],
    flags: other === null ? [...harvest.flags, ...taggedFlags(said, harvest.flags)] : [],
    issues: harvest.issues,
    ...(request.facts === true ? { facts, contexts } : {}),
  };
}

function figuresOf(
  candidates: readonly FigureCandidate[],
  end: string,
  view: FigureCandidate['view'],
  report: Report,
): Figures {
  const figures = withNetAssets(selectFigures(candidates, end, view, report));
  correctFigures(figures).issues.forEach(report);
  return figures;
}

const PROFIT_AND_LOSS = ['turnover', 'gross_profit', 'operating_profit', 'pbt', 'profit'] as const;
/** From this day small and micro companies file a profit and loss account, and may choose that it is not published. */
const FILED_BY_ALL = '2028-04-01';

function profitAndLossOf(
  views: readonly Figures[],
  { audited, standard }: Statements,
  facts: readonly Fact[],
  filedOn: string | null,
): ProfitAndLoss {
  if (views.some((figures) => PROFIT_AND_LOSS.some((name) => figures[name] !== undefined))) return 'readable';
  const isTagged = facts.some(({ concept }) => isOfProfit(concept.local));
  // Who must have an audit, or reports by IFRS, is not small: the account is there, and was not understood.
  if (isTagged || audited === true || standard === 'IFRS') return 'not-readable';
  return filedOn !== null && filedOn >= FILED_BY_ALL ? 'withheld-by-choice' : 'not-required';
}

function isOfProfit(local: string): boolean {
  const rule = figureRules(local)?.get('');
  return rule !== undefined && PROFIT_AND_LOSS.some((name) => name === rule.figure);
}

/** By IFRS the equity of a balance sheet is what its net assets are, and these have no tag of their own. */
function withNetAssets(figures: Figures): Figures {
  const { equity, net_assets } = figures;
  if (net_assets || !equity || !isIfrs(equity.concept.namespace)) return figures;
  return { ...figures, net_assets: equity };
}

/** Sums of money none of which is a figure that is known: another vocabulary, or another way of tagging. */
function reportNothingRead({ facts, units }: Harvest, candidates: number, report: Report): void {
  if (candidates > 0) return;
  const monetary = facts.filter(
    ({ numeric, faulty, unitRef }) =>
      numeric && !faulty && (units.get(unitRef ?? '')?.currency ?? null) !== null,
  );
  if (monetary.length === 0) return;
  const message = `${monetary.length} monetary facts, none of them read: no figure of them is known`;
  report({ kind: 'nothing-read', message });
}

/** Figures of other days only: those of the day that the accounts are made up to are not known. */
function reportNothingAt(
  balanceDate: string | null,
  candidates: readonly FigureCandidate[],
  report: Report,
): void {
  const last = lastBalance(candidates);
  if (balanceDate === null || last === null || candidates.some(({ end }) => end === balanceDate)) return;
  const message = `no figure is of ${balanceDate}, the newest are of ${last}: none of them is read as its own`;
  report({ kind: 'nothing-at-date', message });
}

function groupFigures(candidates: readonly FigureCandidate[], end: string, report: Report): Figures | null {
  const figures = figuresOf(candidates, end, 'consolidated', report);
  return Object.keys(figures).length === 0 ? null : figures;
}

function previousPeriod(
  candidates: readonly FigureCandidate[],
  end: string,
  start: string | null,
  report: Report,
): PreviousPeriod | null {
  const balanceDate = previousBalance(candidates, end, start);
  if (balanceDate === null) return null;
  const figures = figuresOf(candidates, balanceDate, 'company', report);
  return { balanceDate, figures, consolidated: groupFigures(candidates, balanceDate, report) };
}

/** The currency most headline figures are in. */
function mainCurrency(candidates: readonly FigureCandidate[]): string | null {
  const counts = new Map<string, number>();
  for (const { rule, currency } of candidates) {
    if (currency === null || !isHeadline(rule.figure)) continue;
    counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? null;
}

/** Units that many give money by mistake. */
const PLAIN: ReadonlySet<string> = new Set(['pure', '']);

/** Figures in another currency than the rest would be taken for it; they are left out and reported. */
function inCurrency(
  candidates: readonly FigureCandidate[],
  currency: string | null,
  balanceDate: string | null,
  report: Report,
): readonly FigureCandidate[] {
  return candidates.filter((candidate) => {
    const { rule, end, unit } = candidate;
    const isMoney = rule.figure !== 'employees';
    // A unit of its own may be thousands of pounds: what it counts is not known.
    const isOdd = isMoney && candidate.currency === null && unit !== undefined && !PLAIN.has(unit.measure);
    const fits = !isOdd && (candidate.currency === null || candidate.currency === currency);
    if (!fits && end === balanceDate && isHeadline(rule.figure)) {
      const message = `${rule.figure} is in ${candidate.currency ?? unit?.measure}, the accounts are in ${currency}`;
      report(issueAbout(candidate, 'other-currency', message));
    }
    return fits;
  });
}

function reportOtherDate(balanceDate: string | null, tagged: string | null, report: Report): void {
  if (balanceDate === null || tagged === null || tagged === balanceDate) return;
  const message = `the balance sheet date is tagged ${tagged}, the filing is for ${balanceDate}`;
  report({ kind: 'balance-date-differs', message, concept: 'BalanceSheetDate' });
}

function taggedNumber(said: string | null, contexts: ReadonlyMap<string, Context>): string | null {
  const number = said === null ? null : companyNumber(said);
  if (number !== null) return number;
  for (const { entity } of contexts.values()) {
    if (NUMBERED.test(entity)) return companyNumber(entity);
  }
  return null;
}

/** A company that the document says it is of, where the file is another's. */
function otherCompany(
  named: string | null,
  tagged: readonly string[],
  contexts: ReadonlyMap<string, Context>,
): Issue | null {
  const entities = [...contexts.values()].map(({ entity }) => entity).filter((one) => NUMBERED.test(one));
  const said = [...new Set([...tagged, ...entities])].map((text) => companyNumber(text));
  const [first = null, ...others] = [...new Set(said.filter((number) => number !== null))];
  const other = [first, ...others].find((number) => number !== null && number !== (named ?? first));
  if (other === undefined || other === null) return null;
  const message = `the document says that it is of company ${other}, the file is of ${named ?? first}: whose its figures are is not known`;
  return { kind: 'other-company', message };
}

/** An identifier of fewer digits is a place that software left as it was. */
const NUMBERED = /\d{5}/;

function taggedFlags(said: Statements, flags: readonly Flag[]): Flag[] {
  const kind = 'not-going-concern-basis';
  if (said.goingConcernBasis !== false || flags.some((flag) => flag.kind === kind)) return [];
  return [{ kind, quote: 'FinancialStatementsArePreparedOnGoing-concernBasisTruefalse: false' }];
}
