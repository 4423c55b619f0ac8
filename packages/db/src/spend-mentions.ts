import type { SupplierMention } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { mentionText } from './mentions.ts';

/** Names of one statement: five arrays of so many texts. */
const CHUNK = 2_000;
/** The mentions of a bulk load: found or written in chunks, each asked for once. */
export interface BulkMentions {
  /** Finds or writes every mention. Returns their ids by the very objects that were given. */
  resolve(mentions: Iterable<SupplierMention>): Promise<ReadonlyMap<SupplierMention, string>>;
  /** Ids of the mentions that were not there before. */
  readonly fresh: readonly string[];
}

/** Opens the mentions of one load, within its transaction. */
export function openBulkMentions(trx: Trx): BulkMentions {
  const known = new Map<string, string>();
  const fresh: string[] = [];
  return {
    fresh,
    async resolve(mentions) {
      // A reader makes one object of a name that it meets again and again.
      const texts = new Map<SupplierMention, string>();
      const wanted = new Map<string, SupplierMention>();
      for (const mention of mentions) {
        if (texts.has(mention)) continue;
        const text = mentionText(mention);
        texts.set(mention, text);
        if (!known.has(text)) wanted.set(text, mention);
      }
      const all = [...wanted.values()];
      for (let from = 0; from < all.length; from += CHUNK)
        for (const { text, id, isFresh } of await findOrWrite(trx, all.slice(from, from + CHUNK))) {
          known.set(text, id);
          if (isFresh) fresh.push(id);
        }
      return new Map([...texts].map(([mention, text]) => [mention, known.get(text) ?? unwritten()]));
    },
  };
}

function unwritten(): never {
  throw new Error('a mention was not written before the payment that names it');
}

interface Written {
  readonly text: string;
  readonly id: string;
  readonly isFresh: boolean;
}

/** Writes those that are not there; what another transaction writes meanwhile is found in the second look. */
async function findOrWrite(trx: Trx, mentions: readonly SupplierMention[]): Promise<Written[]> {
  const found = await find(trx, mentions);
  const missing = without(mentions, found);
  if (missing.length === 0) return found;
  const { rows } = await sql<Row>`
    insert into mention (name, printed_ref, scheme, ref, postcode) select * from ${listOf(missing)}
    on conflict (name, coalesce(printed_ref, ''), coalesce(postcode, '')) do nothing
    returning id, name, printed_ref, postcode`.execute(trx);
  const written = rows.map((row) => writtenOf(row, true));
  const raced = without(missing, written);
  return [...found, ...written, ...(raced.length > 0 ? await find(trx, raced) : [])];
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly printed_ref: string | null;
  readonly postcode: string | null;
}

async function find(trx: Trx, mentions: readonly SupplierMention[]): Promise<Written[]> {
  const { rows } = await sql<Row>`
    select mention.id, mention.name, mention.printed_ref, mention.postcode
    from ${listOf(mentions)}
    join mention on mention.name = given.name
      and coalesce(mention.printed_ref, '') = coalesce(given.printed_ref, '')
      and coalesce(mention.postcode, '') = coalesce(given.postcode, '')`.execute(trx);
  return rows.map((row) => writtenOf(row, false));
}

/** One JSON parameter: five arrays of texts cost several times more to write and to read. */
function listOf(mentions: readonly SupplierMention[]) {
  const rows = mentions.map(({ name, printedRef, ref, postcode }) => ({
    name,
    printed_ref: printedRef,
    scheme: ref?.scheme,
    ref: ref?.id,
    postcode,
  }));
  return sql`json_to_recordset(${JSON.stringify(rows)}::json)
    as given (name text, printed_ref text, scheme text, ref text, postcode text)`;
}

function writtenOf({ id, name, printed_ref, postcode }: Row, isFresh: boolean): Written {
  return { text: mentionText({ name, printedRef: printed_ref, postcode, ref: null }), id, isFresh };
}

function without(mentions: readonly SupplierMention[], found: readonly Written[]): SupplierMention[] {
  const texts = new Set(found.map(({ text }) => text));
  return mentions.filter((mention) => !texts.has(mentionText(mention)));
}
