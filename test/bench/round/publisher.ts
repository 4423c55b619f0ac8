import {
  openMemoryLimiter,
  type Clock,
  type HttpClient,
  type HttpResponse,
  type Pace,
} from '@tocsin/runtime';

/** Time that one answer takes, in milliseconds: the round trip to a busy public service. */
export const ANSWER_MS = 150;

/** A clock that only moves when somebody waits. */
export interface BenchClock extends Clock {
  readonly advance: (milliseconds: number) => void;
}

export function benchClock(startsAt: number): BenchClock {
  let now = startsAt;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

export interface Answered {
  readonly status?: number;
  readonly body: string;
}

export interface Publisher {
  readonly http: HttpClient;
  readonly requests: () => number;
  /** Requests over the publisher's own limit: what it would have answered with 429. */
  readonly refused: () => number;
}

/**
 * A publisher in this process that limits as the real one does: a window begins with its first request, and whatever is
 * asked beyond the limit in it is refused. Asked through the limiter and the pace of the source, as the shipped client is.
 */
export function publisherOf(
  clock: BenchClock,
  pace: Pace,
  limit: Pace,
  answer: (url: URL) => Answered,
): Publisher {
  const limiter = openMemoryLimiter(clock);
  const encoder = new TextEncoder();
  let [windowEnds, used, refused, requests] = [0, 0, 0, 0];
  async function get(url: string, request: Parameters<HttpClient['get']>[1] = {}): Promise<HttpResponse> {
    await limiter.take(request.bucket ?? 'publisher', request.pace ?? pace, request.priority);
    if (clock.now() >= windowEnds) {
      windowEnds = clock.now() + limit.perSeconds * 1_000;
      used = 0;
    }
    used += 1;
    requests += 1;
    if (used > limit.requests) refused += 1;
    clock.advance(ANSWER_MS);
    const { status = 200, body } = answer(new URL(url));
    return {
      status,
      url,
      headers: {},
      contentType: null,
      etag: null,
      lastModified: null,
      retrievedAt: new Date(clock.now()).toISOString(),
      body: encoder.encode(body),
    };
  }
  const http: HttpClient = {
    get,
    stream: () => Promise.reject(new Error('nothing is streamed in this bench')),
  };
  return { http, requests: () => requests, refused: () => refused };
}
