import { dayNumber } from '@tocsin/domain';
import { BINARY_SIGNATURE, BINARY_TRAILER } from '../schema/copy.ts';
import type { SpendLine } from './spend-record.ts';

/** The columns of a line, in its order. */
export const SPEND_COLUMNS =
  'document_id, row, council, mention_id, paid_on, amount_pence, vat, department, purpose, category, ' +
  'transaction_ref, payee, dated';

/** Payments in COPY's binary format: thousands of objects would cost more to keep than to write. */
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
  /** Where ids of mentions are still to be written, and whose. */
  readonly gaps: number[];
  readonly held: Held[];
}

/** Bytes that go to Postgres in one piece. */
const PART = 65_536;
/** What a line takes besides its texts, and a character of them at most. */
const [FIXED, WIDEST] = [256, 3];
const CELLS = 13;
const TILDE = 126;
/** Postgres counts days from 2000-01-01. */
const HIGH = 0x1_0000_0000;
/** Postgres counts days from 2000-01-01. */
const DAYS_TO_2000 = dayNumber('2000-01-01');

/**
 * Opens lines of one file in COPY's binary format (https://www.postgresql.org/docs/18/sql-copy.html). They are put
 * together byte by byte: millions pass here.
 */
export function openSpendLines(documentId: string, council: string): SpendLines {
  const parts: Part[] = [];
  const before = Buffer.alloc(FIXED);
  const start = putLong(before, putInt(before, putShort(before, 0, CELLS), 8), Number(documentId));
  let count = 0;
  let part: Part | undefined;

  return {
    get count() {
      return count;
    },
    add(row, payment, held) {
      const room = FIXED + WIDEST * lengthOf(payment);
      if (!part || part.used + room > part.bytes.length) {
        part = { bytes: Buffer.allocUnsafe(Math.max(PART, room)), used: 0, gaps: [], held: [] };
        parts.push(part);
      }
      const { bytes } = part;
      let at = part.used;
      for (let byte = 0; byte < start; byte += 1) bytes[at + byte] = before[byte] ?? 0;
      at = putInt(bytes, putInt(bytes, at + start, 4), row);
      at = putText(bytes, at, council);
      if (held) {
        at = putInt(bytes, at, 8);
        part.gaps.push(at);
        part.held.push(held);
        at += 8;
      } else at = putInt(bytes, at, -1);
      at = putInt(bytes, putInt(bytes, at, 4), dayNumber(payment.paidOn) - DAYS_TO_2000);
      at = putNumeric(bytes, at, payment.pence);
      at = putText(bytes, at, payment.vat);
      at = putText(bytes, at, payment.department);
      at = putText(bytes, at, payment.purpose);
      at = putText(bytes, at, payment.category);
      at = putText(bytes, at, payment.transactionRef);
      at = putText(bytes, at, payment.payee);
      part.used = putText(bytes, at, payment.dated);
      count += 1;
    },
    *parts() {
      yield BINARY_SIGNATURE;
      for (const { bytes, used, gaps, held } of parts) {
        for (const [nth, at] of gaps.entries()) putLong(bytes, at, idOf(held[nth]));
        yield bytes.subarray(0, used);
      }
      yield BINARY_TRAILER;
    },
  };
}

function idOf(held: Held | undefined): number {
  if (!held || held.id === null) throw new Error('a mention without an id');
  return Number(held.id);
}

function lengthOf({ department, purpose, category, transactionRef }: SpendLine): number {
  return (
    (department?.length ?? 0) +
    (purpose?.length ?? 0) +
    (category?.length ?? 0) +
    (transactionRef?.length ?? 0)
  );
}

// Each writes at a place, highest byte first, and returns where the next one begins.

function putShort(bytes: Buffer, at: number, value: number): number {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
  return at + 2;
}

function putInt(bytes: Buffer, at: number, value: number): number {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
  return at + 4;
}

/** A whole number from 0 to 2^53. */
function putLong(bytes: Buffer, at: number, value: number): number {
  return putInt(bytes, putInt(bytes, at, Math.floor(value / HIGH)), value % HIGH);
}

/** Groups of four decimal digits: how many, the place of the first, the sign, digits after the point, the groups. */
function putNumeric(bytes: Buffer, from: number, value: number): number {
  const size = Math.abs(value);
  let groups = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 10_000)) groups += 1;
  let at = putInt(bytes, from, 8 + 2 * groups);
  at = putShort(bytes, at, groups);
  at = putShort(bytes, at, groups - 1);
  at = putShort(bytes, at, value < 0 ? 0x4000 : 0);
  at = putShort(bytes, at, 0);
  let rest = size;
  for (let group = groups - 1; group >= 0; group -= 1) {
    putShort(bytes, at + 2 * group, rest % 10_000);
    rest = Math.floor(rest / 10_000);
  }
  return at + 2 * groups;
}

function putText(bytes: Buffer, from: number, text: string | null): number {
  if (text === null) return putInt(bytes, from, -1);
  const start = from + 4;
  let size = text.length;
  for (let letter = 0; letter < size; letter += 1) {
    const code = text.charCodeAt(letter);
    if (code > TILDE) {
      size = bytes.write(text, start);
      break;
    }
    bytes[start + letter] = code;
  }
  putInt(bytes, from, size);
  return start + size;
}
