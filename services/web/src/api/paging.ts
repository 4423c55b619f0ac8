import { z } from 'zod';
import { Refusal } from '../refusal.ts';

const MOST = 500;

/** Which part of a list is asked for. */
export const ListPart = z.object({
  limit: z.coerce
    .number<string | number>()
    .int()
    .min(1)
    .max(MOST)
    .default(100)
    .meta({ description: 'How many at most.', example: 100 }),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,400}$/)
    .optional()
    .meta({ description: 'Goes on where an answer ended: its `next`.' }),
});
export type ListPart = z.infer<typeof ListPart>;

/** Where the list goes on; null at its end. */
export const NextCursor = z.string().nullable();

/** What stands for a place behind one of a list. Programs hand it back as it is. */
export function cursorAfter(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** The key of the one behind which a list goes on; undefined for its beginning. */
export function keyAfter({ cursor }: ListPart): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
}

/** The cursor is of another list, or what it stood behind has left this one. */
export function unknownCursor(): Refusal {
  return new Refusal(
    400,
    'That is not a cursor of this list',
    'Ask again without a cursor, from the beginning.',
  );
}

/** The part of a whole list that was asked for; every one has a key of its own. */
export function partOf<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
  part: ListPart,
): { readonly some: readonly T[]; readonly next: string | null } {
  const after = keyAfter(part);
  const from = after === undefined ? 0 : all.findIndex((one) => keyOf(one) === after) + 1;
  if (after !== undefined && from === 0) throw unknownCursor();
  const some = all.slice(from, from + part.limit);
  const last = some.at(-1);
  return {
    some,
    next: last !== undefined && from + some.length < all.length ? cursorAfter(keyOf(last)) : null,
  };
}
