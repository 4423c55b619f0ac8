import { findSectorBasis, findSupplierCards, rankSuppliers, type Db, type Watch } from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';
import type { SectorPartAsked, SectorView } from '@tocsin/exposure';

/** Which part of a ranking is wanted. */
export interface Shelf {
  readonly limit: number;
  readonly offset: number;
}

/** The suppliers that a part of the sector is most exposed to, by public record. `db` acts as the national role. */
export async function findSectorView(
  db: Db,
  asked: SectorPartAsked,
  shelf: Shelf,
  asOf: IsoDate,
  watch: Watch,
): Promise<SectorView> {
  const { inAll, suppliers } = await rankSuppliers(db, asked, shelf);
  const ids = suppliers.map(({ supplierId }) => supplierId);
  const cards = await findSupplierCards(db, ids, asOf, watch, 'everybody');
  return {
    asOf,
    asked,
    basis: await findSectorBasis(db, asked, asOf),
    suppliersInAll: inAll,
    suppliers: suppliers.flatMap(({ supplierId, ...sums }) => {
      const supplier = cards.get(supplierId);
      return supplier ? [{ ...sums, supplier }] : [];
    }),
  };
}
