import { addDays, daysBetween, IsoDate, MoneyByBasis } from '@tocsin/domain';
import { z } from 'zod';
import { ContractTotals } from './contract-totals.ts';
import { NamedSupplier } from './council-exposure-view.ts';
import { DependingCouncil } from './sector-brief.ts';

/** Who else councils of one region have live published contracts with in one category: those with most councils first. */
export const Alternatives = z.object({
  category: z.string(),
  region: z.string().nullable(),
  suppliers: z.array(NamedSupplier.extend({ councils: z.int() })),
});
export type Alternatives = z.infer<typeof Alternatives>;

/** How long before its end a past failure came to each level, moved to the day that is supposed. */
export const ExerciseCourse = z.object({
  /** The case of the past. */
  name: z.string(),
  failedOn: IsoDate,
  /** Empty where it gave no sign in time. */
  steps: z.array(z.object({ level: z.string(), daysBefore: z.int(), on: IsoDate })),
});
export type ExerciseCourse = z.infer<typeof ExerciseCourse>;

/** What an exercise supposes and what would be lost, as it stood when it was run: a supplier fails on a day. */
export const ExerciseView = z.object({
  runOn: IsoDate,
  supposedOn: IsoDate,
  supplier: NamedSupplier,
  /** Of the sector, by public record; of one council, that council with all that it knows. */
  councils: z.array(DependingCouncil),
  totals: ContractTotals,
  paid: MoneyByBasis,
  services: z.array(z.string()),
  alternatives: z.array(Alternatives),
  course: ExerciseCourse.nullable(),
  /** On how much of the country it rests; null of one council. */
  restsOn: z.string().nullable(),
});
export type ExerciseView = z.infer<typeof ExerciseView>;

/** Stands before everything that an exercise shows, sends or exports, so that nobody takes it for the real thing. */
export const EXERCISE = 'EXERCISE';

/** A name, heading or subject of an exercise. */
export function exerciseTitle(words: string): string {
  return `${EXERCISE}: ${words}`;
}

/** A failure of the past, by the days on which it came to each level. */
export interface PastFailure {
  readonly name: string;
  readonly failedOn: IsoDate;
  readonly stages: readonly { readonly level: string; readonly on: IsoDate }[];
}

/** The course of a past failure as it would end on the supposed day; what came with the end or after it was no warning. */
export function courseOf({ name, failedOn, stages }: PastFailure, supposedOn: IsoDate): ExerciseCourse {
  const steps = stages
    .filter(({ on }) => on < failedOn)
    .map(({ level, on }) => {
      const daysBefore = daysBetween(on, failedOn);
      return { level, daysBefore, on: addDays(supposedOn, -daysBefore) };
    });
  return { name, failedOn, steps };
}

/** A contract's category and the region in which somebody else would have to be found. */
export interface CategoryInRegion {
  readonly category: string;
  readonly region: string | null;
}

/** The categories and regions in which contracts would have to be placed anew, each once. */
export function lostCategories(councils: readonly DependingCouncil[]): readonly CategoryInRegion[] {
  const lost = councils.flatMap(({ region, contracts }) =>
    contracts.flatMap(({ category }) => (category === undefined ? [] : [{ category, region }])),
  );
  return [...new Map(lost.map((one) => [JSON.stringify(one), one])).values()].toSorted((a, b) =>
    JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
  );
}
