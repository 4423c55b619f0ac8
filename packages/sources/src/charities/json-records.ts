import { UnreadableDocument } from '../define-source.ts';
import { refuseMissing, type RawRecord } from './tabbed-records.ts';

/**
 * The objects of one long JSON list, one after the other, as records of text: `null` is an empty cell. The list is never
 * held as a whole. Throws `UnreadableDocument` for what is no such list, where a column is missing, and where it is cut short.
 */
export async function* jsonRecords(
  pieces: AsyncIterable<string>,
  columns: readonly string[],
): AsyncGenerator<RawRecord> {
  let text = '';
  let at = 0;
  let from = -1;
  let depth = 0;
  let inText = false;
  let ended = false;
  let isFirst = true;
  for await (const piece of pieces) {
    text += piece;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (inText) {
        if (code === BACKSLASH) at += 1;
        else if (code === QUOTE) inText = false;
      } else if (code === QUOTE) inText = true;
      else if (code === OPEN_OBJECT) {
        if (depth === 1) from = at;
        depth += 1;
      } else if (code === OPEN_LIST) depth += 1;
      else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
        depth -= 1;
        if (depth === 1 && code === CLOSE_OBJECT) {
          const record = recordOf(text.slice(from, at + 1), columns, isFirst);
          isFirst = false;
          from = -1;
          yield record;
        }
        ended ||= depth === 0;
      }
    }
    const keep = from === -1 ? at : from;
    text = text.slice(Math.min(keep, text.length));
    at -= keep;
    if (from !== -1) from = 0;
  }
  if (!ended) throw new UnreadableDocument('a list of JSON that does not end: it may be cut off');
}

const [QUOTE, BACKSLASH] = [34, 92];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93];

function recordOf(text: string, columns: readonly string[], isFirst: boolean): RawRecord {
  const members = membersIn(text);
  if (isFirst) refuseMissing(Object.keys(members), columns);
  return {
    cells: new Map(columns.map((column) => [column, printedOf(members[column])])),
    isWhole: columns.every((column) => column in members),
  };
}

function membersIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new UnreadableDocument(`broken JSON in the list: ${text.slice(0, 80)}`);
  }
}

/** As the other format prints it: a flag is `True` or `False`. */
function printedOf(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
