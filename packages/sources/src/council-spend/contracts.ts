import type { Item } from '@tocsin/domain';
import { orderOfColumns } from '../council-register/order-of-days.ts';
import type { SourceDocument } from '../define-source.ts';
import { createContractReader, DAYS } from './contract-lines.ts';
import { headerCell, isSameHeader, type CouncilMap } from './map.ts';
import {
  contractPlaces,
  nextOf,
  openBelow,
  whyPassed,
  whyRefused,
  type FileOpening,
  type Part,
} from './opening.ts';
import { repeatedRecords } from './parts.ts';

type DocumentInHand = Pick<SourceDocument, 'url' | 'retrievedAt'>;

/**
 * The contracts of a published register, one item a record: nothing is skipped. A further header inside a sheet is
 * obeyed, as in files of payments; what stands below one that the map does not know is refused, and a table that stands
 * there twice counts once.
 */
export function* contractsIn(
  parts: readonly Part[],
  map: CouncilMap,
  document: DocumentInHand,
): Generator<Item> {
  let row = 0;
  const seen = new Set<string>();
  for (const part of parts) {
    const { head, rest, hidden } = part;
    const { opening: first } = part;
    let table = first && tableOf(part, first, first.headerAt, { map, document, numbers: new Map() });
    let again = repeatedRecords(part, 0, first, seen);
    let isUnknown = false;
    const above: string[] = [];
    let at = 0;
    for (let record = head[0]; record; record = head[at] ?? nextOf(rest)) {
      row += 1;
      const item = `row ${row}`;
      const passed = !table || !first || at <= first.headerAt;
      const below = passed || !table ? null : headerIn(record.cells, table.opening, map, document.url);
      if (passed || !table) yield { item, outcome: 'ignored', reason: whyPassed(first, at, hidden) };
      else if (below !== null) {
        yield { item, outcome: 'ignored', reason: saidOf(below, table.opening) };
        isUnknown = below === 'unknown';
        again = repeatedRecords(part, at + 1, table.opening, new Set([...seen, ...above])) ?? again;
        if (below !== 'unknown') table = tableOf(part, below, at, { map, document, numbers: table.numbers });
      } else {
        const reason = isUnknown ? UNKNOWN : whyRefused(record, table.opening);
        if (reason !== null) yield { item, outcome: 'refused', reason };
        else if (again?.has(table.opening.keyOf(record.cells)))
          yield { item, outcome: 'ignored', reason: TWICE };
        else yield table.read(record.cells, row);
        above.push(table.opening.keyOf(record.cells));
      }
      at += 1;
    }
    for (const key of above) seen.add(key);
  }
}

const UNKNOWN = 'below a further header that the map does not know: its columns may mean something else';
const TWICE = 'a line of a table that stands in the file twice';

/** What is read below one header. */
interface Table {
  readonly opening: FileOpening;
  readonly read: ReturnType<typeof createContractReader>;
  /** How often a reference was met on this sheet. */
  readonly numbers: Map<string, number>;
}

/** Null for what is no register of contracts. */
function tableOf(
  part: Part,
  opening: FileOpening,
  headerAt: number,
  {
    map,
    document,
    numbers,
  }: { readonly map: CouncilMap; readonly document: DocumentInHand } & Pick<Table, 'numbers'>,
): Table | null {
  const { layout, header } = opening;
  if (layout.kind !== 'contract-register') return null;
  const places = contractPlaces(layout, header, map);
  const days = orderOfColumns(
    [...part.records()].slice(headerAt + 1).map(({ cells }) => cells),
    DAYS.flatMap((role) => {
      const at = places[role];
      return at === undefined ? [] : [[role, at] as const];
    }),
  );
  return { opening, numbers, read: createContractReader({ map, layout, places, document, days, numbers }) };
}

/** A further header inside a table; null for all other records. */
function headerIn(
  cells: readonly string[],
  above: FileOpening,
  map: CouncilMap,
  url: string,
): ReturnType<typeof openBelow> {
  const names = new Set(above.header.map(headerCell));
  const isLike = cells.some((cell) => cell !== '' && names.has(headerCell(cell)));
  return isLike ? openBelow(cells, above, map, url) : null;
}

function saidOf(below: FileOpening | 'unknown', above: FileOpening): string {
  if (below === 'unknown') return 'a further header that the map does not know';
  return isSameHeader(below.header, above.header) ? 'header repeated' : 'a further header';
}
