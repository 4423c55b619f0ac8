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

const chunkLength = 1 << 20;

/**
 * Two keys of the same hash share a range (about one look-up in two hundred at thirty million postings): a caller
 * compares what it finds, so a collision costs a comparison and never a wrong answer.
 */
export function createPostings(): PostingsBuilder {
  const chunks: Uint32Array[] = [];
  let count = 0;
  return {
    add(key, row) {
      const at = (count % chunkLength) * 2;
      if (at === 0) chunks.push(new Uint32Array(chunkLength * 2));
      const chunk = chunks.at(-1);
      if (!chunk) return;
      chunk[at] = hash(key);
      chunk[at + 1] = row;
      count += 1;
    },
    finish() {
      return sorted(chunks, count);
    },
  };
}

/** Radix sort by hash, two passes of 16 bits; pairs of (hash, row) lie side by side. */
function sorted(chunks: Uint32Array[], count: number): Postings {
  const byLow = new Uint32Array(count * 2);
  const lowStarts = starts(chunks, count, 0);
  for (let left = count; chunks.length > 0; left -= chunkLength) {
    const chunk = chunks.shift();
    if (chunk) scatter(chunk, Math.min(left, chunkLength), 0, lowStarts, byLow);
  }
  const pairs = new Uint32Array(count * 2);
  scatter(byLow, count, 16, starts([byLow], count, 16), pairs);
  const hashes = new Uint32Array(count);
  const rows = byLow.subarray(0, count);
  for (let at = 0; at < count; at += 1) {
    hashes[at] = pairs[at * 2] ?? 0;
    rows[at] = pairs[at * 2 + 1] ?? 0;
  }
  return searchable(hashes, rows.slice());
}

function starts(chunks: readonly Uint32Array[], count: number, shift: number): Float64Array {
  const next = new Float64Array(65_537);
  let left = count;
  for (const chunk of chunks) {
    const length = Math.min(left, chunk.length / 2);
    for (let at = 0; at < length; at += 1) {
      const bucket = (((chunk[at * 2] ?? 0) >>> shift) & 0xffff) + 1;
      next[bucket] = (next[bucket] ?? 0) + 1;
    }
    left -= length;
  }
  for (let bucket = 1; bucket < next.length; bucket += 1)
    next[bucket] = (next[bucket] ?? 0) + (next[bucket - 1] ?? 0);
  return next;
}

function scatter(
  from: Uint32Array,
  length: number,
  shift: number,
  next: Float64Array,
  to: Uint32Array,
): void {
  for (let at = 0; at < length; at += 1) {
    const key = from[at * 2] ?? 0;
    const bucket = (key >>> shift) & 0xffff;
    const place = next[bucket] ?? 0;
    next[bucket] = place + 1;
    to[place * 2] = key;
    to[place * 2 + 1] = from[at * 2 + 1] ?? 0;
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
