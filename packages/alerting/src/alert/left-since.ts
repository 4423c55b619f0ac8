import type { ExposedContract, Exposure } from '@tocsin/domain';
import { z } from 'zod';

/** What of an alert's exposure its council has no more on the reader's day, as far as is known. */
export const LeftSince = z.object({
  /** Neither a live contract nor spending of twelve months is left. */
  isAll: z.boolean(),
  /** Titles of the contracts of the alert that are live no longer: they have ended, or left the council's register. */
  contracts: z.array(z.string()),
});
export type LeftSince = z.infer<typeof LeftSince>;

/** Compares what an alert said with what its council has on the reader's day; null where it has all of it still. */
export function leftSince(then: Exposure, now: Exposure | undefined): LeftSince | null {
  const live = [...(now?.contracts ?? []), ...(now?.throughGroup ?? [])];
  // A register that is uploaded again gives its lines new references, and a notice may be published under a new title.
  const held = new Set(
    live.flatMap(({ ref, title, joined = [] }) => [ref, title, ...joined.map((one) => one.ref)]),
  );
  const isHeld = ({ ref, title, joined = [] }: ExposedContract) =>
    held.has(ref) || held.has(title) || joined.some((one) => held.has(one.ref));
  const contracts = then.contracts.filter((one) => !isHeld(one)).map(({ title }) => title);
  return now && contracts.length === 0 ? null : { isAll: now === undefined, contracts };
}

/** In one line of a list: what is live no longer. */
export function leftInBrief({ isAll, contracts }: LeftSince): string {
  return isAll
    ? 'By now no live contract and no spending of 12 months names it, as far as is known'
    : `No longer among your live contracts: ${contracts.join('; ')}`;
}
