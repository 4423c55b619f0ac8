import { UnreadableDocument } from '../define-source.ts';

/** The cells of one record by the names of their columns. */
export interface RawRecord {
  readonly cells: ReadonlyMap<string, string>;
  readonly isWhole: boolean;
}

/**
 * Records of text whose cells end in tabs and whose records end in line ends: quotation marks are letters, and a backslash
 * makes the tab, line end or backslash behind it one. Throws `UnreadableDocument` where a column is missing.
 */
export async function* tabbedRecords(
  pieces: AsyncIterable<string>,
  columns: readonly string[],
): AsyncGenerator<RawRecord> {
  let header: readonly string[] | undefined;
  for await (const line of logicalLines(pieces)) {
    if (line === '') continue;
    const cells = cellsOf(line);
    if (!header) {
      header = cells.map((name) => name.trim());
      refuseMissing(header, columns);
      continue;
    }
    const names = header;
    yield {
      cells: new Map(columns.map((column) => [column, cells[names.indexOf(column)] ?? ''])),
      isWhole: cells.length === names.length,
    };
  }
  if (!header) throw new UnreadableDocument('an empty document instead of a table of the extract');
}

/** Throws, naming what is missing and what is there. */
export function refuseMissing(names: readonly string[], columns: readonly string[]): void {
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new UnreadableDocument(
      `a table without ${missing.map((column) => `“${column}”`).join(', ')}; it begins: ${names.join(', ').slice(0, 120)}`,
    );
}

/** Lines, those that a backslash cuts put together again. */
async function* logicalLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let open = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      open += line;
      if (endsEscaped(open)) open = `${open}\n`;
      else {
        yield withoutReturn(open);
        open = '';
      }
    }
  }
  if (open + rest !== '') yield withoutReturn(open + rest);
}

function endsEscaped(line: string): boolean {
  let backslashes = 0;
  for (let at = line.length - 1; at >= 0 && line[at] === '\\'; at -= 1) backslashes += 1;
  return backslashes % 2 === 1;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function cellsOf(line: string): readonly string[] {
  if (!line.includes('\\')) return line.split('\t');
  const cells: string[] = [];
  let cell = '';
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (letter === '\t') {
      cells.push(cell);
      cell = '';
    } else if (letter === '\\' && at + 1 < line.length) {
      at += 1;
      cell += line[at] ?? '';
    } else cell += letter;
  }
  return [...cells, cell];
}
