import { countCoverage, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import type { SeedSupplier } from './seed-supplier.ts';
import { loadSpend } from './spend-files.ts';
import { watchAt } from './watch.ts';

/** The day on which somebody looked at the world that pages are tried in. */
const SEEN_ON = '2026-11-23';

/** Two years of a council's spend: payments to each supplier, withheld names, and a firm without a contract. */
export async function seedSpend(db: Db, council: string, suppliers: readonly SeedSupplier[]): Promise<void> {
  const named = suppliers.flatMap(({ name, say }) =>
    ['2024-11-12', '2025-06-10', '2026-01-20'].map((day) => ({
      day,
      payee: name,
      net: '7500.00',
      category: say('Care'),
    })),
  );
  const unmatched = { day: '2026-01-21', payee: 'Unheard Of Example Ltd', net: '900.00' };
  const withheld = { day: '2026-01-22', payee: 'Redacted Data', net: '1200.00' };
  await loadSpend(db, council, 'spend-2026-01.csv', [...named, unmatched, withheld]);
  for (const { name, number } of suppliers)
    await sql`update mention set outcome = 'matched', supplier_id = (select supplier_id from supplier_ref where ref = ${number})
      where supplier_id is null and id in (select mention_id from payment)
        and regexp_replace(name, '\\s+', ' ', 'g') = regexp_replace(btrim(${name}), '\\s+', ' ', 'g')`.execute(
      db,
    );
  await sql`update payment set category = purpose`.execute(db);
  await sql`delete from outbox where queue = 'match'`.execute(db);
  await countCoverage(db, council, SEEN_ON, watchAt(`${SEEN_ON}T12:00:00Z`));
}
