import { toldFirst } from '@tocsin/alerting';
import type { Db } from '@tocsin/db';
import { groupBy } from '@tocsin/domain';
import { sql } from 'kysely';
import type { End, KeptAlert, KeptDeed, KeptDelivery, Pair } from './history.ts';

/** What is kept when all is healed and quiet, read as one who may see everything. */
export async function readEnd(db: Db): Promise<End> {
  return {
    deeds: await readDeeds(db),
    alerts: await readAlerts(db),
    deliveries: await readDeliveries(db),
    stuck: (await readOpen(db)).map((message) => JSON.stringify(message)),
    contracts: await readContracts(db),
  };
}

/** Suppliers of the lines of each register in force, with the council that holds it. */
export async function readInForce(db: Db): Promise<readonly Pair[]> {
  const { rows } = await sql<Pair>`
    select distinct register_line.council, supplier_ref.ref as supplier
    from register_line join supplier_ref on supplier_ref.supplier_id = register_line.supplier_id
    where supplier_ref.scheme = 'GB-COH' and register_line.upload_id in (
      select distinct on (council) id from register_upload
      where undone_at is null and not waits order by council, nth desc)`.execute(db);
  return rows;
}

/** Messages that are not handled yet, the oldest first, with what keeps them. */
export async function readOpen(db: Db): Promise<readonly object[]> {
  const { rows } = await sql<object>`
    select queue, key, starts, failures, sends, last_error, lease_until > now() as held from outbox
    where done_at is null and dead_at is null order by id limit 10`.execute(db);
  return rows;
}

async function readDeeds(db: Db): Promise<readonly KeptDeed[]> {
  const { rows } = await sql<KeptDeed>`
    select council, action as kind, 'alert ' || alert_id as about, coalesce(said ->> 'text', said ->> 'reason', '') as mark
      from (select * from alert_action order by nth) as in_turn
    union all
    select council, 'decide', 'names', coalesce(note, '') from (select * from match_decision order by nth) as in_turn
    union all
    select council, 'upload', 'register', replace(file_name, '.csv', '')
      from (select * from register_upload where file_name like 'MARK-%' order by nth) as in_turn`.execute(db);
  return rows;
}

async function readAlerts(db: Db): Promise<readonly KeptAlert[]> {
  const { rows } = await sql<Omit<KeptAlert, 'follows'>>`
    select alert.id::text, alert.council, ref as supplier, cause,
      letter_id is not null and letter.sent_at is null as "isGathered",
      case when letter_id is not null then 'letter ' || letter_id
        else 'alert ' || coalesce(told_with, alert.id) end as "toldIn"
    from alert left join letter on letter.id = letter_id
    join lateral (select ref from supplier_ref where supplier_id = alert.supplier_id and scheme = 'GB-COH'
      order by ref limit 1) as named on true
    order by alert.nth`.execute(db);
  const byCause = groupBy(rows, ({ council, supplier, cause }) => `${council} ${supplier} ${cause}`);
  return rows.map((alert) => {
    const first = toldFirst(alert.cause);
    const [told] = byCause.get(`${alert.council} ${alert.supplier} ${first}`) ?? [];
    return { ...alert, follows: first === alert.cause || !told ? null : told.toldIn };
  });
}

async function readDeliveries(db: Db): Promise<readonly KeptDelivery[]> {
  const { rows } = await sql<KeptDelivery>`
    select '<delivery-' || id || '@tocsin.example>' as "messageId", recipient, status, uncertain,
      coalesce('alert ' || alert_id, 'letter ' || letter_id) as tells
    from delivery order by nth`.execute(db);
  return rows;
}

async function readContracts(db: Db): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ ocid: string; times: number }>`
    select ocid, count(*)::int as times from award group by ocid`.execute(db);
  return Object.fromEntries(rows.map(({ ocid, times }) => [ocid, times]));
}
