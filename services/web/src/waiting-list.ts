import { findUnmatched, lookUpAll, stake, type Trx, type Unmatched } from '@tocsin/db';
import { CompanyNumber, type IsoDate } from '@tocsin/domain';
import { proposalFor, waitingKind, type Proposal, type WaitingKind } from '@tocsin/matching';

/** What a person wants to see of the names that wait; everything where nothing is said. */
export interface WaitingFilter {
  readonly kind: WaitingKind | null;
  readonly of: Unmatched['of'] | null;
  /** In pounds, contracts and payments of all VAT bases together. */
  readonly least: number;
}

/** A name that waits, of which kind, and what may be accepted of it without a closer look. */
export interface Listed extends Unmatched {
  readonly kind: WaitingKind;
}

const PENCE = 100;

/** The names that wait at the council for which `trx` acts, those with most pounds first, and how many of each kind. */
export async function findWaiting(trx: Trx, council: string, asOf: IsoDate, filter: WaitingFilter) {
  const all = (await findUnmatched(trx, council, asOf)).map((item): Listed => ({
    ...item,
    kind: waitingKind(item),
  }));
  const wanted = all.filter(
    (item) => (filter.of === null || item.of === filter.of) && stake(item) >= filter.least * PENCE,
  );
  const byKind = new Map<WaitingKind, number>();
  for (const { kind } of wanted) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  return { all, items: wanted.filter(({ kind }) => filter.kind === null || kind === filter.kind), byKind };
}

/** What may be accepted of each of these names, in their order. */
export async function findProposals(
  trx: Trx,
  items: readonly Listed[],
): Promise<readonly (Proposal | null)[]> {
  const looked = await lookUpAll(
    trx,
    items.map(({ of, name, ref, postcode }) => {
      const number = CompanyNumber.safeParse(ref);
      return {
        name,
        postcode: of === 'mention' ? postcode : null,
        number: number.success ? number.data : null,
        by: { uploadId: null, mentionId: null },
      };
    }),
  );
  return items.map(({ kind }, at) => {
    const found = looked[at];
    return found ? proposalFor(kind, found.candidates, found.entries) : null;
  });
}

/** The name after this one in the list, for whoever goes through it; the first one where it stands there no more. */
export function nextAfter(items: readonly Listed[], text: string): Listed | undefined {
  const at = items.findIndex((item) => item.text === text);
  return items[at + 1] ?? items.find((item) => item.text !== text);
}
