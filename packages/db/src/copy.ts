import { once } from 'node:events';
import { finished } from 'node:stream/promises';
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

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A write of one line costs as much as a write of hundreds. */
const PART = 65_536;

/**
 * Sends lines in COPY's format into `target` (`table (column, …)`), holding back while Postgres is busy. Bytes are sent
 * as they come; text is gathered.
 */
export async function copyInto(
  client: ClientBase,
  target: string,
  lines: Iterable<string> | Iterable<Uint8Array>,
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${target} from stdin`));
  let part = '';
  for (const line of lines) {
    if (typeof line === 'string') part += line;
    if (typeof line === 'string' && part.length < PART) continue;
    if (!stream.write(typeof line === 'string' ? part : line)) await once(stream, 'drain');
    part = '';
  }
  stream.end(part);
  await finished(stream);
}
