import { copyText } from './copy.ts';
import type { SpendLine } from './spend.ts';

/** The columns of a line, in its order. */
export const SPEND_COLUMNS =
  'document_id, row, council, mention_id, paid_on, amount_pence, vat, department, purpose, category, ' +
  'transaction_ref, payee, dated';

/** Payments on their way into COPY, already as bytes: thousands of objects would cost more to keep than to write. */
export interface SpendLines {
  readonly count: number;
  /** `held.id` may be unknown until `parts` is walked. */
  add(row: number, payment: SpendLine, held: Held | null): void;
  /** All that was added, in pieces. */
  parts(): Generator<Uint8Array>;
}

interface Held {
  readonly id: string | null;
}

interface Part {
  readonly bytes: Buffer;
  used: number;
  /** Where ids of mentions are still to be written. */
  readonly gaps: { readonly at: number; readonly held: Held }[];
}

/** Bytes that go to Postgres in one piece. */
const PART = 65_536;
/** What a line takes besides its texts, and a character at most: three bytes, or two of which one is an escape. */
const [FIXED, WIDEST] = [256, 3];
/** An id has up to 19 digits; blanks before a number mean nothing. */
const GAP = ' '.repeat(19);
const [TAB, LF, SPACE, N, BACKSLASH, TILDE] = [9, 10, 32, 78, 92, 126];

/** Opens lines of one file in COPY's text format. They are put together letter by letter: millions pass here. */
export function openSpendLines(documentId: string, council: string): SpendLines {
  const parts: Part[] = [];
  let count = 0;
  let part: Part | undefined;
  return {
    get count() {
      return count;
    },
    add(row, payment, held) {
      const room = FIXED + WIDEST * lengthOf(payment);
      if (!part || part.used + room > part.bytes.length) {
        part = { bytes: Buffer.allocUnsafe(Math.max(PART, room)), used: 0, gaps: [] };
        parts.push(part);
      }
      const { bytes } = part;
      let at = putCell(bytes, part.used, documentId);
      at = putCell(bytes, at, String(row));
      at = putCell(bytes, at, council);
      if (held) part.gaps.push({ at, held });
      at = putCell(bytes, at, held && GAP);
      at = putCell(bytes, at, payment.paidOn);
      at = putCell(bytes, at, String(payment.pence));
      at = putCell(bytes, at, payment.vat);
      at = putCell(bytes, at, payment.department);
      at = putCell(bytes, at, payment.purpose);
      at = putCell(bytes, at, payment.category);
      at = putCell(bytes, at, payment.transactionRef);
      at = putCell(bytes, at, payment.payee);
      at = putCell(bytes, at, payment.dated);
      bytes[at - 1] = LF;
      part.used = at;
      count += 1;
    },
    *parts() {
      for (const { bytes, used, gaps } of parts) {
        for (const { at, held } of gaps) fill(bytes, at, held);
        yield bytes.subarray(0, used);
      }
    },
  };
}

function fill(bytes: Buffer, at: number, { id }: Held): void {
  if (id === null) throw new Error('a mention without an id');
  const from = at + GAP.length - id.length;
  for (let digit = 0; digit < id.length; digit += 1) bytes[from + digit] = id.charCodeAt(digit);
}

function lengthOf({ department, purpose, category, transactionRef }: SpendLine): number {
  return (
    (department?.length ?? 0) +
    (purpose?.length ?? 0) +
    (category?.length ?? 0) +
    (transactionRef?.length ?? 0)
  );
}

/** Writes a cell and a tab; returns where the next one begins. */
function putCell(bytes: Buffer, from: number, text: string | null): number {
  let at = from;
  if (text === null) {
    bytes[at] = BACKSLASH;
    bytes[at + 1] = N;
    at += 2;
  } else
    for (let letter = 0; letter < text.length; letter += 1) {
      const code = text.charCodeAt(letter);
      if (code < SPACE || code > TILDE || code === BACKSLASH) {
        at = from + bytes.write(copyText(text), from);
        break;
      }
      bytes[at] = code;
      at += 1;
    }
  bytes[at] = TAB;
  return at + 1;
}
