import { draftSheets, type DraftMap, type SaidOfFile, type ToDraft } from './council-spend/draft.ts';
import type { CouncilMap } from './council-spend/map.ts';
import { textRecords } from './council-spend/read.ts';
import { readWorkbook } from './tables/read-workbook.ts';
import { isWorkbook } from './tables/workbook.ts';
import { registerPieces, type RegisterTold } from './council-register/read-register.ts';
import type { ThreadReading } from './reading-thread.ts';
import { supplierListPieces } from './supplier-list/read-list.ts';
import { packRecords, type PackedPiece } from './tables/packed.ts';
import { tablePieces } from './tables/table.ts';

/** What the thread reads, and how: each yields small pieces, for each is copied to who asked in one go. */
export const threadReadings: Readonly<
  Record<ThreadReading, (bytes: Uint8Array, told: unknown) => AsyncIterable<unknown>>
> = {
  table: (bytes) => packedPieces(bytes),
  register: (bytes, told) => registerPieces(bytes, told as RegisterTold),
  'supplier-list': (bytes) => supplierListPieces(bytes),
  draft: (bytes, told) => draftPieces(bytes, told as DraftTold),
};

/** What a draft is made of, beside the bytes. */
export interface DraftTold {
  readonly maps: readonly CouncilMap[];
  readonly file: Omit<ToDraft, 'body'>;
  readonly said: SaidOfFile;
}

async function* draftPieces(body: Uint8Array, { maps, file, said }: DraftTold): AsyncGenerator<DraftMap> {
  const sheets = isWorkbook(body)
    ? (await readWorkbook(body)).map((sheet) => ({ ...sheet, records: () => sheet.records }))
    : [textRecords(body)];
  yield draftSheets(maps, { ...file, body }, said, sheets);
}

async function* packedPieces(bytes: Uint8Array): AsyncGenerator<PackedPiece> {
  for await (const piece of tablePieces(bytes)) yield { ...piece, records: packRecords(piece.records) };
}
