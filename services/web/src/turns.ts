/** A council's place among those who are served: it is given back when what it was taken for is done. */
export type GiveBack = () => void;

export interface Turns {
  /** Waits for a place; null where too many of the same council wait already. */
  take(council: string): Promise<GiveBack | null>;
}

export interface TurnsOptions {
  /** Requests of one council that are at work at once: alone, and while others ask too. */
  readonly atOnce: { readonly alone: number; readonly beside: number };
  /** Requests of one council that may wait. */
  readonly waiting: number;
  /** The share of the time that one council may take while others ask too. */
  readonly share: number;
  /** Time that a council may take at once before it has to keep to its share. */
  readonly creditMs: number;
  /** One request counts for no more time: what takes longer is at work elsewhere. */
  readonly mostMs: number;
  /** For so long after its last request a council counts as one that asks. */
  readonly asksForMs: number;
  readonly now?: () => number;
  /** Calls back after a time. */
  readonly later?: (ms: number, call: () => void) => void;
}

interface Line {
  atWork: number;
  /** Until then it has taken more than its share. */
  restsUntil: number;
  lastAsked: number;
  isCalled: boolean;
  readonly waiting: ((giveBack: GiveBack) => void)[];
}

/**
 * Places by council, so that what one asks for slows the others little: each waits in a line of its own. A council that is
 * alone takes what there is; while others ask too it has fewer places and, once its credit is used up, rests after each
 * request until it has kept to its share. What is at work together shares the time that it takes.
 */
export function openTurns(options: TurnsOptions): Turns {
  const { atOnce, waiting: mostWaiting, share, creditMs, mostMs, asksForMs } = options;
  const now = options.now ?? (() => performance.now());
  const later = options.later ?? ((ms, call) => void setTimeout(call, ms).unref());
  const lines = new Map<string, Line>();
  let allAtWork = 0;
  /** Time that each of those at work has had: it runs the slower the more there are. */
  let had = 0;
  let countedAt = now();

  function count(): void {
    const at = now();
    if (allAtWork > 0) had += (at - countedAt) / allAtWork;
    countedAt = at;
  }

  function othersAsk(line: Line): boolean {
    const since = now() - asksForMs;
    for (const other of lines.values()) {
      const asks = other.atWork > 0 || other.waiting.length > 0 || other.lastAsked >= since;
      if (other !== line && asks) return true;
    }
    return false;
  }

  function start(line: Line): GiveBack {
    count();
    allAtWork += 1;
    line.atWork += 1;
    const began = had;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      count();
      allAtWork -= 1;
      line.atWork -= 1;
      const spent = Math.min(had - began, mostMs);
      line.restsUntil = Math.max(line.restsUntil, now() - creditMs / share) + spent / share;
      call(line);
    };
  }

  /** Milliseconds until a place is free; undefined where one has to be given back first. */
  function freeIn(line: Line): number | undefined {
    if (!othersAsk(line)) return line.atWork < atOnce.alone ? 0 : undefined;
    if (line.atWork >= atOnce.beside) return undefined;
    return Math.max(0, line.restsUntil - now());
  }

  function call(line: Line): void {
    for (;;) {
      const ms = line.waiting.length > 0 ? freeIn(line) : undefined;
      if (ms === undefined) return;
      if (ms > 0) return callLater(line, ms);
      line.waiting.shift()?.(start(line));
    }
  }

  function callLater(line: Line, ms: number): void {
    if (line.isCalled) return;
    line.isCalled = true;
    later(Math.min(ms, asksForMs), () => {
      line.isCalled = false;
      call(line);
    });
  }

  return {
    async take(council) {
      const line = lines.get(council) ?? newLine();
      lines.set(council, line);
      line.lastAsked = now();
      if (line.waiting.length >= mostWaiting) return null;
      return new Promise((resolve) => {
        line.waiting.push(resolve);
        call(line);
      });
    },
  };
}

function newLine(): Line {
  return { atWork: 0, restsUntil: Number.NEGATIVE_INFINITY, lastAsked: 0, isCalled: false, waiting: [] };
}
