import { openPage } from '../html.ts';
import { z } from 'zod';
import { periodOfFileName } from '../tables/day.ts';
import type { CouncilMap, MappedPage } from './map.ts';
import { hostsOf } from '../council-maps.ts';

/** What a transparency page lists: files to fetch, and further pages that list files. */
export interface FileListing {
  readonly files: readonly Link[];
  readonly pages: readonly string[];
}

/** A link of a page, with the month or quarter that it is called after (its last day). */
export interface Link {
  readonly url: string;
  readonly covers: string | null;
}

/** What CKAN answers about one data set, as most open-data sites of councils do. */
const Ckan = z.object({
  result: z.object({
    resources: z.array(z.object({ url: z.string(), format: z.string(), name: z.string().nullish() })),
  }),
});

/**
 * Reads a page by the selectors of the council's map, or an open-data listing (CKAN, JSON) by the formats that the map
 * names. Links to other hosts than the map's own are left out, and so are files called after a month before `since`.
 * Throws for JSON that is no such listing.
 */
export function readListing(
  map: CouncilMap,
  page: MappedPage,
  url: string,
  text: string,
  since: string,
): FileListing {
  const { links, pages } = text.trimStart().startsWith('{')
    ? { links: resourcesOf(page, text), pages: [] }
    : linksOf(page, text);
  const addressOf = ({ href, words }: PrintedLink): Link[] => {
    if (!URL.canParse(href, url)) return [];
    const target = new URL(href, url);
    target.hash = '';
    if (!/^https?:$/.test(target.protocol) || !hostsOf(map).includes(target.hostname)) return [];
    const covers = periodOfFileName(plainPath(target)) ?? periodOfFileName(words);
    return [{ url: target.href, covers: covers?.day ?? null }];
  };
  const files = links.flatMap(addressOf).filter(({ covers }) => covers === null || covers >= since);
  const unique = (found: readonly Link[]) => [...new Map(found.map((link) => [link.url, link])).values()];
  const further = unique(pages.flatMap(addressOf)).map((link) => link.url);
  return { files: unique(files), pages: further.filter((each) => each !== url) };
}

/** A link as it is printed, with the words that it is called by. */
interface PrintedLink {
  readonly href: string;
  readonly words: string;
}

function linksOf(
  { links, pages }: MappedPage,
  html: string,
): { links: readonly PrintedLink[]; pages: readonly PrintedLink[] } {
  const page = openPage(html);
  const printed = (selector: string): PrintedLink[] =>
    page(selector)
      .toArray()
      .map((element) => ({ href: page(element).attr('href')?.trim() ?? '', words: page(element).text() }));
  return { links: printed(links), pages: pages ? printed(pages) : [] };
}

function resourcesOf(page: MappedPage, json: string): readonly PrintedLink[] {
  const formats = page.links.toLowerCase().split(/[ ,]+/);
  return Ckan.parse(JSON.parse(json))
    .result.resources.filter(({ format }) => formats.includes(format.toLowerCase()))
    .map(({ url, name }) => ({ href: url, words: name ?? '' }));
}

/** A path may hold a percent sign that encodes nothing. */
function plainPath({ pathname }: URL): string {
  try {
    return decodeURI(pathname);
  } catch {
    return pathname;
  }
}
