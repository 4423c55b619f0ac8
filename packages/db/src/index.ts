export { asCouncil, openDatabase, type Db, type Role, type Trx } from './database.ts';
export { migrate } from './migrate.ts';
export {
  privateTables,
  publicCouncilTables,
  type AlertRow,
  type Assessment,
  type Council,
  type Database,
  type Delivery,
  type IngestReport,
  type Mention,
  type MentionOutcome,
  type OutboxRow,
  type RegisterLine,
} from './tables.ts';
