import { groupBy, type IsoInstant } from '@tocsin/domain';
import { levelKinds, notUnderstoodIn, type LevelSignal } from '@tocsin/scoring';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import { meant, speaksOf } from '../who/notice-ties.ts';

/** Something that a publisher says and that is on none of our lists: somebody must say what it means. */
export interface NotUnderstood {
  readonly source: string;
  /** Within a sentence. */
  readonly what: string;
  readonly suppliers: number;
  readonly lastAt: IsoInstant;
  /** A supplier of whom it is said, by our own id. */
  readonly example: string;
}

/** What is said now of known suppliers and not understood, what is said of most suppliers first. */
export async function findNotUnderstood(db: Db): Promise<readonly NotUnderstood[]> {
  const { rows } = await sql<{
    source: string;
    said: LevelSignal;
    suppliers: string[];
    lastAt: IsoInstant;
  }>`
    select source_id as source, said, array_agg(distinct supplier_id::text) as suppliers, max(published_at) as "lastAt"
    from (
      select distinct on (source_id, observation.ref) source_id, published_at, supplier_id, case kind
        when 'company-profile' then jsonb_build_object('kind', kind, 'status', content -> 'status',
          'statusDetail', content -> 'statusDetail', 'type', content -> 'type', 'dissolvedOn', content -> 'dissolvedOn')
        when 'insolvency-case' then jsonb_build_object('kind', kind, 'caseType', content -> 'caseType')
        when 'insolvency-notice' then jsonb_build_object('kind', kind, 'code', content -> 'code',
          'family', content -> 'family', 'heading', content -> 'heading')
        else jsonb_build_object('kind', kind, 'about', content -> 'about', 'description', content -> 'description')
        end as said
      from observation join ${meant} on meant.mention_id = observation.mention_id
      join supplier on supplier.id = supplier_id
      where ${speaksOf} and kind in (${sql.join(levelKinds.filter(canSurprise))})
        and (kind <> 'filing' or content ->> 'about' = 'other')
      order by source_id, observation.ref, version desc) as newest
    group by source_id, said`.execute(db);
  const asked = rows.flatMap(({ said, ...row }) => notUnderstoodIn(said).map((what) => ({ ...row, what })));
  return [...groupBy(asked, ({ source, what }) => `${source} ${what}`).values()]
    .map((same) => {
      const suppliers = new Set(same.flatMap((one) => one.suppliers));
      const { source, what, lastAt } = same.toSorted((a, b) => (a.lastAt < b.lastAt ? 1 : -1))[0]!;
      return { source, what, lastAt, suppliers: suppliers.size, example: [...suppliers][0] ?? '' };
    })
    .toSorted((a, b) => b.suppliers - a.suppliers || a.what.localeCompare(b.what));
}

function canSurprise(kind: LevelSignal['kind']): boolean {
  return kind !== 'accounts-figures' && kind !== 'accounts-filed';
}
