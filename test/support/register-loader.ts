import { createReadStream } from 'node:fs';
import { loadRegister } from '@tocsin/db';
import { readBulkRegister } from '@tocsin/sources';

/**
 * A program that loads a register file as the verb does, and nothing else, so that its memory is the loader's and it
 * can be killed: `<admin url> <file> <companies a chunk>`. Says each committed chunk, and in the end what it did.
 */
const [url = '', file = '', chunkOf = ''] = process.argv.slice(2);

async function* companies() {
  for await (const batch of readBulkRegister(createReadStream(file, { highWaterMark: 262_144 })))
    yield batch.companies;
}

const load = await loadRegister(url, file, companies(), {
  onProgress: (rows) => process.stdout.write(`${rows}\n`),
  ...(chunkOf === '' ? {} : { chunkOf: Number(chunkOf) }),
});
const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`${JSON.stringify({ ...load, memoryMb })}\n`);
