import { doubledWait, MINUTE_MS, SECOND_MS } from '@tocsin/domain';
import type { AxiosResponse } from 'axios';
import { Refuse, Retry } from './failures.ts';
import { ask, askForStream, type HttpAnswer, type LookUp } from './http-ask.ts';
import type { HttpRequest } from './http-request.ts';
import { systemClock, type Clock, type Limiter, type Pace } from './pace.ts';

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
  /** Opens an answer that does not end; the same waits and failures until it begins. */
  stream(url: string, request?: HttpRequest): Promise<HttpStream>;
}

/** An answer that goes on: its pieces end when either side hangs up, is cut off or falls silent. */
export interface HttpStream {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** This moment, as an ISO instant in UTC: the pieces arrive over hours. */
  readonly now: () => string;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly close: () => void;
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
  /** Silence after which a stream counts as dead. Default 90 s: Companies House's heart beats every 30 s. */
  readonly silenceMs?: number;
  /** A longer wait than this is not sat out here but thrown as `Retry`. Default 10 minutes. */
  readonly patienceMs?: number;
  readonly clock?: Clock;
  /** How names are looked up, where not by the system. */
  readonly lookUp?: LookUp;
}

const WEATHER = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Opens a polite client for one publisher; workers share its pace through the limiter. */
export function openHttp(options: HttpOptions): HttpClient {
  const clock = options.clock ?? systemClock;
  const attempts = options.attempts ?? 5;
  const patience = options.patienceMs ?? 600_000;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const { limiter, userAgent, backOff, lookUp } = options;

  /** Asks until there is an answer that is no weather. */
  async function answerOf<T>(
    url: string,
    request: HttpRequest,
    tryOnce: () => Promise<HttpAnswer<T>>,
  ): Promise<AxiosResponse<T>> {
    const bucket = request.bucket ?? options.bucket;
    const pace = request.pace ?? options.pace;
    for (let attempt = 1; ; attempt += 1) {
      await limiter.take(bucket, pace, request.priority);
      const answer = await tryOnce();
      if ('response' in answer) {
        const spent = spentWindow(answer.response, clock.now(), pace);
        if (spent > 0) await limiter.hold(bucket, spent);
        if (isAnswer(answer.response, url, request, backOff)) return answer.response;
      }
      const now = clock.now();
      const { afterMs, why, tooFast, isAsked } = weatherOf(answer, attempt, backOff, now);
      if (attempt >= attempts || afterMs > patience)
        throw new Retry(`${why} from ${url}`, {
          notBefore: isAsked ? now + afterMs : null,
          isForAll: tooFast && afterMs > patience,
        });
      if (tooFast) await limiter.hold(bucket, afterMs);
      else await clock.sleep(afterMs);
    }
  }

  return {
    async get(url, request = {}) {
      const response = await answerOf(url, request, () =>
        ask(url, request, { userAgent, timeoutMs, lookUp }),
      );
      return readResponse(response, url, clock.now());
    },
    async stream(url, request = {}) {
      const silenceMs = options.silenceMs ?? 90_000;
      const response = await answerOf(url, request, () =>
        askForStream(url, request, { userAgent, timeoutMs, lookUp, silenceMs }),
      );
      const { chunks, close } = response.data;
      const { status } = response;
      return {
        status,
        headers: headersOf(response),
        now: () => new Date(clock.now()).toISOString(),
        chunks,
        close,
      };
    },
  };
}

/** Whether this is the answer; false for weather. Throws `Refuse` for a status that is a fact. */
function isAnswer(
  { status }: AxiosResponse,
  url: string,
  request: HttpRequest,
  backOff: BackOff | undefined,
): boolean {
  if ((status >= 200 && status < 300) || status === 304 || request.answers?.includes(status)) return true;
  if (WEATHER.has(status) || backOff?.statuses.includes(status)) return false;
  throw new Refuse(`${status} from ${url}`, { status });
}

function headersOf({ headers }: AxiosResponse): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

function readResponse(response: AxiosResponse<Buffer>, url: string, now: number): HttpResponse {
  const headers = headersOf(response);
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

/** How long to wait before the next try, whether everyone must wait, and whether the publisher gave that time. */
function weatherOf(answer: HttpAnswer<unknown>, attempt: number, backOff: BackOff | undefined, now: number) {
  const doubling = doubledWait(attempt, SECOND_MS, MINUTE_MS);
  if ('error' in answer)
    return { afterMs: doubling, why: answer.error.code ?? 'a broken answer', tooFast: false, isAsked: false };
  const { status, headers } = answer.response;
  const asked = retryAfter(headers['retry-after'], now);
  const tooFast = status === 429 || (backOff?.statuses.includes(status) ?? false);
  const published = backOff?.statuses.includes(status) ? backOff.seconds * 1_000 : null;
  return {
    afterMs: asked ?? published ?? (tooFast ? MINUTE_MS : doubling),
    why: String(status),
    tooFast,
    isAsked: asked !== null || published !== null,
  };
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
