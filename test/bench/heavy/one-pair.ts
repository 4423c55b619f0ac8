import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { findExposures, type Db } from '@tocsin/db';
import { sql } from 'kysely';

interface PairSize {
  /** Payments of one council to one supplier. */
  readonly payments: number;
  /** Ordinary pairs of a council and a supplier beside it. */
  readonly pairs: number;
}

/** The supplier that one council pays again and again. */
const MANY = 9_000_000;
const SUPPLIERS = 5_000;

/** Seeds payments over the two years to a day; returns the id of the supplier that gets most. `db` is the owner's. */
export async function seedPair(db: Db, { payments, pairs }: PairSize, asOf: string): Promise<string> {
  await sql`
    insert into council (gss, name, type, alt_names, replaced_by)
    select 'E0777' || lpad(n::text, 4, '0'), 'Pair ' || n || ' Council', 'County council', '{}', '{}'
    from generate_series(0, 19) n on conflict do nothing`.execute(db);
  await sql`
    insert into supplier (id, name) overriding system value
    select ${MANY}::bigint + n, 'PAIR ' || n || ' LTD' from generate_series(0, ${SUPPLIERS}::int) n`.execute(
    db,
  );
  await sql`
    insert into mention (name, supplier_id, outcome)
    select name, id, 'matched' from supplier where id >= ${MANY}::bigint`.execute(db);
  await sql`
    insert into payment (document_id, row, council, mention_id, paid_on, amount_pence, vat)
    select 0, n, 'E07770000', (select id from mention where supplier_id = ${MANY}::bigint),
      date ${sql.lit(asOf)} - n % 730, 50000 + n % 977, 'net' from generate_series(1, ${payments}::int) n
    union all
    select 0, ${payments}::int + n, 'E0777' || lpad((n % 20)::text, 4, '0'), mention.id,
      date ${sql.lit(asOf)} - n % 730, 70000, 'net'
    from generate_series(1, ${pairs}::int) n
    join mention on mention.supplier_id = ${MANY}::bigint + 1 + n % ${SUPPLIERS}::int`.execute(db);
  await sql`analyze payment, mention, supplier`.execute(db);
  return String(MANY);
}

/** Milliseconds that `findExposures` takes, the median of nine after one to warm up. */
export async function timeExposures(db: Db, supplierId: string, asOf: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const began = performance.now();
    const found = await findExposures(db, supplierId, asOf);
    times.push(performance.now() - began);
    if (found.length !== 1) throw new Error(`${found.length} councils are exposed instead of one`);
  }
  return times.slice(1).toSorted((a, b) => a - b)[4] ?? Number.NaN;
}

/** Milliseconds by which this process's event loop was late in all but a thousandth of the time, while work went on. */
export async function loopDelay(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await work();
  delay.disable();
  return delay.percentile(99.9) / 1e6;
}

/** The same of a loop that has nothing to do. */
export async function idleDelay(milliseconds: number): Promise<number> {
  return loopDelay(() => wait(milliseconds));
}
