import { dayInBrief, formatDate, formatMoneyByBasis, levelWords, noLevelWords } from '@tocsin/domain';
import { valuesNotKnown } from '@tocsin/exposure';
import { noSpendRead, yearHeading } from '../alert/exposure-blocks.ts';
import { count } from './format.ts';
import { renderMail, type Block, type Inline, type Mail, type Row } from './letter.ts';
import { OPENING_WAITS_HOURS } from '../told/news.ts';
import {
  inDifficulty,
  toldSingly,
  type OpeningView,
  type PressingSupplier,
  type StandingFact,
} from '../told/opening-view.ts';

/** Suppliers that the mail tells in full; the page tells all. */
const IN_MAIL = 25;
/** Reasons of the levels that a letter lists. */
const REASONS = 8;

/** As every alert says, of a letter that tells of several suppliers. */
export const NO_REASON_TO_EXCLUDE = 'This letter is not a reason to exclude a supplier.';

/** How a council's suppliers stand, as one mail: what presses most first, then what is not known. */
export function composeOpening(view: OpeningView, links: OpeningLinks): Mail {
  const { pressing } = view;
  const shown = pressing.slice(0, IN_MAIL);
  return renderMail(`${openingTitle(view)} (${view.council.name})`, [
    { kind: 'title', text: openingTitle(view) },
    ...openingWords(view).map((text) => ({ kind: 'paragraph' as const, text })),
    ...(view.byLevel.length > 0
      ? [
          { kind: 'heading' as const, text: 'By level' },
          { kind: 'list' as const, items: view.byLevel.map(levelLine) },
        ]
      : []),
    { kind: 'heading', text: 'What needs you first' },
    ...shown.map((one) => supplierCard(one, view.spendRead, links)),
    ...(shown.length < pressing.length
      ? [{ kind: 'paragraph' as const, text: moreWords(pressing.length - shown.length) }]
      : []),
    ...(pressing.length === 0 ? [{ kind: 'paragraph' as const, text: nothingPresses }] : []),
    { kind: 'heading', text: 'What is not known' },
    { kind: 'list', items: unknownLines(view) },
    { kind: 'inset', text: NO_REASON_TO_EXCLUDE },
    {
      kind: 'buttons',
      links: [
        { text: 'Open the report', url: links.report },
        { text: 'Open your exposure', url: links.exposure },
      ],
    },
    {
      kind: 'paragraph',
      text: `As far as the public record had been read on ${formatDate(view.asOf)}. Sent once to ${view.council.name}. Opening the pages changes nothing.`,
    },
  ]);
}

export interface OpeningLinks {
  readonly report: string;
  readonly exposure: string;
  readonly alert: (id: string) => string;
}

/** `How your suppliers stand today: 34 of 250 with a sign of difficulty`. */
export function openingTitle(view: OpeningView): string {
  const { pressing, suppliers, looks } = view;
  const first = 'How your suppliers stand today';
  if (suppliers === 0) return `${first}: none of your suppliers is known yet`;
  const signs = inDifficulty(view).length;
  const information = pressing.length - signs;
  const beside = information > 0 ? `, ${information} with other news on record` : '';
  if (signs > 0) return `${first}: ${signs} of ${suppliers} with a sign of difficulty${beside}`;
  if (looks.done === 0) return `${first}: none of ${count(suppliers, 'supplier')} looked at yet${beside}`;
  return `${first}: no sign of difficulty known at ${count(suppliers, 'supplier')}${beside}`;
}

/** How many of those that can be looked at one by one were: said in one way, of one count. */
export function looksWords({ done, of }: OpeningView['looks']): string {
  return `${done} of ${count(of, 'supplier')} with a company number ${done === 1 ? 'was' : 'were'} looked at one by one`;
}

/** What the report is, and how far it was possible to look before it was sent. */
export function openingWords(view: OpeningView): readonly string[] {
  const { looks } = view;
  const first = [
    'This is what the public record said of your suppliers when we began to watch them.',
    'What stood then is no news, and is told here once; what happens from now on is told singly, as soon as we read it.',
    ...singlyWords(toldSingly(view)),
  ].join(' ');
  if (looks.isComplete && looks.of > 0) return [first];
  if (looks.isOff)
    return [
      first,
      `No source that looks at suppliers one by one is switched on: ${looksWords(looks)}, and this is only what files and notices said. Switch Companies House on to know more; what first looks find then is told in one letter.`,
    ];
  if (looks.of === 0)
    return [
      first,
      'None of your suppliers could be tied to a company number yet, so nobody could be looked at. What looks find once names are matched is told in one letter.',
    ];
  return [
    first,
    `Not everything could be looked at within ${OPENING_WAITS_HOURS} hours, so this report went out as things stood: ${looksWords(looks)}. What first looks at the others find is told in one letter.`,
  ];
}

function singlyWords(told: number): readonly string[] {
  if (told === 0) return [];
  if (told === 1) return ['One fact below was told to you singly as well: it says on which day.'];
  return [`${told} facts below were told to you singly as well: each says on which day.`];
}

/** Said where nothing presses: it is no sign that all is well. */
export const nothingPresses =
  'No supplier is known to stand at elevated or above, and no proceeding against one is known. That says nothing of those below of which not enough is known.';

function moreWords(more: number): string {
  return `${count(more, 'more supplier')} ${more === 1 ? 'stands' : 'stand'} in the report on the page.`;
}

function levelLine({ level, suppliers, totals, spend }: OpeningView['byLevel'][number]): string {
  const words = level ? levelWords[level] : noLevelWords.notYet;
  return `${words}: ${[count(suppliers, 'supplier'), ...stakesInWords({ totals, spend })].join(', ')}.`;
}

/** The contracts and pounds that depend on it: `4 contracts, value left of £2,710,000 without VAT, value left not known for 1 contract, £120,000 with VAT paid in 12 months`. */
export function stakesInWords({ totals, spend }: Pick<PressingSupplier, 'totals' | 'spend'>): string[] {
  const left = formatMoneyByBasis(totals.valueLeft);
  const paid = formatMoneyByBasis(spend);
  return [
    ...(totals.contracts > 0 ? [count(totals.contracts, 'contract')] : []),
    ...(totals.frameworks > 0 ? [count(totals.frameworks, 'framework agreement')] : []),
    ...(left ? [`value left of ${left}`] : []),
    ...(totals.withoutValueLeft > 0
      ? [`value left not known for ${count(totals.withoutValueLeft, 'contract')}`]
      : []),
    ...(paid ? [`${paid} paid in 12 months`] : []),
  ];
}

function supplierCard(
  one: PressingSupplier,
  spendRead: OpeningView['spendRead'],
  links: OpeningLinks,
): Block {
  const { totals, nextEnd, level } = one;
  const paid = one.spend ? (formatMoneyByBasis(one.spend) ?? 'Nothing that was read') : 'Not known';
  const rows: readonly (Row | null)[] = [
    { term: 'Level', value: level ? levelWords[level] : noLevelWords.notYet },
    ...one.facts.map((fact) => ({ term: 'On record', value: factWords(fact, links.alert(fact.alertId)) })),
    totals.contracts + totals.frameworks > 0 ? { term: 'Contracts', value: contractsInWords(one) } : null,
    nextEnd ? { term: 'First ends', value: formatDate(nextEnd) } : null,
    { term: yearHeading(spendRead?.to ?? null), value: paid },
  ];
  return {
    kind: 'card',
    title: one.number ? `${one.name} (${one.number})` : one.name,
    rows: rows.filter((row) => row !== null),
  };
}

/** How many contracts, critical or not, and what is left of them. */
export function contractsInWords({ totals, isCritical }: PressingSupplier): string {
  const left = formatMoneyByBasis(totals.valueLeft);
  return [
    ...(totals.contracts > 0 ? [count(totals.contracts, 'contract')] : []),
    ...(totals.frameworks > 0 ? [count(totals.frameworks, 'framework agreement')] : []),
    ...(isCritical ? ['critical'] : []),
    left
      ? [`value left of ${left}`, valuesNotKnown(totals)].filter(Boolean).join(' and ')
      : 'value left not known',
  ].join(', ');
}

/** A fact with its own day, its source, whether the council was told of it before, and the page that says more. */
export function factWords(fact: StandingFact, alertLink: string | null): Inline {
  const told = fact.toldOn ? `, told to you on ${formatDate(fact.toldOn)}` : '';
  const { source } = fact;
  return [
    `${fact.title}, ${dayInBrief(fact)}${told}. `,
    ...(source ? [{ text: source.name, url: source.url }, '. '] : []),
    ...(alertLink === null ? [] : [{ text: 'What it means and what to do', url: alertLink }]),
  ];
}

/** What nobody could find out, in lines, with how many suppliers each is said of. */
export function unknownLines(view: OpeningView): readonly string[] {
  const [shown, others] = [view.notKnown.slice(0, REASONS), view.notKnown.slice(REASONS)];
  const lines = shown.map(({ because, suppliers }) => `${count(suppliers, 'supplier')}: ${because}.`);
  if (others.length > 0)
    lines.push(
      `${count(
        others.reduce((sum, { suppliers }) => sum + suppliers, 0),
        'supplier',
      )}: other reasons.`,
    );
  if (view.contractsUnmatched > 0) lines.push(unmatchedLine(view));
  const untied = formatMoneyByBasis(view.untied?.spend ?? null);
  if (untied) lines.push(`${untied} paid in 12 months: no company is known that received it.`);
  lines.push(
    view.spendRead
      ? `Spending: ${view.spendRead.monthsRead} of the 12 months to ${formatDate(view.spendRead.to)} were read.`
      : `Spending: ${noSpendRead.today}.`,
  );
  return lines;
}

/** People, public bodies and hidden names are tied to no company either, and wait for nobody. */
function unmatchedLine({ contractsUnmatched: all, contractsWaiting: waiting, untied }: OpeningView): string {
  const left = formatMoneyByBasis(untied?.totals.valueLeft ?? null);
  const known = `${count(all, 'live contract')}${left ? `, value left of ${left}` : ''}: no company is known behind ${all === 1 ? 'it' : 'them'}.`;
  if (waiting === null) return known;
  if (waiting === 0) return `${known} No name of ${all === 1 ? 'its' : 'theirs'} waits for a person.`;
  const whose = all === 1 ? 'Its name' : `Of ${waiting === all ? 'each' : waiting} a name`;
  return `${known} ${whose} waits for a person under “Names to match”.`;
}

/** One thing that became known late, in its sentence, and what depends on the supplier. */
export interface LateFact {
  readonly supplier: string;
  readonly title: string;
  readonly day: string;
  readonly stakes: string;
  readonly source: { readonly name: string; readonly url: string } | null;
  readonly link: string;
}

/** A time in which a source was not read. */
export interface Gap {
  readonly source: string;
  readonly from: string;
  readonly to: string;
}

/** What became known late, in one letter: what happened while a source was silent, and what first looks have found. */
export function composeCatchUp(
  facts: readonly LateFact[],
  gaps: readonly Gap[],
  council: { readonly name: string },
): Mail {
  const title = `What became known late: ${count(facts.length, 'supplier alert')}`;
  return renderMail(title, [
    { kind: 'title', text: title },
    {
      kind: 'paragraph',
      text: 'These were on record before we read them: a source had not been read for some time, or a supplier was looked at for the first time. They are told together, what weighs most first, so that nothing new is lost among them.',
    },
    ...(gaps.length > 0
      ? [
          { kind: 'heading' as const, text: 'What happened while Tocsin was not listening' },
          { kind: 'list' as const, items: gaps.map(gapWords) },
        ]
      : []),
    {
      kind: 'list',
      items: facts.map(lateLine),
    },
    { kind: 'inset', text: NO_REASON_TO_EXCLUDE },
    {
      kind: 'paragraph',
      text: `Sent to ${council.name} because it depends on these suppliers. Opening the pages changes nothing.`,
    },
  ]);
}

/** One late fact as an item of a list. */
export function lateLine({ supplier, title: what, day, stakes, source, link }: LateFact) {
  return [
    `${supplier}: ${what}, ${day}${stakes === '' ? '' : ` (${stakes})`}. `,
    ...(source ? [{ text: source.name, url: source.url }, '. '] : []),
    { text: 'Open the alert', url: link },
  ];
}

function gapWords({ source, from, to }: Gap): string {
  return `${source} was not read from ${formatDate(from)} to ${formatDate(to)}.`;
}
