import type { GssCode, Item } from '@tocsin/domain';
import type { CouncilMap } from './council-spend/map.ts';
import { readSpendFile } from './council-spend/read.ts';
import type { RegisterSource, Source, SourceDocument } from './define-source.ts';
import { openTable, type OpenedTable } from './open-table.ts';
import { soundItems } from './sound.ts';

/** A document that is ready to be recorded in the way of its kind. */
export type OpenedDocument =
  | { readonly kind: 'documents'; readonly parse: () => Iterable<Item>; readonly keep?: () => Uint8Array }
  | ({ readonly kind: 'table' } & OpenedTable)
  | {
      readonly kind: 'register';
      readonly identity: string;
      readonly companies: () => ReturnType<RegisterSource['companies']>;
    }
  | { readonly kind: 'spend'; readonly open: () => ReturnType<typeof readSpendFile> };

/** What a person who hands a file in says of it. */
export interface HandedIn {
  /** Where it lay: folders and names tell whose it is where it has no address of its own. */
  readonly file?: string;
  /** The council whose file it is. */
  readonly council?: GssCode;
}

/**
 * Opens a document by the kind of its source. Files of councils are read by `maps`, for storing in bulk, and the
 * contracts in them item by item; with `maps` null, as for the replay of a past day, payments go item by item too.
 * Throws `UnreadableDocument` for an edition of a list without its date.
 */
export async function openDocument(
  source: Source,
  document: SourceDocument,
  maps: (() => Promise<readonly CouncilMap[]>) | null,
  { file, council }: HandedIn = {},
): Promise<OpenedDocument> {
  if (source.kind === 'table') return { kind: 'table', ...openTable(source, document) };
  if (source.kind === 'register')
    return {
      kind: 'register',
      identity: await source.identity(document),
      companies: () => source.companies(document),
    };
  if (source.kind === 'documents' || maps === null)
    return { kind: 'documents', parse: () => source.parse(document), ...keptOf(source, document) };
  const opened = await readSpendFile(await maps(), {
    // A file's own address tells more than where it lies.
    url: file === undefined || URL.canParse(document.url) ? document.url : file,
    body: document.body,
    ...(council === undefined ? {} : { council }),
  });
  const contracts = opened instanceof Error ? undefined : opened.contracts;
  return contracts
    ? { kind: 'documents', parse: () => soundItems(() => contracts(document), document.retrievedAt) }
    : { kind: 'spend', open: () => Promise.resolve(opened) };
}

/** How a document is archived, where its source keeps only some of its members. */
export function keptOf(source: Source, document: SourceDocument): { readonly keep?: () => Uint8Array } {
  const keep = source.kind === 'documents' ? source.keep : undefined;
  return keep ? { keep: () => keep(document) } : {};
}
