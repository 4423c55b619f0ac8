import type { IsoDate } from '@tocsin/domain';
import { dayOf } from '@tocsin/domain';
import type { Clock } from '@tocsin/runtime';
import type { Oddities } from './oddities.ts';
import { serve, type LocalServer } from './server.ts';

/** A file that a council publishes, and the page that lists it, at their real addresses. */
export interface PublishedFile {
  readonly page: string;
  readonly url: string;
  readonly publishedOn: IsoDate;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface CouncilSites extends LocalServer {
  /** Where a council's address is answered here. */
  readonly addressOf: (url: string) => string;
}

/** The sites of councils as they behave: a page with links to the files that have appeared, and the files. */
export async function councilSites(
  clock: Clock,
  files: readonly PublishedFile[],
  oddities?: Oddities,
): Promise<CouncilSites> {
  const byUrl = new Map(files.map((file) => [file.url, file]));
  const server = await serve((_, response, { pathname }) => {
    const url = `https://${pathname.slice(1)}`;
    const today = dayOf(clock.now());
    const there = files.filter(({ publishedOn }) => publishedOn <= today);
    const listed = there.filter(({ page }) => page === url);
    const file = byUrl.get(url);
    if (listed.length === 0 && !(file && there.includes(file))) {
      response.writeHead(404).end();
      return;
    }
    if (oddities?.strike(response, { source: 'council-spend', item: url, mayBeGone: true })) return;
    if (file) {
      response.writeHead(200, { 'content-type': file.contentType });
      response.end(file.body);
      return;
    }
    const links = listed.map((one) => `<li><a href="${one.url}">${one.url.split('/').at(-1)}</a></li>`);
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<html><title>Spending</title><body><ul>${links.join('')}</ul></body></html>`);
  });
  return { ...server, addressOf: (url) => url.replace(/^https:\/\//, `${server.url}/`) };
}
