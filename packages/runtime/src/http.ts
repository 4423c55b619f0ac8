import axios, { isAxiosError, type AxiosError, type AxiosResponse } from 'axios';
import { Refuse, Retry } from './failures.ts';
import { systemClock, type Clock, type Limiter, type Pace, type Priority } from './pace.ts';

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Value of `Accept`; none is sent by default (The Gazette answers 500 to one). */
  readonly accept?: string;
  /** A pace and bucket of its own, where one publisher has several. */
  readonly pace?: Pace;
  readonly bucket?: string;
  readonly priority?: Priority;
  /** Conditional request: the answer may be a 304 without a body. */
  readonly ifNoneMatch?: string | null;
  readonly ifModifiedSince?: string | null;
  /** Statuses that are answers and not failures, beside 2xx and 304: a register answers 404 for "none". */
  readonly answers?: readonly number[];
  /** Bytes after unpacking; more is refused. */
  readonly maxBytes?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Where the answer came from in the end, after redirects. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The moment of the answer, as an ISO instant in UTC. */
  readonly retrievedAt: string;
  readonly body: Uint8Array;
}

/** A polite client: identifies itself, keeps the publisher's pace, waits when told to, tries again in bad weather. */
export interface HttpClient {
  /** Throws `Retry` for weather that outlasted its tries and `Refuse` for facts. */
  get(url: string, request?: HttpRequest): Promise<HttpResponse>;
}

/** Statuses by which a publisher says "too fast" beside 429, and how long it then wants to be left alone. */
export interface BackOff {
  readonly statuses: readonly number[];
  readonly seconds: number;
}

export interface HttpOptions {
  /** `Tocsin/0.1 (+https://…; contact address)`. */
  readonly userAgent: string;
  readonly limiter: Limiter;
  readonly bucket: string;
  readonly pace: Pace;
  readonly backOff?: BackOff;
  /** Tries of one request, the first included. Default 5. */
  readonly attempts?: number;
  /** Silence after which an answer counts as lost. Default 30 s. */
  readonly timeoutMs?: number;
  /** A longer wait than this is not sat out here but thrown as `Retry`. Default 10 minutes. */
  readonly patienceMs?: number;
  readonly clock?: Clock;
}

const MEGABYTE = 1_048_576;
const WEATHER = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Opens a polite client for one publisher; workers share its pace through the limiter. */
export function openHttp(options: HttpOptions): HttpClient {
  const clock = options.clock ?? systemClock;
  const attempts = options.attempts ?? 5;
  const patience = options.patienceMs ?? 600_000;
  const timeout = options.timeoutMs ?? 30_000;

  return {
    async get(url, request = {}) {
      const bucket = request.bucket ?? options.bucket;
      const pace = request.pace ?? options.pace;
      for (let attempt = 1; ; attempt += 1) {
        await options.limiter.take(bucket, pace, request.priority);
        const answer = await ask(url, request, options.userAgent, timeout);
        if ('response' in answer) {
          const spent = spentWindow(answer.response, clock.now(), pace);
          if (spent > 0) await options.limiter.hold(bucket, spent);
          const settled = settle(answer.response, url, request, options.backOff, clock.now());
          if (settled) return settled;
        }
        const { afterMs, why, tooFast } = weatherOf(answer, attempt, options.backOff, clock.now());
        if (attempt >= attempts || afterMs > patience) throw new Retry(`${why} from ${url}`, { afterMs });
        if (tooFast) await options.limiter.hold(bucket, afterMs);
        else await clock.sleep(afterMs);
      }
    },
  };
}

type Answer = { readonly response: AxiosResponse<Buffer> } | { readonly error: AxiosError };

async function ask(url: string, request: HttpRequest, userAgent: string, timeout: number): Promise<Answer> {
  try {
    const response = await axios.get<Buffer>(url, {
      responseType: 'arraybuffer',
      timeout,
      signal: AbortSignal.timeout(timeout * 10),
      validateStatus: () => true,
      maxContentLength: request.maxBytes ?? 64 * MEGABYTE,
      maxRedirects: 5,
      beforeRedirect: keepSecretsAtHome(url),
      headers: {
        // axios sends `Accept: application/json, text/plain, */*` unless told not to.
        Accept: request.accept ?? null,
        'User-Agent': userAgent,
        'Accept-Encoding': 'gzip, deflate',
        ...(request.ifNoneMatch ? { 'If-None-Match': request.ifNoneMatch } : {}),
        ...(request.ifModifiedSince ? { 'If-Modified-Since': request.ifModifiedSince } : {}),
        ...request.headers,
      },
    });
    return { response };
  } catch (error) {
    if (!isAxiosError(error)) throw error;
    if (error.message.startsWith('maxContentLength')) throw new Refuse(`Answer of ${url} is too large`);
    if (error.code === 'ERR_FR_TOO_MANY_REDIRECTS') throw new Refuse(`${url} redirects in circles`);
    if (error.cause instanceof Refuse) throw error.cause;
    return { error };
  }
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

/** The answer, or null when it is weather. Throws `Refuse` for a status that is a fact. */
function settle(
  response: AxiosResponse<Buffer>,
  url: string,
  request: HttpRequest,
  backOff: BackOff | undefined,
  now: number,
): HttpResponse | null {
  const { status } = response;
  const expected = (status >= 200 && status < 300) || status === 304 || request.answers?.includes(status);
  if (expected) return readResponse(response, url, now);
  if (WEATHER.has(status) || backOff?.statuses.includes(status)) return null;
  throw new Refuse(`${status} from ${url}`, { status });
}

function readResponse(response: AxiosResponse<Buffer>, url: string, now: number): HttpResponse {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const request: { res?: { responseUrl?: string } } = response.request ?? {};
  return {
    status: response.status,
    url: request.res?.responseUrl ?? url,
    headers,
    contentType: headers['content-type'] ?? null,
    etag: headers['etag'] ?? null,
    lastModified: headers['last-modified'] ?? null,
    retrievedAt: new Date(now).toISOString(),
    body: new Uint8Array(response.data),
  };
}

/** How long to wait before the next try, and whether everyone must wait. */
function weatherOf(answer: Answer, attempt: number, backOff: BackOff | undefined, now: number) {
  const doubling = Math.min(60_000, 1_000 * 2 ** (attempt - 1));
  if ('error' in answer)
    return { afterMs: doubling, why: answer.error.code ?? 'a broken answer', tooFast: false };
  const { status, headers } = answer.response;
  const asked = retryAfter(headers['retry-after'], now);
  const tooFast = status === 429 || (backOff?.statuses.includes(status) ?? false);
  const published = backOff?.statuses.includes(status) ? backOff.seconds * 1_000 : null;
  return { afterMs: asked ?? published ?? (tooFast ? 60_000 : doubling), why: String(status), tooFast };
}

/** `Retry-After` in seconds or as a date. */
function retryAfter(value: unknown, now: number): number | null {
  if (typeof value !== 'string') return null;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Companies House says how many requests remain and when its window ends (seconds since 1970). */
function spentWindow({ status, headers }: AxiosResponse, now: number, pace: Pace): number {
  const remain: unknown = headers['x-ratelimit-remain'];
  const reset = Number(headers['x-ratelimit-reset']) * 1_000;
  if ((remain !== '0' && status !== 429) || !(reset > now)) return 0;
  return Math.min(reset - now, pace.perSeconds * 1_000);
}
