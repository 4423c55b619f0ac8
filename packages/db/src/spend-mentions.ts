import type { SupplierMention } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from './database.ts';

/** Names of one statement. */
const CHUNK = 2_000;
/** Objects of mentions that are remembered: where each line makes its own, they would fill the memory. */
const MET = 50_000;

/** A mention of the load; its id is there once it is resolved. */
export interface BulkMention {
  readonly mention: SupplierMention;
  id: string | null;
}

/** The mentions of a bulk load: each is asked for once. */
export interface BulkMentions {
  /** The one holder of every mention that prints the same. */
  hold(mention: SupplierMention): BulkMention;
  /** Finds or writes everything that was held since the last call. */
  resolve(trx: Trx): Promise<void>;
  /** Ids of the mentions that were not there before. */
  readonly fresh: readonly string[];
  /** Ids of all that were resolved. */
  ids(): string[];
}

/** Opens the mentions of one load. */
export function openBulkMentions(): BulkMentions {
  const byText = new Map<string, BulkMention>();
  // A reader makes one object of a name that it meets again and again: most are known without building their text.
  const met = new Map<SupplierMention, BulkMention>();
  const fresh: string[] = [];
  let waiting: BulkMention[] = [];
  return {
    fresh,
    ids: () => [...byText.values()].flatMap(({ id }) => id ?? []),
    hold(mention) {
      const known = met.get(mention);
      if (known) return known;
      const text = textOf(mention.name, mention.printedRef, mention.postcode);
      const same = byText.get(text);
      const held = same ?? { mention, id: null };
      if (!same) {
        byText.set(text, held);
        waiting.push(held);
      }
      if (met.size >= MET) met.clear();
      met.set(mention, held);
      return held;
    },
    async resolve(trx) {
      const all = waiting;
      waiting = [];
      for (let from = 0; from < all.length; from += CHUNK) {
        const chunk = all.slice(from, from + CHUNK);
        await find(trx, chunk);
        for (const { id, name, printed_ref, postcode } of await write(trx, chunk.filter(isUnknown))) {
          const held = byText.get(textOf(name, printed_ref, postcode));
          if (held) held.id = id;
          fresh.push(id);
        }
        // What another transaction wrote meanwhile.
        await find(trx, chunk.filter(isUnknown));
      }
    },
  };
}

/** Printed texts hold no line ends. */
function textOf(name: string, printedRef: string | null, postcode: string | null): string {
  return `${name}\n${printedRef ?? ''}\n${postcode ?? ''}`;
}

function isUnknown({ id }: BulkMention): boolean {
  return id === null;
}

/** Looked up one by one: a plan made before the names are counted would walk all of them. */
async function find(trx: Trx, held: readonly BulkMention[]): Promise<void> {
  if (held.length === 0) return;
  const { rows } = await sql<{ at: number; id: string }>`
    select given.at, found.id from ${listOf(held)}
    cross join lateral (
      select id from mention where name = given.name
        and coalesce(printed_ref, '') = coalesce(given.printed_ref, '')
        and coalesce(postcode, '') = coalesce(given.postcode, '') limit 1) found`.execute(trx);
  for (const { at, id } of rows) {
    const one = held[at];
    if (one) one.id = id;
  }
}

interface Written {
  readonly id: string;
  readonly name: string;
  readonly printed_ref: string | null;
  readonly postcode: string | null;
}

async function write(trx: Trx, held: readonly BulkMention[]): Promise<readonly Written[]> {
  if (held.length === 0) return [];
  const { rows } = await sql<Written>`
    insert into mention (name, printed_ref, scheme, ref, postcode)
    select name, printed_ref, scheme, ref, postcode from ${listOf(held)}
    on conflict (name, coalesce(printed_ref, ''), coalesce(postcode, '')) do nothing
    returning id, name, printed_ref, postcode`.execute(trx);
  return rows;
}

/** One JSON parameter: five arrays of texts cost several times more to write and to read. */
function listOf(held: readonly BulkMention[]) {
  const rows = held.map(({ mention: { name, printedRef, ref, postcode } }, at) => ({
    at,
    name,
    printed_ref: printedRef,
    scheme: ref?.scheme,
    ref: ref?.id,
    postcode,
  }));
  return sql`json_to_recordset(${JSON.stringify(rows)}::json)
    as given (at int, name text, printed_ref text, scheme text, ref text, postcode text)`;
}
