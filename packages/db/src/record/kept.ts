import { sql } from 'kysely';
import { publishersOwn } from '../who/kept-as.ts';
import { askedOfWatched } from '../who/suppliers.ts';

/** Of `observation`: the publisher's own id, also where it is kept for a supplier of a council's own. */
export const publishersRef = sql<string>`case when observation.source_id = any(${[...askedOfWatched]})
  then ${publishersOwn('observation.ref')} else observation.ref end`;

/**
 * Of `observation` beside its `document`: when that was fetched for those to whom it is said. The same bytes are archived
 * once, and may have been fetched before for others.
 */
export const seenAt = sql<string>`greatest(retrieved_at, observed_at)`;
