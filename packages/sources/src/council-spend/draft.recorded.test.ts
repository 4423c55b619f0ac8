import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { councilMaps, mapOfDocument } from '../council-maps.ts';
import { hasRecorded, recorded } from '../testing.ts';
import { csvRecords } from '../tables/csv.ts';
import { draftMap } from './draft.ts';
import { headerCell, layoutOfHeader, type Column, type PaymentLayout, type ColumnRole } from './map.ts';
import { decodeText } from '../tables/text.ts';

/** What a person would have to put right in the draft of a layout that only other councils’ maps are known for. */
const NEEDED: readonly ColumnRole[] = ['date', 'amount', 'supplier', 'department', 'transactionRef'];

function layoutOf(file: string, body: Uint8Array): PaymentLayout | null {
  const map = mapOfDocument(councilMaps(), { url: file });
  for (const { cells } of csvRecords(decodeText(body.subarray(0, 40_000)))) {
    const layout = map && layoutOfHeader(map, cells);
    if (layout) return layout.kind === 'payments' ? layout : null;
  }
  return map?.layouts.find(
    (layout) => layout.kind === 'payments' && layout.shapes.length > 0,
  ) as PaymentLayout;
}

test.skipIf(!hasRecorded)(
  'drafts of real layouts, without the council’s own map, put most columns in their roles',
  async () => {
    const listed: { file: string }[] = parse(Buffer.from(recorded('spend/manifest.csv').body), {
      columns: true,
    });
    const right: Record<string, number> = {};
    const wanted: Record<string, number> = {};
    const seen = new Set<PaymentLayout>();
    for (const { file } of listed) {
      const { body } = recorded(`spend/${file}`);
      const layout = layoutOf(file, body);
      if (!layout || seen.has(layout)) continue;
      seen.add(layout);
      const others = councilMaps().filter(({ layouts }) => !layouts.includes(layout));
      const { columns } = (await draftMap(others, body)).layout as {
        columns: Partial<Record<ColumnRole, Column>>;
      };
      for (const role of NEEDED) {
        const column = layout.columns[role];
        if (column === undefined) continue;
        wanted[role] = (wanted[role] ?? 0) + 1;
        if (folded(columns[role]) === folded(column)) right[role] = (right[role] ?? 0) + 1;
      }
    }
    console.table(NEEDED.map((role) => ({ role, layouts: wanted[role], right: right[role] })));
    expect(seen.size).toBeGreaterThanOrEqual(45);
    for (const role of ['date', 'amount', 'supplier'])
      expect((right[role] ?? 0) / (wanted[role] ?? 1), role).toBeGreaterThanOrEqual(0.95);
  },
);

function folded(column: Column | undefined): string | number | undefined {
  return typeof column === 'string' ? headerCell(column) : column;
}
