import { groupDigits } from '@tocsin/domain';
import { tableCaps } from '@tocsin/sources';

const MEGABYTE = 1024 * 1024;

/** The most that is taken of one uploaded file. */
export const MOST_UPLOADED = 10 * MEGABYTE;

/** How large a file may be, in words, as each page and refusal says it: `10 MB`. */
export const uploadWords = {
  size: `${MOST_UPLOADED / MEGABYTE} MB`,
  columns: groupDigits(tableCaps.columns),
  rows: groupDigits(tableCaps.rows),
} as const;
