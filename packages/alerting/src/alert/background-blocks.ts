import { formatDate, type RiskAssessment } from '@tocsin/domain';
import type { AlertFacts } from './alert-facts.ts';
import { count } from '../mail/format.ts';
import type { Block } from '../mail/letter.ts';

/** What is asked of an alert here; of its assessment only what was found. */
type Background = Omit<AlertFacts, 'assessment'> & { readonly assessment: Pick<RiskAssessment, 'findings'> };

/** How the supplier was matched, who else depends on it, how often such things happen, and what is not known. */
export function backgroundBlocks(facts: Background): readonly Block[] {
  return [
    { kind: 'heading', text: 'How we matched the supplier' },
    { kind: 'paragraph', text: matchSentence(facts) },
    { kind: 'heading', text: 'Other councils' },
    { kind: 'paragraph', text: othersSentence(facts) },
    ...howOften(facts),
    { kind: 'heading', text: `What we did not know on ${formatDate(facts.dataDate)}` },
    { kind: 'list', items: unknowns(facts) },
  ];
}

function matchSentence({ supplier }: Background): string {
  const number = supplier.number ? `company number ${supplier.number}` : 'no company number known';
  return `${supplier.name}, ${number}. ${supplier.matched}`;
}

function othersSentence({ othersExposed: others, dataDate }: Background): string {
  const day = formatDate(dataDate);
  const names = namesInBrackets(others.publicNames ?? []);
  const open =
    others.publicCount === 0
      ? `On ${day} no other council was known from public record to depend on this supplier.`
      : `On ${day} ${count(others.publicCount, 'other council')} depended on this supplier by public record${names}.`;
  return `${open} Councils known only from their own private registers are not counted here.`;
}

const NAMES_SHOWN = 12;

function namesInBrackets(names: readonly string[]): string {
  if (names.length === 0) return '';
  const rest = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return ` (${names.slice(0, NAMES_SHOWN).join(', ')}${rest})`;
}

function howOften({ baseRate }: Background): readonly Block[] {
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

function unknowns({ assessment, unknowns: stated }: Background): readonly string[] {
  const unjudged = assessment.findings.filter((finding) => finding.outcome === 'unknown').length;
  const lines = unjudged > 0 ? [`${count(unjudged, 'question')} could not be judged for want of data.`] : [];
  return [...lines, ...stated, 'Anything that has not been published, or that was published after that day.'];
}
