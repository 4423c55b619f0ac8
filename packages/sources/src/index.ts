export {
  defineSource,
  defineTable,
  UnreadableDocument,
  type DocumentSource,
  type FetchContext,
  type Fetched,
  type Item,
  type RegisterSource,
  type Source,
  type SourceDocument,
  type Step,
  type Trouble,
  type TableSource,
} from './define-source.ts';
export { keptOf, openDocument, type HandedIn, type OpenedDocument } from './open-document.ts';
export { openTable } from './open-table.ts';
export {
  planLooks,
  PROMISE_HOURS,
  ROUND_HOURS,
  topicsOf,
  type LookStanding,
  type PlannedLook,
} from './companies-house/plan.ts';
export { promiseWords, withinPromise, type LookPromise } from './promise.ts';
export { isReadInTime, SourceCondition, standingOf, standingWords } from './source-standing.ts';
export { watchSources, type SourceWatch } from './watch.ts';
export { documentSource, sourceById, sources } from './sources.ts';
export { accountFor, type DocumentAccount } from './accounting/account-for.ts';
export { readBulkRegister, type BulkBatch, type BulkCompany } from './companies-house/bulk-register.ts';
export { openRegisterFile } from './companies-house/open-register-file.ts';
export { editionOf } from './companies-house/register-edition.ts';
export type { AccountsFile } from './companies-house/accounts-file.ts';
export { documentsInPack } from './companies-house/accounts-pack.ts';
export { headingsRead } from './supplier-list/columns.ts';
export { readingFor } from './reading-turns.ts';
export { readSupplierList, type ListRow, type SupplierList } from './supplier-list/read-list.ts';
export { registerColumnNames, type RegisterColumn } from './council-register/columns.ts';
export {
  columnTitle,
  plainHeading,
  registerTemplate,
  type Heading,
  type HeadingMeanings,
} from './council-register/headings.ts';
export {
  doubtOfDays,
  missingColumns,
  readRegister,
  rowsLeftOut,
  saidOfSheets,
  type RegisterFile,
} from './council-register/read-register.ts';
export type { RegisterFault, RegisterFileLine } from './council-register/read-line.ts';
export { canaryNotice } from './canary/canary-notice.ts';
export { companiesHouseCompany } from './companies-house-company.ts';
export { companiesHouseStream } from './companies-house-stream.ts';
export { gapsNote } from './companies-house/gap-note.ts';
export { looksNote } from './companies-house/looks-note.ts';
export { councilSpend, fetchNewFiles } from './council-spend.ts';
export { draftMap, SaidOfFile, type DraftColumn, type DraftMap } from './council-spend/draft.ts';
export { draftInThread } from './council-spend/draft-in-thread.ts';
export type { Doubt, DoubtAbout } from './council-spend/draft-doubts.ts';
export { lateNote, lateSeries } from './council-spend/lateness.ts';
export { councilMaps, mapOfDocument, slugOf, withLayouts } from './council-maps.ts';
export { isWithheld } from './council-spend/payee.ts';
export { nothingRead, paidAhead } from './council-spend/draft-trial.ts';
export { openSpendFile, readSpendFile, type SpendFile } from './council-spend/read.ts';
export {
  columnRoles as columnRoleNames,
  contractRoles as contractRoleNames,
  CouncilMap,
} from './council-spend/map.ts';
export type { SpendPayment, SpendRow } from './council-spend/row.ts';
export { caps as tableCaps } from './tables/caps.ts';
export { readDay, type DayFormat } from './tables/day.ts';
export { readPence } from './tables/money.ts';
export { createCsvReader, type CsvReader, type CsvRecord } from './tables/csv.ts';
export { decodeStream, doubtOfEncoding } from './tables/text.ts';
export { csvObjects } from './tables/csv-objects.ts';
export { CARE_SOURCE, CareRow } from './care/rows.ts';
