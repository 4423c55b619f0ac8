import { load } from 'cheerio';
import { periodOfFileName } from './day.ts';
import type { CouncilMap } from './map.ts';
import { hostsOf } from '../council-maps.ts';

/** What a transparency page lists: files to fetch, and further pages that list files. */
export interface Listing {
  readonly files: readonly string[];
  readonly pages: readonly string[];
}

/** A link of a page, with the month or quarter that it is called after (its last day). */
interface Link {
  readonly url: string;
  readonly covers: string | null;
}

/**
 * Reads a page by the selectors of the council's map. Links to other hosts than the map's own are left out, and so are
 * files called after a month before `since`.
 */
export function readListing(map: CouncilMap, url: string, html: string, since: string): Listing {
  const page = load(html);
  const linksOf = (selector: string): Link[] =>
    page(selector)
      .toArray()
      .flatMap((element) => {
        const href = page(element).attr('href')?.trim() ?? '';
        if (!URL.canParse(href, url)) return [];
        const target = new URL(href, url);
        target.hash = '';
        if (!/^https?:$/.test(target.protocol) || !hostsOf(map).includes(target.hostname)) return [];
        const covers = periodOfFileName(decodeURI(target.pathname)) ?? periodOfFileName(page(element).text());
        return [{ url: target.href, covers: covers?.day ?? null }];
      });
  const files = linksOf(map.page.links).filter(({ covers }) => covers === null || covers >= since);
  const pages = map.page.pages ? linksOf(map.page.pages) : [];
  const unique = (links: readonly Link[]) => [...new Set(links.map((link) => link.url))];
  return { files: unique(files), pages: unique(pages).filter((page) => page !== url) };
}
