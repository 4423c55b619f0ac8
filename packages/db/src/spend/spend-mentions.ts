import type { SupplierMention } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';

/** Names of one statement. */
const CHUNK = 5_000;
/** Mentions that are remembered from file to file: councils share many suppliers, and name theirs again each month. */
const REMEMBERED = 200_000;

/** A mention of a bulk load; its id is there once it is resolved. */
export interface BulkMention {
  readonly mention: SupplierMention;
  id: string | null;
}

/** The mentions of many files: each is asked for once, while it is remembered. */
export interface BulkMentions {
  /** The one holder of every mention that prints the same. */
  hold(mention: SupplierMention): BulkMention;
  /** Begins a file, which may hold more mentions than are remembered. */
  openFile(): void;
}

/** Opens the mentions of one run. */
export function openBulkMentions(): BulkMentions {
  const byText = new Map<string, BulkMention>();
  return {
    hold(mention) {
      const text = textOf(mention.name, mention.printedRef, mention.postcode);
      let held = byText.get(text);
      if (!held) {
        held = { mention, id: null };
        byText.set(text, held);
      }
      return held;
    },
    openFile() {
      if (byText.size > REMEMBERED) byText.clear();
    },
  };
}

/** Finds or writes those of the mentions that have no id yet, and returns the ones that were not there before. */
export async function resolveMentions(trx: Trx, mentions: readonly BulkMention[]): Promise<BulkMention[]> {
  // In one order: two loads at once that write the same names wait for each other, and never both.
  const unknown = mentions.filter(isUnknown).toSorted((a, b) => (a.mention.name < b.mention.name ? -1 : 1));
  const fresh: BulkMention[] = [];
  for (let from = 0; from < unknown.length; from += CHUNK) {
    const chunk = unknown.slice(from, from + CHUNK);
    await find(trx, chunk);
    fresh.push(...(await write(trx, chunk.filter(isUnknown))));
    // What another transaction wrote meanwhile.
    await find(trx, chunk.filter(isUnknown));
  }
  return fresh;
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

async function write(trx: Trx, held: readonly BulkMention[]): Promise<BulkMention[]> {
  if (held.length === 0) return [];
  const { rows } = await sql<Written>`
    insert into mention (name, printed_ref, scheme, ref, postcode)
    select name, printed_ref, scheme, ref, postcode from ${listOf(held)}
    on conflict (name, coalesce(printed_ref, ''), coalesce(postcode, '')) do nothing
    returning id, name, printed_ref, postcode`.execute(trx);
  const byText = new Map(
    held.map((one) => [textOf(one.mention.name, one.mention.printedRef, one.mention.postcode), one]),
  );
  return rows.flatMap(({ id, name, printed_ref, postcode }) => {
    const one = byText.get(textOf(name, printed_ref, postcode));
    if (!one) return [];
    one.id = id;
    return [one];
  });
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
