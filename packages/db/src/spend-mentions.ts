import type { SupplierMention } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { mentionText } from './mentions.ts';

/** Names of one statement: five arrays of so many texts. */
const CHUNK = 2_000;
/** More different names than one file has; beyond it the oldest are asked for again. */
const REMEMBERED = 200_000;

/** The mentions of a bulk load: found or written in chunks, each asked for once. */
export interface BulkMentions {
  /** Finds or writes every mention, so that `idOf` knows it. */
  resolve(mentions: readonly SupplierMention[]): Promise<void>;
  idOf(mention: SupplierMention): string;
  /** Ids of the mentions that were not there before. */
  readonly fresh: readonly string[];
}

/** Opens the mentions of one load, within its transaction. */
export function openBulkMentions(trx: Trx): BulkMentions {
  const ids = new Map<string, string>();
  // A reader makes one object of a name and prints it again and again: it is looked up without building its text.
  const seen = new WeakMap<SupplierMention, string>();
  const fresh: string[] = [];
  return {
    fresh,
    async resolve(mentions) {
      if (ids.size > REMEMBERED) ids.clear();
      const wanted = new Map<string, SupplierMention>();
      for (const mention of mentions) {
        if (seen.has(mention)) continue;
        const text = mentionText(mention);
        const id = ids.get(text);
        if (id) seen.set(mention, id);
        else wanted.set(text, mention);
      }
      const all = [...wanted.values()];
      for (let from = 0; from < all.length; from += CHUNK)
        for (const { text, id, isFresh } of await findOrWrite(trx, all.slice(from, from + CHUNK))) {
          ids.set(text, id);
          if (isFresh) fresh.push(id);
        }
      for (const mention of mentions) {
        if (seen.has(mention)) continue;
        const id = ids.get(mentionText(mention));
        if (id) seen.set(mention, id);
      }
    },
    idOf(mention) {
      const id = seen.get(mention);
      if (!id) throw new Error('a mention was not written before the payment that names it');
      return id;
    },
  };
}

interface Written {
  readonly text: string;
  readonly id: string;
  readonly isFresh: boolean;
}

async function findOrWrite(trx: Trx, mentions: readonly SupplierMention[]): Promise<Written[]> {
  const column = (of: (mention: SupplierMention) => string | null) => mentions.map(of);
  const { rows } = await sql<{
    id: string;
    name: string;
    printed_ref: string | null;
    postcode: string | null;
    is_fresh: boolean;
  }>`
    insert into mention (name, printed_ref, scheme, ref, postcode)
    select * from unnest(${column(({ name }) => name)}::text[], ${column((m) => m.printedRef)}::text[],
      ${column((m) => m.ref?.scheme ?? null)}::text[], ${column((m) => m.ref?.id ?? null)}::text[],
      ${column((m) => m.postcode)}::text[])
    on conflict (name, coalesce(printed_ref, ''), coalesce(postcode, '')) do update set name = excluded.name
    returning id, name, printed_ref, postcode, xmax = 0 as is_fresh`.execute(trx);
  return rows.map(({ id, name, printed_ref, postcode, is_fresh }) => ({
    text: mentionText({ name, printedRef: printed_ref, postcode, ref: null }),
    id,
    isFresh: is_fresh,
  }));
}
