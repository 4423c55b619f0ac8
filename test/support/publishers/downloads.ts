import { crc32, deflateRawSync } from 'node:zlib';
import { serve, type LocalServer } from './server.ts';

/** How one answer for a file goes wrong. */
export type Fault =
  /** So many bytes are sent, then it is cut off. */
  { readonly cutAfter: number } | { readonly status: number };

export interface DownloadOptions {
  /** By name; what is not here is 404. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Files whose answers go wrong, one after the other; then they go well. */
  readonly faults?: Readonly<Record<string, readonly Fault[]>>;
  /** Names that the page lists though they are not there. */
  readonly listed?: readonly string[];
  /** Files that become others with every answer: their mark changes. */
  readonly changing?: readonly string[];
  /** True for a publisher that does not take `Range`. */
  readonly wholeOnly?: boolean;
}

/**
 * The publisher of the bulk files as it behaves: pages that list files, files with a length and a mark, parts of a file by
 * `Range` while `If-Range` still names it, 404 for days without a file, and cuts.
 */
export async function downloadServer({
  files,
  faults = {},
  listed = Object.keys(files),
  changing = [],
  wholeOnly = false,
}: DownloadOptions): Promise<LocalServer> {
  const answers = new Map<string, number>();
  return serve(({ headers }, response, { pathname }) => {
    const name = pathname.slice(1);
    if (name.endsWith('_output.html') || name.endsWith('_accountsdata.html')) {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(listed.map((file) => `<li><a href="${file}">${file} (471Mb)</a></li>`).join('\n'));
      return;
    }
    const file = files[name];
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const asked = answers.get(name) ?? 0;
    answers.set(name, asked + 1);
    const fault = faults[name]?.[asked];
    if (fault && 'status' in fault) {
      response.writeHead(fault.status).end();
      return;
    }
    const mark = `"${name}${changing.includes(name) ? `-${asked}` : ''}"`;
    const [, from = '0'] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
    const isPart = !wholeOnly && Number(from) > 0 && headers['if-range'] === mark;
    const start = isPart ? Number(from) : 0;
    const bytes = file.subarray(start);
    response.writeHead(isPart ? 206 : 200, {
      etag: mark,
      'content-length': bytes.length,
      ...(isPart ? { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
    });
    if (fault) response.write(bytes.subarray(0, fault.cutAfter), () => response.destroy());
    else response.end(bytes);
  });
}

/** A zip as the publisher packs it: every member deflated. */
export function zipOf(members: Readonly<Record<string, string>>): Uint8Array {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(members)) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    entries.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, place, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]));
}
