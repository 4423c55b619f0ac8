/**
 * Which members of a publisher's JSON are kept: `true` a text, number or flag; `[one]` each of a list, or the one that
 * stands in its place; an object its named members; a function what it makes of what stands there.
 */
export type Members =
  | true
  | readonly [Members]
  | { readonly [name: string]: Members }
  | ((printed: unknown) => unknown);

/**
 * A value with only the members on the list. What is of another shape than the list says becomes an empty value of its
 * own type, so that a schema says the same of it as before.
 */
export function membersOf(value: unknown, kept: Members): unknown {
  if (typeof kept === 'function') return kept(value);
  if (kept === true) return value !== null && typeof value === 'object' ? emptied(value) : value;
  if (isList(kept))
    return Array.isArray(value)
      ? value.map((one: unknown) => membersOf(one, kept[0]))
      : membersOf(value, kept[0]);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return emptied(value);
  const named = Object.entries(value).filter(([name]) => Object.hasOwn(kept, name));
  return Object.fromEntries(named.map(([name, member]) => [name, membersOf(member, kept[name] ?? emptied)]));
}

function isList(kept: Members): kept is readonly [Members] {
  return Array.isArray(kept);
}

/** That something stands there, and of which type, but nothing of it. */
export function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (value !== null && typeof value === 'object') return {};
  return typeof value === 'string' ? '' : typeof value === 'number' ? 0 : value;
}

const [BEYOND, BELOW] = ['\uE000 beyond all numbers', '\uE000 below all numbers'];

/** JSON as the bytes that the archive keeps. A printed `1e9999` stays a number beyond all others. */
export function bytesOf(value: unknown): Uint8Array {
  const text = JSON.stringify(value, (_, part: unknown) =>
    part === Infinity ? BEYOND : part === -Infinity ? BELOW : part,
  );
  return new TextEncoder().encode(
    text.replaceAll(`"${BEYOND}"`, '1e9999').replaceAll(`"${BELOW}"`, '-1e9999'),
  );
}
