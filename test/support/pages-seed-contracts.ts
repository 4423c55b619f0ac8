import type { Db } from '@tocsin/db';
import { otherCouncil, ourCouncil } from './pages-world.ts';
import type { SeedSupplier } from './seed-supplier.ts';

/** Three published contracts of a supplier: ours, ours and theirs together, and one whose supplier waits for a match. */
export async function seedContracts(
  db: Db,
  supplierId: string,
  { say, name }: SeedSupplier,
  at: number,
): Promise<void> {
  const matched = await db
    .selectFrom('mention')
    .select('id')
    .where('supplier_id', '=', supplierId)
    .executeTakeFirstOrThrow();
  const unnamed = await db
    .insertInto('mention')
    .values({
      name: say(`${name} (no number printed)`),
      outcome: at % 2 === 0 ? 'waiting' : 'ambiguous',
      reason: at % 2 === 0 ? null : say('2 companies fit equally well'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [n, buyers] of [[ourCouncil], [otherCouncil, ourCouncil], [ourCouncil]].entries()) {
    const { id } = await db
      .insertInto('award')
      .values({
        ocid: `ocds-b5fd17-${at}-${n}`,
        award_id: '1',
        source_id: 'contracts-finder',
        title: say(['Residential care for adults', 'Joint framework call-off', 'Small works'][n] ?? ''),
        value_pence: [412_000_000, 90_000_000, 12_500_000][n] ?? null,
        vat: n === 2 ? 'unknown' : 'net',
        awarded_on: '2024-03-01',
        starts_on: '2024-04-01',
        ends_on: n === 1 ? '2026-09-30' : '2027-03-31',
        agreement: 'contract',
        status: 'active',
        regime: 'pcr-2015',
        url: say('https://www.contractsfinder.service.gov.uk/notice/1'),
        published_at: '2024-03-05T10:00:00Z',
        updated_at: '2024-03-05T10:00:00Z',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('award_buyer')
      .values(buyers.map((buyer) => ({ award_id: id, name: say(buyer.name), council: buyer.gss })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await db
      .insertInto('award_supplier')
      .values({ award_id: id, mention_id: n === 2 ? unnamed.id : matched.id })
      .execute();
  }
}
