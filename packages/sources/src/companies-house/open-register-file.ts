import { createReadStream } from 'node:fs';
import { open, type Entry, type ZipFile } from 'yauzl';

/** Unpacked, the file of 5.5 million companies is about 2.7 GB; more than this is not it. */
const MOST_BYTES = 8_000_000_000;

/** The bytes of `BasicCompanyDataAsOneFile`, from the zip as published (one CSV inside) or from the CSV itself. */
export async function openRegisterFile(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (!file.toLowerCase().endsWith('.zip')) return createReadStream(file, { highWaterMark: 262_144 });
  const zip = await openZip(file);
  const entry = await firstCsv(zip, file);
  if (entry.uncompressedSize > MOST_BYTES)
    throw new Error(
      `${entry.fileName} in ${file} would unpack to ${entry.uncompressedSize} bytes: this is not the register`,
    );
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (stream ? resolve(stream) : reject(error)));
  });
}

async function openZip(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false }, (error, zip) => (zip ? resolve(zip) : reject(error)));
  });
}

async function firstCsv(zip: ZipFile, file: string): Promise<Entry> {
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => (entry.fileName.endsWith('.csv') ? resolve(entry) : zip.readEntry()));
    zip.on('end', () => reject(new Error(`${file} holds no CSV file`)));
    zip.on('error', reject);
    zip.readEntry();
  });
}
