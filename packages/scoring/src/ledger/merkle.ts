import { createHash } from 'node:crypto';

/**
 * The root of a Merkle tree over texts in their order, in hexadecimal, as RFC 6962 (section 2.1) defines it: SHA-256 with
 * a byte that tells leaves (0) from nodes (1), split at the largest power of two below their number. Of no texts it is
 * the hash of nothing.
 */
export function merkleRoot(texts: readonly string[]): string {
  if (texts.length === 0) return sha256().digest('hex');
  const leaves = texts.map((text) => sha256().update(LEAF).update(text).digest());
  return join(leaves).toString('hex');
}

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

function join(hashes: readonly Buffer[]): Buffer {
  const [only, another] = hashes;
  if (only && !another) return only;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  const [left, right] = [join(hashes.slice(0, split)), join(hashes.slice(split))];
  return sha256().update(NODE).update(left).update(right).digest();
}

function sha256() {
  return createHash('sha256');
}
