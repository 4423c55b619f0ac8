import type { GssCode, IsoDate } from '@tocsin/domain';
import { UnreadableDocument, type Item, type SourceDocument } from '../define-source.ts';
import { contractsIn } from './contracts.ts';
import { csvRecords } from '../tables/csv.ts';
import type { CouncilMap } from './map.ts';
import { mapOfDocument } from '../council-maps.ts';
import { unknownLayout } from './nearest.ts';
import { openPart, reopened, type Records } from './opening.ts';
import { refuseUnreadSheets, rowsOf } from './parts.ts';
import type { SpendRow } from './row.ts';
import { bareName, periodOfFileName, restOfFileName } from '../tables/day.ts';
import { decodeText } from '../tables/text.ts';
import { refuseOtherKinds } from '../tables/what-else.ts';
import { readSheets } from '../sheets.ts';
import { countText } from '../tables/count-text.ts';
import { isWorkbook } from '../tables/workbook.ts';

/** A council's spending file that we know how to read. `rows` reads as it is walked, once. */
export interface SpendFile {
  readonly council: GssCode;
  readonly councilName: string;
  /** Files of one series may be published again; files of two series (spend, card) stand side by side. */
  readonly series: string;
  /** Whether the file's name says that it corrects what was published before. */
  readonly isRevision: boolean;
  /** The number of the edition that its name says, in hundredths (`v2` is 200); 0 for none. */
  readonly revision: number;
  /** Its month and the other words of its name, but for those of corrections; null where it is called after no month. */
  readonly called: string | null;
  /**
   * The month that the file is called after, of several the last: its first day and its last. Null where its name says that
   * it is a part of one (`2022-06-a`, `june-2022-week-2`): it covers no more than the days of its lines.
   */
  readonly month: { readonly from: IsoDate; readonly to: IsoDate } | null;
  /** Its name says that it is a part of a month. */
  readonly isPart: boolean;
  readonly rows: Iterable<SpendRow>;
  /** Of a contract register alone: its lines as contracts of the council. Walk either this or `rows`. */
  readonly contracts?: (document: Pick<SourceDocument, 'url' | 'retrievedAt'>) => Iterable<Item>;
}

export interface SpendDocument extends Pick<SourceDocument, 'url' | 'body'> {
  /** The council that a person named; else its site or folder tells. */
  readonly council?: string;
}

/**
 * Opens a spending file in CSV or XLSX. Every record of it comes out once: as payment, redacted payment, not a payment
 * (with the reason), or refused (with the reason). Throws `UnreadableDocument` where council or layout are not known.
 */
export async function openSpendFile(
  maps: readonly CouncilMap[],
  document: SpendDocument,
): Promise<SpendFile> {
  if (!isWorkbook(document.body)) return openSpendText(maps, document);
  return openRecords(maps, document, await sheetsIn(document.body));
}

/** The sheets of a workbook, or a file of text as one. Throws `UnreadableDocument` for what is neither. */
export async function sheetsIn(body: Uint8Array): Promise<readonly Records[]> {
  if (!isWorkbook(body)) return [textRecords(body)];
  const sheets = await readSheets(body);
  return sheets.map((sheet) => ({ ...sheet, records: () => sheet.records }));
}

/** As `openSpendFile`, with the refusal handed back instead of thrown. */
export async function readSpendFile(
  maps: readonly CouncilMap[],
  document: SpendDocument,
): Promise<SpendFile | UnreadableDocument> {
  try {
    return await openSpendFile(maps, document);
  } catch (error) {
    if (error instanceof UnreadableDocument) return error;
    throw error;
  }
}

/** As `openSpendFile`, of separated text alone, without waiting. */
export function openSpendText(maps: readonly CouncilMap[], document: SpendDocument): SpendFile {
  return openRecords(maps, document, [textRecords(document.body)]);
}

/** A file of text as one sheet. */
export function textRecords(body: Uint8Array): Records {
  refuseOtherKinds(body, 'payments or contracts');
  countText(decodeText(body), { mend: true });
  return { name: '', hidden: false, records: () => csvRecords(decodeText(body), { mend: true }) };
}

/** As `openSpendFile`, of records that were read. */
export function openRecords(
  maps: readonly CouncilMap[],
  document: SpendDocument,
  sheets: readonly Records[],
): SpendFile {
  const map = mapOfDocument(maps, document);
  const opened = sheets.map((sheet) => openPart(sheet, map, document.url));
  const main = opened.find(({ opening }) => opening !== null)?.opening;
  const layout = main?.layout;
  if (!map || !main || !layout) {
    const heads = opened.map(({ head }) => head.map(({ cells }) => cells));
    const longest = heads.toSorted((a, b) => b.length - a.length)[0] ?? [];
    throw new UnreadableDocument(unknownLayout(maps, map, longest));
  }
  const parts = opened.map((part) => reopened(part, main, map, document.url));
  refuseUnreadSheets(maps, map, parts);
  const isPart = monthOf(document.url) !== null && isPartOfMonth(document.url);
  return {
    council: map.gss,
    councilName: map.name,
    series: layout.kind === 'payments' ? layout.series : layout.kind,
    ...editionOf(document.url),
    month: isPart ? null : monthOf(document.url),
    isPart,
    rows: rowsOf(parts, map, document.url),
    ...(layout.kind === 'contract-register'
      ? { contracts: (given: Pick<SourceDocument, 'url' | 'retrievedAt'>) => contractsIn(parts, map, given) }
      : {}),
  };
}

const REVISION =
  /(?<![a-z])(?:(?:rev(?:ision)?|r)[-_. ]*0*[1-9]\d?|revis(?:ed|ions?)|correct(?:ed|ions?|ing)|amend(?:ed|ments?)|restate(?:d|ments?)|adjust(?:ed|ments?)|updated?|final|supersed(?:es|ing)|errat(?:a|um)|replace(?:d|s|ments?)|re-?(?:issued?|published?|placement|submitted|submission|run)|(?:version|v|edition)[-_. ]*0*(?:[2-9]|[1-9]\d|1[._]\d)(?![\d])|(?:2nd|second|3rd|third|new) (?:version|edition))(?![a-z\d])/i;
const REVISIONS = new RegExp(REVISION, 'gi');
const NUMBERED =
  /(?<![a-z])(?:(version|v|edition)|rev(?:ision)?|r)[-_. ]*0*(\d{1,2})(?:[._](\d{1,2}))?(?![a-z\d])/i;

/** What the name of a file says of its place among editions: a first revision (`rev1`) is a second version. */
function editionOf(url: string): Pick<SpendFile, 'isRevision' | 'revision' | 'called'> {
  const name = bareName(url);
  const isRevision = REVISION.test(name);
  const [, version, major = '0', minor = '0'] = NUMBERED.exec(name) ?? [];
  const revision = (Number(major) + (version === undefined ? 1 : 0)) * 100 + Number(minor);
  const period = periodOfFileName(url);
  const rest =
    restOfFileName(url)
      .toLowerCase()
      .replaceAll(REVISIONS, ' ')
      .match(/[a-z]+|\d+/g) ?? [];
  return {
    isRevision,
    revision: isRevision && NUMBERED.test(name) ? revision : 0,
    called: period && [period.day, period.precision, ...rest].join(' '),
  };
}

const PART =
  /^(?:[a-z]|\d{1,2}(?:st|nd|rd|th)?|(?:w|wk|p|pt|h)\d+|weeks?|wk|fortnight|parts?|pt|half|halves|first|second|third|last|early|mid|late|beginning|start|end|batch|run|day|days|from|to|until|till|up|partial|interim|extract|split|section)$/;

/** Whether the name says more than the month: a letter, a number, a week, days. Years and sums have more than two digits. */
function isPartOfMonth(url: string): boolean {
  const said = restOfFileName(url).toLowerCase().replaceAll(REVISIONS, ' ');
  const words = said.match(/[a-z]+\d+(?![a-z\d])|\d+(?:st|nd|rd|th)(?![a-z])|\d+|[a-z]+/g) ?? [];
  return words.some((word) => PART.test(word));
}

/** The month that a file is called after, of several the last. */
export function monthOf(url: string): SpendFile['month'] {
  const period = periodOfFileName(url);
  return period && { from: `${period.day.slice(0, 8)}01`, to: period.day };
}
