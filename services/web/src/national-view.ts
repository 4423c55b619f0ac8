import {
  findContractsOnRecord,
  findCouncilCoverage,
  findCouncils,
  findNationalPrivate,
  findPaidOnRecord,
  findSuccession,
  findSupplierCards,
  findSuppliersInBands,
  type Db,
  type Watch,
} from '@tocsin/db';
import type { IsoDate } from '@tocsin/domain';
import { nationalBands, viewOfNational, type NationalView } from '@tocsin/exposure';

/**
 * The national view on a day. `db` acts as the national role, which sees no private row: private registers appear only
 * as aggregates of five councils or more that were suppressed before they were stored.
 */
export async function findNationalView(db: Db, asOf: IsoDate, watch: Watch): Promise<NationalView> {
  const ids = await findSuppliersInBands(db, nationalBands, asOf);
  return viewOfNational({
    asOf,
    onRecord: await findContractsOnRecord(db, { supplierIds: ids }, asOf),
    paid: await findPaidOnRecord(db, ids, asOf),
    cards: await findSupplierCards(db, ids, asOf, watch, 'everybody'),
    councils: await findCouncils(db),
    succession: await findSuccession(db),
    coverage: await findCouncilCoverage(db),
    private: await findNationalPrivate(db, asOf),
  });
}
