import type { Watch } from '@tocsin/db';
import { sources, watchSources } from '@tocsin/sources';

/** The sources with every key that they need, at a moment that a test has chosen. */
export function watchAt(now: string): Watch {
  return { now, sources: watchSources(sources, () => true) };
}
