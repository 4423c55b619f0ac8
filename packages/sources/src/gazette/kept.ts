import { UnreadableDocument, type SourceDocument } from '../define-source.ts';
import { textOf } from '../document.ts';
import { bytesOf } from '../members.ts';
import type { Unpublished } from './listing.ts';
import { BARE, withoutPeople, type PrintedNotice } from './notice.ts';

/** The notices of a document, in whatever form they came; null for one that is not of the shape of a notice. */
export type Notices = readonly (PrintedNotice | Unpublished | null)[];

const BEGINS = '{"noticesAsRead":';

/** True for what the archive keeps in place of a page, a list or a table. */
export function isKept({ body }: Pick<SourceDocument, 'body'>): boolean {
  return textOf({ body: body.subarray(0, BEGINS.length) }) === BEGINS;
}

/** What is read of each notice, without people; null for a page that was none. */
export function keepNotices(notices: Notices | null): Uint8Array {
  const kept = notices?.map((notice) => (notice && !('status' in notice) ? withoutPeople(notice) : notice));
  return bytesOf({ noticesAsRead: kept ?? null });
}

/** The notices again, with what those of an earlier day were kept without: it is then not known. Throws `UnreadableDocument` for a page that was none. */
export function keptNotices(document: Pick<SourceDocument, 'body'>): Notices {
  const { noticesAsRead: notices } = JSON.parse(textOf(document)) as {
    readonly noticesAsRead: Notices | null;
  };
  if (notices === null) throw new UnreadableDocument('a page that is no notice');
  return notices.map((notice) => (notice && !('status' in notice) ? { ...BARE, ...notice } : notice));
}
