import type { Context } from './contexts.ts';
import type { Fact } from './facts.ts';
import { detached } from './select.ts';
import { readBoolean, readDate } from './values.ts';

/** What the accounts say about themselves. Null: they do not say. */
export interface Statements {
  /** `micro`, `small`, `medium`, `FRS 102`, `FRS 101`, `FRSSE`, `IFRS`, `UK GAAP`, `charities SORP`, or the member as tagged. */
  readonly standard: string | null;
  readonly audited: boolean | null;
  readonly dormant: boolean | null;
  /** False when the tag “prepared on a going-concern basis” says false. */
  readonly goingConcernBasis: boolean | null;
  readonly name: string | null;
  readonly registeredNumber: string | null;
  readonly balanceSheetDate: string | null;
  readonly periodEnd: string | null;
}

const standards: Readonly<Record<string, string>> = {
  'Micro-entities': 'micro',
  SmallEntities: 'small',
  MediumEntities: 'medium',
  FRS102: 'FRS 102',
  FRS101: 'FRS 101',
  FRSSE: 'FRSSE',
  FullIFRS: 'IFRS',
  IFRS: 'IFRS',
  InternationalFinancialReportingStandards: 'IFRS',
};

/** From the taxonomy's entry point, when nothing in the accounts names the standard. */
const entryPoints: readonly (readonly [RegExp, string])[] = [
  [/FRS-?101/i, 'FRS 101'],
  [/FRS-?102/i, 'FRS 102'],
  [/ifrs/i, 'IFRS'],
  [/\/char\//i, 'charities SORP'],
  [/uk-gaap|\/uk\/gaap\/|\/uk\/fr\/gaap\//i, 'UK GAAP'],
];

const auditStatuses: Readonly<Record<string, boolean>> = {
  Audited: true,
  'AuditExempt-NoAccountantsReport': false,
  AuditExemptWithAccountantsReport: false,
  IndependentExaminationCharity: false,
};

const auditExemption =
  /^(?:StatementThatCompanyEntitledToExemptionFromAudit|StatementThatMembersHaveNotRequiredCompanyToObtainAnAudit|CompanyEntitledToExemptionUnderSection4|MembersHaveNotRequiredCompanyToObtainAnAudit)/;
const auditorsReport = /^(?:OpinionAuditorsOnEntity|DateAuditorsReport|NameSeniorStatutoryAuditor)$/;
const smallRegime =
  /^(?:StatementThatAccountsHaveBeenPreparedInAccordanceWithProvisionsSmallCompaniesRegime|AccountsAreInAccordanceWithSpecialProvisionsCompaniesActRelatingToSmallCompanies)$/;

/** A statement is made by being there; only the word false unmakes it. */
function isMade(fact: Fact): boolean {
  return fact.value !== null && readBoolean(fact.value) !== false;
}

function memberOf(context: Context | undefined, dimension: string): string | null {
  const found = context?.dimensions.find((axis) => axis.dimension.local === dimension);
  if (found === undefined) return null;
  return typeof found.member === 'string' ? found.member : found.member.local;
}

/** The one thing all of them say, or null when they say nothing or contradict each other. */
function unanimous<Value>(values: readonly Value[]): Value | null {
  const distinct = new Set(values);
  return distinct.size === 1 ? (values[0] ?? null) : null;
}

type Contexts = ReadonlyMap<string, Context>;

/** Those of the latest period: a filing may repeat last year's statements. */
function latest(facts: readonly Fact[], contexts: Contexts): readonly Fact[] {
  const ends = facts.map(({ contextRef }) => contexts.get(contextRef)?.end ?? '');
  const last = ends.reduce((one, other) => (one > other ? one : other), '');
  return facts.filter((_fact, index) => ends[index] === last);
}

const dormancyConcepts: ReadonlySet<string> = new Set([
  'EntityDormantTruefalse',
  'EntityDormant',
  'CompanyDormant',
  'CompanyNotDormant',
]);

function dormancy(facts: readonly Fact[], contexts: Contexts): boolean | null {
  const tags = facts.filter(({ concept }) => dormancyConcepts.has(concept.local));
  const said = latest(tags, contexts).flatMap(({ concept, value }) => {
    const truth = readBoolean(value ?? '');
    if (truth === null) return [];
    return [concept.local === 'CompanyNotDormant' ? !truth : truth];
  });
  if (said.length > 0) return unanimous(said);
  return facts.some((fact) => /Section480/.test(fact.concept.local) && isMade(fact)) ? true : null;
}

function auditStatus(facts: readonly Fact[], contexts: Contexts): boolean | null {
  const tags = facts.filter(({ concept }) => concept.local === 'AccountsStatusAuditedOrUnaudited');
  const said = latest(tags, contexts).flatMap(({ contextRef }) => {
    return auditStatuses[memberOf(contexts.get(contextRef), 'AccountsStatusDimension') ?? ''] ?? [];
  });
  if (said.length > 0) return unanimous(said);
  if (facts.some((fact) => auditExemption.test(fact.concept.local) && isMade(fact))) return false;
  return facts.some((fact) => auditorsReport.test(fact.concept.local) && isMade(fact)) ? true : null;
}

function standardOf(facts: readonly Fact[], contexts: Contexts, schemas: readonly string[]): string | null {
  const member = facts
    .filter(({ concept }) => concept.local === 'AccountingStandardsApplied')
    .map(({ contextRef }) => memberOf(contexts.get(contextRef), 'AccountingStandardsDimension'))
    .find((name) => name !== null);
  if (member !== undefined) return standards[member] ?? detached(member);
  const regime = facts.find((fact) => smallRegime.test(fact.concept.local) && isMade(fact));
  if (regime !== undefined) return /micro-?\s?entit/i.test(regime.value ?? '') ? 'micro' : 'small';
  const entry = entryPoints.find(([pattern]) => schemas.some((schema) => pattern.test(schema)));
  return entry?.[1] ?? null;
}

function textOf(facts: readonly Fact[], concepts: RegExp): string | null {
  const found = facts.find(({ concept, value }) => concepts.test(concept.local) && value !== null && value !== '');
  return found?.value?.replace(/\s+/g, ' ').trim() ?? null;
}

function dateOf(facts: readonly Fact[], concepts: RegExp): string | null {
  const text = textOf(facts, concepts);
  return text === null ? null : readDate(text);
}

/** Reads the statements off the facts that make them; `schemas` are the taxonomies the document refers to. */
export function readStatements(
  facts: readonly Fact[],
  contexts: Contexts,
  schemas: readonly string[],
): Statements {
  const about = facts.filter((fact) => !fact.numeric);
  const basis = textOf(about, /^FinancialStatementsArePreparedOnGoing-concernBasisTruefalse$/);
  return {
    standard: standardOf(about, contexts, schemas),
    audited: auditStatus(about, contexts),
    dormant: dormancy(about, contexts),
    goingConcernBasis: basis === null ? null : readBoolean(basis),
    name: textOf(about, /^(?:EntityCurrentLegalOrRegisteredName|EntityCurrentLegalName)$/),
    registeredNumber: textOf(about, /^(?:UKCompaniesHouseRegisteredNumber|CompaniesHouseRegisteredNumber)$/),
    balanceSheetDate: dateOf(about, /^BalanceSheetDate$/),
    periodEnd: dateOf(about, /^(?:EndDateForPeriodCoveredByReport|PeriodEndDate)$/),
  };
}
