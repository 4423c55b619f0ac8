import { addMonths, dayOf, proceedingsTopics, type FormalEvent, type IsoDate } from '@tocsin/domain';
import { insolventFamilies, type WhatBecame } from '@tocsin/scoring';
import { sql } from 'kysely';
import { findLooksOf, type Watch } from '../risk/looks.ts';
import { chunksOf } from '../schema/chunks.ts';
import type { Db } from '../schema/database.ts';

/** What became of a supplier, with its name as everybody sees it; `begunBefore`: a proceeding of before that became known later. */
export interface NamedEnd extends WhatBecame {
  readonly name: string;
  readonly begunBefore: boolean;
}

interface Row {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly scheme: string;
  readonly incorporatedOn: IsoDate | null;
  readonly events: readonly FormalEvent[] | null;
  readonly dissolvedOn: IsoDate | null;
}

/**
 * What is on record of the suppliers of a sealed month since the day on which it was sealed, by number: the first
 * insolvency, else the day they were gone from the register, and how far somebody has looked.
 */
export async function findOutcomes(
  db: Db,
  numbers: readonly string[],
  since: IsoDate,
  watch: Watch,
): Promise<ReadonlyMap<string, NamedEnd>> {
  const found = new Map<string, NamedEnd>();
  const today = dayOf(watch.now);
  for (const chunk of chunksOf(numbers)) {
    const { rows } = await sql<Row>`
      select supplier.id, asked as number, supplier.name, scheme, incorporated_on as "incorporatedOn",
        (select jsonb_agg(distinct event) from assessment, jsonb_array_elements(formal_events) as event
          where supplier_id = supplier.id and as_of >= ${since} and not replayed) as events,
        (select min(ending #>> '{days,eventDay}') from assessment, jsonb_array_elements(endings) as ending
          where supplier_id = supplier.id and as_of >= ${since} and not replayed
            and ending ->> 'how' = 'dissolved') as "dissolvedOn"
      from unnest(${[...chunk]}::text[]) as asked
      join supplier_ref on scheme = split_part(asked, ' ', 1) and ref = split_part(asked, ' ', 2) and kept_as = ref
      join supplier on supplier.id = supplier_id
      left join register_company on register_company.number = ref and scheme = 'GB-COH'`.execute(db);
    const looks = await findLooksOf(
      db,
      rows.map(({ id }) => id),
      today,
      watch,
    );
    for (const row of rows) {
      const seen = proceedingsTopics.map((topic) => looks.get(row.id)?.topics[topic]?.at);
      const knownUntil = seen.map((at) => (at === undefined ? since : dayOf(at))).sort()[0] ?? since;
      const exit = exitOf(row);
      found.set(row.number, {
        name: row.name,
        exit: exit && exit.on >= since ? exit : null,
        begunBefore: exit !== null && exit.on < since,
        knownUntil: knownUntil < since ? since : knownUntil,
        traits: traitsOf(row, since),
      });
    }
  }
  return found;
}

function exitOf({ events, dissolvedOn }: Row): WhatBecame['exit'] {
  const firstOf = (families: ReadonlySet<string>) =>
    (events ?? [])
      .filter(({ family }) => families.has(family))
      .map(({ on }) => on)
      .sort()[0];
  const insolvent = firstOf(insolventFamilies);
  if (insolvent !== undefined) return { kind: 'insolvent', on: insolvent };
  const gone = firstOf(new Set(['dissolved'])) ?? dissolvedOn ?? undefined;
  return gone === undefined ? null : { kind: 'dissolved', on: gone };
}

function traitsOf({ scheme, incorporatedOn }: Row, since: IsoDate): string[] {
  const age = incorporatedOn === null ? 'age: not known' : `age: ${ageWords(incorporatedOn, since)}`;
  return [`register: ${scheme}`, age];
}

function ageWords(incorporatedOn: IsoDate, since: IsoDate): string {
  if (incorporatedOn > addMonths(since, -36)) return 'under 3 years';
  return incorporatedOn > addMonths(since, -120) ? '3 to 10 years' : 'over 10 years';
}
