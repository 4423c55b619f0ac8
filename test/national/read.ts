import type { Item, Observation } from '@tocsin/domain';
import { documentSource } from '@tocsin/sources';
import { documentsOf, type Made, type NationalDocument } from './made.ts';

/** The documents of one publisher among what was made. */
export function documentsFrom(made: readonly Made[], source: string): readonly NationalDocument[] {
  return documentsOf(made).filter((document) => document.source === source);
}

/** A document as our own source reads it. */
export function parse(document: NationalDocument): readonly Item[] {
  return [...documentSource(document.source).parse(document)];
}

export function refusedIn(items: readonly Item[]): readonly Item[] {
  return items.filter(({ outcome }) => outcome === 'refused');
}

export function observedIn(items: readonly Item[]): readonly Observation[] {
  return items.flatMap((item) => (item.outcome === 'observed' ? item.observations : []));
}
