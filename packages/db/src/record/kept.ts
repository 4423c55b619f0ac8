import { sql } from 'kysely';

/** Of `observation`: the publisher's own id, also where it is kept for a supplier of a council's own. */
export const publishersRef = sql<string>`regexp_replace(observation.ref, '^([A-Z0-9]{8})~[0-9]+', '\\1')`;

/**
 * Of `observation` beside its `document`: when that was fetched for those to whom it is said. The same bytes are archived
 * once, and may have been fetched before for others.
 */
export const seenAt = sql<string>`greatest(retrieved_at, observed_at)`;
