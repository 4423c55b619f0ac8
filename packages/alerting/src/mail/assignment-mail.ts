import type { AlertFacts } from '../alert/alert-facts.ts';
import { alertBlocks, opening, subjectOf } from './alert-mail.ts';
import { renderMail, type Mail } from './letter.ts';
import { plain } from './plain.ts';

/** That an alert was given to somebody, to her and to the owners of its contracts: by whom, to whom, then the alert. */
export function composeAssignment(
  facts: AlertFacts,
  { to, by }: { readonly to: string; readonly by: string },
): Mail {
  return renderMail(`Assigned to ${plain(to, 60)}: ${subjectOf(facts)}`, [
    ...opening(facts, `Assigned to ${plain(to, 60)}: `),
    {
      kind: 'paragraph',
      text: `${plain(by, 120)} has assigned this alert to ${plain(to, 120)}. The alert follows.`,
    },
    ...alertBlocks(facts),
  ]);
}
