import { checkFacts } from './check.ts';
import type { Context } from './context.ts';
import type { Harvest } from './document.ts';
import type { Issue } from './facts.ts';
import { companyNumber } from './file-name.ts';
import { isHeadline } from './figures.ts';
import { nameFiling } from './filing.ts';
import type { AccountsFiling, FilingRequest, PreviousPeriod } from './filing.ts';
import type { Flag } from './flags.ts';
import { lastBalance, previousBalance, startOfPeriod } from './periods.ts';
import { correctFigures } from './plausible.ts';
import { detached, findCandidates, issueAbout, selectFigures } from './select.ts';
import type { Candidate, Figures } from './select.ts';
import { readStatements } from './statements.ts';
import type { Statements } from './statements.ts';

type Report = (issue: Issue) => void;

/** Judges what a document holds: which period it is for, its figures, and what it says about itself. */
export function buildFiling(harvest: Harvest, request: FilingRequest): AccountsFiling {
  const { facts, contexts, units, kind, report } = harvest;
  checkFacts(facts, contexts, units, kind === 'ixbrl', report);
  const said = readStatements(facts, contexts, harvest.schemas);
  const all = findCandidates(facts, contexts, units);
  const named = nameFiling(request);
  const balanceDate = named.balanceDate ?? said.balanceSheetDate ?? said.periodEnd ?? lastBalance(all);
  reportOtherDate(balanceDate, said.balanceSheetDate, report);
  const currency = mainCurrency(all);
  const candidates = inCurrency(all, currency, balanceDate, report);
  const periodStart = balanceDate === null ? null : startOfPeriod(contexts, balanceDate);
  return {
    ...named,
    companyNumber: named.companyNumber ?? taggedNumber(said.registeredNumber, contexts),
    balanceDate,
    periodStart,
    kind,
    taxonomies: harvest.schemas.map(detached),
    name: said.name === null ? null : detached(said.name),
    balanceSheetDate: said.balanceSheetDate,
    standard: said.standard,
    audited: said.audited,
    dormant: said.dormant,
    currency,
    figures: balanceDate === null ? {} : figuresOf(candidates, balanceDate, 'company', report),
    consolidated: balanceDate === null ? null : groupFigures(candidates, balanceDate, report),
    previous: balanceDate === null ? null : previousPeriod(candidates, balanceDate, periodStart, report),
    subsidiaries: said.subsidiaries,
    flags: [...harvest.flags, ...taggedFlags(said, harvest.flags)],
    issues: harvest.issues,
    ...(request.facts === true ? { facts, contexts } : {}),
  };
}

function figuresOf(
  candidates: readonly Candidate[],
  end: string,
  view: Candidate['view'],
  report: Report,
): Figures {
  const figures = selectFigures(candidates, end, view, report);
  correctFigures(figures).issues.forEach(report);
  return figures;
}

function groupFigures(candidates: readonly Candidate[], end: string, report: Report): Figures | null {
  const figures = figuresOf(candidates, end, 'consolidated', report);
  return Object.keys(figures).length === 0 ? null : figures;
}

function previousPeriod(
  candidates: readonly Candidate[],
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
function mainCurrency(candidates: readonly Candidate[]): string | null {
  const counts = new Map<string, number>();
  for (const { rule, currency } of candidates) {
    if (currency === null || !isHeadline(rule.figure)) continue;
    counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? null;
}

/** Figures in another currency than the rest would be taken for it; they are left out and reported. */
function inCurrency(
  candidates: readonly Candidate[],
  currency: string | null,
  balanceDate: string | null,
  report: Report,
): readonly Candidate[] {
  return candidates.filter((candidate) => {
    const { rule, end } = candidate;
    const fits = candidate.currency === null || candidate.currency === currency;
    if (!fits && end === balanceDate && isHeadline(rule.figure)) {
      const message = `${rule.figure} is in ${candidate.currency}, the accounts are in ${currency}`;
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
    if (/\d{5}/.test(entity)) return companyNumber(entity);
  }
  return null;
}

function taggedFlags(said: Statements, flags: readonly Flag[]): Flag[] {
  const kind = 'not-going-concern-basis';
  if (said.goingConcernBasis !== false || flags.some((flag) => flag.kind === kind)) return [];
  return [{ kind, quote: 'FinancialStatementsArePreparedOnGoing-concernBasisTruefalse: false' }];
}
