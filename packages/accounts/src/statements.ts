import type { Context } from './context.ts';
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
  /** Each number that it tags as the company's own, as printed: those of a breakdown may be others'. */
  readonly registeredNumbers: readonly string[];
  readonly balanceSheetDate: string | null;
  readonly periodEnd: string | null;
  /** Companies that the accounts list as subsidiaries, as printed, each once. */
  readonly subsidiaries: readonly string[];
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

/** What a text fact is evidence of. */
type Topic =
  | 'standard'
  | 'small-regime'
  | 'audit-status'
  | 'audit-exemption'
  | 'auditors-report'
  | 'dormancy'
  | 'dormant-exemption'
  | 'going-concern-basis'
  | 'name'
  | 'number'
  | 'subsidiary'
  | 'balance-sheet-date'
  | 'period-end';

const topics: ReadonlyMap<string, Topic> = new Map([
  ['AccountingStandardsApplied', 'standard'],
  ['StatementThatAccountsHaveBeenPreparedInAccordanceWithProvisionsSmallCompaniesRegime', 'small-regime'],
  ['AccountsAreInAccordanceWithSpecialProvisionsCompaniesActRelatingToSmallCompanies', 'small-regime'],
  ['AccountsStatusAuditedOrUnaudited', 'audit-status'],
  ['OpinionAuditorsOnEntity', 'auditors-report'],
  ['DateAuditorsReport', 'auditors-report'],
  ['NameSeniorStatutoryAuditor', 'auditors-report'],
  ['EntityDormantTruefalse', 'dormancy'],
  ['EntityDormant', 'dormancy'],
  ['CompanyDormant', 'dormancy'],
  ['CompanyNotDormant', 'dormancy'],
  ['FinancialStatementsArePreparedOnGoing-concernBasisTruefalse', 'going-concern-basis'],
  ['EntityCurrentLegalOrRegisteredName', 'name'],
  ['EntityCurrentLegalName', 'name'],
  ['UKCompaniesHouseRegisteredNumber', 'number'],
  ['CompaniesHouseRegisteredNumber', 'number'],
  ['NameSubsidiary', 'subsidiary'],
  ['NameSubsidiaryUndertaking', 'subsidiary'],
  ['BalanceSheetDate', 'balance-sheet-date'],
  ['EndDateForPeriodCoveredByReport', 'period-end'],
]);

/** Each taxonomy words its exemption statements anew; the beginnings are alike. */
const exemption =
  /^(?:StatementThat)?(?:CompanyEntitledToExemption|MembersHaveNotRequiredCompanyToObtainAnAudit)/;

/** Of the names that `exemption` matches; most names are shorter. */
const shortestExemption = 'CompanyEntitledToExemption'.length;

function topicOf(local: string): Topic | undefined {
  const topic = topics.get(local);
  if (topic !== undefined || local.length < shortestExemption || !exemption.test(local)) return topic;
  return local.includes('Section480') ? 'dormant-exemption' : 'audit-exemption';
}

type About = ReadonlyMap<Topic, readonly Fact[]>;

function sortByTopic(facts: readonly Fact[]): About {
  const about = new Map<Topic, Fact[]>();
  for (const fact of facts) {
    const topic = fact.numeric ? undefined : topicOf(fact.concept.local);
    if (topic === undefined) continue;
    const known = about.get(topic);
    if (known === undefined) about.set(topic, [fact]);
    else known.push(fact);
  }
  return about;
}

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

function isStated(about: About, ...topics: readonly Topic[]): boolean {
  return topics.some((topic) => about.get(topic)?.some(isMade) === true);
}

function dormancy(about: About, contexts: Contexts): boolean | null {
  const said = latest(about.get('dormancy') ?? [], contexts).flatMap(({ concept, value }) => {
    const truth = readBoolean(value ?? '');
    if (truth === null) return [];
    return [concept.local === 'CompanyNotDormant' ? !truth : truth];
  });
  if (said.length > 0) return unanimous(said);
  return isStated(about, 'dormant-exemption') ? true : null;
}

function auditStatus(about: About, contexts: Contexts): boolean | null {
  const said = latest(about.get('audit-status') ?? [], contexts).flatMap(({ contextRef }) => {
    return auditStatuses[memberOf(contexts.get(contextRef), 'AccountsStatusDimension') ?? ''] ?? [];
  });
  if (said.length > 0) return unanimous(said);
  if (isStated(about, 'audit-exemption', 'dormant-exemption')) return false;
  return isStated(about, 'auditors-report') ? true : null;
}

function standardOf(about: About, contexts: Contexts, schemas: readonly string[]): string | null {
  const member = latest(about.get('standard') ?? [], contexts)
    .map(({ contextRef }) => memberOf(contexts.get(contextRef), 'AccountingStandardsDimension'))
    .find((name) => name !== null);
  if (member !== undefined) return standards[member] ?? detached(member);
  const regime = about.get('small-regime')?.find(isMade);
  if (regime !== undefined) return /micro-?\s?entit/i.test(regime.value ?? '') ? 'micro' : 'small';
  const entry = entryPoints.find(([pattern]) => schemas.some((schema) => pattern.test(schema)));
  return entry?.[1] ?? null;
}

function textOf(about: About, topic: Topic): string | null {
  return textsOf(about.get(topic) ?? [])[0] ?? null;
}

function textsOf(facts: readonly Fact[]): readonly string[] {
  const texts = facts.map(({ value }) => (value ?? '').replace(/\s+/g, ' ').trim());
  return texts.filter((text) => text !== '');
}

/** A list longer than this is no list of companies. */
const mostSubsidiaries = 1_000;

function subsidiariesOf(about: About, contexts: Contexts): readonly string[] {
  const named = textsOf(latest(about.get('subsidiary') ?? [], contexts));
  return [...new Set(named)].slice(0, mostSubsidiaries).map(detached);
}

function dateOf(about: About, topic: Topic): string | null {
  const text = textOf(about, topic);
  return text === null ? null : readDate(text);
}

/** Reads the statements off the facts that make them; `schemas` are the taxonomies the document refers to. */
export function readStatements(
  facts: readonly Fact[],
  contexts: Contexts,
  schemas: readonly string[],
): Statements {
  const about = sortByTopic(facts);
  const basis = textOf(about, 'going-concern-basis');
  return {
    standard: standardOf(about, contexts, schemas),
    audited: auditStatus(about, contexts),
    dormant: dormancy(about, contexts),
    goingConcernBasis: basis === null ? null : readBoolean(basis),
    name: textOf(about, 'name'),
    registeredNumber: textOf(about, 'number'),
    registeredNumbers: textsOf(
      (about.get('number') ?? []).filter(({ contextRef }) => {
        const context = contexts.get(contextRef);
        return context === undefined || (context.view === 'company' && context.breakdown === '');
      }),
    ),
    balanceSheetDate: dateOf(about, 'balance-sheet-date'),
    periodEnd: dateOf(about, 'period-end'),
    subsidiaries: subsidiariesOf(about, contexts),
  };
}
