import type { GroupMember, Predecessor, SupplierCard } from '@tocsin/db';
import type { RiskBand } from '@tocsin/domain';
import type { Cards, HeldContract } from './our-exposure.ts';

/** The councils that became part of this one, told together where it was on one day. */
export function passedTogether(predecessors: readonly Predecessor[]) {
  const whole = predecessors.filter(({ extent }) => extent === 'whole');
  return [...new Set(whole.map(({ since }) => since))].sort().map((since) => ({
    since,
    names: whole.filter((one) => one.since === since).map(({ name }) => name),
  }));
}

/** A live contract whose supplier hangs together with a company that stands badly, and how. */
interface GroupExposure {
  readonly held: HeldContract;
  readonly relative: SupplierCard;
  readonly relation: GroupMember['relation'];
  readonly chain: readonly string[];
}

const bandsAtRisk: readonly (RiskBand | null)[] = ['insolvent', 'severe', 'elevated'];

/** Parents and subsidiaries at elevated or above of the suppliers of live contracts: beside the sums, never in them. */
export function throughGroup(
  held: readonly HeldContract[],
  groups: ReadonlyMap<string, readonly GroupMember[]>,
  cards: Cards,
): readonly GroupExposure[] {
  return held.flatMap((one) =>
    one.suppliers.flatMap(({ id }) =>
      (groups.get(id ?? '') ?? []).flatMap(({ supplierId, relation, chain }) => {
        const relative = cards.get(supplierId ?? '');
        if (!relative || relation === 'sister' || !bandsAtRisk.includes(relative.band)) return [];
        return [{ held: one, relative, relation, chain }];
      }),
    ),
  );
}
