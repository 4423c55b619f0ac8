import { emptyReport } from '../record/record-document.ts';
import type { GivenSpend, SpendRecord } from './spend-record.ts';
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
}

/** What became of the records of one file: every record is counted once. */
export interface SpendTally {
  add(record: SpendRecord): void;
  counts(): Counts;
  /** `known` = the file was stored before. */
  report(known: boolean): IngestReport;
}

/** Opens the count of one file. */
export function openTally({ sourceId, url }: Pick<GivenSpend, 'sourceId' | 'url'>): SpendTally {
  const counts = { records: 0, payments: 0, redacted: 0 };
  const ignored: Record<string, number> = {};
  const refused: { document: string; item: string; reason: string }[] = [];
  let firstPaidOn: string | null = null;
  let lastPaidOn: string | null = null;
  return {
    add(record) {
      counts.records += 1;
      if (record.outcome === 'refused') {
        refused.push({ document: url, item: `row ${record.row}`, reason: record.reason });
      } else if (record.outcome === 'not-a-payment') {
        ignored[record.reason] = (ignored[record.reason] ?? 0) + 1;
      } else if ('payment' in record) {
        const { paidOn } = record.payment;
        if (firstPaidOn === null || paidOn < firstPaidOn) firstPaidOn = paidOn;
        if (lastPaidOn === null || paidOn > lastPaidOn) lastPaidOn = paidOn;
        if (record.outcome === 'redacted') counts.redacted += 1;
        else counts.payments += 1;
      }
    },
    counts: () => ({
      records: counts.records,
      payments: counts.payments + counts.redacted,
      redacted: counts.redacted,
      refused: refused.length,
      firstPaidOn,
      lastPaidOn,
    }),
    report(known) {
      const { records, payments, redacted } = counts;
      const paid = known
        ? { recorded: 0, duplicates: payments + redacted, ignored }
        : {
            recorded: payments,
            duplicates: 0,
            ignored: redacted > 0 ? { ...ignored, [REDACTED]: redacted } : ignored,
          };
      const observations = paid.recorded + paid.duplicates;
      return { ...emptyReport(sourceId), documents: 1, items: records, observations, ...paid, refused };
    },
  };
}
