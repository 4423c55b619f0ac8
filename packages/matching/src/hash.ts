/** 32 bits of a text: FNV-1a over its code units with the murmur3 finaliser. */
export function hash(key: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) h = Math.imul(h ^ key.charCodeAt(at), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * 53 bits of a text, a safe integer: two multiplicative hashes side by side (cyrb53). Two of the 35 million blocking
 * keys of a whole register collide in one register out of fifteen; that costs one comparison, never an answer.
 */
export function wideHash(key: string): number {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return 0x1_0000_0000 * (high & 0x1f_ffff) + (low >>> 0);
}
