import { isUtf8 } from 'node:buffer';
import { UnreadableDocument, type SourceDocument } from './define-source.ts';
import { openMixedDecoder } from './mixed-text.ts';

const utf8 = new TextDecoder('utf-8');
const CONTROLS = /(?![\t\n\r])[\p{Cc}\uFFFD]/gu;

/**
 * The document as text: UTF-8, in which single bytes of Windows-1252 may stand (buyers paste from Excel), without byte
 * order marks, control characters and bytes that are no characters.
 */
export function textOf({ body }: Pick<SourceDocument, 'body'>): string {
  return (isUtf8(body) ? utf8.decode(body) : openMixedDecoder().decode(body))
    .replace(/^\uFEFF+/, '')
    .replace(CONTROLS, '');
}

/**
 * The document as JSON. Repairs what publishers are known to break (raw line ends in strings, `000` as a number);
 * throws `UnreadableDocument` for anything else, naming what came instead.
 */
export function readJson(document: Pick<SourceDocument, 'body'>): unknown {
  const text = textOf(document).trim();
  if (text === '') throw new UnreadableDocument('an empty answer instead of JSON');
  if (text.startsWith('<'))
    throw new UnreadableDocument(`a page instead of JSON${titleOf(text)}: the publisher may be down`);
  return parseJson(text) ?? parseJson(repaired(text)) ?? brokenJson(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Find a Tender has sent ` 000,` where a number belongs; strings are left alone but for their raw line ends. */
function repaired(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE]|[eE][+-])0+(?=\d)/gs, (token) =>
    token.startsWith('"') ? token.replace(/\r?\n|\r/g, '\\n').replace(/\t/g, '\\t') : '',
  );
}

function brokenJson(text: string): never {
  throw new UnreadableDocument(`broken JSON of ${text.length} characters: it may have been cut short`);
}

function titleOf(html: string): string {
  const title = /<title[^>]*>([^<]{1,80})/i.exec(html)?.[1]?.trim();
  return title ? ` (“${title}”)` : '';
}
