import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

type Cell = string | number | null | readonly string[];

/** One row in the text format of COPY: tab-separated, `\N` for null, `{…}` for arrays. */
export function copyLine(cells: readonly Cell[]): string {
  return `${cells.map(copyCell).join('\t')}\n`;
}

function copyCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  return copyText(cell === null || typeof cell === 'string' ? cell : `{${cell.map(quoted).join(',')}}`);
}

const SPECIAL = /[\\\t\n\r]/;

/** One cell of text in the text format of COPY. */
export function copyText(text: string | null): string {
  if (text === null) return '\\N';
  if (!SPECIAL.test(text)) return text;
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

/** A value as JSON in one cell of the text format of COPY: of what is special there, JSON leaves backslashes alone. */
export function copyJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json.includes('\\') ? json.replaceAll('\\', '\\\\') : json;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** How the binary format begins: signature, no flags, no further header (https://www.postgresql.org/docs/18/sql-copy.html). */
export const BINARY_SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const BINARY_TRAILER = Buffer.from([0xff, 0xff]);

/** A write of one line costs as much as a write of hundreds. */
const PART = 65_536;

/** Sends lines in COPY's text format into `target` (`table (column, …)`), holding back while Postgres is busy. */
export async function copyInto(client: ClientBase, target: string, lines: Iterable<string>): Promise<void> {
  await send(client, `copy ${target} from stdin`, gathered(lines));
}

/** As `copyInto`, of whole lines gathered already, some kilobytes at a time; what making them throws is passed on. */
export async function copyParts(
  client: ClientBase,
  target: string,
  parts: AsyncIterable<string>,
): Promise<void> {
  await send(client, `copy ${target} from stdin`, parts);
}

/** As `copyInto`, in the binary format. */
export async function copyBinaryInto(
  client: ClientBase,
  target: string,
  parts: Iterable<Uint8Array>,
): Promise<void> {
  await send(client, `copy ${target} from stdin (format binary)`, parts);
}

async function send(
  client: ClientBase,
  command: string,
  parts: Iterable<string | Uint8Array> | AsyncIterable<string>,
): Promise<void> {
  await pipeline(parts, client.query(copyFrom(command)));
}

function* gathered(lines: Iterable<string>): Generator<string> {
  let part = '';
  for (const line of lines) {
    part += line;
    if (part.length < PART) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}
