import { sources } from '@tocsin/sources';

const publishers = new Map(sources.map(({ id, publisher }) => [id, publisher]));

/** The publisher of a source, as letters name it; an unknown id stays. */
export function publisherOf(sourceId: string): string {
  return publishers.get(sourceId) ?? sourceId;
}
