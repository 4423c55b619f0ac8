import axios, {
  isAxiosError,
  type AxiosError,
  type AxiosRequestConfig,
  type AxiosResponse,
  type LookupAddressEntry,
} from 'axios';
import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { Refuse } from './failures.ts';
import type { HttpRequest } from './http-request.ts';
import { isPrivateAddress } from './private-address.ts';

/** An answer with whatever status, or none. */
export type HttpAnswer<T> = { readonly response: AxiosResponse<T> } | { readonly error: AxiosError };

interface Asking {
  readonly userAgent: string;
  readonly timeoutMs: number;
  readonly lookUp: LookUp | undefined;
}

const MEGABYTE = 1_048_576;

/** Asks once for a whole answer. Throws `Refuse` for one that is too large or redirects where it must not. */
export async function ask(url: string, request: HttpRequest, asking: Asking): Promise<HttpAnswer<Buffer>> {
  return attempt(url, {
    ...configOf(url, request, asking),
    responseType: 'arraybuffer',
    signal: AbortSignal.timeout(asking.timeoutMs * 10),
    maxContentLength: request.maxBytes ?? 64 * MEGABYTE,
  });
}

/** An answer in pieces, as they come. */
export interface Pieces {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly close: () => void;
}

/** Asks once for an answer that does not end. */
export async function askForStream(
  url: string,
  request: HttpRequest,
  asking: Asking & { readonly silenceMs: number },
): Promise<HttpAnswer<Pieces>> {
  const answer = await attempt<IncomingMessage>(url, {
    ...configOf(url, request, asking, 'identity'),
    responseType: 'stream',
  });
  if ('error' in answer) return answer;
  const { response } = answer;
  const source = response.data;
  source.setTimeout(asking.silenceMs, () => source.destroy());
  if (response.status >= 300) source.destroy();
  return { response: { ...response, data: { chunks: piecesOf(source), close: () => source.destroy() } } };
}

/** Being cut off is how every stream ends: the reader goes on from where it was. */
async function* piecesOf(source: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of source) yield chunk as Uint8Array;
  } catch {
    source.destroy();
  }
}

async function attempt<T>(url: string, config: AxiosRequestConfig): Promise<HttpAnswer<T>> {
  try {
    return { response: await axios.get<T>(url, config) };
  } catch (error) {
    if (!isAxiosError(error)) throw error;
    if (error.message.startsWith('maxContentLength')) throw new Refuse(`Answer of ${url} is too large`);
    if (error.code === 'ERR_FR_TOO_MANY_REDIRECTS') throw new Refuse(`${url} redirects in circles`);
    const refusal = [error.cause, error.cause?.cause].find((cause) => cause instanceof Refuse);
    if (refusal) throw refusal;
    return { error };
  }
}

function configOf(
  url: string,
  request: HttpRequest,
  { userAgent, timeoutMs, lookUp }: Asking,
  encoding = 'gzip, deflate',
): AxiosRequestConfig {
  const secrets = keepSecretsAtHome(url);
  const led = keepOutside(url, lookUp);
  return {
    timeout: timeoutMs,
    validateStatus: () => true,
    maxRedirects: 5,
    beforeRedirect: (next) => {
      secrets(next);
      led.to(String(next['hostname']));
    },
    lookup: led.lookup,
    headers: {
      // axios sends `Accept: application/json, text/plain, */*` unless told not to.
      Accept: request.accept ?? null,
      'User-Agent': userAgent,
      'Accept-Encoding': encoding,
      ...(request.ifNoneMatch ? { 'If-None-Match': request.ifNoneMatch } : {}),
      ...(request.ifModifiedSince ? { 'If-Modified-Since': request.ifModifiedSince } : {}),
      ...request.headers,
    },
  };
}

/** A signed address elsewhere must not be sent our key, and nothing is fetched in the clear that began encrypted. */
function keepSecretsAtHome(url: string) {
  const origin = new URL(url);
  return (next: Record<string, unknown>) => {
    if (origin.protocol === 'https:' && next['protocol'] !== 'https:')
      throw new Refuse(`${url} redirects to an address without encryption`);
    const headers = next['headers'];
    if (next['hostname'] === origin.hostname || typeof headers !== 'object' || headers === null) return;
    for (const name of Object.keys(headers)) {
      if (['authorization', 'cookie'].includes(name.toLowerCase())) Reflect.deleteProperty(headers, name);
    }
  };
}

/**
 * A publisher may send elsewhere, but not into the network of whoever runs this: what is there answers whoever is in it.
 * A name is judged by the addresses that are connected to. Who is there himself may send where he likes.
 */
function keepOutside(url: string, lookUp: LookUp = addressesOf) {
  const origin = new URL(url).hostname;
  const elsewhere = new Set<string>();
  const refusal = (hostname: string) =>
    new Refuse(`${url} redirects to ${hostname}, which is no public address`);
  return {
    to(hostname: string) {
      if (isPrivateAddress(origin) || hostname === origin) return;
      if (isPrivateAddress(hostname)) throw refusal(hostname);
      elsewhere.add(hostname);
    },
    lookup: async (hostname: string): Promise<[LookupAddressEntry[]]> => {
      const addresses = await lookUp(hostname);
      if (elsewhere.has(hostname) && addresses.some(isPrivateAddress)) throw refusal(hostname);
      return [addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))];
    },
  };
}

/** The addresses of a name. */
export type LookUp = (hostname: string) => Promise<readonly string[]>;

async function addressesOf(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}
