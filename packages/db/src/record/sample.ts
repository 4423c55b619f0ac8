import { sql, type RawBuilder } from 'kysely';
import { deleteAlerts } from '../alerts/delete-alerts.ts';
import { deleteSetting, readSetting } from '../councils/councils.ts';
import { enqueue, enqueueScoring } from '../outbox/outbox.ts';
import type { Db, Trx } from '../schema/database.ts';
import { meant } from '../who/notice-ties.ts';

/** What was taken out with the sample. */
export interface SampleRemoved {
  readonly documents: number;
  readonly alerts: number;
  readonly suppliers: number;
}

const DOCUMENTS = 'sample-documents';
const CONTRACTS = 'sample-contracts';
/** Whom the sample has told: made-up addresses, one a council. */
const RECIPIENTS = '^procurement@[a-z-]+[.]example$';

/** Whether an address is one that the sample has made up, and that goes with it. */
export function isOfSample(address: string): boolean {
  return new RegExp(RECIPIENTS).test(address);
}

/** What stands in the setting `sample-contracts`. */
export interface SampleContracts {
  /** The last day of the sample. */
  readonly until: string;
  readonly ocids: readonly string[];
}

/**
 * Whether a row of `award` is one of the sample's without an end, on a day after the sample's last: whether it still runs
 * nobody has said since, and the sample is no record of today.
 */
export function isLeftOverOfSample(asOf: string): RawBuilder<boolean> {
  return sql<boolean>`(award.ends_on is null and award.ocid in (
    select jsonb_array_elements_text(value -> 'ocids') from setting
    where key = ${CONTRACTS} and value ->> 'until' < ${asOf}))`;
}

/** Asks the worker to take the sample out. `trx` acts for whoever asked. */
export async function askToRemoveSample(trx: Trx): Promise<void> {
  await enqueue(trx, 'ingest', { v: 1, remove: 'sample' });
}

/**
 * Takes out what the sample brought: its documents, what they say, and every assessment and alert of the suppliers that
 * they name. A supplier that something else names stays, and is scored and told of again without the sample. `trx` acts
 * as the worker.
 */
export async function removeSample(trx: Trx): Promise<SampleRemoved> {
  const documents = await findDocuments(trx);
  const mentions = await idsOf(
    trx,
    sql`
    select distinct mention_id as id from observation where document_id = any(${documents}::bigint[]) and mention_id is not null
    union
    select mention_id from award_supplier join award on award.id = award_supplier.award_id
      where ocid in (select content ->> 'ocid' from observation where document_id = any(${documents}::bigint[]) and kind = 'award')
    union
    select mention_id from award_subcontractor join award on award.id = award_subcontractor.award_id
      where ocid in (select content ->> 'ocid' from observation where document_id = any(${documents}::bigint[]) and kind = 'award')`,
  );
  const suppliers = await idsOf(
    trx,
    sql`
    select distinct supplier_id as id from ${meant} where mention_id = any(${mentions}::bigint[])
    union select supplier_id from assessment where replayed`,
  );
  // Of some the sample only says that somebody looked and found nothing.
  const named = await idsOf(trx, sql`select id from mention where supplier_id = any(${suppliers}::bigint[])`);
  await deleteRecord(trx, documents, [...mentions, ...named]);
  const alerts = await deleteAssessed(trx, suppliers);
  const gone = await idsOf(
    trx,
    sql`
    select id from supplier where id = any(${suppliers}::bigint[])
      and not exists (select from mention where mention.supplier_id = supplier.id)
      and not exists (select from register_line where register_line.supplier_id = supplier.id)
      and not exists (select from hold where hold.supplier_id = supplier.id)`,
  );
  await sql`delete from adjournment where supplier_id = any(${gone}::bigint[])`.execute(trx);
  await sql`delete from supplier_ref where supplier_id = any(${gone}::bigint[])`.execute(trx);
  await sql`delete from supplier where id = any(${gone}::bigint[])`.execute(trx);
  await sql`delete from recipient where address ~ ${RECIPIENTS}`.execute(trx);
  for (const key of ['sample', 'assessed-live', DOCUMENTS, CONTRACTS]) await deleteSetting(trx, key);
  const stay = suppliers.filter((id) => !gone.includes(id));
  await enqueueScoring(trx, stay, null);
  return { documents: documents.length, alerts, suppliers: gone.length };
}

async function findDocuments(trx: Trx): Promise<readonly string[]> {
  const hashes = await readSetting(trx, DOCUMENTS);
  if (!Array.isArray(hashes)) return [];
  return idsOf(trx, sql`select id from document where sha256 = any(${hashes}::text[])`);
}

/** What documents say, who is named in them alone, and the documents themselves. */
async function deleteRecord(
  trx: Trx,
  documents: readonly string[],
  mentions: readonly string[],
): Promise<void> {
  await sql`
    delete from council_coverage where council in (
      select council from award_buyer join award on award.id = award_buyer.award_id
      join observation on kind = 'award' and content ->> 'ocid' = ocid
      where document_id = any(${documents}::bigint[]))`.execute(trx);
  const { rows } = await sql<{ ocid: string }>`
    select distinct content ->> 'ocid' as ocid from observation
    where document_id = any(${documents}::bigint[]) and kind = 'award'`.execute(trx);
  await sql`select sample_forget_documents()`.execute(trx);
  await sql`
    delete from award where ocid = any(${rows.map(({ ocid }) => ocid)}::text[])
      and not exists (select from observation where kind = 'award' and content ->> 'ocid' = award.ocid)`.execute(
    trx,
  );
  const alone = await idsOf(
    trx,
    sql`
    select id from mention where id = any(${mentions}::bigint[])
      and not exists (select from observation where mention_id = mention.id)
      and not exists (select from award_supplier where mention_id = mention.id)
      and not exists (select from award_subcontractor where mention_id = mention.id)
      and not exists (select from payment where mention_id = mention.id)
      and not exists (select from match_decision where mention_id = mention.id)
      and not exists (select from shared_decision where mention_id = mention.id)`,
  );
  await sql`delete from look where mention_id = any(${alone}::bigint[])`.execute(trx);
  await sql`delete from look_answer where mention_id = any(${alone}::bigint[])`.execute(trx);
  await sql`delete from mention where id = any(${alone}::bigint[])`.execute(trx);
}

/** Every assessment of some suppliers and every alert of them, also those of later days, which rest on the sample. */
export async function deleteAssessed(trx: Trx, suppliers: readonly string[]): Promise<number> {
  const assessments = await idsOf(
    trx,
    sql`select id from assessment where supplier_id = any(${suppliers}::bigint[])`,
  );
  const alerts = await idsOf(
    trx,
    sql`select id from alert where assessment_id = any(${assessments}::bigint[])`,
  );
  await sql`delete from contest where supplier_id = any(${suppliers}::bigint[])`.execute(trx);
  await deleteAlerts(trx, alerts);
  await sql`delete from current_assessment where assessment_id = any(${assessments}::bigint[])`.execute(trx);
  await sql`update assessment set previous_id = null where previous_id = any(${assessments}::bigint[])`.execute(
    trx,
  );
  await sql`delete from assessment where id = any(${assessments}::bigint[])`.execute(trx);
  return alerts.length;
}

async function idsOf(db: Db | Trx, query: ReturnType<typeof sql>): Promise<readonly string[]> {
  const { rows } = await query.execute(db);
  return (rows as readonly { readonly id: string }[]).map(({ id }) => id);
}
