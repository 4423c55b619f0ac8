import { Signal, type IsoDate, type RiskLevel, scoreShown } from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';
import { findLooksThrough, shownLevel, type Watch } from './looks.ts';
import { meant, speaksOf } from '../who/notice-ties.ts';
import { isCorrected, withdrawnAt } from '../record/withdrawals.ts';

export interface ScoredDay {
  readonly asOf: string;
  /** What is shown of it, and why that is not Low where nothing stands against the supplier. */
  readonly level: RiskLevel;
  readonly levelBecause: string | null;
  /** Null where not enough was known for one. */
  readonly score: number | null;
  readonly coverage: number;
  readonly modelVersion: string;
}

/** Every day for which a supplier was assessed up to `asOf`, oldest first; of one day the last word. */
export async function findScoreHistory(
  db: Db | Trx,
  supplierId: string,
  asOf: IsoDate,
  watch: Watch,
): Promise<ScoredDay[]> {
  const rows = await db
    .selectFrom('assessment')
    .distinctOn('as_of')
    .select(['as_of as asOf', 'band', 'score', 'coverage', 'model_version as modelVersion', 'formal_events'])
    .where('supplier_id', '=', supplierId)
    .where('as_of', '<=', asOf)
    .orderBy('as_of')
    .orderBy('id', 'desc')
    .execute();
  const days = rows.flatMap((row) => (row.band === 'low' ? [row.asOf] : []));
  const looksOn = (await findLooksThrough(db, [supplierId], days, watch)).get(supplierId);
  return rows.map(({ band, formal_events, ...row }) => {
    const looks = band === 'low' ? looksOn?.(row.asOf) : undefined;
    const shown = shownLevel(band, formal_events, looks, row.asOf);
    return { ...row, ...shown, score: scoreShown(row.score, shown.level) };
  });
}

export interface TimelineEntry {
  readonly source: string;
  /** Null where the publisher gives no day of the event. */
  readonly occurredOn: IsoDate | null;
  readonly publishedAt: string;
  readonly observedAt: string;
  /** When the document that said it was fetched. */
  readonly retrievedAt: string;
  readonly url: string;
  readonly quote: string | null;
  readonly signal: Signal;
  /** When its publisher took it back. */
  readonly withdrawnAt: string | null;
  /** It was taken back here, by a decision about a contest. */
  readonly isCorrected: boolean;
}

/** What publishers say about a supplier, each thing in its newest version that was public by the end of `asOf`. */
export async function findTimeline(
  db: Db | Trx,
  supplierId: string,
  asOf: string,
  limit: number,
): Promise<TimelineEntry[]> {
  const rows = await db
    .selectFrom((newest) =>
      newest
        .selectFrom('observation')
        .innerJoin(meant, 'meant.mention_id', 'observation.mention_id')
        .innerJoin('document', 'document.id', 'observation.document_id')
        .distinctOn(['observation.source_id', 'observation.ref'])
        .select([
          'observation.source_id',
          'occurred_on',
          'published_at',
          'observed_at',
          'retrieved_at',
          'observation.url',
          'quote',
          'content',
        ])
        .select(withdrawnAt(asOf).as('withdrawn_at'))
        .select(isCorrected.as('is_corrected'))
        .where('meant.supplier_id', '=', supplierId)
        .where(speaksOf)
        .where('kind', 'not in', ['award', 'payment'])
        .where(publishedBy(asOf))
        .orderBy('observation.source_id')
        .orderBy('observation.ref')
        .orderBy('version', 'desc')
        .as('newest'),
    )
    .selectAll()
    .orderBy(sql`coalesce(occurred_on, published_at)`, 'desc')
    .orderBy('published_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    source: row.source_id,
    occurredOn: row.occurred_on,
    publishedAt: row.published_at,
    observedAt: row.observed_at,
    retrievedAt: row.retrieved_at,
    url: row.url,
    quote: row.quote,
    signal: Signal.parse(row.content),
    withdrawnAt: row.withdrawn_at,
    isCorrected: row.is_corrected,
  }));
}

export interface SourceLook {
  readonly source: string;
  readonly topics: readonly string[];
  readonly lastAt: string;
}

/** When each source last covered this very supplier, and which topics it covered then or before. */
export async function findLooks(db: Db | Trx, supplierId: string): Promise<SourceLook[]> {
  return db
    .selectFrom('look')
    .innerJoin('mention', 'mention.id', 'look.mention_id')
    .select([
      'source_id as source',
      sql<string[]>`array_agg(distinct topic order by topic)`.as('topics'),
      sql<string>`max(last_at)`.as('lastAt'),
    ])
    .where('supplier_id', '=', supplierId)
    .groupBy('source_id')
    .orderBy('source_id')
    .execute();
}

/** How the names under which a supplier was met were tied to it, in the words of matching. */
export async function findMatchReasons(
  db: Db | Trx,
  supplierId: string,
): Promise<{ name: string; printedRef: string | null; reason: string | null; decidedBy: string | null }[]> {
  const rows = await db
    .selectFrom('mention')
    .select(['name', 'printed_ref as printedRef', 'reason', 'decided_by as decidedBy'])
    .where('supplier_id', '=', supplierId)
    .where('outcome', '=', 'matched')
    .orderBy('nth')
    .limit(20)
    .execute();
  return rows.map((row) => ({ ...row, name: shownName(row.name) }));
}
