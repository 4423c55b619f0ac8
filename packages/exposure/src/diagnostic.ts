import { GssCode } from '@tocsin/domain';
import { z } from 'zod';
import type { CountedGroup } from './suppress-counts.ts';

/** The levels of the national diagnostic, the lowest first. */
export const MaturityLevel = z.enum(['Minimum', 'Developing', 'Mature', 'Leader', 'Innovator']);
export type MaturityLevel = z.infer<typeof MaturityLevel>;

/** What a council came to in one area of the diagnostic in a year: private to it. */
export const DiagnosticAnswer = z.object({
  council: GssCode,
  year: z.int().min(2018).max(2100),
  /** The area, or the code of a value, as the diagnostic prints it. */
  code: z.string().min(1).max(100),
  level: MaturityLevel,
});
export type DiagnosticAnswer = z.infer<typeof DiagnosticAnswer>;

/** What the answers of a council are crossed with; null where it is not known of it. */
export interface CouncilStanding {
  /** The largest sum, in any VAT basis, of value left or of spend with suppliers at elevated or above, by public record. */
  readonly atRiskPence: number | null;
  /** Of what it published as paid, the share of firms that were looked at within the promised time. */
  readonly lookedAt: number | null;
  /** Days from an alert to its acknowledgement, the middle one of a year. */
  readonly daysToAcknowledge: number | null;
}

/** What levels are crossed with, and the buckets of each in order. */
export const diagnosticCuts = {
  'at risk': ['lowest third', 'middle third', 'highest third'],
  'looked at': ['under half', 'half to four fifths', 'over four fifths'],
  acknowledged: ['within a day', 'within a week', 'later'],
} as const;
export type DiagnosticCut = keyof typeof diagnosticCuts;

/** Everything that could be said of a year's answers: how many councils are at a level, alone and by each cut. */
export function diagnosticGroups(
  answers: readonly DiagnosticAnswer[],
  standingOf: ReadonlyMap<string, CouncilStanding>,
): readonly CountedGroup[] {
  const thirdOf = thirds([...new Set(answers.map(({ council }) => council))], standingOf);
  const groups = new Map<string, { readonly label: readonly string[]; readonly councils: string[] }>();
  const put = (label: readonly string[], council: string) => {
    const key = JSON.stringify(label);
    const group = groups.get(key) ?? { label, councils: [] };
    group.councils.push(council);
    groups.set(key, group);
  };
  for (const { council, code, level } of answers) {
    put([code, level], council);
    const { lookedAt = null, daysToAcknowledge = null } = standingOf.get(council) ?? {};
    const third = thirdOf(council);
    if (third !== null) put([code, level, 'at risk', third], council);
    if (lookedAt !== null) put([code, level, 'looked at', shareBucket(lookedAt)], council);
    if (daysToAcknowledge !== null)
      put([code, level, 'acknowledged', daysBucket(daysToAcknowledge)], council);
  }
  return [...groups.values()];
}

/** In which third of the councils that took part a council is by what it has at risk; equals are in the same. */
function thirds(
  councils: readonly string[],
  standingOf: ReadonlyMap<string, CouncilStanding>,
): (council: string) => string | null {
  const sums = councils
    .flatMap((council) => standingOf.get(council)?.atRiskPence ?? [])
    .toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [
    sums[Math.ceil(sums.length / 3) - 1],
    sums[Math.ceil((sums.length * 2) / 3) - 1],
  ];
  return (council) => {
    const pence = standingOf.get(council)?.atRiskPence ?? null;
    if (pence === null) return null;
    const [lowest, middle, highest] = diagnosticCuts['at risk'];
    return pence <= low ? lowest : pence <= high ? middle : highest;
  };
}

function shareBucket(share: number): string {
  const [low, middle, high] = diagnosticCuts['looked at'];
  return share < 0.5 ? low : share <= 0.8 ? middle : high;
}

function daysBucket(days: number): string {
  const [day, week, later] = diagnosticCuts.acknowledged;
  return days <= 1 ? day : days <= 7 ? week : later;
}
