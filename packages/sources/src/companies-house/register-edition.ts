import { basename } from 'node:path';
import { UnreadableDocument } from '../define-source.ts';

/** A month of the register: its one file, or all its parts in their order. */
export interface RegisterEdition {
  /** `2026-11-01`; null for a file that is not called as the publisher calls it. */
  readonly date: string | null;
  readonly files: readonly string[];
}

const NAME = /BasicCompanyData(AsOneFile)?-(\d{4}-\d\d-\d\d)(?:-part(\d+)_(\d+))?\.(?:zip|csv)$/i;

interface Named {
  readonly file: string;
  readonly date: string;
  readonly part: number | null;
  readonly parts: number | null;
}

function named(file: string): Named | null {
  const [, , date, part, parts] = NAME.exec(file) ?? [];
  if (date === undefined) return null;
  return { file, date, part: part ? Number(part) : null, parts: parts ? Number(parts) : null };
}

/**
 * What files of the register, by their names, are together: one month as one file or as all its parts. Throws
 * `UnreadableDocument`, which says what is missing, for a part alone, a gap, or several months: what such a load left out
 * would count as gone from the register.
 */
export function editionOf(files: readonly string[]): RegisterEdition {
  const known = files.map(named);
  const [first] = known;
  if (files.length === 1 && first === null) return { date: null, files };
  const all = known.filter((one) => one !== null);
  if (all.length < known.length)
    throw new UnreadableDocument(
      'files of the register and others together: hand in one month as one file, or all its parts',
    );
  const dates = [...new Set(all.map(({ date }) => date))].sort();
  const [date] = dates;
  if (date === undefined) throw new UnreadableDocument('no file of the register');
  if (dates.length > 1)
    throw new UnreadableDocument(
      `files of several months together (${dates.join(', ')}): hand in those of one, as what the others lack would count as gone`,
    );
  const whole = all.find(({ part }) => part === null);
  if (whole) return { date, files: [whole.file] };
  const counts = [...new Set(all.map(({ parts }) => parts))];
  if (counts.length > 1)
    throw new UnreadableDocument(`parts of two divisions of ${date} (of ${counts.join(' and of ')})`);
  const parts = counts[0] ?? 0;
  const missing = Array.from({ length: parts }, (_, at) => at + 1).filter(
    (part) => !all.some((one) => one.part === part),
  );
  if (missing.length > 0)
    throw new UnreadableDocument(
      `${all.map(({ file }) => basename(file)).join(', ')}: ${all.length} of ${parts} parts of the register of ${date}; ` +
        `part ${missing.join(', ')} is missing. Hand in all of them together, as a folder, or BasicCompanyDataAsOneFile`,
    );
  const inOrder = Array.from({ length: parts }, (_, at) => all.find((one) => one.part === at + 1));
  return { date, files: inOrder.flatMap((one) => one?.file ?? []) };
}

/** The newest month that a page of the publisher lists, as one file where there is one; null where it lists none. */
export function newestEdition(page: string): RegisterEdition | null {
  const links = [...page.matchAll(/BasicCompanyData[\w-]*\.zip/g)].map(([name]) => name);
  const files = [...new Set(links)];
  const newest = files
    .flatMap((file) => named(file)?.date ?? [])
    .sort()
    .at(-1);
  return newest === undefined ? null : editionOf(files.filter((file) => named(file)?.date === newest));
}
