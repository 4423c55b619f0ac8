import { z } from 'zod';
import { UnreadableDocument, type SourceDocument } from '../define-source.ts';
import { readJson } from '../document.ts';
import { BARE, type PrintedNotice } from './notice.ts';

/** The JSON mirrors Atom: one of a thing is an object, several are an array, none is null. */
function listOf(part: unknown): unknown[] {
  if (part === null || part === undefined) return [];
  return Array.isArray(part) ? part : [part];
}

const Entry = z.object({
  id: z.unknown().optional(),
  title: z.unknown().optional(),
  published: z.unknown().optional(),
  'f:status': z.unknown().optional(),
  'f:notice-code': z.unknown().optional(),
  category: z.unknown().optional(),
});

/** Text, as it is or as the member of an object beside its attributes (`{"@type": "text", "#text": "ACME LTD"}`). */
function textIn(part: unknown): string | null {
  if (typeof part === 'string' || typeof part === 'number') return String(part);
  if (Array.isArray(part)) return part.map(textIn).find((text) => text !== null) ?? null;
  if (part === null || typeof part !== 'object') return null;
  const words = Object.entries(part).filter(([key]) => !key.startsWith('@') || key === '@value');
  return words.map(([, value]) => textIn(value)).find((text) => text !== null) ?? null;
}

const Category = z.object({ '@term': z.string().nullish() });

const NoticeListing = z.object({
  'f:total': z.unknown(),
  entry: z.unknown().optional(),
});

export interface NoticeListing {
  readonly entries: readonly unknown[];
  /** How many there are on all pages. */
  readonly total: number;
}

/** Reads an answer of the notice search. Throws `UnreadableDocument` for anything else. */
export function readNoticeList(document: Pick<SourceDocument, 'body'>): NoticeListing {
  const read = NoticeListing.safeParse(readJson(document));
  if (!read.success) throw new UnreadableDocument('not an answer of the notice search');
  const total = Number(textIn(read.data['f:total']));
  if (!Number.isSafeInteger(total))
    throw new UnreadableDocument('an answer of the notice search without a total');
  return { entries: listOf(read.data.entry), total };
}

/** A listed notice whose status is another than published. */
export interface Unpublished {
  readonly id: string;
  readonly status: string;
}

/** The notice that an entry of the search announces; null when it is no entry, its status when it is not published. */
export function noticeOfEntry(entry: unknown): PrintedNotice | Unpublished | null {
  const read = Entry.safeParse(entry);
  if (!read.success) return null;
  const id = textIn(read.data.id);
  if (id === null) return null;
  const noticeId = id.split('/').at(-1) ?? '';
  const status = textIn(read.data['f:status'])?.trim() || 'published';
  if (status.toLowerCase() !== 'published') return { id: noticeId, status };
  const titles = listOf(read.data.title).flatMap((title) => textIn(title) ?? []);
  const [category] = listOf(read.data.category).map(
    (one) => Category.safeParse(one).data?.['@term'] ?? textIn(one),
  );
  return {
    ...BARE,
    id: noticeId,
    code: textIn(read.data['f:notice-code'])?.trim() || null,
    heading: category ?? null,
    companies: titles.map((name) => ({ name, number: null, postcode: null })),
    published: textIn(read.data.published),
  };
}
