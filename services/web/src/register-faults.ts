import { groupBy } from '@tocsin/domain';
import type { RegisterFault } from '@tocsin/sources';

/** Cells of one column that say the same, or rows that are left out for the same reason. */
export interface FaultsAlike {
  /** As of a single cell; of several with “what stands there” in the place of what each of them holds. */
  readonly message: string;
  /** In the order of the file, each with what stands in it where that is part of its message. */
  readonly cells: readonly { readonly cell: string; readonly printed: string | null }[];
}

/** Puts together what a person mends in one go: eighty cells with `TBC` are one thing to look at, not eighty. */
export function faultsAlike(faults: readonly RegisterFault[]): readonly FaultsAlike[] {
  const groups = groupBy(faults, ({ cell, message, loses }) =>
    JSON.stringify([loses === 'line' ? '' : cell.replace(/\d+$/, ''), inCommon(message)]),
  );
  return [...groups.values()].map((alike) => ({
    message: alike.length === 1 ? (alike[0]?.message ?? '') : inCommon(alike[0]?.message ?? ''),
    cells: alike.map(({ cell, message }) => ({ cell, printed: PRINTED.exec(message)?.[1] ?? null })),
  }));
}

/** What a cell holds, as its message quotes it first. */
const PRINTED = /^“([^”]*)”/;

function inCommon(message: string): string {
  return message
    .replace(/^“[^”]*”: /, '')
    .replace(PRINTED, 'what stands there')
    .replace(/\brow \d+(?: of the sheet “[^”]*”)?(?=$| but )/, 'an earlier row');
}
