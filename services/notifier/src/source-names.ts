import { sources } from '@tocsin/sources';

const titles = new Map(sources.map(({ id, title }) => [id, title]));

/** The name of a source, in letters as on pages; an unknown id stays. */
export function nameOfSource(sourceId: string): string {
  return titles.get(sourceId) ?? sourceId;
}
