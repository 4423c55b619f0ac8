import {
  actedOn,
  AlertDeed,
  deedWords,
  mayUndo,
  AlertOutcome,
  OutcomeMoney,
  undoneOf,
  writtenWith,
  type AlertKind,
  type DeedRow,
} from '@tocsin/alerting';
import { IsoDate, Pence } from '@tocsin/domain';
import { z } from 'zod';

/** One thing that a person did with an alert. */
export const DeedView = z.object({
  id: z.string(),
  action: z.enum(AlertDeed.options.map(({ shape }) => shape.action.value)),
  /** What was done, in words: `Assigned to Ann`. */
  words: z.string(),
  /** What she wrote; null where the deed has no words of hers. */
  note: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  /** It was undone since, and counts no longer. */
  undone: z.boolean(),
});

/** How an alert stands by what people did with it, besides its status and owner. */
export const ActedView = z.object({
  snoozedUntil: IsoDate.nullable(),
  /** Where the contingency plan is kept. */
  plan: z.string().nullable(),
  outcome: z.object({ outcome: AlertOutcome, evidence: z.string() }).nullable(),
  money: z.array(
    z.object({
      deed: z.string(),
      of: OutcomeMoney,
      pence: Pence,
      evidence: z.string(),
      /** Who in finance has confirmed it; null = not counted. */
      confirmedBy: z.string().nullable(),
    }),
  ),
});

/** What the page of an alert and the API say of its deeds; `who` says a person of the council by her name. */
export function viewOfDeeds(kind: AlertKind, rows: readonly DeedRow[], who: (actor: string) => string) {
  const { snoozedUntil, plan, outcome, money } = actedOn(kind, rows);
  const undone = undoneOf(rows);
  const undoable = mayUndo(rows);
  const history = rows
    .filter(({ deed }) => deed.action !== 'undo')
    .map(({ id, deed, by, at }) => ({
      id,
      action: deed.action,
      words: deedWords(deed, who),
      note: writtenWith(deed),
      by: who(by),
      at,
      undone: undone.has(id),
      undoneBy: undoneBy(rows, id, who),
      mayUndo: undoable.has(id),
    }));
  return { acted: { snoozedUntil, plan, outcome, money }, history };
}

function undoneBy(rows: readonly DeedRow[], id: string, who: (actor: string) => string): string | null {
  const undo = rows.find(({ deed }) => deed.action === 'undo' && deed.deed === id);
  return undo ? who(undo.by) : null;
}
