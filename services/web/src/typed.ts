import { seenText, type IsoDate } from '@tocsin/domain';
import { readDay } from '@tocsin/sources';
import { z } from 'zod';

/** What a person types into a field of a form: without what nobody sees, and no longer than the field allows. */
export function typed(longest: number) {
  return z.string().transform(seenText).pipe(z.string().trim().max(longest));
}

/** A day as people write it (`15 January 2018`, `15/1/2018`) or as ISO; null for anything else. */
export function typedDay(text: string | undefined): IsoDate | null {
  return readDay(text?.trim() ?? '', ['iso', 'day-first', 'worded']);
}
