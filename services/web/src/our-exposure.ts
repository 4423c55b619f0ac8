import {
  asCouncil,
  findCouncil,
  findGroups,
  findHeldContracts,
  findOtherwiseNumbered,
  findPaymentsNotices,
  findPoundsCoverage,
  findSuccession,
  findSupplierCards,
  findYearOfSpend,
  type Db,
  type Watch,
} from '@tocsin/db';
import { GssCode, type IsoDate } from '@tocsin/domain';
import { isLive, viewOfCouncilExposure, type CouncilExposureView } from '@tocsin/exposure';
import { shownName } from '@tocsin/matching';

/** Everything that a council depends on. `db` acts as the web, for this council and those that it follows. */
export async function findOurExposure(
  db: Db,
  gss: string,
  asOf: IsoDate,
  watch: Watch,
): Promise<CouncilExposureView> {
  const council = GssCode.parse(gss);
  const { contracts, predecessors, spenders, own } = await findHeldContracts(db, council, asOf);
  const row = await findCouncil(db, council);
  const { nameOf } = await findSuccession(db);
  return asCouncil(db, council, async (trx) => {
    const spend = await findYearOfSpend(trx, spenders, asOf, own);
    const paid = (spend?.bySupplier ?? []).flatMap((one) => one.supplierId ?? []);
    const ids = [
      ...contracts.flatMap(({ suppliers }) => suppliers.flatMap((one) => one.supplierId ?? [])),
      ...paid,
    ];
    const relatives = await findGroups(trx, ids, asOf);
    const kin = [...relatives.values()].flatMap((some) => some.flatMap(({ supplierId }) => supplierId ?? []));
    const live = contracts.filter(({ contract }) => isLive(contract, asOf) && !contract.awaiting);
    return viewOfCouncilExposure({
      council,
      asOf,
      held: contracts,
      predecessors,
      spend,
      pounds: await findPoundsCoverage(trx, spend, live, asOf, watch),
      relatives,
      otherwiseNumbered: await findOtherwiseNumbered(trx, council, paid),
      paymentsNotices: await findPaymentsNotices(trx, spenders, asOf),
      cards: await findSupplierCards(trx, [...ids, ...kin], asOf, watch),
      shownName,
      end: {
        endsOn: row?.ends_on ?? null,
        directionOn: row?.direction_on ?? null,
        successors: (row?.replaced_by ?? []).map(nameOf),
      },
    });
  });
}
