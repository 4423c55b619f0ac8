import { UnreadableDocument } from '../define-source.ts';
import { encodingOf } from './text.ts';

/** How pictures begin. */
const PICTURES = [
  '\u0089PNG',
  '\u00FF\u00D8\u00FF',
  'GIF8',
  'BM',
  'II*\0',
  'MM\0*',
  'RIFF',
  '\0\0\u0001\0',
] as const;
/** How archives begin that are no workbook: gzip, RAR, 7-Zip. */
const ARCHIVES = ['\u001F\u008B', 'Rar!', '7z\u00BC\u00AF'];
/** Kinds of picture and film that name themselves after the length of their first box. */
const BOXED = /^.{4}ftyp(?:heic|heix|mif1|avif|qt|mp4)/s;

const SAVE_AS = 'save it as XLSX or CSV, and hand that in';

/** What the bytes are, where they are neither separated text nor a workbook; else null. */
export function whatElse(bytes: Uint8Array): string | null {
  const raw = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const start = raw.trimStart();
  if (start === '') return 'an empty file';
  if (start.includes('%PDF-')) return 'a PDF';
  if (raw.startsWith('\u00D0\u00CF\u0011\u00E0'))
    return Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'))
      ? 'a workbook that a password protects'
      : 'a workbook in the old XLS format';
  if (raw.startsWith('\t\b') || raw.startsWith('\t\u0004') || raw.startsWith('\t\u0002'))
    return 'a workbook in the old XLS format';
  if (isPicture(raw)) return 'a picture';
  if (start.startsWith('{\\rtf')) return 'a document of a word processor';
  if (/^(?:\u00EF\u00BB\u00BF)?</.test(start)) return 'a page';
  if (/^[[{]\s*["{[]/.test(start)) return 'JSON';
  if (ARCHIVES.some((mark) => raw.startsWith(mark))) return 'a packed archive';
  return raw.includes('\0') && !encodingOf(bytes).startsWith('utf-16') ? 'a file that is no text' : null;
}

function isPicture(raw: string): boolean {
  // Two letters may begin a text, too: a picture has bytes of zero soon after them.
  return (
    PICTURES.some((mark) => raw.startsWith(mark) && (mark.length > 2 || raw.slice(0, 32).includes('\0'))) ||
    BOXED.test(raw)
  );
}

/** Throws, for people, for bytes that are neither separated text nor a workbook: what they are, and what to do. */
export function refuseOtherKinds(bytes: Uint8Array, of: string): void {
  const wrong = whatElse(bytes);
  if (wrong)
    throw new UnreadableDocument(
      `${wrong} instead of a CSV or XLSX file of ${of}. Nothing was read. ${adviceOn(wrong)}`,
    );
}

function adviceOn(wrong: string): string {
  switch (wrong) {
    case 'a PDF':
    case 'a picture':
    case 'a document of a word processor':
      return `Ask for the spreadsheet that it was made from, or copy its table into one, ${SAVE_AS}`;
    case 'a workbook in the old XLS format':
      return `Open it, ${SAVE_AS}`;
    case 'a workbook that a password protects':
      return `Open it, take the password off, ${SAVE_AS}`;
    case 'a page':
      return 'Open the page, download the file that it offers, and hand that in';
    case 'a packed archive':
      return 'Unpack it, and hand in the files that are in it';
    default:
      return 'Hand it in as one of these';
  }
}
