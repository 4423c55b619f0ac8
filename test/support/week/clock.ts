import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Clock, HttpClient, HttpStream } from '@tocsin/runtime';
import type { Wire } from '../publishers/companies-house-stream.ts';

/** A clock that several workers share: time stands still while any of them does something, and jumps when all wait. */
export interface WeekClock extends Clock {
  /** Starts something that waits by this clock. */
  readonly start: (name: string, work: () => Promise<void>) => void;
  /** The same client, seen by the clock: it knows when its user waits for time to pass, and when for the network. */
  readonly watching: (http: HttpClient) => HttpClient;
  readonly wireOf: (stream: string) => Wire;
  /** Waits until everybody waits, or is done. Throws what somebody could not handle. */
  readonly quiet: () => Promise<void>;
  /** When the next of them wakes; null where nobody sleeps. */
  readonly nextAt: () => number | null;
  /** Lets time pass to a moment; who was to wake by then wakes. */
  readonly passTo: (at: number) => void;
  /** Who is at work or waits, for people. */
  readonly names: () => readonly string[];
  /** It is looked at no more: who runs afterwards pays nothing for knowing whose work is whose. */
  readonly close: () => void;
}

interface Actor {
  readonly name: string;
  /** Requests under way, asleep or not. */
  asking: number;
  reading: number;
  sleeping: number;
  /** Streams that are read, and how many of them wait for their next piece. */
  streams: number;
  waiting: number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

interface Line {
  sent: number;
  received: number;
  isCut: boolean;
}

export function openWeekClock(startsAt: number): WeekClock {
  const actors = new Set<Actor>();
  const current = new AsyncLocalStorage<Actor>();
  const lines = new Map<string, Line>();
  let now = startsAt;
  let sleepers: Sleeper[] = [];
  let failure: unknown;
  let hasFailed = false;
  let look: () => void = () => undefined;
  const changed = () => look();

  function isIdle({ asking, reading, sleeping, streams, waiting }: Actor): boolean {
    if (asking + reading > sleeping || sleeping + waiting === 0) return false;
    // Who waits for an answer of his own is asleep, whatever else could go on; else every stream must be at rest.
    return asking > 0 || waiting >= streams;
  }

  function isQuiet(): boolean {
    return (
      [...actors].every(isIdle) &&
      [...lines.values()].every(({ sent, received, isCut }) => !isCut && received >= sent)
    );
  }

  function watched(stream: string, { chunks, ...rest }: HttpStream, actor: Actor | undefined): HttpStream {
    async function* pieces(): AsyncGenerator<Uint8Array, void> {
      const line = lineOf(stream);
      if (actor) actor.streams += 1;
      const iterator = chunks[Symbol.asyncIterator]();
      try {
        for (;;) {
          if (actor) actor.waiting += 1;
          changed();
          const piece = await iterator.next().finally(() => {
            if (actor) actor.waiting -= 1;
          });
          if (piece.done) return;
          line.received += piece.value.length;
          yield piece.value;
        }
      } finally {
        if (actor) actor.streams -= 1;
        lines.delete(stream);
        rest.close();
        changed();
      }
    }
    return { ...rest, chunks: pieces() };
  }

  function lineOf(stream: string): Line {
    const line = lines.get(stream) ?? { sent: 0, received: 0, isCut: false };
    lines.set(stream, line);
    return line;
  }

  return {
    now: () => now,
    nextAt: () => sleepers[0]?.at ?? null,
    close: () => current.disable(),
    names: () => [...actors].map((actor) => `${actor.name} ${JSON.stringify(actor)}`),
    sleep(milliseconds) {
      const actor = current.getStore();
      return new Promise<void>((wake) => {
        const at = now + Math.max(0, milliseconds);
        const place = sleepers.findIndex((other) => other.at > at);
        const sleeper = {
          at,
          wake: () => {
            if (actor) actor.sleeping -= 1;
            wake();
          },
        };
        sleepers.splice(place === -1 ? sleepers.length : place, 0, sleeper);
        if (actor) actor.sleeping += 1;
        changed();
      });
    },
    start(name, work) {
      const actor = { name, asking: 0, reading: 0, sleeping: 0, streams: 0, waiting: 0 };
      actors.add(actor);
      void current
        .run(actor, work)
        .catch((error: unknown) => {
          hasFailed = true;
          failure = error;
        })
        .finally(() => {
          actors.delete(actor);
          changed();
        });
    },
    watching: (http) => ({
      async get(url, request) {
        const actor = current.getStore();
        if (actor) actor.asking += 1;
        try {
          return await http.get(url, request);
        } finally {
          if (actor) actor.asking -= 1;
        }
      },
      async stream(url, request) {
        const actor = current.getStore();
        if (actor) actor.reading += 1;
        try {
          return watched(new URL(url).pathname.slice(1), await http.stream(url, request), actor);
        } finally {
          if (actor) actor.reading -= 1;
        }
      },
    }),
    wireOf(stream) {
      lines.set(stream, { sent: 0, received: 0, isCut: false });
      const line = lineOf(stream);
      return {
        sent: (bytes) => {
          line.sent += bytes;
        },
        cut: () => {
          line.isCut = true;
        },
      };
    },
    async quiet() {
      for (;;) {
        if (hasFailed) throw failure;
        if (isQuiet()) {
          await othersFirst();
          await othersFirst();
          if (isQuiet() && !hasFailed) return;
          continue;
        }
        await new Promise<void>((resolve) => {
          look = resolve;
        });
        look = () => undefined;
      }
    },
    passTo(at) {
      now = Math.max(now, at);
      const due = sleepers.filter((sleeper) => sleeper.at <= now);
      sleepers = sleepers.filter((sleeper) => sleeper.at > now);
      for (const { wake } of due) wake();
    },
  };
}
