/** Many short texts packed end to end: their UTF-8 bytes, a terminator and a 4-byte offset each. */
export interface TextColumn {
  readonly size: number;
  readonly bytes: number;
  /** Line breaks become spaces. Throws a RangeError when 4 GB are full. */
  push(text: string): void;
  at(index: number): string;
}

const blockBytes = 1 << 24;
const offsetsPerChunk = 1 << 20;
const terminator = 10;

export function createTextColumn(): TextColumn {
  const blocks: Buffer[] = [];
  const offsets: Uint32Array[] = [];
  let used = blockBytes;
  let size = 0;
  return {
    get size() {
      return size;
    },
    get bytes() {
      return blocks.length * blockBytes + offsets.length * offsetsPerChunk * 4;
    },
    push(text) {
      const line = Buffer.from(`${text.replace(/[\r\n]/g, ' ')}\n`);
      if (used + line.length > blockBytes) {
        if (blocks.length === 256 || line.length > blockBytes) throw new RangeError('text column is full');
        blocks.push(Buffer.allocUnsafeSlow(blockBytes));
        used = 0;
      }
      if (size % offsetsPerChunk === 0) offsets.push(new Uint32Array(offsetsPerChunk));
      const chunk = offsets.at(-1);
      if (chunk) chunk[size % offsetsPerChunk] = (blocks.length - 1) * blockBytes + used;
      blocks.at(-1)?.set(line, used);
      used += line.length;
      size += 1;
    },
    at(index) {
      const offset = offsets[Math.floor(index / offsetsPerChunk)]?.[index % offsetsPerChunk];
      const block = blocks[Math.floor((offset ?? 0) / blockBytes)];
      if (offset === undefined || index >= size || !block) throw new RangeError(`no text at ${index}`);
      const from = offset % blockBytes;
      return block.toString('utf8', from, block.indexOf(terminator, from));
    },
  };
}
