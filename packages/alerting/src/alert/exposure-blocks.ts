import {
  dayAfter,
  formatMoneyByBasis,
  formatMoneyInBrief,
  formatVat,
  formatWholePounds,
  type ContractVia,
  type ExposedContract,
  formatDate,
  type IsoDate,
  type Regime,
} from '@tocsin/domain';
import { statedEnd, valuesNotKnown, type ExposureView } from '@tocsin/exposure';
import type { AlertFacts } from './alert-facts.ts';
import { count, criticalityWords } from '../mail/format.ts';
import { paidSentences } from '../words/paid-words.ts';
import { dependenceSentences } from './dependence.ts';
import type { Block, Inline, Row } from '../mail/letter.ts';
import { safeguardRows } from './safeguards.ts';

/** The law that a contract was let under. */
const REGIME_NAMES: Readonly<Record<Regime, string>> = {
  'procurement-act-2023': 'Procurement Act 2023',
  'pcr-2015': 'Public Contracts Regulations 2015',
  unknown: 'Not recorded',
};

/**
 * The threshold of the Procurement Act 2023 for goods and services of a council, with VAT: £207,720 for procurements
 * begun since 1 January 2026 (S.I. 2025/1200; PPN 023), £214,904 before. The day on which one began is not published
 * with its contract, so the higher holds. Below it a contract is no public contract; works and light-touch services have
 * higher ones.
 */
const LEAST_THRESHOLD = 214_904_00;
const WITH_VAT = 1.2;

/** What the law that a contract was let under means for ending it. */
export function regimeWords({ regime, value }: Pick<ExposedContract, 'regime' | 'value'>): string {
  if (regime === 'pcr-2015')
    return 'Public Contracts Regulations 2015: those and the contract’s own terms decide. Section 78 of the Procurement Act 2023 does not apply.';
  if (regime === 'unknown')
    return 'Regime not recorded: find out which law the contract was let under before relying on any right to terminate.';
  const withVat = value && value.pence * (value.vat === 'net' ? WITH_VAT : 1);
  return withVat !== null && withVat >= LEAST_THRESHOLD
    ? 'Procurement Act 2023: section 78 implies a right to terminate into public contracts, in the cases that the Act names, after notice to the supplier. Works and light-touch services have higher thresholds. Insolvency is a discretionary ground, for the council to judge.'
    : 'Procurement Act 2023: whether section 78 implies a right to terminate is not known. It does so in public contracts only, and the value of this one is below the threshold or not published.';
}

/** What is at stake in brackets after a subject: `2 contracts, £2.71m`, `3 contracts, £674k and one value not known`. */
export function stakesInBrief({ exposure }: Pick<AlertFacts, 'exposure'>): string {
  const { totals } = exposure;
  if (totals.contracts > 0) {
    const [left, unknown] = [formatMoneyInBrief(totals.valueLeft), valuesNotKnown(totals)];
    const value = [left, unknown].filter((part) => part !== null).join(' and ');
    return [count(totals.contracts, 'contract'), value].filter((part) => part !== '').join(', ');
  }
  const spend = exposure.spend && formatMoneyInBrief(exposure.spend.last12Months);
  if (spend) return `${spend} paid in 12 months`;
  const since = exposure.paid?.since && formatMoneyInBrief(exposure.paid.since.sum);
  if (since) return `${since} paid since`;
  if (totals.awaiting.contracts > 0)
    return `${count(totals.awaiting.contracts, 'contract')} awaiting allocation`;
  if (totals.frameworks > 0) return count(totals.frameworks, 'framework agreement');
  if (exposure.intended.length > 0) return `${count(exposure.intended.length, 'contract')} announced`;
  if (exposure.throughGroup.length > 0) return 'through its group';
  return exposure.basis === 'group' ? 'no contract known' : 'value not known';
}

/** The council's own contracts and spend, with the totals they are part of. */
export function exposureBlocks(facts: AlertFacts): readonly Block[] {
  const { contracts } = facts.exposure;
  return [
    { kind: 'heading', text: 'Your contracts and spend' },
    { kind: 'paragraph', text: totalSentence(facts) },
    ...contracts.map((contract) => contractCard(contract)),
    { kind: 'paragraph', text: spendSentences(facts.exposure) },
    ...besideBlocks(facts),
    ...(contracts.length > 0 ? contractNotes(contracts) : []),
  ];
}

/** What stands beside the council's own contracts and is in none of their sums. */
export function besideBlocks({ exposure, supplier }: AlertFacts): readonly Block[] {
  const { intended, throughGroup, spendAwaiting } = exposure;
  const awaiting = spendAwaiting && formatMoneyByBasis(spendAwaiting);
  return [
    ...(awaiting
      ? [
          {
            kind: 'paragraph' as const,
            text: `Spend of a council that was split between yours and others, not counted above: ${awaiting} in the last 12 months.`,
          },
        ]
      : []),
    ...(intended.length > 0
      ? [
          { kind: 'heading' as const, text: 'Announced and not placed yet' },
          ...intended.map((contract) => contractCard(contract)),
        ]
      : []),
    ...(throughGroup.length > 0
      ? [
          { kind: 'heading' as const, text: 'Through its group or as a subcontractor' },
          {
            kind: 'paragraph' as const,
            text: `These contracts are with other companies than ${supplier.name}. They are not counted above.`,
          },
          ...throughGroup.map((contract) => contractCard(contract)),
        ]
      : []),
  ];
}

function contractNotes(contracts: readonly ExposedContract[]): readonly Block[] {
  const regimes = [...new Set(contracts.map(regimeWords))].sort();
  return [
    {
      kind: 'paragraph',
      text: `Value left is the contract value spread evenly over the days of its term${contracts.some((one) => one.leftBy) ? ', or the annual value for the days left where your register states one' : ''}. It is not money known to be owed.`,
    },
    { kind: 'list', items: regimes },
  ];
}

/** The live contracts on the day of the alert and what was left of their value then, in a sentence. */
export function totalSentence({ exposure, council, supplier }: AlertFacts): string {
  const { contracts, valueLeft, withoutValueLeft, isShared, awaiting } = exposure.totals;
  const day = formatDate(exposure.asOf);
  const waiting = awaiting.contracts;
  const split =
    waiting > 0
      ? ` ${count(waiting, 'contract')} of a council that was split await${waiting === 1 ? 's' : ''} allocation and ${waiting === 1 ? 'is' : 'are'} not counted.`
      : '';
  if (contracts === 0)
    return `On ${day} no live contract between ${council.name} and ${supplier.name} was known from published notices or your register.${split}`;
  const left = formatMoneyByBasis(valueLeft);
  const shared = isShared
    ? ' Values shared between several suppliers are left out: their parts are not published.'
    : '';
  const unknown =
    withoutValueLeft > 0 ? ` For ${count(withoutValueLeft, 'contract')} the value left is not known.` : '';
  const total = left ? ` with value left of ${left}` : '';
  return `On ${day} ${council.name} had ${count(contracts, 'live contract')} with ${supplier.name}${total}.${unknown}${shared}${split}`;
}

function contractCard(contract: ExposedContract): Block {
  const rows: readonly (Row | null)[] = [
    contract.reference ? { term: 'Your reference', value: contract.reference } : null,
    { term: 'Value left', value: valueLeftWords(contract) },
    contract.value && {
      term: 'Contract value',
      value: `${formatWholePounds(contract.value.pence)} (${formatVat(contract.value.vat)})`,
    },
    contract.startsLater && contract.startsOn
      ? { term: 'Starts', value: formatDate(contract.startsOn) }
      : null,
    { term: 'Ends', value: lastDayWords(contract) },
    { term: 'Next break', value: nextBreakWords(contract) },
    contract.extendsTo && !contract.safeguards?.extensionTo
      ? { term: 'Can be extended to', value: formatDate(contract.extendsTo) }
      : null,
    contract.via ? { term: viaTerms[contract.via.relation], value: viaWords(contract.via) } : null,
    contract.placedBy ? { term: 'Placed by', value: contract.placedBy.name } : null,
    contract.awaiting
      ? {
          term: 'Awaiting allocation',
          value: `since ${formatDate(contract.awaiting.since)}, between ${contract.awaiting.between.join(' and ')}`,
        }
      : null,
    contract.consent ? { term: 'Section 24 direction', value: consentWords[contract.consent] } : null,
    { term: 'Critical or not', value: criticalityWords[contract.criticality] },
    contract.service ? { term: 'Service', value: contract.service } : null,
    contract.owner ? { term: 'Contract owner', value: contract.owner } : null,
    ...safeguardRows(contract),
    { term: 'Known from', value: knownFrom(contract) },
    { term: 'Let under', value: REGIME_NAMES[contract.regime] },
    ...(contract.published ?? []).map(({ text, url }) => ({
      term: 'Published on how it goes',
      value: url ? [text, ' ', { text: 'The notice', url }] : text,
    })),
    ...(contract.joined ?? []).map(({ ref, reason }) => ({
      term: 'Same contract as',
      value: `${ref.replace('award:', 'notice ').replace('register:', 'register line ')} (${reason})`,
    })),
  ];
  return { kind: 'card', title: contract.title, rows: rows.filter((row) => row !== null) };
}

/** The last day of a contract; of one that the council's own register names, nobody publishes it. */
export function lastDayWords({
  endsOn,
  endPrinted,
  origin,
}: Pick<ExposedContract, 'endsOn' | 'endPrinted' | 'origin'>): string {
  if (endsOn) return formatDate(endsOn);
  if (statedEnd({ endsOn, endPrinted }).noFixedEnd) return `No fixed end (“${endPrinted}”)`;
  if (endPrinted) return `Not known: the register says “${endPrinted}”`;
  return origin === 'register' ? 'Not known from your register' : 'Not published';
}

/** When the first of several contracts ends; none has a fixed end only where each says so. */
export function firstEndWords({ nextEnd, contracts }: Pick<ExposureView, 'nextEnd' | 'contracts'>): string {
  if (nextEnd) return formatDate(nextEnd);
  const isOpen = contracts.length > 0 && contracts.every(({ noFixedEnd }) => noFixedEnd);
  return isOpen ? 'No fixed end' : 'Not known';
}

/** The next day on which the council may end it early; no notice publishes that. */
export function nextBreakWords({ nextBreakOn, origin, safeguards }: ExposedContract): string {
  if (nextBreakOn) return formatDate(nextBreakOn);
  if (safeguards?.breaksOn) return 'None left';
  return origin === 'register' ? 'Not recorded in your register' : 'Not published';
}

/** Said of the company that holds the contract, as seen from the supplier that the alert is about. */
const viaTerms: Readonly<Record<ContractVia['relation'], string>> = {
  parent: 'With its parent',
  subsidiary: 'With its subsidiary',
  sister: 'With its sister company',
  subcontractor: 'As a subcontractor',
};

/** The chain, with the pages that say so. */
function viaWords({ chain, urls }: ContractVia): Inline {
  const links = urls.map((url, at) => ({ text: `[${at + 1}]`, url }));
  return [chain.join(' → '), ...links.flatMap((link) => [' ', link])];
}

/** What a direction under section 24 of the 2007 Act may ask of a contract: a flag for legal services, no answer. */
export const consentWords: Readonly<Record<NonNullable<ExposedContract['consent']>, string>> = {
  'may-need-consent': 'May need consent: ask legal services',
  unknown: 'May need consent: its value, end or day of award is not known',
};

function valueLeftWords(contract: ExposedContract): string {
  const note = contract.valueNote ? `. ${contract.valueNote}` : '';
  return `${leftWords(contract)}${note}`;
}

function leftWords(contract: ExposedContract): string {
  if (contract.agreement === 'framework') return 'Framework agreement: its ceiling is not a contract value';
  if (!contract.valueLeft) return 'Not known';
  const shared = contract.sharedBetween ? `, shared between ${contract.sharedBetween} suppliers` : '';
  const yearly = contract.leftBy ? ', by its annual value' : '';
  return `${formatWholePounds(contract.valueLeft.pence)} (${formatVat(contract.valueLeft.vat)}${shared}${yearly})`;
}

function knownFrom(contract: ExposedContract): Inline {
  if (contract.origin === 'register') return 'Your own contract register (private to your council)';
  return contract.url
    ? [{ text: 'Published contract notice', url: contract.url }]
    : 'Published contract notice';
}

/** Why spend is not known, within a sentence: of a page's own day, or of the moment in which an alert was raised. */
export const noSpendRead = {
  today: 'no spending file of your council has been read',
  whenRaised: 'no spending file of your council had been read when this alert was raised',
} as const;

/** What an alert says of spend, on its page and in its mail alike: of twelve months, beside them, and what depends on it. */
export function spendSentences(exposure: ExposureView): string {
  return [
    spendSentence(exposure),
    ...paidSentences(exposure),
    ...dependenceSentences(exposure.dependence),
  ].join(' ');
}

/**
 * Which twelve months a sum of spend is of: the newest that the files cover, or those before what stands against the
 * supplier where the files reach that day. A supplier's sum and the sums of all suppliers are of other months then.
 */
export function yearWords({ spend, paid }: Pick<ExposureView, 'spend' | 'paid'>): string | null {
  if (!spend?.to) return null;
  return isYearBeforeEvent({ spend, paid }) && paid?.event
    ? `before ${formatDate(paid.event)}`
    : `to ${formatDate(spend.to)}`;
}

/** Whether the twelve months are those before what stands against the supplier, and not the newest that the files cover. */
export function isYearBeforeEvent({ spend, paid }: Pick<ExposureView, 'spend' | 'paid'>): boolean {
  return Boolean(paid?.event && spend?.to && dayAfter(spend.to) === paid.event);
}

/** What a sum of spend of all suppliers is called, with the last day of its twelve months where a file was read. */
export function yearHeading(to: IsoDate | null): string {
  return `Spend in 12 months${to ? ` to ${formatDate(to)}` : ''}`;
}

/** Something is known of the twelve months: a file of one of them was read, or something was paid. */
export function isYearKnown(spend: NonNullable<ExposureView['spend']>): boolean {
  return spend.last12Months !== null;
}

/**
 * What the council's spending files, published or its own, said of one supplier when an alert was raised, and how much of
 * the twelve months had been read, in sentences.
 */
export function spendSentence({ spend }: Pick<ExposureView, 'spend'>): string {
  if (!spend) return `Spend: not known, because ${noSpendRead.whenRaised}.`;
  const paid = formatMoneyByBasis(spend.last12Months);
  if (!spend.from || !spend.to)
    return paid
      ? `Paid in the last 12 months: ${paid}.`
      : 'Nothing paid to this supplier is in the spending files read for the last 12 months.';
  const period = `the 12 months from ${formatDate(spend.from)} to ${formatDate(spend.to)}`;
  if (!isYearKnown(spend))
    return `Spend in ${period}: not known, because no file of those months had been read.`;
  const said = paid
    ? `Paid in ${period}: ${paid}.`
    : `Nothing paid to this supplier is in the spending files read for ${period}.`;
  return [said, ...spendReadWords(spend)].join(' ');
}

/** How much of the twelve months of a sum of spend was read, and whether the files are late. */
export function spendReadWords({
  monthsRead,
  isLate,
}: Pick<NonNullable<ExposureView['spend']>, 'monthsRead' | 'isLate'>): readonly string[] {
  return [
    ...(monthsRead === null ? [] : [`${monthsRead} of the 12 months were read.`]),
    ...(isLate ? ['The next file is over a quarter late: later payments are not known.'] : []),
  ];
}
