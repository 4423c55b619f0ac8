import { load, type CheerioAPI } from 'cheerio';
import { UnreadableDocument } from './unreadable.ts';

/** Open elements inside of each other. No page that people wrote has a hundredth of them. */
const DEEPEST = 2_000;
const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;
/** Elements that are never closed, or that the next one closes. */
const SHALLOW =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|tr|td|th|option)$/i;

/** Opens a page. Throws `UnreadableDocument` where it is nested so deep that reading it would take for ever. */
export function openPage(html: string): CheerioAPI {
  let depth = 0;
  for (const [, closes, name = ''] of html.matchAll(TAG)) {
    if (SHALLOW.test(name)) continue;
    depth = closes ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEEPEST)
      throw new UnreadableDocument(`a page whose elements are nested more than ${DEEPEST} deep`);
  }
  return load(html);
}
