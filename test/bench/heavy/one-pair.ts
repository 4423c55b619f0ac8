import { performance } from 'node:perf_hooks';
import { asCouncil, enqueueScoring, findExposures, saveRecipient, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { noticePage } from '../../support/system-documents.ts';
import { record, settled } from './burst.ts';

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
    select name, id, 'matched' from supplier where id between ${MANY}::bigint and ${MANY}::bigint + ${SUPPLIERS}::int`.execute(
    db,
  );
  await sql`
    insert into payment (document_id, row, council, mention_id, paid_on, amount_pence, vat)
    select 0, n, 'E07770000', (select id from mention where supplier_id = ${MANY}::bigint),
      date ${sql.lit(asOf)} - n % 730, 50000 + n % 977, 'net' from generate_series(1, ${payments}::int) n
    union all
    select 0, ${payments}::int + n, 'E0777' || lpad((n % 20)::text, 4, '0'), mention.id,
      date ${sql.lit(asOf)} - n % 730, 70000, 'net'
    from generate_series(1, ${pairs}::int) n
    join mention on mention.supplier_id = ${MANY}::bigint + 1 + n % ${SUPPLIERS}::int`.execute(db);
  await sql`
    with files as (
      insert into document (source_id, sha256, url, content_type, retrieved_at, body)
      select 'council-spend', 'pair ' || n, 'https://publisher.example/pair/' || n, null, now(), ''
      from generate_series(0, 19) n returning id)
    insert into spend_file (document_id, council, series, records, payments, redacted, refused, first_paid_on, last_paid_on,
      covers, in_force)
    select id, 'E0777' || lpad((row_number() over (order by id) - 1)::text, 4, '0'), 'all', 1, 1, 0, 0, first, last,
      days, days
    from files cross join (select day - 729 as first, day as last, datemultirange(daterange(day - 729, day, '[]')) as days
      from (select date ${sql.lit(asOf)} as day) as given) as read`.execute(db);
  await sql`insert into supplier_ref (scheme, ref, supplier_id) values ('GB-COH', ${NUMBER}, ${MANY}::bigint)`.execute(
    db,
  );
  // As autovacuum does within a minute.
  await sql`vacuum (analyze) payment, mention, supplier, supplier_ref`.execute(db);
  await asCouncil(db, PAYER, (trx) =>
    saveRecipient(trx, {
      council: PAYER,
      address: `officer@${PAYER.toLowerCase()}.example`,
      role: 'procurement officer',
      levels: ['elevated', 'severe', 'insolvent'],
    }),
  );
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

/** The supplier as notices name it, and the council that pays it. */
export const NUMBER = '90000001';
export const PAYER = 'E07770000';

/** How the supplier, and others beside it, are worked on in one round: it fails once more, and all are scored again. */
export async function failAgain(db: Db, round: number, today: string): Promise<void> {
  const others = Array.from({ length: 199 }, (_, nth) => String(MANY + 1 + nth));
  await db.transaction().execute((trx) => enqueueScoring(trx, [String(MANY), ...others], null));
  const notice = noticePage({
    id: String(9_950_000 + round),
    code: '2450',
    company: 'PAIR 0 LTD',
    number: NUMBER,
    published: today,
    // Petitions of several creditors, each a case of its own.
    caseRef: `CR-2026-${String(round).padStart(6, '0')}`,
  });
  await record(db, 'gazette-insolvency', [notice]);
  await settled(db);
}

/** Reads the pages that a person of the council reads about the supplier, one after the other; returns how many. */
export async function readPages(webUrl: string): Promise<number> {
  const inbox = await read(webUrl, '/alerts');
  const alert = /\/alerts\/\d+/.exec(inbox)?.[0];
  const pages = [
    ...(alert === undefined ? [] : [alert, `/api/v1${alert}`]),
    `/suppliers/GB-COH-${NUMBER}`,
    '/exposure',
  ];
  for (const page of pages) await read(webUrl, page);
  return pages.length + 1;
}

async function read(webUrl: string, page: string): Promise<string> {
  const answer = await fetch(`${webUrl}${page}`, { headers: { cookie: `tocsin_council=${PAYER}` } });
  if (!answer.ok) throw new Error(`${page} answered ${answer.status}`);
  return answer.text();
}
