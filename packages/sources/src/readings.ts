import { registerPieces, type RegisterTold } from './council-register/read-register.ts';
import type { Reading } from './reading-thread.ts';
import { tablePieces } from './tables/table.ts';

/** What the thread reads, and how: each yields small pieces, for each is copied to who asked in one go. */
export const readings: Readonly<
  Record<Reading, (bytes: Uint8Array, told: unknown) => AsyncIterable<unknown>>
> = {
  table: (bytes) => tablePieces(bytes),
  register: (bytes, told) => registerPieces(bytes, told as RegisterTold),
};
