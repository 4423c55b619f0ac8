import { createHash } from 'node:crypto';
import {
  bandOrder,
  CANARY_COUNCIL,
  CANARY_KEPT_DAYS,
  CANARY_SOURCE,
  canaryName,
  canaryNumbers,
  HOUR_MS,
  SupplierRef,
  type IsoInstant,
} from '@tocsin/domain';
import { sql } from 'kysely';
import { saveRecipient } from '../alerts/recipients.ts';
import { saveCouncils } from '../councils/councils.ts';
import { saveRegister } from '../holdings/registers.ts';
import { deleteAssessed } from '../record/sample.ts';
import type { Db, Trx } from '../schema/database.ts';

/** How far the notice of one hour has come; null what it has not reached. */
export interface CanaryRound {
  readonly hour: IsoInstant;
  readonly recordedAt: IsoInstant;
  readonly matchedAt: IsoInstant | null;
  readonly assessedAt: IsoInstant | null;
  readonly raisedAt: IsoInstant | null;
  readonly arrivedAt: IsoInstant | null;
}

/**
 * Makes the canary's council, which depends on the canary's companies by its own register and on nobody else, and tells it
 * at `address`. Does nothing where that is so already. Each of its alerts is told by itself: it has no opening report.
 */
export async function prepareCanary(db: Db, address: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (await isPrepared(trx, address)) return;
    await saveCouncils(trx, [
      {
        gss: CANARY_COUNCIL,
        name: 'Canary',
        type: 'canary',
        region: null,
        county_gss: null,
        starts_on: null,
        ends_on: null,
        replaced_by: [],
        alt_names: [],
      },
    ]);
    await trx.updateTable('recipient').set({ active: false }).where('council', '=', CANARY_COUNCIL).execute();
    const role = 'mailbox of the canary';
    await saveRecipient(trx, { council: CANARY_COUNCIL, address, role, levels: bandOrder });
    await saveRegister(trx, canaryRegister());
    await sql`update letter set silent = true, sent_at = now()
      where council = ${CANARY_COUNCIL} and kind = 'opening' and sent_at is null`.execute(trx);
  });
}

async function isPrepared(trx: Trx, address: string): Promise<boolean> {
  const rows = await trx
    .selectFrom('recipient')
    .select('address')
    .where('council', '=', CANARY_COUNCIL)
    .where('active', '=', true)
    .execute();
  return rows.length === 1 && rows[0]?.address === address;
}

function canaryRegister() {
  const numbers = canaryNumbers();
  return {
    council: CANARY_COUNCIL,
    fileName: 'canary',
    sha256: createHash('sha256').update(numbers.join()).digest('hex'),
    uploadedBy: 'canary',
    columns: null,
    lines: numbers.map((number, at) => ({
      row: at + 2,
      supplierName: canaryName(number),
      printedRef: number,
      ref: SupplierRef.parse({ scheme: 'GB-COH', id: number }),
      title: 'Canary',
      valuePence: null,
      vat: 'unknown' as const,
      startsOn: '2026-01-01',
      endsOn: '2099-12-31',
      criticality: 'critical' as const,
      owner: null,
      service: null,
      regime: 'unknown' as const,
      details: {},
    })),
  };
}

/** Notes how far the notices of the canary have come, each by what it left behind at each station of its way. */
export async function noteCanaryRounds(db: Db, now: IsoInstant): Promise<void> {
  await sql`
    insert into canary_round (hour, recorded_at, matched_at, assessed_at, raised_at, arrived_at)
    select said.published_at, said.observed_at,
      case when mention.supplier_id is not null then coalesce(mention.decided_at, said.observed_at) end,
      (select min(assessed_at) from assessment
        where assessment.supplier_id = mention.supplier_id and jsonb_array_length(formal_events) > 0),
      raised.at, raised.arrived_at
    from observation said join mention on mention.id = said.mention_id
    left join lateral (
      select min(raised_at) as at, min(delivery.updated_at) filter (where delivery.status = 'delivered') as arrived_at
      from alert left join delivery on delivery.alert_id = alert.id
      where alert.supplier_id = mention.supplier_id and alert.council = ${CANARY_COUNCIL}) as raised on true
    where said.source_id = ${CANARY_SOURCE} and said.observed_at >= ${keptFrom(now)}
    on conflict (hour) do update set matched_at = excluded.matched_at, assessed_at = excluded.assessed_at,
      raised_at = excluded.raised_at, arrived_at = coalesce(canary_round.arrived_at, excluded.arrived_at)
      where canary_round.arrived_at is null`.execute(db);
}

/** The last rounds of the canary, the newest first. */
export async function findCanaryRounds(db: Db, limit: number): Promise<readonly CanaryRound[]> {
  return db
    .selectFrom('canary_round')
    .select([
      'hour',
      'recorded_at as recordedAt',
      'matched_at as matchedAt',
      'assessed_at as assessedAt',
      'raised_at as raisedAt',
      'arrived_at as arrivedAt',
    ])
    .orderBy('hour', 'desc')
    .limit(limit)
    .execute();
}

/** Rows of before are kept no longer. */
function keptFrom(now: IsoInstant): IsoInstant {
  return new Date(Date.parse(now) - CANARY_KEPT_DAYS * 24 * HOUR_MS).toISOString();
}

/** Since when the canary is there; null where it never was set up. As the worker. */
export async function findCanarySince(db: Db): Promise<IsoInstant | null> {
  const row = await db
    .selectFrom('register_upload')
    .select((upload) => upload.fn.min('uploaded_at').as('since'))
    .where('council', '=', CANARY_COUNCIL)
    .executeTakeFirst();
  return row?.since ?? null;
}

/** Takes out what notices of the canary left behind more than seven days ago; returns how many alerts that were. */
export async function expireCanary(db: Db, now: IsoInstant): Promise<number> {
  const before = keptFrom(now);
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; mention: string }>`
      select mention.supplier_id::text as id, mention.id::text as mention
      from mention join observation on observation.mention_id = mention.id
      where observation.source_id = ${CANARY_SOURCE} and mention.supplier_id is not null
      group by mention.id having max(observed_at) < ${before}`.execute(trx);
    const alerts = await deleteAssessed(
      trx,
      rows.map(({ id }) => id),
    );
    await sql`select set_config('app.canary_before', ${before}, true)`.execute(trx);
    await sql`select canary_forget()`.execute(trx);
    for (const table of ['look', 'look_answer'])
      await sql`delete from ${sql.table(table)} where mention_id = any(${rows.map(({ mention }) => mention)}::bigint[])`.execute(
        trx,
      );
    await sql`delete from mention where id = any(${rows.map(({ mention }) => mention)}::bigint[])
      and not exists (select from observation where mention_id = mention.id)`.execute(trx);
    await sql`delete from source_run where source_id = ${CANARY_SOURCE} and started_at < ${before}
      and not exists (select from document where run_id = source_run.id)`.execute(trx);
    await sql`delete from canary_round where hour < ${before}`.execute(trx);
    return alerts;
  });
}
