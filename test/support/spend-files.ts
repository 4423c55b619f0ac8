import { recordSpend, type Db, type GivenSpend, type IngestReport } from '@tocsin/db';
import { GssCode, type VatBasis } from '@tocsin/domain';
import { councilMaps, councilSpend, readSpendFile } from '@tocsin/sources';

/** A line of a made-up spending file in Salford's layout. */
export interface SpendTestLine {
  readonly day: string;
  readonly payee: string;
  /** Pounds, as printed. */
  readonly net: string;
  readonly category?: string;
}

const HEADER =
  'Authority Name,Date of Payment,DocumentNo,Gross,VAT,Net,Vendor Name,Service Area,GL Description';

/** The bytes of a spending file in Salford's layout. */
export function spendFile(lines: readonly SpendTestLine[]): Uint8Array {
  const rows = lines.map(
    ({ day, payee, net, category = 'Cleaning' }, at) =>
      `,${day},${at},0,0,${net},${quoted(payee)},Place,${quoted(category)}`,
  );
  return new TextEncoder().encode([HEADER, ...rows].join('\r\n'));
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** Stores a file of any council as if it published in Salford's layout, in a VAT basis of its own. */
export async function loadSpend(
  db: Db,
  council: string,
  url: string,
  lines: readonly SpendTestLine[],
  vat: VatBasis = 'net',
): Promise<IngestReport> {
  return recordSpend(db, givenSpend(council, url, lines, vat));
}

/** A file of any council as if it published in Salford's layout, ready to be stored. */
export function givenSpend(
  council: string,
  url: string,
  lines: readonly SpendTestLine[],
  vat: VatBasis = 'net',
): GivenSpend {
  const gss = GssCode.parse(council);
  const maps = councilMaps().map((map) =>
    map.slug === 'salford'
      ? { ...map, gss, layouts: map.layouts.map((layout) => ({ ...layout, vat })) }
      : map,
  );
  const body = spendFile(lines);
  return {
    sourceId: councilSpend.id,
    url,
    contentType: 'text/csv',
    retrievedAt: '2026-11-23T12:00:00.000Z',
    body,
    open: () => readSpendFile(maps, { url, body, council: gss }),
  };
}
