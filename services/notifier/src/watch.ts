import type { Watch } from '@tocsin/db';
import { sources, watchSources } from '@tocsin/sources';

/** What decides at this moment whether a look at a supplier still counts. */
export function watchBySettings(): Watch {
  const isSet = (setting: string) => (process.env[setting] ?? '') !== '';
  return { now: new Date().toISOString(), sources: watchSources(sources, isSet) };
}
