import { copyText } from './copy.ts';
import type { SpendLine } from './spend.ts';

/** The columns of `spendLine`, in its order. */
export const SPEND_COLUMNS =
  'document_id, row, council, mention_id, paid_on, amount_pence, vat, department, purpose, category, ' +
  'transaction_ref, payee, dated';

/** One payment in COPY's text format, written out, because millions pass here. Only what was printed needs escaping. */
export function spendLine(
  documentId: string,
  council: string,
  row: number,
  mentionId: string | null,
  line: SpendLine,
): string {
  return (
    `${documentId}\t${row}\t${council}\t${mentionId ?? '\\N'}\t${line.paidOn}\t${line.pence}\t${line.vat}\t` +
    `${copyText(line.department)}\t${copyText(line.purpose)}\t${copyText(line.category)}\t` +
    `${copyText(line.transactionRef)}\t${line.payee}\t${line.dated}\n`
  );
}
