import { enqueueScoring, findGroups, findStandings, type GroupMember, type Trx } from '@tocsin/db';
import { SupplierId, type IsoDate } from '@tocsin/domain';
import { relativeOf, type GroupReach, type Relative } from '@tocsin/scoring';

/** The nearest so many of a group are judged again: a nominee that controls thousands sets off no storm. */
const MOST = 500;
/** Behind what was learnt of a company itself, before reviews. */
const PRIORITY = 3;

/** A supplier of the group; companies that nobody buys from are links of the chain and no more. */
export type SupplierOfGroup = GroupMember & { readonly supplierId: string };

/** The suppliers of each supplier's group on a day; suppliers that stand alone are left out. */
export async function findSuppliersOfGroups(
  trx: Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<ReadonlyMap<string, readonly SupplierOfGroup[]>> {
  const groups = await findGroups(trx, supplierIds, asOf);
  return new Map([...groups].map(([supplierId, members]) => [supplierId, members.filter(isSupplier)]));
}

function isSupplier(member: GroupMember): member is SupplierOfGroup {
  return member.supplierId !== null;
}

/** What is said of the relatives of a company. */
export interface Relatives {
  /** Parents and sisters that stand badly, each judged without its own group. */
  readonly of: (group: readonly SupplierOfGroup[]) => readonly Relative[];
  /** Parents against which a proceeding stands: who depends on a subsidiary depends on them. */
  readonly parentsInProceedings: (group: readonly SupplierOfGroup[]) => readonly ParentInProceedings[];
}

/** A parent, and how it was judged last. */
export interface ParentInProceedings {
  readonly supplierId: string;
  readonly assessmentId: string;
  readonly asOf: IsoDate;
}

/** The relatives of some groups that stand badly on a day. */
export async function findRelatives(
  trx: Trx,
  groups: Iterable<readonly SupplierOfGroup[]>,
  asOf: IsoDate,
): Promise<Relatives> {
  const members = new Set([...groups].flatMap((group) => group.map((member) => member.supplierId)));
  const standings = await findStandings(trx, [...members], asOf);
  return {
    of: (group) =>
      group.flatMap(({ supplierId, isOwn, name, relation, chain }) => {
        const standing = standings.get(supplierId);
        if (isOwn || !standing || (relation !== 'parent' && relation !== 'sister')) return [];
        const member = { supplierId: SupplierId.parse(supplierId), name, relation, chain };
        return relativeOf(member, standing) ?? [];
      }),
    parentsInProceedings: (group) =>
      group.flatMap(({ supplierId, isOwn, relation }) => {
        const standing = standings.get(supplierId);
        if (relation !== 'parent' || isOwn || !standing || standing.formalEvents.length === 0) return [];
        return [{ supplierId, assessmentId: standing.assessmentId, asOf: standing.asOf }];
      }),
  };
}

/** Of a group, whom a change reaches: they are to be judged again for the same day. */
export function reached(group: readonly SupplierOfGroup[], reach: GroupReach): readonly string[] {
  return group
    .filter(
      ({ relation }) =>
        (reach !== 'nobody' && relation === 'subsidiary') || (reach === 'group' && relation === 'sister'),
    )
    .slice(0, MOST)
    .map(({ supplierId }) => supplierId);
}

/** Asks for companies of changed groups to be judged again. */
export async function scoreReached(
  trx: Trx,
  supplierIds: Iterable<string>,
  asOf: IsoDate | null,
): Promise<void> {
  await enqueueScoring(trx, supplierIds, asOf, { priority: PRIORITY });
}
