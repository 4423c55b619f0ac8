import { hash } from './hash.ts';

/** Rows filed under 32-bit key hashes: 8 bytes a posting, looked up by binary search. */
export interface Postings {
  readonly bytes: number;
  /** The half-open range of positions filed under a key; feed them to `rowAt`. */
  range(key: string): readonly [from: number, to: number];
  rowAt(position: number): number;
}

export interface PostingsBuilder {
  add(key: string, row: number): void;
  /** Sorts and releases the input as it goes; the builder must not be used afterwards. */
  finish(): Postings;
}

const smallestChunk = 1 << 10;
const largestChunk = 1 << 20;

/**
 * Two keys of the same hash share a range (about one look-up in two hundred at thirty million postings): a caller
 * compares what it finds, so a collision costs a comparison and never a wrong answer.
 */
export function createPostings(): PostingsBuilder {
  const full: Uint32Array[] = [];
  let chunk = new Uint32Array(smallestChunk * 2);
  let used = 0;
  return {
    add(key, row) {
      if (used === chunk.length) {
        full.push(chunk);
        chunk = new Uint32Array(Math.min(chunk.length * 2, largestChunk * 2));
        used = 0;
      }
      chunk[used] = hash(key);
      chunk[used + 1] = row;
      used += 2;
    },
    finish() {
      return sorted([...full.splice(0), chunk.subarray(0, used)]);
    },
  };
}

/** Radix sort by hash, two passes of 16 bits; pairs of (hash, row) lie side by side. */
function sorted(chunks: Uint32Array[]): Postings {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const byLow = new Uint32Array(length);
  const lowStarts = starts(chunks, 0);
  for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) scatter(chunk, 0, lowStarts, byLow);
  const pairs = new Uint32Array(length);
  scatter(byLow, 16, starts([byLow], 16), pairs);
  const hashes = new Uint32Array(length / 2);
  const rows = new Uint32Array(length / 2);
  for (let at = 0; at < hashes.length; at += 1) {
    hashes[at] = pairs[at * 2] ?? 0;
    rows[at] = pairs[at * 2 + 1] ?? 0;
  }
  return searchable(hashes, rows);
}

/** Where each bucket of 16 bits begins. */
function starts(chunks: readonly Uint32Array[], shift: number): Float64Array {
  const next = new Float64Array(65_537);
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += 2) {
      const bucket = (((chunk[at] ?? 0) >>> shift) & 0xffff) + 1;
      next[bucket] = (next[bucket] ?? 0) + 1;
    }
  }
  for (let bucket = 1; bucket < next.length; bucket += 1) {
    next[bucket] = (next[bucket] ?? 0) + (next[bucket - 1] ?? 0);
  }
  return next;
}

function scatter(from: Uint32Array, shift: number, next: Float64Array, to: Uint32Array): void {
  for (let at = 0; at < from.length; at += 2) {
    const key = from[at] ?? 0;
    const bucket = (key >>> shift) & 0xffff;
    const place = next[bucket] ?? 0;
    next[bucket] = place + 1;
    to[place * 2] = key;
    to[place * 2 + 1] = from[at + 1] ?? 0;
  }
}

function searchable(hashes: Uint32Array, rows: Uint32Array): Postings {
  function lowerBound(wanted: number): number {
    let from = 0;
    let to = hashes.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((hashes[middle] ?? 0) < wanted) from = middle + 1;
      else to = middle;
    }
    return from;
  }
  return {
    bytes: hashes.byteLength + rows.byteLength,
    range(key) {
      const wanted = hash(key);
      return [lowerBound(wanted), wanted === 0xffffffff ? hashes.length : lowerBound(wanted + 1)];
    },
    rowAt(position) {
      return rows[position] ?? 0;
    },
  };
}
