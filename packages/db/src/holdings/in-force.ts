import { sql } from 'kysely';

/**
 * Of `register_upload`: it is the register in force of its council, of which there is one at most. One that waits to take
 * over is not.
 */
export const inForce = sql<boolean>`register_upload.undone_at is null`;

/** Of `register_upload`: in force, or about to be. */
export const inForceOrWaits = sql<boolean>`(${inForce} or register_upload.waits)`;

/** The lines of registers in force, of all councils that `db` may see: what a statement selects from. */
export const linesInForce = sql`register_line
  join register_upload on register_upload.id = register_line.upload_id and ${inForce}`;
