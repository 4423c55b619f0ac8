import { AsyncLocalStorage } from 'node:async_hooks';

const reader = new AsyncLocalStorage<string>();

/** Does what reads files in the name of a council: they are read by its turns, and nobody else waits for many of them. */
export function readingFor<T>(council: string, work: () => Promise<T>): Promise<T> {
  return reader.run(council, work);
}

/** The council in whose name something is read now; null for what nobody handed in. */
export function whoReads(): string | null {
  return reader.getStore() ?? null;
}

/** Places at which something is done for one at a time. */
export interface ReadingPlaces<Place> {
  take(who: string | null): Promise<Place>;
  giveBack(place: Place, who: string | null): void;
}

/**
 * Gives out places by turns: a council never has the last free one besides another, so that what takes long for one does not
 * keep the next from beginning; and of those that wait whoever was served longest ago comes first, in the order in which
 * they came.
 */
export function openReadingPlaces<Place>(places: readonly Place[]): ReadingPlaces<Place> {
  const idle = [...places];
  const most = Math.max(1, places.length - 1);
  const atWork = new Map<string, number>();
  const servedAt = new Map<string, number>();
  const waiting: { readonly who: string | null; readonly begin: (place: Place) => void }[] = [];
  let served = 0;

  function serve(): void {
    for (;;) {
      const next = waiting
        .filter(({ who }) => who === null || (atWork.get(who) ?? 0) < most)
        .toSorted((a, b) => lastOf(a.who) - lastOf(b.who))[0];
      const place = next && idle.pop();
      if (!next || place === undefined) return;
      waiting.splice(waiting.indexOf(next), 1);
      servedAt.set(next.who ?? '', (served += 1));
      if (next.who !== null) atWork.set(next.who, (atWork.get(next.who) ?? 0) + 1);
      next.begin(place);
    }
  }

  function lastOf(who: string | null): number {
    return servedAt.get(who ?? '') ?? 0;
  }

  return {
    take: (who) =>
      new Promise((begin) => {
        waiting.push({ who, begin });
        serve();
      }),
    giveBack(place, who) {
      idle.push(place);
      if (who !== null) atWork.set(who, (atWork.get(who) ?? 1) - 1);
      serve();
    },
  };
}
