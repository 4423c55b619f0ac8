/** Members by the key of each, keys and members in the order in which they came. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]>;
/** As above, with what `memberOf` makes of each item as the member. */
export function groupBy<T, K, M>(
  items: Iterable<T>,
  keyOf: (item: T) => K,
  memberOf: (item: T) => M,
): Map<K, M[]>;
export function groupBy<T, K>(
  items: Iterable<T>,
  keyOf: (item: T) => K,
  memberOf: (item: T) => unknown = (item) => item,
): Map<K, unknown[]> {
  const groups = new Map<K, unknown[]>();
  for (const item of items) addTo(groups, keyOf(item), memberOf(item));
  return groups;
}

/** Adds one member to the group of a key, in place: a group of n members costs n steps, not n². */
export function addTo<K, M>(groups: Map<K, M[]>, key: K, member: M): void {
  const group = groups.get(key);
  if (group) group.push(member);
  else groups.set(key, [member]);
}
