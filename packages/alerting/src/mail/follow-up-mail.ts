import { formatDate, type IsoDate } from '@tocsin/domain';
import { alertBlocks, fixedLine, opening, standingBlocks, subjectOf } from './alert-mail.ts';
import type { AlertFacts, Correction } from '../alert/alert-facts.ts';
import { type Ended, endingSentence } from '../words/ending-words.ts';
import { evidenceLine } from '../alert/evidence-line.ts';
import { count } from './format.ts';
import { renderMail, type Block, type Mail } from './letter.ts';
import { plain } from './plain.ts';

/**
 * A correction to everyone who got the original: what was wrong and what is right, then the alert as it should read, or,
 * where nothing is left of it, how the supplier stands without it.
 */
export function composeCorrection(facts: AlertFacts, correction: Correction): Mail {
  const { wrong, right, originallySentOn, stands } = correction;
  return renderMail(`Correction: ${subjectOf(facts)}`, [
    ...opening(facts, 'Correction: '),
    {
      kind: 'paragraph',
      text: `On ${formatDate(originallySentOn)} we sent you an alert that was not right.`,
    },
    {
      kind: 'card',
      title: 'What was corrected',
      rows: [
        { term: 'We wrote', value: wrong },
        { term: 'It should read', value: right },
      ],
    },
    {
      kind: 'paragraph',
      text: `Please tell everyone to whom you passed it on. ${stands ? 'The alert as it stands now follows.' : 'How the supplier stands without it follows.'}`,
    },
    ...(stands ? alertBlocks(facts) : standingBlocks(facts)),
  ]);
}

/** The end of a proceeding that was told of: a petition dismissed, an administration ended. */
export interface Ending {
  readonly supplier: { readonly name: string; readonly number: string | null };
  readonly council: { readonly name: string };
  /** The title of the alert that this follows, and the day it was sent. */
  readonly earlier: { readonly title: string; readonly sentOn: IsoDate };
  readonly title: string;
  readonly ended: Ended;
  /** The publisher of the notice or entry that says so; null where none does. */
  readonly publisher: string | null;
  readonly link: string;
  readonly sampleBanner?: string;
}

/** That a proceeding is over, to everyone who was told of it: the plain sentence first, with its notice. */
export function composeEnding(ending: Ending): Mail {
  const { supplier, earlier, ended, publisher } = ending;
  const name = supplier.number ? `${supplier.name} (company number ${supplier.number})` : supplier.name;
  const title = `${supplier.name}: ${lowered(ending.title)}`;
  const blocks: readonly Block[] = [
    ...(ending.sampleBanner ? [{ kind: 'banner' as const, text: ending.sampleBanner }] : []),
    { kind: 'title', text: title },
    { kind: 'paragraph', text: endingSentence(name, ended, publisher) },
    ...(ended.evidence.length > 0
      ? [{ kind: 'list' as const, items: ended.evidence.map(evidenceLine) }]
      : []),
    {
      kind: 'paragraph',
      text: `We told you of it on ${formatDate(earlier.sentOn)}: “${earlier.title}”. Please tell everyone to whom you passed that on.`,
    },
    {
      kind: 'paragraph',
      text: 'This says nothing of how the supplier stands otherwise. Other findings about it, if there are any, stand as before.',
    },
    { kind: 'inset', text: fixedLine },
    { kind: 'buttons', links: [{ text: 'Open this alert', url: ending.link }] },
    {
      kind: 'paragraph',
      text: `Sent to ${ending.council.name} because it was told of the earlier alert. Opening the page changes nothing.`,
    },
  ];
  return renderMail(`${plain(supplier.name, 120)}: ${lowered(ending.title)}`, blocks);
}

/** One of the things that have ended or lapsed, in its sentence. */
export interface EndingInBrief {
  readonly sentence: string;
  readonly link: string;
}

/** What has ended or lapsed, in one letter: after a change of the rules that are counted by. */
export function composeEndings(
  endings: readonly EndingInBrief[],
  council: { readonly name: string },
  sampleBanner: string | null,
): Mail {
  const subject = `What has ended or lapsed: ${count(endings.length, 'earlier alert')}`;
  return renderMail(subject, [
    ...(sampleBanner ? [{ kind: 'banner' as const, text: sampleBanner }] : []),
    { kind: 'title', text: subject },
    {
      kind: 'paragraph',
      text: 'We have looked again at what we told you before. Of these proceedings the end is on record, or no outcome was ever published. Later ones will be told one by one.',
    },
    {
      kind: 'list',
      items: endings.map(({ sentence, link }) => [`${sentence} `, { text: 'Open the alert', url: link }]),
    },
    { kind: 'inset', text: fixedLine },
    {
      kind: 'paragraph',
      text: `Sent to ${council.name} because it was told of the earlier alerts. Opening the pages changes nothing.`,
    },
  ]);
}

function lowered(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
