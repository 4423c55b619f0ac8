import type { Evidence, Finding, FormalEvent } from '@tocsin/domain';
import type { AlertFacts } from './alert-facts.ts';
import { formalCause } from './causes.ts';
import { exposureBlocks, stakesInBrief } from './exposure-blocks.ts';
import { bandWords, count, daysUntil, formatDate } from './format.ts';
import { renderMail, type Block, type Inline, type Mail } from './letter.ts';
import { plain } from './plain.ts';
import { guidance, playbookOf, type Playbook } from './playbooks.ts';

/** The line that every alert carries, whatever else it says. */
export const fixedLine = 'This alert is not a reason to exclude a supplier.';

/**
 * One alert as a mail to one council: subject, HTML and a complete text alternative, everything in it neutralised and
 * escaped. It states dated public facts with their links, what they are not, and what is not known.
 */
export function composeAlertMail(facts: AlertFacts): Mail {
  return renderMail(subjectOf(facts), [...opening(facts), ...alertBlocks(facts)]);
}

/** `Example Care Homes Ltd: winding-up petition advertised (2 contracts, £2.71m)`. */
export function subjectOf(facts: AlertFacts): string {
  const title = facts.alert.title;
  const lower = title.charAt(0).toLowerCase() + title.slice(1);
  return `${plain(facts.supplier.name, 120)}: ${lower} (${stakesInBrief(facts)})`;
}

/** Banner and title. */
export function opening(facts: AlertFacts, before = ''): readonly Block[] {
  return [
    ...(facts.sampleBanner ? [{ kind: 'banner' as const, text: facts.sampleBanner }] : []),
    { kind: 'title', text: `${before}${facts.supplier.name}: ${facts.alert.title}` },
  ];
}

/** Everything of an alert below its title. */
export function alertBlocks(facts: AlertFacts): readonly Block[] {
  const playbook = playbookOfAlert(facts);
  return [
    ...whatHappened(facts),
    ...meaning(playbook),
    ...exposureBlocks(facts),
    ...whatChanged(facts),
    ...why(facts),
    ...backgroundBlocks(facts),
    ...nextSteps(playbook),
    { kind: 'inset', text: fixedLine },
    ...closing(facts),
  ];
}

/** How the supplier was matched, who else depends on it, how often such things happen, and what is not known. */
export function backgroundBlocks(facts: AlertFacts): readonly Block[] {
  return [
    { kind: 'heading', text: 'How we matched the supplier' },
    { kind: 'paragraph', text: matchSentence(facts) },
    { kind: 'heading', text: 'Other councils' },
    { kind: 'paragraph', text: othersSentence(facts) },
    ...howOften(facts),
    { kind: 'heading', text: 'What we do not know' },
    { kind: 'list', items: unknowns(facts) },
  ];
}

/** The open formal event that an alert is about. */
export function eventOf({ alert, assessment }: AlertFacts): FormalEvent | null {
  return assessment.formalEvents.find((event) => formalCause(event) === alert.cause) ?? null;
}

/** What the news of an alert is, what it is not, and what to do about it. */
export function playbookOfAlert(facts: AlertFacts): Playbook {
  const { kind, cause } = facts.alert;
  return playbookOf(
    kind,
    kind === 'formal' ? (eventOf(facts)?.family ?? null) : (cause.split(':')[1] ?? null),
  );
}

function whatHappened(facts: AlertFacts): readonly Block[] {
  const event = eventOf(facts);
  const { alert, assessment, supplier } = facts;
  const heading: Block = { kind: 'heading', text: 'What happened' };
  if (!event)
    return [
      heading,
      { kind: 'paragraph', text: `${formatDate(assessment.asOf)}: ${supplier.name}. ${alert.title}.` },
    ];
  return [
    heading,
    { kind: 'paragraph', text: `${formatDate(event.on)}: ${supplier.name}. ${event.title}.` },
    { kind: 'list', items: event.evidence.map(evidenceLine) },
    ...petitionBlocks(facts),
  ];
}

function petitionBlocks({ petition, assessment }: AlertFacts): readonly Block[] {
  if (!petition) return [];
  const { hearing, petitioner } = petition;
  const rows = [
    { term: 'Hearing', value: hearing?.on ? hearingWords(hearing.on, assessment.asOf) : 'Date not known' },
    { term: 'Court', value: hearing?.court ?? 'Not known' },
    ...(petitioner ? [{ term: 'Presented by', value: petitioner }] : []),
  ];
  return [{ kind: 'card', title: 'The petition', rows }];
}

/** The day of a hearing with the days left to it, counted from the day of the alert. */
export function hearingWords(on: string, asOf: string): string {
  const days = daysUntil(on, asOf);
  if (days < 0) return `${formatDate(on)} (this day has passed)`;
  return days === 0 ? `${formatDate(on)} (today)` : `${formatDate(on)} (${count(days, 'day')} left)`;
}

function meaning(playbook: Playbook): readonly Block[] {
  return [
    { kind: 'heading', text: 'What this is, and what it is not' },
    { kind: 'paragraph', text: playbook.is },
    { kind: 'paragraph', text: playbook.isNot },
  ];
}

function whatChanged({ alert, assessment, previous }: AlertFacts): readonly Block[] {
  const band =
    alert.from === null || alert.from === alert.to
      ? bandWords[alert.to]
      : `${bandWords[alert.to]} (before: ${bandWords[alert.from]})`;
  const score = previous
    ? `${assessment.score} of 100 (before: ${previous.score})`
    : `${assessment.score} of 100`;
  const version =
    previous && previous.modelVersion !== assessment.modelVersion
      ? `${assessment.modelVersion} (before: ${previous.modelVersion})`
      : assessment.modelVersion;
  const rows = [
    { term: 'Risk band', value: band },
    { term: 'Score', value: score },
    { term: 'Could be judged', value: `${Math.round(assessment.coverage * 100)} % of the questions` },
    { term: 'Model version', value: version },
  ];
  return [
    { kind: 'heading', text: 'What changed' },
    { kind: 'card', title: 'Assessment', rows },
  ];
}

function why({ assessment }: AlertFacts): readonly Block[] {
  const present = assessment.findings
    .filter((finding) => finding.outcome === 'present')
    .toSorted((a, b) => b.points - a.points);
  if (present.length === 0) return [];
  return [
    { kind: 'heading', text: 'What the score rests on' },
    { kind: 'list', items: present.map(findingLine) },
  ];
}

function findingLine({ points, because, evidence }: Finding): Inline {
  const sign = points < 0 ? '−' : '+';
  return [
    `${sign}${count(Math.abs(points), 'point')}: ${because}`,
    ...evidence.flatMap((one) => [' ', ...evidenceLine(one)]),
  ];
}

function evidenceLine(evidence: Evidence): readonly (string | { text: string; url: string })[] {
  const quote = evidence.quote ? `: “${evidence.quote}”` : '';
  return [
    { text: evidence.source, url: evidence.url },
    `, published ${formatDate(evidence.publishedAt)}${quote}.`,
  ];
}

function matchSentence({ supplier }: AlertFacts): string {
  const number = supplier.number ? `company number ${supplier.number}` : 'no company number known';
  return `${supplier.name}, ${number}. ${supplier.matched}`;
}

function othersSentence({ othersExposed: others }: AlertFacts): string {
  const names = namesInBrackets(others.publicNames ?? []);
  const open =
    others.publicCount === 0
      ? 'No other council is known from public record to depend on this supplier.'
      : `${count(others.publicCount, 'other council')} depend${others.publicCount === 1 ? 's' : ''} on this supplier by public record${names}.`;
  const hidden =
    others.privateCount === null
      ? 'Councils known only from their own private registers are not counted here: fewer than five are never shown.'
      : `Apart from those, at least ${others.privateCount} councils hold it in their private registers.`;
  return `${open} ${hidden}`;
}

const NAMES_SHOWN = 12;

function namesInBrackets(names: readonly string[]): string {
  if (names.length === 0) return '';
  const rest = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return ` (${names.slice(0, NAMES_SHOWN).join(', ')}${rest})`;
}

function howOften({ baseRate }: AlertFacts): readonly Block[] {
  if (!baseRate) return [];
  return [
    { kind: 'heading', text: 'How often this happens' },
    {
      kind: 'paragraph',
      text: [
        `In ${baseRate.year}, ${baseRate.per10000} in every 10,000 companies (${baseRate.population}) entered a formal insolvency procedure. Council suppliers are a different population, so this is a yardstick and no forecast. Source: `,
        { text: baseRate.source, url: baseRate.url },
        '.',
      ],
    },
  ];
}

function unknowns({ assessment, unknowns: stated }: AlertFacts): readonly string[] {
  const unjudged = assessment.findings.filter((finding) => finding.outcome === 'unknown').length;
  const lines = unjudged > 0 ? [`${count(unjudged, 'question')} could not be judged for want of data.`] : [];
  return [
    ...lines,
    ...stated,
    'Anything that has not been published, or that was published after the data date below.',
  ];
}

function nextSteps({ steps }: Playbook): readonly Block[] {
  return [
    { kind: 'heading', text: 'What to do next' },
    { kind: 'list', items: steps.map((step) => `${step.when}: ${step.what}`) },
    { kind: 'paragraph', text: ['Adapted from ', { text: guidance.title, url: guidance.url }, '.'] },
  ];
}

function closing({ links, dataDate, council }: AlertFacts): readonly Block[] {
  return [
    {
      kind: 'buttons',
      links: [
        { text: 'Open this alert', url: links.alert },
        { text: 'Open the supplier', url: links.supplier },
        ...(links.mistake ? [{ text: 'Report a mistake', url: links.mistake }] : []),
      ],
    },
    {
      kind: 'paragraph',
      text: 'The pages ask you to sign in. Opening a link changes nothing; acknowledging is done on the page.',
    },
    {
      kind: 'paragraph',
      text: `Public record read up to ${formatDate(dataDate)}. Sent to ${council.name} because it depends on this supplier.`,
    },
  ];
}
