import { Signal, type IsoDate, type RiskLevel, scoreShown } from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';
import { findLooksThrough, shownLevel, type Watch } from './looks.ts';
import { printedNumber } from '../who/kept-as.ts';
import { askedOfWatched } from '../who/suppliers.ts';
import { meant, speaksOf } from '../who/notice-ties.ts';
import { seenAt } from '../record/kept.ts';
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
  /** Of the bytes of that document. */
  readonly sha256: string;
  readonly url: string;
  readonly quote: string | null;
  readonly signal: Signal;
  /** When its publisher took it back. */
  readonly withdrawnAt: string | null;
  /** It was taken back here, by a decision about a contest. */
  readonly isCorrected: boolean;
}

/** Of a provider's homes, which may be hundreds, those that are rated worst or have ended: of the others its card tells. */
const isTold = sql<boolean>`(kind <> 'care-location' or content ->> 'rating' = 'inadequate' or content ->> 'state' <> 'registered')`;

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
          seenAt.as('retrieved_at'),
          'document.sha256',
          'observation.url',
          'quote',
          'content',
        ])
        .select(withdrawnAt(asOf).as('withdrawn_at'))
        .select(isCorrected.as('is_corrected'))
        .where('meant.supplier_id', '=', supplierId)
        .where(speaksOf)
        .where('kind', 'not in', ['award', 'payment'])
        .where(isTold)
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
  const since = await findKnownSince(db, supplierId);
  return rows.map((row) => ({
    source: row.source_id,
    occurredOn: row.occurred_on,
    // A register that dates no entry is published when it is read.
    publishedAt:
      row.published_at === row.retrieved_at
        ? toldFrom(since, row.source_id, row.retrieved_at)
        : row.published_at,
    observedAt: toldFrom(since, row.source_id, row.observed_at),
    retrievedAt: toldFrom(since, row.source_id, row.retrieved_at),
    sha256: row.sha256,
    url: row.url,
    quote: row.quote,
    signal: Signal.parse(row.content),
    withdrawnAt: row.withdrawn_at,
    isCorrected: row.is_corrected,
  }));
}

/**
 * When a supplier became known to whom `db` acts for: to everybody, by its council's own papers, or as that was told of it;
 * null where that was always so. What was seen of it before was seen for others.
 */
async function findKnownSince(db: Db | Trx, supplierId: string): Promise<string | null> {
  const own = sql`council = nullif(current_setting('app.council', true), '')`;
  const { rows } = await sql<{ since: string | null }>`
    select nullif(least(
      case when supplies_publicly then coalesce(public_since, '-infinity') end,
      (select min(uploaded_at) from register_upload where ${own} and id in (
        select upload_id from register_line where register_line.supplier_id = supplier.id)),
      (select min(uploaded_at) from own_spend_file where ${own} and id in (
        select file_id from own_payee where own_payee.supplier_id = supplier.id)),
      (select min(raised_at) from alert where ${own} and alert.supplier_id = supplier.id)), '-infinity') as since
    from supplier where id = ${supplierId}`.execute(db);
  return rows[0]?.since ?? null;
}

/** A moment of what a source says, as it is told to whom a supplier is known since then: none of what is asked only of those followed is before. */
function toldFrom(since: string | null, source: string, at: string): string {
  return since !== null && at < since && askedOfWatched.includes(source) ? since : at;
}

export interface SourceLook {
  readonly source: string;
  readonly topics: readonly string[];
  readonly lastAt: string;
}

/** When each source last covered this very supplier, and which topics it covered then or before. */
export async function findLooks(db: Db | Trx, supplierId: string): Promise<SourceLook[]> {
  const since = await findKnownSince(db, supplierId);
  const looks = await db
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
  return looks.map((look) => ({ ...look, lastAt: toldFrom(since, look.source, look.lastAt) }));
}

/** A name under which a supplier was met, and how it was tied to it, in the words of matching. */
export interface MatchReason {
  readonly name: string;
  readonly printedRef: string | null;
  readonly reason: string | null;
  readonly decidedBy: string | null;
}

/** So many names are told, those met first. */
const NAMES_TOLD = 20;

/** How the names under which a supplier was met were tied to it, each once, and how many there are in all. */
export async function findMatchReasons(
  db: Db | Trx,
  supplierId: string,
): Promise<{ readonly names: readonly MatchReason[]; readonly inAll: number }> {
  const rows = await db
    .selectFrom('mention')
    .innerJoin(meant, 'meant.mention_id', 'mention.id')
    .select(['name', printedNumber.as('printedRef'), 'meant.reason', 'decided_by as decidedBy'])
    .select(sql<number>`(count(*) over ())::int`.as('inAll'))
    .where('meant.supplier_id', '=', supplierId)
    .where('outcome', '=', 'matched')
    .groupBy(['name', sql`"printedRef"`, 'meant.reason', 'decided_by'])
    .orderBy(sql`min(nth)`)
    .limit(NAMES_TOLD)
    .execute();
  return {
    names: rows.map(({ name, printedRef, reason, decidedBy }) => ({
      name: shownName(name),
      printedRef,
      reason,
      decidedBy,
    })),
    inAll: rows[0]?.inAll ?? 0,
  };
}
