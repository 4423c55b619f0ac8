import { readdirSync, readFileSync } from 'node:fs';
import { CouncilMap, type MappedPage } from './council-spend/map.ts';

/** From the root of the tree, so that it is found beside a bundled program too. */
const FOLDER = new URL('../../../packages/sources/src/councils/', import.meta.url);

let known: readonly CouncilMap[] | undefined;

/** The map of every council: one JSON file each, `<gss>-<slug>.json`. Throws when one breaks the schema, naming it. */
export function councilMaps(): readonly CouncilMap[] {
  known ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map(readMap);
  return known;
}

function readMap(file: string): CouncilMap {
  const read = CouncilMap.safeParse(jsonIn(file));
  if (!read.success) throw new Error(`councils/${file}: ${read.error.message}`);
  const { gss, slug } = read.data;
  if (file !== `${gss}-${slug}.json`)
    throw new Error(`councils/${file} should be called ${gss}-${slug}.json`);
  return read.data;
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  } catch (cause) {
    throw new Error(
      `packages/sources/src/councils/${file} is no JSON (${String(cause)}): take it away, or write the map into it again`,
      { cause },
    );
  }
}

/** Layouts of a council that no file of the code holds: a person confirmed them, or nothing of them was doubtful. */
export interface KnownLayouts {
  readonly gss: string;
  readonly name: string;
  readonly layouts: readonly unknown[];
}

/** Where files are listed of a council whose page nobody has said: nothing is fetched from there. */
const NO_PAGE = { url: 'https://council.invalid/', links: 'a' };

/** The maps with further layouts of their councils, which come first: they were said later. */
export function withLayouts(
  maps: readonly CouncilMap[],
  known: readonly KnownLayouts[],
): readonly CouncilMap[] {
  const added = known.map(({ gss, name, layouts }) => {
    const map = maps.find((one) => one.gss === gss);
    const rest = map ?? { gss, name, slug: slugOf(name) || 'council', page: NO_PAGE, cadence: 'monthly' };
    return CouncilMap.parse({ ...rest, layouts: [...layouts, ...(map?.layouts ?? [])] });
  });
  return [...maps.filter(({ gss }) => !known.some((one) => one.gss === gss)), ...added];
}

/**
 * The map for a document: of the council that was named, else of the one whose site it was fetched from, or whose name
 * the file or folder has; of several that share a site, the one that the address names. Null when nothing or more than
 * one tells; the layout alone never does, because councils copy each other's.
 */
export function mapOfDocument(
  maps: readonly CouncilMap[],
  document: { readonly url: string; readonly council?: string },
): CouncilMap | null {
  const { council, url } = document;
  if (council !== undefined) return maps.find(({ gss }) => gss === council) ?? null;
  const host = /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).hostname : null;
  const near = host === null ? maps : maps.filter((map) => hostsOf(map).includes(host));
  const named = near.filter(({ slug }) => wordsOf(url).includes(slug));
  const found = host !== null && near.length === 1 ? near : named;
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The word by which a council's files are called: its name without what many are called, such as `newcastle`. */
export function slugOf(name: string): string {
  const words = name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '' && !/^(?:the|of|and|upon|unitary|authority|london|royal)$/.test(word));
  return words.filter((word) => !WHAT_IT_IS.test(word)).join('-') || words.join('-');
}

/** The hosts from which a council's files come. */
export function hostsOf(map: CouncilMap): string[] {
  return pagesOf(map).flatMap(({ url, hosts }) => [new URL(url).hostname, ...hosts]);
}

/** The pages that list a council's files. */
export function pagesOf({ page, contracts }: CouncilMap): readonly MappedPage[] {
  return contracts ? [page, contracts] : [page];
}

/**
 * The words of a file's name and of the folder that it is in. Hyphens join a name (`north-devon` is not Devon), but for
 * words that only say what a file is: `surrey-spend` is Surrey.
 */
function wordsOf(file: string): string[] {
  return file
    .split(/[/\\]/)
    .slice(-2)
    .flatMap((part) => part.toLowerCase().split(/[^a-z-]+|-(?=\d)/))
    .flatMap((word) => [word, placeOf(word)]);
}

const WHAT_IT_IS =
  /^(?:spend|spending|expenditure|payments?|paid|invoices?|transactions?|transparency|suppliers?|over|contracts?|registers?|cards?|purchasing|procurement|published?|open|data|files?|reports?|csv|xlsx|council|city|borough|county|district|metropolitan|mbc|cc|bc|dc|(?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|q|fy|gbp|k|final|revised|v)$/;

function placeOf(word: string): string {
  return word
    .split('-')
    .filter((part) => !WHAT_IT_IS.test(part))
    .join('-');
}
