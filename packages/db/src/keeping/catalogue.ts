import type { Database } from '../schema/tables.ts';
import { councilTables } from './catalogue-of-councils.ts';
import { recordTables } from './catalogue-of-record.ts';
import { serviceTables } from './catalogue-of-service.ts';
import type { CatalogueEntry } from './catalogue-words.ts';

/** Every table of the database but those that say how far migrations ran: what, whose, why, how long. */
export const dataCatalogue = {
  ...councilTables,
  ...recordTables,
  ...serviceTables,
} satisfies Readonly<Record<Exclude<keyof Database, 'kysely_migration'>, CatalogueEntry>>;
export type CataloguedTable = keyof typeof dataCatalogue;

/** A table of the catalogue with what is said of it. */
export interface Catalogued extends CatalogueEntry {
  readonly table: CataloguedTable;
}

/** The catalogue as a list, by the names of tables. */
export const catalogueRows: readonly Catalogued[] = (Object.keys(dataCatalogue) as CataloguedTable[])
  .toSorted()
  .map((table) => ({ table, ...dataCatalogue[table] }));

/** Columns of a list with spaces. */
export function columnsIn(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.split(' ');
}
