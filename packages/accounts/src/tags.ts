import type { SaxesTagNS } from 'saxes';

/** The value of an attribute, by its name as written. */
export function attribute(tag: SaxesTagNS, name: string): string | undefined {
  return tag.attributes[name]?.value;
}
