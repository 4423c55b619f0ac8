import { dayOf, formatPounds } from '@tocsin/domain';
import { emptyReport } from '../record/ingest-report.ts';
import type { SettledEditions } from './spend-editions.ts';
import { wholeMonthsOf, type Span } from './spend-days.ts';
import type { GivenSpend, OpenedSpend, SpendRecord } from './spend-record.ts';
import type { IngestReport } from '../schema/tables.ts';

/** How redacted payments are counted: they stay in the council's sums. */
const REDACTED = 'redacted: kept in the sums, never matched';

interface Counts {
  readonly records: number;
  readonly payments: number;
  readonly redacted: number;
  readonly refused: number;
  readonly firstPaidOn: string | null;
  readonly lastPaidOn: string | null;
  /** Payments by their day. */
  readonly days: ReadonlyMap<string, number>;
  /** The days that the file is of. */
  readonly isOf: readonly Span[];
  /** Why nothing of the file is to be stored; null for most. */
  readonly held: string | null;
}

/** What became of the records of one file: every record is counted once. */
export interface SpendTally {
  add(record: SpendRecord): void;
  counts(): Counts;
  /** What counts of the file beside others; null = it was stored before. */
  report(settled: SettledEditions | null): IngestReport;
}

/** Opens the count of one file. */
export function openTally(
  { sourceId, url, retrievedAt }: Pick<GivenSpend, 'sourceId' | 'url' | 'retrievedAt'>,
  named: Pick<OpenedSpend, 'month' | 'isPart'> = {},
): SpendTally {
  const counts = { records: 0, payments: 0, redacted: 0 };
  const ignored: Record<string, number> = {};
  const refused: { document: string; item: string; reason: string }[] = [];
  const doubts: { document: string; item: string; reason: string }[] = [];
  const days = new Map<string, number>();
  const today = dayOf(retrievedAt);
  const rows = new Map<string, number>();
  const isOf = () => wholeMonthsOf(days, { ...named, today });
  let held: string | null = null;
  return {
    add(record) {
      if (record.outcome === 'held') {
        held = record.reason;
        return;
      }
      counts.records += 1;
      if ('payment' in record && record.doubt !== undefined)
        doubts.push({ document: url, item: `row ${record.row}`, reason: record.doubt });
      if (record.outcome === 'refused') {
        refused.push({ document: url, item: `row ${record.row}`, reason: record.reason });
      } else if (record.outcome === 'not-a-payment') {
        ignored[record.reason] = (ignored[record.reason] ?? 0) + 1;
      } else if ('payment' in record) {
        const { paidOn, pence } = record.payment;
        if (paidOn > today)
          doubts.push({
            document: url,
            item: `row ${record.row}`,
            reason: `dated ${paidOn}, after the day on which the file was fetched: its ${formatPounds(pence)} are in no sum before that day`,
          });
        if (!rows.has(paidOn)) rows.set(paidOn, record.row);
        days.set(paidOn, (days.get(paidOn) ?? 0) + 1);
        if (record.outcome === 'redacted') counts.redacted += 1;
        else counts.payments += 1;
      }
    },
    counts() {
      const ordered = [...days.keys()].toSorted();
      return {
        records: counts.records,
        payments: counts.payments + counts.redacted,
        redacted: counts.redacted,
        refused: refused.length,
        firstPaidOn: ordered[0] ?? null,
        lastPaidOn: ordered.at(-1) ?? null,
        days,
        isOf: isOf(),
        held,
      };
    },
    report(settled) {
      const last = isOf().at(-1)?.to ?? today;
      const behind = [...days.keys()].filter((day) => day > last && day <= today).toSorted();
      for (const day of behind)
        doubts.push({
          document: url,
          item: `row ${rows.get(day)}`,
          reason: `paid on ${day}, behind the months that the file is of (to ${last}): it makes no month read, and no sum of twelve months holds it before another file is of its month`,
        });
      const { records, payments, redacted } = counts;
      const again = settled ? settled.own : { payments, redacted };
      const kept = redacted - again.redacted;
      return {
        ...emptyReport(sourceId),
        documents: 1,
        items: records,
        observations: settled ? payments + again.redacted : payments + redacted,
        recorded: payments - again.payments,
        duplicates: again.payments + again.redacted,
        ignored: kept > 0 ? { ...ignored, [REDACTED]: kept } : ignored,
        refused,
        ...(doubts.length > 0 ? { doubts } : {}),
        ...(settled && settled.replaced.length > 0 ? { replaced: settled.replaced } : {}),
      };
    },
  };
}
