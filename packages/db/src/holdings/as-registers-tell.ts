import type { ContractRecord, ContractSupplier } from '@tocsin/exposure';
import type { OwnName } from '../spend/own-names.ts';

/**
 * A published record as it reads for each of its councils: one whose own register gives a printed name without a number to
 * another company than everybody else does has a record of its own, in which that is who it is. The others share one.
 */
export function asRegistersTell(
  record: ContractRecord,
  names: readonly OwnName[],
): readonly ContractRecord[] {
  const { councils, suppliers, subcontractors } = record;
  const meantBy = (council: string | undefined, one: ContractSupplier) =>
    names.find(
      ({ name, instead, ...own }) =>
        own.council === council &&
        instead !== null &&
        instead === one.supplierId &&
        name === one.printedName &&
        !one.namesNumber,
    );
  const gainsaying = councils.filter((council) =>
    [...suppliers, ...subcontractors].some((one) => meantBy(council, one)),
  );
  if (gainsaying.length === 0) return [record];
  const others = councils.filter((council) => !gainsaying.includes(council));
  const told =
    (council: string) =>
    (one: ContractSupplier): ContractSupplier => {
      const own = meantBy(council, one);
      if (!own) return one;
      return {
        ...one,
        supplierId: own.supplierId,
        outcome: own.supplierId === null ? 'ambiguous' : 'matched',
      };
    };
  return [
    ...(others.length > 0 ? [{ ...record, councils: others }] : []),
    ...gainsaying.map((council) => ({
      ...record,
      councils: [council],
      suppliers: suppliers.map(told(council)),
      subcontractors: subcontractors.map(told(council)),
    })),
  ];
}
