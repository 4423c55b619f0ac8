import { formatDate } from '@tocsin/domain';
import { whatChanged, why } from '../alert/assessment-blocks.ts';
import type { AlertFacts } from '../alert/alert-facts.ts';
import { backgroundBlocks } from '../alert/background-blocks.ts';
import { exposureBlocks, stakesInBrief } from '../alert/exposure-blocks.ts';
import { renderMail, type Block, type Mail } from './letter.ts';
import { meaning, playbookOfAlert, whatHappened } from './news-blocks.ts';
import { plain } from './plain.ts';
import type { Playbook } from '../playbooks/playbook-steps.ts';
import { guidance } from '../playbooks/playbooks.ts';

/** The line that every alert carries, whatever else it says. */
export const fixedLine = 'This alert is not a reason to exclude a supplier.';

/**
 * One alert as a mail to one council: subject, HTML and a complete text alternative, everything in it neutralised and
 * escaped. It states dated public facts with their links, what they are not, and what is not known; to a person also why
 * she is told (`because`).
 */
export function composeAlertMail(facts: AlertFacts, because?: string): Mail {
  const personal = because === undefined ? [] : [{ kind: 'paragraph' as const, text: because }];
  return renderMail(subjectOf(facts), [...opening(facts), ...alertBlocks(facts), ...personal]);
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
    ...(playbook ? meaning(playbook) : []),
    ...exposureBlocks(facts),
    ...whatChanged(facts),
    ...why(facts),
    ...backgroundBlocks(facts),
    ...(playbook ? nextSteps(playbook) : []),
    { kind: 'inset', text: fixedLine },
    ...closing(facts),
  ];
}

/** How a supplier stands, and what hangs on it, without the news of an alert. */
export function standingBlocks(facts: AlertFacts): readonly Block[] {
  return [
    ...exposureBlocks(facts),
    ...whatChanged(facts),
    ...why(facts),
    ...backgroundBlocks(facts),
    { kind: 'inset', text: fixedLine },
    ...closing(facts),
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
      text: 'Opening a link changes nothing; acknowledging is done on the page.',
    },
    {
      kind: 'paragraph',
      text: `As far as the public record had been read on ${formatDate(dataDate)}. Sent to ${council.name} because it depends on this supplier.`,
    },
  ];
}
