/** Many short texts packed end to end: their UTF-8 bytes, a terminator and a 4-byte offset each. */
export interface TextColumn {
  readonly size: number;
  readonly bytes: number;
  /** Line breaks become spaces. Throws a RangeError when 4 GB are full. */
  push(text: string): void;
  at(index: number): string;
}

const smallestBlock = 1 << 16;
const largestBlock = 1 << 24;
const mostBlocks = 256;
const terminator = 10;

/** An offset is the number of its block times `largestBlock`, plus the place in the block. */
export function createTextColumn(): TextColumn {
  const blocks: Buffer[] = [];
  let offsets = new Uint32Array(1 << 10);
  let used = 0;
  let size = 0;

  function blockFor(length: number): Buffer {
    const last = blocks.at(-1);
    if (last && used + length <= last.length) return last;
    if (blocks.length === mostBlocks || length > largestBlock) throw new RangeError('text column is full');
    const wanted = Math.min((last?.length ?? smallestBlock / 2) * 2, largestBlock);
    const block = Buffer.allocUnsafeSlow(Math.max(wanted, length));
    blocks.push(block);
    used = 0;
    return block;
  }

  return {
    get size() {
      return size;
    },
    get bytes() {
      return offsets.byteLength + blocks.reduce((sum, block) => sum + block.length, 0);
    },
    push(text) {
      const line = Buffer.from(`${text.replace(/[\r\n]/g, ' ')}\n`);
      blockFor(line.length).set(line, used);
      if (size === offsets.length) offsets = grown(offsets);
      offsets[size] = (blocks.length - 1) * largestBlock + used;
      used += line.length;
      size += 1;
    },
    at(index) {
      const offset = offsets[index];
      const block = blocks[Math.floor((offset ?? 0) / largestBlock)];
      if (offset === undefined || index >= size || !block) throw new RangeError(`no text at ${index}`);
      const from = offset % largestBlock;
      return block.toString('utf8', from, block.indexOf(terminator, from));
    },
  };
}

function grown(full: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(full.length * 2);
  larger.set(full);
  return larger;
}
