import { z } from 'zod';
import { UnreadableDocument, type SourceDocument } from '../define-source.ts';
import { readJson } from '../document.ts';
import type { PrintedNotice } from './notice.ts';

const Link = z.object({ '@href': z.string(), '@rel': z.string().nullish() });

/** The JSON mirrors Atom: one of a thing is an object, several are an array, none is null. */
function listOf(part: unknown): unknown[] {
  if (part === null || part === undefined) return [];
  return Array.isArray(part) ? part : [part];
}

const Entry = z.object({
  id: z.string(),
  title: z.unknown().optional(),
  published: z.string().nullish(),
  'f:status': z.string().nullish(),
  'f:notice-code': z.union([z.string(), z.number()]).nullish(),
  category: z.union([z.object({ '@term': z.string().nullish() }), z.array(z.unknown())]).nullish(),
});

const Listing = z.object({
  'f:total': z.union([z.string(), z.number()]),
  entry: z.unknown().optional(),
  link: z.unknown().optional(),
});

export interface Listing {
  readonly entries: readonly unknown[];
  /** Path and query of the next page. */
  readonly next: string | null;
}

/** Reads an answer of the notice search. Throws `UnreadableDocument` for anything else. */
export function readListing(document: Pick<SourceDocument, 'body'>): Listing {
  const read = Listing.safeParse(readJson(document));
  if (!read.success) throw new UnreadableDocument('not an answer of the notice search');
  const links = listOf(read.data.link).map((link) => Link.safeParse(link).data);
  const next = links.find((link) => link?.['@rel'] === 'next')?.['@href'];
  const { pathname, search } = next ? new URL(next, 'https://www.thegazette.co.uk') : {};
  return { entries: listOf(read.data.entry), next: pathname ? `${pathname}${search}` : null };
}

/** The notice that an entry of the search announces; null when it is no entry, its status when it is not published. */
export function noticeOfEntry(
  entry: unknown,
): PrintedNotice | { readonly id: string; readonly status: string } | null {
  const read = Entry.safeParse(entry);
  if (!read.success) return null;
  const { id, title, published, category } = read.data;
  const noticeId = id.split('/').at(-1) ?? '';
  const status = read.data['f:status'] ?? 'published';
  if (status !== 'published') return { id: noticeId, status };
  const code = read.data['f:notice-code'];
  return {
    id: noticeId,
    code: code ? String(code) : null,
    heading: category && !Array.isArray(category) ? (category['@term'] ?? null) : null,
    title: typeof title === 'string' ? title : null,
    companyNumber: null,
    postcode: null,
    published: published ?? null,
    whole: false,
    hearing: null,
    petitioner: null,
    caseRef: null,
  };
}
