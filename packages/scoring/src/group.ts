import { knownDay, type RiskAssessment, type SupplierId } from '@tocsin/domain';
import { isInsolvency } from './band.ts';
import type { Relative } from './facts.ts';

/** Another company of a supplier's group, and the chain of names that leads there. */
export interface Related {
  readonly supplierId: SupplierId;
  readonly name: string;
  readonly relation: 'parent' | 'sister';
  readonly chain: readonly string[];
}

/** An assessment as far as the group reads it. `ownBand` knows nothing of the group: so nothing can loop. */
export type GroupAssessment = Pick<RiskAssessment, 'asOf' | 'ownBand' | 'formalEvents' | 'findings'>;

const EVIDENCE_OF = 3;

/** What contagion reads of a company of the group; null where nothing stands against it. */
export function relativeOf(member: Related, standing: GroupAssessment): Relative | null {
  const { asOf, ownBand, formalEvents, findings } = standing;
  const gravest = formalEvents.find(isInsolvency) ?? formalEvents[0];
  if (!gravest && ownBand !== 'severe') return null;
  const { supplierId, name, relation, chain } = member;
  const heaviest = findings.filter((finding) => finding.points > 0).sort((a, b) => b.points - a.points);
  return {
    supplierId,
    name,
    relation,
    chain,
    asOf,
    ownBand,
    proceeding: gravest
      ? {
          title: gravest.title,
          on: gravest.days ? knownDay(gravest.days.eventDay) : gravest.on,
        }
      : null,
    evidence: gravest?.evidence ?? heaviest.slice(0, EVIDENCE_OF).flatMap((finding) => finding.evidence),
  };
}

/** Whose score an assessment may change: everybody below and beside, only those below, or nobody's. */
export type GroupReach = 'group' | 'subsidiaries' | 'nobody';

/**
 * Who of the group must be judged again after a change from `before` (null = the first assessment). Below and beside
 * read how the company itself stands; those below also hang on its links to the companies above it. A finding about
 * the group changes nobody's own standing, so what is set off here ends.
 */
export function reachOf(before: GroupAssessment | null, after: GroupAssessment): GroupReach {
  if (standingSays(before) !== standingSays(after)) return 'group';
  return groupSays(before) === groupSays(after) ? 'nobody' : 'subsidiaries';
}

function standingSays(standing: GroupAssessment | null): string {
  if (!standing || (standing.ownBand !== 'severe' && standing.formalEvents.length === 0)) return '';
  return [standing.ownBand, ...standing.formalEvents.map((event) => event.ref)].join(' ');
}

const OF_GROUP = 'group-contagion';

/** The indicators whose findings `reachOf` reads. */
export const readByReach = [OF_GROUP] as const;

function groupSays(standing: GroupAssessment | null): string {
  const finding = standing?.findings.find(({ indicator }) => indicator === OF_GROUP);
  return finding?.outcome === 'present' ? finding.because : '';
}
