import { Pence, type IsoDate, type MoneyByBasis } from '@tocsin/domain';
import type { LedgerLeaf } from '@tocsin/scoring';
import { sql } from 'kysely';
import { rankSuppliers } from '../national/sector-ranking.ts';
import { findLooksOf, shownLevel, type Watch } from '../risk/looks.ts';
import { chunksOf } from '../schema/chunks.ts';
import type { Db } from '../schema/database.ts';
import type { Assessment } from '../schema/tables.ts';

type StandingRow = Pick<
  Assessment,
  'supplier_id' | 'model_version' | 'band' | 'raw_score' | 'formal_events'
> & {
  readonly number: string;
};

/**
 * How every supplier stands that councils depend on by public record and that was assessed live, in the order of their
 * numbers: what a month seals, but for what is at random.
 */
export async function findToSeal(
  db: Db,
  asOf: IsoDate,
  watch: Watch,
): Promise<readonly Omit<LedgerLeaf, 'nonce'>[]> {
  const { rows } = await sql<StandingRow>`
    select distinct on (supplier.nth) supplier.id as supplier_id, scheme || ' ' || ref as number, model_version,
      current.band, raw_score, formal_events
    from supplier join supplier_ref on supplier_ref.supplier_id = supplier.id and kept_as = ref
    join current_assessment current on current.supplier_id = supplier.id
    join assessment on assessment.id = assessment_id and not replayed
    where watched and supplies_publicly order by supplier.nth, scheme, ref`.execute(db);
  const pounds = await findPounds(db);
  const leaves: Omit<LedgerLeaf, 'nonce'>[] = [];
  for (const chunk of chunksOf(rows)) {
    const ids = chunk.map((one) => one.supplier_id);
    const looks = await findLooksOf(db, ids, asOf, watch);
    for (const { supplier_id: id, number, model_version: model, band, raw_score, formal_events } of chunk)
      leaves.push({
        number,
        level: shownLevel(band, formal_events, looks.get(id), asOf).level,
        rawScore: raw_score,
        model,
        rests: formal_events.length > 0 ? 'formal' : 'estimate',
        left: pounds.get(id)?.valueLeft ?? NOTHING,
        paid: pounds.get(id)?.spend ?? NOTHING,
      });
  }
  return leaves.sort((a, b) => (a.number < b.number ? -1 : 1));
}

const NOTHING: MoneyByBasis = { net: Pence.parse(0), gross: Pence.parse(0), unknown: Pence.parse(0) };

/** What all councils have with each supplier by public record. */
async function findPounds(db: Db) {
  const all = { region: null, type: null, category: null, service: null, level: null, month: null };
  const { suppliers } = await rankSuppliers(db, { ...all, order: 'councils' }, { limit: null, offset: 0 });
  return new Map(suppliers.map((one) => [one.supplierId, one]));
}
