/** One dated event of a case, as the record has it: dates may be partial, `what` is a paraphrase. */
export interface CaseEvent {
  readonly date: string;
  readonly type: string;
  readonly what: string;
  readonly source: string;
}

/** A firm that failed or survived, with what the public record said about it and when. */
export interface Case {
  readonly id: string;
  readonly name: string;
  readonly outcome: 'failed' | 'survived';
  readonly outcome_type?: string;
  readonly outcome_date?: string;
  readonly events: readonly CaseEvent[];
  readonly accounts?: readonly CaseAccounts[];
}

/** Figures of a case's accounts in millions of pounds; only those with a publication date can be replayed. */
export type CaseAccounts = Readonly<Record<string, unknown>> & { readonly published?: string };

/** A row of `cases_events.csv`. */
export interface CaseEventRow {
  readonly case: string;
  readonly outcome: string;
  readonly outcome_date: string;
  readonly event_date: string;
  readonly event_type: string;
  readonly what: string;
  readonly source: string;
}

/** The cases of the file, with events that only the table of events has; a case known only there is made from it. */
export function mergeCases(cases: readonly Case[], rows: readonly CaseEventRow[]): readonly Case[] {
  const merged = new Map(cases.map((c) => [c.id, { ...c, events: [...c.events] }]));
  for (const row of rows) {
    const outcome = row.outcome === 'failed' ? 'failed' : 'survived';
    const known = merged.get(row.case) ?? {
      id: row.case,
      name: row.case,
      outcome,
      events: [] as CaseEvent[],
    };
    const told = known.events.some((e) => e.date === row.event_date && e.type === row.event_type);
    if (!told)
      known.events.push({ date: row.event_date, type: row.event_type, what: row.what, source: row.source });
    merged.set(row.case, { ...(row.outcome_date && { outcome_date: row.outcome_date }), ...known });
  }
  return [...merged.values()];
}
