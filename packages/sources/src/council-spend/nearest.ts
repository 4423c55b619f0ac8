import { readPrintedDay } from '../tables/day.ts';
import { headerCell, headerSignature, type CouncilMap } from './map.ts';
import { readPence } from '../tables/money.ts';
import { cleanText } from '../tables/text.ts';

/** The known header that is most like an unknown one, and where they differ. */
export interface NearestHeader {
  readonly map: CouncilMap;
  readonly header: readonly string[];
  /** Share of all their columns that both have, 0 to 1. */
  readonly likeness: number;
  readonly missing: readonly string[];
  readonly added: readonly string[];
}

/** Compares a header with every known one; the council's own come first where two are equally near. */
export function nearestHeader(
  maps: readonly CouncilMap[],
  header: readonly string[],
  own: CouncilMap | null,
): NearestHeader | null {
  const cells = new Set(header.map(headerCell).filter((cell) => cell !== ''));
  let best: NearestHeader | null = null;
  for (const map of own ? [own, ...maps.filter((each) => each !== own)] : maps)
    for (const known of map.layouts.flatMap(({ headers }) => headers)) {
      const wanted = new Set(known.map(headerCell));
      const shared = [...wanted].filter((cell) => cells.has(cell)).length;
      const likeness = shared / (wanted.size + cells.size - shared || 1);
      if (best && likeness <= best.likeness) continue;
      const missing = known.filter((cell) => !cells.has(headerCell(cell)));
      const added = header.filter((cell) => headerCell(cell) !== '' && !wanted.has(headerCell(cell)));
      best = { map, header: known, likeness, missing, added };
    }
  return best;
}

/** The record that is most probably the header: many named columns, nothing in it a sum or a day. */
export function likelyHeader(records: readonly (readonly string[])[]): number {
  let best = 0;
  let most = 0;
  for (const [at, cells] of records.entries()) {
    const said = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const words = said.filter(
      (cell) => readPence(cell) === null && readPrintedDay(cell) === null && cell.length <= 80,
    );
    const score = words.length < said.length ? 0 : new Set(words).size;
    if (score > most) [best, most] = [at, score];
  }
  return best;
}

/** Why a file was refused, what is near, and what a person can do about it. */
export function unknownLayout(
  maps: readonly CouncilMap[],
  own: CouncilMap | null,
  records: readonly (readonly string[])[],
): string {
  const header = (records[likelyHeader(records)] ?? []).map(cleanText);
  const nearest = nearestHeader(maps, header, own);
  const whose = own
    ? `no layout of ${own.name} has this header`
    : 'no map is known for its council, or the council is not known';
  return [
    isData(header)
      ? `${own ? `no layout of ${own.name} has this shape` : whose}, and no line looks like a header. First line: ${listed(header)}.`
      : `${whose}: ${listed(header)}.`,
    nearest && nearest.likeness > 0
      ? `Nearest map: ${nearest.map.name} (councils/${nearest.map.gss}-${nearest.map.slug}.json), ${differences(nearest, header)}.`
      : 'No known map has any of these columns.',
    own
      ? 'Nothing was read. Draft a layout for it with: npm run tocsin -- map-spend <file>'
      : 'Nothing was read. Say whose it is (--council <GSS>); a council without a map needs one: npm run tocsin -- map-spend <file>',
  ].join(' ');
}

/** True of a line with a sum or a day in it: a header has none. */
export function isData(cells: readonly string[]): boolean {
  return cells.some((cell) => cell !== '' && (readPence(cell) !== null || readPrintedDay(cell) !== null));
}

function differences({ header: known, missing, added }: NearestHeader, header: readonly string[]): string {
  if (headerSignature(known) === headerSignature(header))
    return 'which has this very header; councils copy each other’s layouts, so it does not tell whose the file is';
  return missing.length === 0 && added.length === 0
    ? 'the same columns in another order or number'
    : `columns missing here: ${listed(missing)}; columns not in the map: ${listed(added)}`;
}

function listed(cells: readonly string[]): string {
  const named = cells.filter((cell) => cell.trim() !== '');
  if (named.length === 0) return 'none';
  const shown = named.slice(0, 24).map((cell) => `“${cell.length > 60 ? `${cell.slice(0, 60)}…` : cell}”`);
  return shown.join(', ') + (named.length > 24 ? ` and ${named.length - 24} more` : '');
}
