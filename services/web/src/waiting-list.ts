import {
  councilItself,
  findPaidFrom,
  findUnmatched,
  lookUpAll,
  stake,
  type Trx,
  type Unmatched,
} from '@tocsin/db';
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
  const wanted = all.filter((item) => isWanted(item, filter));
  const byKind = new Map<WaitingKind, number>();
  for (const { kind } of wanted) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  return { all, items: wanted.filter(({ kind }) => filter.kind === null || kind === filter.kind), byKind };
}

/** Where no least sum is named everything is wanted, also what credits make less than nothing. */
export function isWanted(
  item: Pick<Unmatched, 'of' | 'contractValue' | 'paid'>,
  { of, least }: Pick<WaitingFilter, 'of' | 'least'>,
): boolean {
  return (of === null || item.of === of) && (least === 0 || stake(item) >= least * PENCE);
}

/** What a person may say of a name on the list itself: one answer to accept, or the companies that it is most like. */
export interface Answers {
  readonly proposal: Proposal | null;
  readonly candidates: readonly { readonly number: string; readonly name: string }[];
}

const MOST_CANDIDATES = 5;

/** What may be said of each of these names, in their order. */
export async function findAnswers(
  trx: Trx,
  council: string,
  items: readonly Listed[],
): Promise<readonly Answers[]> {
  const paidFrom = await findPaidFrom(
    trx,
    items.flatMap(({ of, id }) => (of === 'mention' ? id : [])),
  );
  const looked = await lookUpAll(
    trx,
    items.map(({ of, id, name, ref, postcode }) => {
      const number = CompanyNumber.safeParse(ref);
      return {
        name,
        postcode,
        number: number.success ? number.data : null,
        paidFrom: of === 'mention' ? (paidFrom.get(id) ?? null) : null,
      };
    }),
    councilItself(council),
  );
  return items.map(({ kind }, at) => {
    const { candidates = [], entries = [] } = looked[at] ?? {};
    const few = candidates.slice(0, MOST_CANDIDATES).map(({ number, name }) => ({ number, name }));
    return { proposal: proposalFor(kind, candidates, entries), candidates: few };
  });
}

/** The name after this one in the list, for whoever goes through it; the first one where it stands there no more. */
export function nextAfter(items: readonly Listed[], text: string): Listed | undefined {
  const at = items.findIndex((item) => item.text === text);
  return items[at + 1] ?? items.find((item) => item.text !== text);
}
