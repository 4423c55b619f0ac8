import type { IsoDate, RiskAssessment, SupplierId } from '@tocsin/domain';
import type { Relative } from './facts.ts';
import { isInsolvency } from './band.ts';

/** A member of a corporate group as contagion sees it: its name, its corporate parents, its own latest assessment. */
export interface GroupMember {
  readonly supplierId: SupplierId;
  readonly name: string;
  readonly parents: readonly SupplierId[];
  /** Null = not assessed. Only its `ownBand` is read, which knows nothing of the group: so nothing can loop. */
  readonly assessment: Pick<RiskAssessment, 'ownBand' | 'formalEvents' | 'asOf'> | null;
}

/**
 * The parents (at any height) and the sisters (children of those parents) of one supplier, each visited once however
 * the links run, with the chain of names that leads there. Members not assessed, or assessed after `asOf`, are left out.
 */
export function relativesOf(
  supplierId: SupplierId,
  members: ReadonlyMap<SupplierId, GroupMember>,
  asOf: IsoDate,
): readonly Relative[] {
  const start = members.get(supplierId);
  if (!start) return [];
  const visited = new Set([supplierId]);
  const found: Relative[] = [];
  const parents: [GroupMember, readonly string[]][] = [];
  let layer: [GroupMember, readonly string[]][] = [[start, [start.name]]];
  while (layer.length > 0) {
    layer = layer.flatMap(([member, chain]) =>
      visitAll(member.parents, visited, members).map((parent): [GroupMember, readonly string[]] => [
        parent,
        [...chain, parent.name],
      ]),
    );
    parents.push(...layer);
  }
  for (const [parent, chain] of parents) found.push(...asRelative(parent, 'parent', chain, asOf));
  for (const [parent, chain] of parents)
    for (const sister of childrenOf(parent.supplierId, members))
      if (!visited.has(sister.supplierId)) {
        visited.add(sister.supplierId);
        found.push(...asRelative(sister, 'sister', [...chain, sister.name], asOf));
      }
  return found;
}

function visitAll(
  ids: readonly SupplierId[],
  visited: Set<SupplierId>,
  members: ReadonlyMap<SupplierId, GroupMember>,
): GroupMember[] {
  return ids.toSorted().flatMap((id) => {
    const member = members.get(id);
    if (!member || visited.has(id)) return [];
    visited.add(id);
    return [member];
  });
}

function childrenOf(parent: SupplierId, members: ReadonlyMap<SupplierId, GroupMember>): GroupMember[] {
  return [...members.values()]
    .filter((member) => member.parents.includes(parent))
    .sort((a, b) => (a.supplierId < b.supplierId ? -1 : 1));
}

function asRelative(
  member: GroupMember,
  relation: Relative['relation'],
  chain: readonly string[],
  asOf: IsoDate,
): Relative[] {
  const { assessment, supplierId, name } = member;
  if (!assessment || assessment.asOf > asOf) return [];
  const gravest = assessment.formalEvents.find(isInsolvency) ?? assessment.formalEvents[0] ?? null;
  return [
    {
      supplierId,
      name,
      relation,
      chain,
      asOf: assessment.asOf,
      ownBand: assessment.ownBand,
      proceeding: gravest && { title: gravest.title, on: gravest.on },
      evidence: gravest?.evidence ?? [],
    },
  ];
}
