import { crc32, createDeflateRaw } from 'node:zlib';

/** As many rows as the care regulator's two lists had in the summer of 2026. */
export const CARE_ROWS = { active: 57_069, deactivated: 64_880 } as const;

/** What the lists have beside the columns that are read: as many as they are published with. */
const COLUMNS = { active: 122, deactivated: 34 } as const;

const read = {
  active: (at: number, month: number): Readonly<Record<string, string>> => ({
    'Location ID': `1-1${String(at).padStart(9, '0')}`,
    'Location HSCA start date': '01/10/2010',
    'Dormant (Y/N)': 'N',
    'Care home?': at % 2 === 0 ? 'Y' : 'N',
    'Location Name': `Example House ${at}`,
    'Care homes beds': at % 2 === 0 ? String(20 + (at % 40)) : '',
    'Location Inspection Directorate': isCare(at) ? 'Adult social care' : 'Primary medical services',
    'Location Latest Overall Rating': ['Good', 'Requires improvement', 'Outstanding', 'Inadequate'][
      (at % 200 === 7 ? at + month : at) % 4
    ] as string,
    'Publication Date': at % 200 === 7 ? `10/0${month}/2026` : '12/03/2025',
    'Inherited Rating (Y/N)': 'N',
    'Location Local Authority': `Authority ${at % 153}`,
    'Location Street Address': `${at} Example Road`,
    'Location Postal Code': 'ZZ1 1ZZ',
    'Location PAF ID': '',
    'Location UPRN ID': String(100_000_000_000 + at),
    'Brand Name': '-',
    'Provider Companies House Number': at % 10 === 3 ? '' : String(10_000_000 + (at % 12_000)),
    'Provider Charity Number': '',
    'Provider ID': `1-2${String(at % 12_000).padStart(9, '0')}`,
    'Provider Name': `Example Care ${at % 12_000} Limited`,
    'Provider Ownership Type': at % 10 === 3 ? 'Individual' : 'Organisation',
    'Provider Postal Code': 'ZZ2 2ZZ',
    'Primary ID (Dual registration locations)': '',
  }),
  deactivated: (at: number, month: number): Readonly<Record<string, string>> => ({
    'Location ID': `1-9${String(at).padStart(9, '0')}`,
    'Location HSCA start date': '01/10/2010',
    'Location HSCA End Date': at % 8 === 0 ? '14/08/2025' : `14/0${1 + (month % 9)}/2017`,
    'Location Name': `Example Lodge ${at}`,
    'Care home?': 'Y',
    'Care homes beds at point location de-activated': '30',
    'Location Inspection Directorate': 'Adult social care',
    'Location Latest Overall Rating': '',
    'Publication Date': '',
    'Inherited Rating (Y/N)': '',
    'Location Local Authority': `Authority ${at % 153}`,
    'Location Street Address': `${at} Sample Road`,
    'Location Postal Code': 'ZZ3 3ZZ',
    'Location PAF ID': '',
    'Location UPRN ID': String(200_000_000_000 + at),
    'Brand Name': '-',
    'Provider Charity Number': '',
  }),
} as const;

type List = keyof typeof read;
const SHEETS = { active: 'HSCA_Active_Locations', deactivated: 'Deactivated_Locations' } as const;

/** Adult social care is a little more than half of what the regulator registers. */
function isCare(at: number): boolean {
  return at % 15 < 8;
}

/** A month of the care regulator as it is published, of this many rows, in one archive; the same bytes every time. */
export async function careMonth(month: number, rows: Readonly<Record<List, number>>): Promise<Uint8Array> {
  const named = `01_${month === 8 ? 'August' : 'September'}_2026`;
  return archiveOf([
    await memberOf(`${named}_${SHEETS.active}.ods`, [await spreadsheet('active', month, rows.active)]),
    await memberOf(`${named}_${SHEETS.deactivated}.ods`, [
      await spreadsheet('deactivated', month, rows.deactivated),
    ]),
  ]);
}

async function spreadsheet(list: List, month: number, rows: number): Promise<Uint8Array> {
  return archiveOf([
    await memberOf('mimetype', ['application/vnd.oasis.opendocument.spreadsheet']),
    await memberOf('content.xml', contentOf(list, month, rows)),
  ]);
}

function* contentOf(list: List, month: number, rows: number): Generator<string> {
  const columns = Object.keys(read[list](0, month));
  const others = Array.from({ length: COLUMNS[list] - columns.length }, (_, at) => `Other column ${at + 1}`);
  yield `<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:body><office:spreadsheet><table:table table:name="${SHEETS[list]}">`;
  yield lineOf([...columns, ...others]);
  for (let at = 0; at < rows; at += 1) {
    const cells = read[list](at, month);
    yield lineOf([
      ...columns.map((column) => cells[column] ?? ''),
      ...others.map((_, of) => (of % 3 === 0 ? 'Y' : '')),
    ]);
  }
  yield '</table:table></office:spreadsheet></office:body></office:document-content>';
}

function lineOf(cells: readonly string[]): string {
  const written = cells.map((cell) =>
    cell === ''
      ? '<table:table-cell table:style-name="ce1"/>'
      : `<table:table-cell table:style-name="ce1" office:value-type="string" calcext:value-type="string"><text:p>${cell}</text:p></table:table-cell>`,
  );
  return `<table:table-row table:style-name="ro1">${written.join('')}</table:table-row>`;
}

interface Member {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly packed: Buffer;
}

/** Packs a member piece by piece: the text of a month is half a gigabyte. */
async function memberOf(name: string, pieces: Iterable<string | Uint8Array>): Promise<Member> {
  const deflate = createDeflateRaw({ level: 1 });
  const chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  let [crc, size] = [0, 0];
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    crc = crc32(bytes, crc);
    size += bytes.length;
    if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve));
  }
  await new Promise<void>((resolve, reject) => deflate.once('end', resolve).once('error', reject).end());
  return { name: Buffer.from(name), crc, size, packed: Buffer.concat(chunks) };
}

/** Midnight of 1 January 1980, the first that a zip can name. */
const TIMELESS = 0x00_21_00_00;

/** A zip archive of packed members (APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16). */
function archiveOf(members: readonly Member[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, crc, size, packed } of members) {
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(8, 4);
    about.writeUInt32LE(TIMELESS, 6);
    about.writeUInt32LE(crc, 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(size, 18);
    about.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), about, rest, name);
    parts.push(Buffer.from('PK\u0003\u0004'), about, name, packed);
    at += 4 + about.length + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from('PK\u0005\u0006'), end]);
}
