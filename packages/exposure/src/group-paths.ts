import type { IsoDate } from '@tocsin/domain';

/** A company of a group, whether or not it supplies anybody: `GB-COH-03782379`, as org-id.guide writes identifiers. */
export type GroupCompany = string;

/** How one company hangs on another: `from` controls, consolidates or employs as subcontractor `to`. */
export interface GroupLink {
  readonly from: GroupCompany;
  readonly to: GroupCompany;
  readonly by: 'controls' | 'consolidates' | 'subcontracts';
  readonly since: IsoDate | null;
  readonly until: IsoDate | null;
  /** The page that says so. */
  readonly url: string | null;
}

/** The way from one company to another, link by link, as it is shown. */
export interface GroupPath {
  readonly to: GroupCompany;
  readonly relation: 'parent' | 'subsidiary' | 'sister' | 'subcontractor';
  readonly links: readonly GroupLink[];
}

/** Up before down: a sister is reached over a common parent, never a parent over a common subsidiary. */
interface Reached {
  readonly at: GroupCompany;
  readonly climbed: boolean;
  readonly descended: boolean;
  readonly links: readonly GroupLink[];
}

/**
 * Every company that `company` hangs together with on `asOf`, each by its shortest path: parents, subsidiaries,
 * sisters over a common parent, and named subcontractors. Loops end; the order of `links` does not matter.
 */
export function groupPaths(
  company: GroupCompany,
  links: readonly GroupLink[],
  asOf: IsoDate,
): readonly GroupPath[] {
  const standing = links
    .filter(
      (link) => (link.since === null || link.since <= asOf) && (link.until === null || link.until > asOf),
    )
    .sort((a, b) => (linkKey(a) < linkKey(b) ? -1 : 1));
  const seen = new Set<GroupCompany>([company]);
  const found: GroupPath[] = [];
  let edge: readonly Reached[] = [{ at: company, climbed: false, descended: false, links: [] }];
  while (edge.length > 0) {
    const next: Reached[] = [];
    for (const step of edge.flatMap((one) => stepsFrom(one, standing)))
      if (!seen.has(step.at)) {
        seen.add(step.at);
        next.push(step);
        found.push({ to: step.at, relation: relationOf(step), links: step.links });
      }
    edge = next;
  }
  return found;
}

function linkKey(link: GroupLink): string {
  return `${link.by} ${link.from} ${link.to} ${link.since ?? ''} ${link.url ?? ''}`;
}

/** A subcontractor's own group is not the supplier's, so the way ends there. */
function stepsFrom(step: Reached, links: readonly GroupLink[]): Reached[] {
  if (step.links.at(-1)?.by === 'subcontracts') return [];
  return links.flatMap((link): Reached[] => {
    const path = [...step.links, link];
    if (link.by === 'subcontracts')
      return link.from === step.at && step.links.length === 0 ? [{ ...step, at: link.to, links: path }] : [];
    if (link.to === step.at && !step.descended)
      return [{ ...step, at: link.from, climbed: true, links: path }];
    return link.from === step.at ? [{ ...step, at: link.to, descended: true, links: path }] : [];
  });
}

function relationOf({ climbed, descended, links }: Reached): GroupPath['relation'] {
  if (links.at(-1)?.by === 'subcontracts') return 'subcontractor';
  if (climbed && descended) return 'sister';
  return climbed ? 'parent' : 'subsidiary';
}
