import { basename } from 'node:path';
import { UnreadableDocument } from '../define-source.ts';
import { readDay } from '../tables/day.ts';
import { careLists, type CareList } from './columns.ts';

const NAME =
  /(\d{1,2})_([A-Za-z]{3,9})_(\d{4})_(HSCA_Active_Locations|Deactivated_Locations)[^/\s"'<>]*?\.ods/gi;

/** One file of a month, by its name: `01_September_2026_Deactivated_Locations.ods`. */
export interface CareFile {
  readonly name: string;
  readonly list: CareList;
  readonly edition: string;
}

/** The file of a list that a name or an address says it is; null for any other. */
export function careFileOf(name: string): CareFile | null {
  const [match] = basename(name).matchAll(NAME);
  if (!match) return null;
  const [, day, month, year, sheet = ''] = match;
  const edition = readDay(`${day} ${month} ${year}`, ['worded']);
  if (edition === null) return null;
  const list = sheet.toLowerCase() === careLists.active.sheet.toLowerCase() ? 'active' : 'deactivated';
  return { name, list, edition };
}

/** The addresses of both lists of the newest month that a page links whole; null where it links none. */
export function newestMonth(
  page: string,
): { readonly edition: string; readonly files: readonly string[] } | null {
  const links = [...page.matchAll(/href="([^"]+\.ods)"/gi)].flatMap(
    ([, href = '']) => careFileOf(href) ?? [],
  );
  const editions = [...new Set(links.map(({ edition }) => edition))].sort().toReversed();
  for (const edition of editions) {
    const of = (list: CareList) => links.find((one) => one.edition === edition && one.list === list)?.name;
    const [active, deactivated] = [of('active'), of('deactivated')];
    if (active && deactivated) return { edition, files: [active, deactivated] };
  }
  return null;
}

/** Bytes at the end of an archive in which its list of files stands. */
const TAIL = 66_000;
const KEPT = /^\{"edition":"(\d{4}-\d\d-\d\d)"\}/;

/**
 * The day of a month's two lists, of the archive with both as published or of what is kept of them. Throws
 * `UnreadableDocument` where it does not say, or holds lists of two months.
 */
export function editionOfMonth(body: Uint8Array): string {
  const kept = KEPT.exec(Buffer.from(body.subarray(0, 30)).toString('latin1'))?.[1];
  if (kept !== undefined) return kept;
  const tail = Buffer.from(body.subarray(Math.max(0, body.length - TAIL))).toString('latin1');
  const editions = [
    ...new Set([...tail.matchAll(NAME)].flatMap(([name]) => careFileOf(name)?.edition ?? [])),
  ];
  const [edition] = editions;
  if (edition === undefined)
    throw new UnreadableDocument(
      'no archive of a month’s two lists. Put “…_HSCA_Active_Locations.ods” and “…_Deactivated_Locations.ods” of one ' +
        'month, under the names that the regulator gave them, into one ZIP file and hand that in',
    );
  if (editions.length > 1)
    throw new UnreadableDocument(
      `lists of two months together (${editions.toSorted().join(', ')}): what one lacks would count as gone`,
    );
  return edition;
}
