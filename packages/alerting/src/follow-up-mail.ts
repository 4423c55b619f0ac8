import { type Evidence, formatDate, type IsoDate } from '@tocsin/domain';
import { alertBlocks, fixedLine, opening, subjectOf } from './alert-mail.ts';
import type { AlertFacts, Correction } from './alert-facts.ts';
import { renderMail, type Block, type Mail } from './letter.ts';
import { plain } from './plain.ts';

/** A correction to everyone who got the original: what was wrong and what is right, then the alert as it should read. */
export function composeCorrection(facts: AlertFacts, correction: Correction): Mail {
  const { wrong, right, originallySentOn } = correction;
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
      text: 'Please tell everyone to whom you passed it on. The alert as it stands now follows.',
    },
    ...alertBlocks(facts),
  ]);
}

/** The end of a proceeding that was told of: a petition dismissed, an administration ended. */
export interface Ending {
  readonly supplier: { readonly name: string; readonly number: string | null };
  readonly council: { readonly name: string };
  /** The title of the alert that this supersedes, and the day it was sent. */
  readonly earlier: { readonly title: string; readonly sentOn: IsoDate };
  readonly title: string;
  readonly on: IsoDate;
  readonly evidence: readonly Evidence[];
  readonly link: string;
  readonly sampleBanner?: string;
}

/** The notice that supersedes an alert, to everyone who was told of what has now ended. */
export function composeEnding(ending: Ending): Mail {
  const { supplier, earlier } = ending;
  const lower = ending.title.charAt(0).toLowerCase() + ending.title.slice(1);
  const number = supplier.number ? ` (company number ${supplier.number})` : '';
  const blocks: readonly Block[] = [
    ...(ending.sampleBanner ? [{ kind: 'banner' as const, text: ending.sampleBanner }] : []),
    { kind: 'title', text: `Superseded: ${supplier.name}: ${ending.title}` },
    { kind: 'paragraph', text: `${formatDate(ending.on)}: ${supplier.name}${number}. ${ending.title}.` },
    {
      kind: 'list',
      items: ending.evidence.map((one) => [
        { text: one.source, url: one.url },
        `, published ${formatDate(one.publishedAt)}.`,
      ]),
    },
    {
      kind: 'paragraph',
      text: `This supersedes our alert of ${formatDate(earlier.sentOn)}: “${earlier.title}”. Please tell everyone to whom you passed it on.`,
    },
    {
      kind: 'paragraph',
      text: 'It ends that proceeding only. Other findings about the supplier, if there are any, stand as before.',
    },
    { kind: 'inset', text: fixedLine },
    { kind: 'buttons', links: [{ text: 'Open this alert', url: ending.link }] },
    {
      kind: 'paragraph',
      text: `Sent to ${ending.council.name} because it was told of the earlier alert. The page asks you to sign in; opening it changes nothing.`,
    },
  ];
  return renderMail(`Superseded: ${plain(supplier.name, 120)}: ${lower}`, blocks);
}
