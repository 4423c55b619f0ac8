import { Refuse, Retry, type HttpClient } from '@tocsin/runtime';
import { open } from 'node:fs/promises';

/** A cut in a row without a byte more says that nothing more comes now. */
const MOST_CUTS_IN_PLACE = 3;

export interface Downloaded {
  readonly bytes: number;
  readonly retrievedAt: string;
  /** How often it was cut and went on, or began anew. */
  readonly cuts: number;
}

/**
 * Fetches one large file into `file`, piece by piece. Cut off, it goes on behind the last byte where the publisher takes
 * that (`Range`, under the mark of the same file), and begins anew where the file has become another. Throws `Refuse` for
 * one that is larger than `mostBytes`, and `Retry` where nothing more comes.
 */
export async function download(
  http: HttpClient,
  url: string,
  file: string,
  { mostBytes }: { readonly mostBytes: number },
): Promise<Downloaded> {
  const target = await open(file, 'w');
  let bytes = 0;
  let mark: string | null = null;
  let [cuts, inPlace] = [0, 0];
  try {
    for (;;) {
      const headers: Record<string, string> =
        bytes > 0 && mark !== null ? { Range: `bytes=${bytes}-`, 'If-Range': mark } : {};
      const answer = await http.stream(url, { headers, answers: [416] });
      const goesOn = answer.status === 206 && startOf(answer.headers) === bytes;
      if (!goesOn) {
        bytes = 0;
        await target.truncate(0);
      }
      mark = markOf(answer.headers);
      const expected = wholeOf(answer.headers, goesOn ? bytes : 0);
      if (expected !== null && expected > mostBytes) {
        answer.close();
        throw new Refuse(`${url} has ${expected} bytes: more than ${mostBytes} is not what is looked for`);
      }
      const before = bytes;
      if (answer.status === 416) answer.close();
      else
        for await (const chunk of answer.chunks) {
          await target.write(chunk, 0, chunk.length, bytes);
          bytes += chunk.length;
          if (bytes > mostBytes) {
            answer.close();
            throw new Refuse(`${url} has more than ${mostBytes} bytes: it is not what is looked for`);
          }
        }
      if (answer.status !== 416 && (expected === null || bytes === expected))
        return { bytes, retrievedAt: answer.now(), cuts };
      cuts += 1;
      inPlace = bytes > before ? 0 : inPlace + 1;
      if (inPlace >= MOST_CUTS_IN_PLACE)
        throw new Retry(
          `${url} was cut off after ${bytes} of ${expected ?? 'unknown'} bytes, again and again`,
        );
    }
  } finally {
    await target.close();
  }
}

type Headers = Readonly<Record<string, string>>;

/** `bytes 100-199/200`: where a part begins. */
function startOf(headers: Headers): number | null {
  const [, start] = /^bytes (\d+)-/.exec(headers['content-range'] ?? '') ?? [];
  return start === undefined ? null : Number(start);
}

/** How many bytes the whole file has, as far as the publisher says. */
function wholeOf(headers: Headers, before: number): number | null {
  const length = headers['content-length'];
  return length === undefined ? null : before + Number(length);
}

/** By what the same file is known: a strong ETag, or when it was last changed. */
function markOf(headers: Headers): string | null {
  const etag = headers['etag'];
  return etag !== undefined && !etag.startsWith('W/') ? etag : (headers['last-modified'] ?? null);
}
