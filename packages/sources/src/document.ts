import { isUtf8 } from 'node:buffer';
import { UnreadableDocument, type SourceDocument } from './define-source.ts';

const utf8 = new TextDecoder('utf-8');
const windows1252 = new TextDecoder('windows-1252');
/** Characters of UTF-8 by their bytes, and single bytes that are none. */
const CHARACTERS =
  /[\u00C2-\u00DF][\u0080-\u00BF]|[\u00E0-\u00EF][\u0080-\u00BF]{2}|[\u00F0-\u00F4][\u0080-\u00BF]{3}|[\u0080-\u00FF]/g;
const CONTROLS = /(?![\t\n\r])[\p{Cc}\uFFFD]/gu;

/**
 * The document as text: UTF-8, in which single bytes of Windows-1252 may stand (buyers paste from Excel), without byte
 * order marks, control characters and bytes that are no characters.
 */
export function textOf({ body }: Pick<SourceDocument, 'body'>): string {
  return (isUtf8(body) ? utf8.decode(body) : mixedText(body)).replace(/^\uFEFF+/, '').replace(CONTROLS, '');
}

function mixedText(body: Uint8Array): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  return bytes.replace(CHARACTERS, (character) =>
    (character.length > 1 ? utf8 : windows1252).decode(Buffer.from(character, 'latin1')),
  );
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
