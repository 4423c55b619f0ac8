/** 32 bits of a text: FNV-1a over its code units with the murmur3 finaliser. */
export function hash(key: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) h = Math.imul(h ^ key.charCodeAt(at), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
