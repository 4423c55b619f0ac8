import { AT_ONCE_WHERE_SLOW, SLOW_AFTER_MS } from '@tocsin/alerting';

/** How many messages go to one host at once from this process. */
export interface Flights {
  /**
   * Sends when there is room at the host, and tells whether its answer took long. `held` where the host turns out to be
   * slow before there is: nothing was sent. `onSlow` is told as soon as an answer takes long.
   */
  fly<T>(flight: Flight<T>): Promise<Landed<T> | 'held'>;
}

interface Flight<T> {
  readonly host: string;
  readonly atOnce: number;
  readonly send: () => Promise<T>;
  readonly onSlow: () => void;
}

interface Landed<T> {
  readonly ended: T;
  readonly isSlow: boolean;
}

interface Host {
  flying: number;
  isSlow: boolean;
  /** Each is told whether it may go, in the order in which they came. */
  readonly waiting: ((mayGo: boolean) => void)[];
}

/** Nothing is in the air yet, and no host is known to be slow. */
export function openFlights(slowAfterMs = SLOW_AFTER_MS): Flights {
  const hosts = new Map<string, Host>();
  function hostOf(name: string): Host {
    const host = hosts.get(name) ?? { flying: 0, isSlow: false, waiting: [] };
    hosts.set(name, host);
    return host;
  }
  /** Whoever may go has a place, taken here at once or from the one that lands. */
  async function takePlace(host: Host, atOnce: number): Promise<boolean> {
    if (host.flying >= (host.isSlow ? AT_ONCE_WHERE_SLOW : atOnce))
      return host.isSlow ? false : new Promise<boolean>((told) => host.waiting.push(told));
    host.flying += 1;
    return true;
  }
  return {
    async fly({ host: name, atOnce, send, onSlow }) {
      const host = hostOf(name);
      if (!(await takePlace(host, atOnce))) return 'held';
      let isSlow = false;
      const late = setTimeout(() => {
        isSlow = host.isSlow = true;
        for (const tell of host.waiting.splice(0)) tell(false);
        onSlow();
      }, slowAfterMs);
      try {
        const ended = await send();
        host.isSlow &&= isSlow;
        return { ended, isSlow };
      } finally {
        clearTimeout(late);
        const next = host.waiting.shift();
        if (next) next(true);
        else host.flying -= 1;
      }
    },
  };
}
