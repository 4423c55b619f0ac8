import { createReadStream } from 'node:fs';
import { loadRegister, openDatabase } from '@tocsin/db';
import { readBulkRegister } from '@tocsin/sources';

/**
 * A program that loads a register file as the verb does, and nothing else, so that its memory is the loader's and it
 * can be killed: `<url> <file> <companies a chunk>`. Says each committed chunk, and in the end what it did.
 */
const [url = '', file = '', chunkOf = ''] = process.argv.slice(2);

async function* companies() {
  for await (const batch of readBulkRegister(createReadStream(file, { highWaterMark: 262_144 })))
    yield batch.companies;
}

const db = openDatabase(url, { role: 'tocsin_worker', max: 2 });
const load = await loadRegister(db, file, companies(), {
  onProgress: (rows) => process.stdout.write(`${rows}\n`),
  ...(chunkOf === '' ? {} : { chunkOf: Number(chunkOf) }),
});
await db.destroy();
const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`${JSON.stringify({ ...load, memoryMb })}\n`);
