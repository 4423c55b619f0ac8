import { formatDate, type IsoDate } from '@tocsin/domain';
import { count } from './format.ts';
import { renderMail, type Block, type Mail } from './letter.ts';
import { dueWords, withoutEndWords } from '../told/reviews.ts';
import { lateLine, NO_REASON_TO_EXCLUDE, type LateFact } from './opening-mail.ts';

/** A contract that somebody is to look at again, as it is told. */
export interface ReviewTold {
  readonly title: string;
  readonly supplier: string;
  /** What is due, and why. */
  readonly what: string;
  readonly says: string;
  /** Null where it is due from no known day. */
  readonly dueOn: IsoDate | null;
  /** Of how many contracts no end could be read when it was kept; missing where it was kept without. */
  readonly withoutEnd?: number;
}

/** Why somebody is told of something. */
interface Because {
  readonly because: string | null;
}

/** What a digest tells: alerts that were not told at once, and contracts that are to be looked at again. */
export interface DigestFacts {
  readonly alerts: readonly (LateFact & Because)[];
  readonly reviews: readonly (ReviewTold & Because)[];
  /** The last month of the ledger that was sealed since the digest before. */
  readonly sealed?: SealedTold | null;
}

/** A month of the sealed ledger, as a reader keeps it. */
export interface SealedTold {
  readonly asOf: IsoDate;
  readonly hash: string;
}

/** So many reviews are told one by one; the page lists all. */
const REVIEWS_LISTED = 20;

/** A digest to one person, with why she is told of each. */
export function composeDigest(
  { alerts, reviews, sealed }: DigestFacts,
  {
    council,
    reviewsPage,
    ledgerPage,
  }: { readonly council: string; readonly reviewsPage: string; readonly ledgerPage: string },
): Mail {
  const parts = [
    alerts.length > 0 ? count(alerts.length, 'supplier alert') : [],
    reviews.length > 0 ? `${count(reviews.length, 'contract review')} due` : [],
  ].flat();
  const title = `Your digest: ${parts.join(', ')}`;
  return renderMail(title, [
    { kind: 'title', text: title },
    ...(alerts.length > 0 ? alertBlocks(alerts) : []),
    ...(reviews.length > 0 ? reviewBlocks(reviews, reviewsPage) : []),
    ...(sealed ? [sealedBlock(sealed, ledgerPage)] : []),
    { kind: 'paragraph', text: `Sent for ${council}. Opening the pages changes nothing.` },
  ]);
}

function sealedBlock({ asOf, hash }: SealedTold, page: string): Block {
  return {
    kind: 'paragraph',
    text:
      `How every supplier of the public record stood on ${formatDate(asOf)} is sealed, before anybody knows what becomes of it. ` +
      `Keep this mail: while ${page} gives the hash ${hash}, nothing that was sealed by then was altered.`,
  };
}

function alertBlocks(alerts: DigestFacts['alerts']): readonly Block[] {
  return [
    {
      kind: 'paragraph',
      text: 'By the lines of your council, or by your own choice, these were not sent at once. What weighs most comes first.',
    },
    { kind: 'list', items: alerts.map((fact) => [...lateLine(fact), ...reasonOf(fact)]) },
    { kind: 'inset', text: NO_REASON_TO_EXCLUDE },
  ];
}

function reviewBlocks(reviews: DigestFacts['reviews'], page: string): readonly Block[] {
  const more = reviews.length - REVIEWS_LISTED;
  const withoutEnd = withoutEndWords(Math.max(...reviews.map((one) => one.withoutEnd ?? 0)));
  return [
    { kind: 'heading', text: 'Contracts to look at' },
    {
      kind: 'paragraph',
      text: 'By your own register it is time to look at these, whatever else is told of their suppliers. Each is told once; the page lists all that is due.',
    },
    {
      kind: 'list',
      items: reviews.slice(0, REVIEWS_LISTED).map((review) => [reviewLine(review), ...reasonOf(review)]),
    },
    ...(more > 0
      ? [{ kind: 'paragraph' as const, text: `And ${count(more, 'more', 'more')}, on the page.` }]
      : []),
    ...(withoutEnd === null
      ? []
      : [{ kind: 'paragraph' as const, text: `${withoutEnd} The page names them.` }]),
    { kind: 'buttons', links: [{ text: 'Open the reviews that are due', url: page }] },
  ];
}

function reviewLine({ title, supplier, what, says, dueOn }: ReviewTold): string {
  return `${title} (${supplier}): ${what}, ${dueWords(dueOn)}. ${says}`;
}

function reasonOf({ because }: Because): readonly string[] {
  return because ? [` ${because}`] : [];
}
