import { queues, type QueueName, type QueueSpec } from './queues.ts';

/** One message to be sent, and the places of those for which it stands: one, unless some were joined. */
interface Joined {
  readonly message: unknown;
  readonly places: readonly number[];
}

/**
 * Joins messages of one queue that say the same of other ids, up to as many ids as the queue allows. In the order in
 * which they wait; what cannot be joined, or breaks its schema, stays as it is.
 */
export function joinMessages(queue: QueueName, messages: readonly unknown[]): readonly Joined[] {
  const spec: QueueSpec = queues[queue];
  const groups: Joining[] = [];
  const open = new Map<string, Joining>();
  for (const [place, message] of messages.entries()) {
    const one = spec.joined && openedUp(queue, message, spec.joined.by);
    const before = one && open.get(one.says);
    if (one && before && before.ids.size + one.ids.length <= (spec.joined?.most ?? 0)) {
      for (const id of one.ids) before.ids.add(id);
      before.places.push(place);
      continue;
    }
    const group = { message, rest: one?.rest ?? {}, ids: new Set(one?.ids), places: [place] };
    groups.push(group);
    if (one) open.set(one.says, group);
  }
  return groups.map(({ message, rest, ids, places }) => ({
    message: places.length === 1 ? message : { ...rest, [spec.joined?.by ?? '']: [...ids] },
    places,
  }));
}

interface Joining {
  readonly message: unknown;
  readonly rest: object;
  readonly ids: Set<unknown>;
  readonly places: number[];
}

/** What a message says, and of which ids; undefined where it says it of none. */
function openedUp(queue: QueueName, message: unknown, by: string) {
  const { data } = queues[queue].message.safeParse(message);
  if (data === undefined) return undefined;
  const { [by]: ids, ...rest } = data as Readonly<Record<string, unknown>>;
  return Array.isArray(ids) ? { ids: ids as unknown[], rest, says: JSON.stringify(rest) } : undefined;
}
