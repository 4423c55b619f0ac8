import type { Item } from '@tocsin/domain';
import type { SourceDocument } from '../define-source.ts';
import { createContractReader } from './contract-lines.ts';
import type { CouncilMap } from './map.ts';
import { contractPlaces, nextOf, whyPassed, whyRefused, type Part } from './opening.ts';

/** The contracts of a published register, one item a record: nothing is skipped. */
export function* contractsIn(
  parts: readonly Part[],
  map: CouncilMap,
  document: Pick<SourceDocument, 'url' | 'retrievedAt'>,
): Generator<Item> {
  let row = 0;
  for (const { head, rest, opening, hidden } of parts) {
    const read = readerOf(opening, head, map, document);
    let at = 0;
    for (let record = head[0]; record; record = head[at] ?? nextOf(rest)) {
      row += 1;
      const below = opening && read && at > opening.headerAt;
      const refused = below ? whyRefused(record, opening) : null;
      if (refused) yield { item: `row ${row}`, outcome: 'refused', reason: refused };
      else if (below) yield read(record.cells, row);
      else yield { item: `row ${row}`, outcome: 'ignored', reason: whyPassed(opening, at, hidden) };
      at += 1;
    }
  }
}

function readerOf(
  opening: Part['opening'],
  head: Part['head'],
  map: CouncilMap,
  document: Pick<SourceDocument, 'url' | 'retrievedAt'>,
) {
  if (opening?.layout.kind !== 'contract-register') return null;
  const { layout } = opening;
  const header = head[opening.headerAt]?.cells ?? [];
  const places = contractPlaces(layout, header, map);
  return createContractReader({ map, layout, places, header, document });
}
