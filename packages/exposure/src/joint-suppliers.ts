import type { ContractRecord, ContractSupplier } from './hold.ts';

/** A notice with more suppliers than these is a framework in all but name: it tells nothing of who supplies what. */
const MOST_JOINT_SUPPLIERS = 10;

/** Whether one of some suppliers is among those that a contract prints. */
export function namesAnyOf(
  printed: readonly Pick<ContractSupplier, 'supplierId'>[],
  supplierIds: ReadonlySet<string>,
): boolean {
  return printed.some(({ supplierId }) => supplierId !== null && supplierIds.has(supplierId));
}

/** Who supplies contracts together with some suppliers, those themselves left out. */
export function jointWith(
  records: readonly Pick<ContractRecord, 'suppliers'>[],
  supplierIds: ReadonlySet<string>,
): ReadonlySet<string> {
  const joint = records
    .filter(({ suppliers }) => suppliers.length <= MOST_JOINT_SUPPLIERS)
    .flatMap(({ suppliers }) => suppliers.flatMap((one) => one.supplierId ?? []));
  return new Set(joint.filter((id) => !supplierIds.has(id)));
}
