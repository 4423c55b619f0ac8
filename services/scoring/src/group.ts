import { enqueueAll, findGroup, findStandings, type GroupMember, type Trx } from '@tocsin/db';
import { SupplierId, type IsoDate } from '@tocsin/domain';
import { relativeOf, type Reach, type Relative } from '@tocsin/scoring';

/** The nearest so many of a group are judged again: a nominee that controls thousands sets off no storm. */
const MOST = 500;
/** Behind what was learnt of a company itself, before reviews. */
const PRIORITY = 3;

/** A supplier of the group; companies that nobody buys from are links of the chain and no more. */
export type SupplierOfGroup = GroupMember & { readonly supplierId: string };

/** The suppliers of a supplier's group on a day. */
export async function findSuppliersOfGroup(
  trx: Trx,
  supplierId: string,
  asOf: IsoDate,
): Promise<readonly SupplierOfGroup[]> {
  const members = await findGroup(trx, supplierId, asOf);
  return members.filter((member): member is SupplierOfGroup => member.supplierId !== null);
}

/** The parents and sisters that stand badly on a day, each judged without its own group. */
export async function findRelatives(
  trx: Trx,
  group: readonly SupplierOfGroup[],
  asOf: IsoDate,
): Promise<readonly Relative[]> {
  const standings = await findStandings(
    trx,
    group.map((member) => member.supplierId),
    asOf,
  );
  return group.flatMap(({ supplierId, name, relation, chain }) => {
    const standing = standings.get(supplierId);
    if (!standing || (relation !== 'parent' && relation !== 'sister')) return [];
    const member = { supplierId: SupplierId.parse(supplierId), name, relation, chain };
    return relativeOf(member, standing) ?? [];
  });
}

/** Asks for the rest of the group to be judged again for the same day, as far as a change reaches. */
export async function scoreGroup(
  trx: Trx,
  group: readonly SupplierOfGroup[],
  reach: Reach,
  asOf: IsoDate | null,
): Promise<void> {
  const reached = group.filter(
    ({ relation }) =>
      (reach !== 'nobody' && relation === 'subsidiary') || (reach === 'group' && relation === 'sister'),
  );
  const messages = reached.slice(0, MOST).map(({ supplierId }) => ({
    message: { v: 1 as const, supplierId: SupplierId.parse(supplierId), asOf },
    key: `${supplierId}:${asOf ?? ''}`,
    priority: PRIORITY,
  }));
  await enqueueAll(trx, 'score', messages);
}
