import { createHash } from 'node:crypto';
import {
  dayOf,
  isYetToCome,
  seenLine,
  seenText,
  type IsoInstant,
  type Item,
  type Look,
  type Observation,
  type Withdrawal,
} from '@tocsin/domain';
import { UnreadableDocument } from './unreadable.ts';

// Postgres keeps no NUL and no half of a character, indexes nothing over 2,704 bytes, and knows no year after 294276.
// Whatever publishers and people send is made fit for it here, before anything else sees it.

/** Characters of texts that are indexed, or shown in one line; of all others `MOST`. */
export const LONGEST = { name: 500, printedRef: 200, id: 200, postcode: 50, url: 4_000, quote: 500 } as const;
const MOST = 100_000;
/** What is read in one line, in a list or the subject of a mail. */
const IN_ONE_LINE: ReadonlySet<string> = new Set(['name', 'title', 'printedRef', 'postcode']);
/** An item under a longer id, or of a longer version, is refused: shortened it would be another one. */
const LONGEST_REF = 500;

/** As JavaScript writes years that have more than four digits. */
const FAR = /^[+-]\d{6}-\d\d-/;
/** Centuries in which something can have happened to a company, or have been published. */
const NEAR = /^(?:1[6-9]|2[01])\d\d-/;

/**
 * A text of at most so many characters. What is longer ends in a part of its SHA-256, so that two that begin alike stay
 * two.
 */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return seenText(`${text.slice(0, longest - hash.length - 3)}… #${hash}`);
}

/**
 * What a document says, item by item, with every text clean and bounded. An item with a date that cannot be, one that is
 * dated for a day that had not come at `readAt`, or one with an overlong id is refused with its reason. Throws `UnreadableDocument`, for whatever goes wrong in reading it: one odd
 * document never stops its source.
 */
export function* soundItems(parse: () => Iterable<Item>, readAt: IsoInstant): Generator<Item> {
  try {
    for (const item of parse()) yield soundItem(item, readAt);
  } catch (cause) {
    if (cause instanceof UnreadableDocument) throw cause;
    const isDeep = cause instanceof RangeError && cause.message.includes('call stack');
    const why = isDeep ? 'it is nested deeper than can be read' : String(cause);
    throw new UnreadableDocument(`The document could not be read: ${why}`, { cause });
  }
}

function soundItem(given: Item, readAt: IsoInstant): Item {
  const item = sound(given);
  const why = whyNot(item) ?? whyNotYet(item, readAt);
  return why === null ? item : { item: shortened(item.item, LONGEST_REF), outcome: 'refused', reason: why };
}

function whyNot(item: Item): string | null {
  const said = item.outcome === 'observed' ? item.observations : [];
  const taken = item.outcome === 'withdrawn' ? item.withdrawals : [];
  const looks = item.outcome === 'withdrawn' ? [] : (item.looks ?? []);
  for (const { ref, version } of [...said, ...taken] satisfies readonly Pick<
    Observation,
    'ref' | 'version'
  >[])
    if (ref.length > LONGEST_REF || version.length > LONGEST_REF)
      return `an id of more than ${LONGEST_REF} characters: “${ref.slice(0, 40)}…”`;
  const far = [
    ...said.flatMap(({ occurredOn, publishedAt }: Observation) => [occurredOn ?? '2000-', publishedAt]),
    ...taken.map(({ publishedAt }: Withdrawal) => publishedAt),
    ...looks.map(({ at }: Look) => at),
  ].find((day) => !NEAR.test(day));
  const day = far ?? farDay(item);
  return day === undefined ? null : `a date that cannot be: “${day.slice(0, 40)}”`;
}

/** It would count from that day on, and until then nobody would hear of it. */
function whyNotYet(item: Item, readAt: IsoInstant): string | null {
  const dated: readonly { readonly publishedAt: IsoInstant }[] =
    item.outcome === 'observed' ? item.observations : item.outcome === 'withdrawn' ? item.withdrawals : [];
  return notYet(dated, readAt);
}

/** Why what is said to be published on such days cannot be taken as read at a moment; null where it can. */
export function notYet(
  dated: readonly { readonly publishedAt: IsoInstant }[],
  readAt: IsoInstant,
): string | null {
  const day = dated.map(({ publishedAt }) => dayOf(publishedAt)).find((one) => isYetToCome(one, readAt));
  return day === undefined ? null : `published on ${day}, a day that has not come`;
}

/** The first text anywhere in it that is a date of a year with more than four digits. */
function farDay(value: unknown): string | undefined {
  if (typeof value === 'string') return FAR.test(value) ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inside of Object.values(value)) {
    const found = farDay(inside);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isBounded(key: string): key is keyof typeof LONGEST {
  return Object.hasOwn(LONGEST, key);
}

/** The same value with every text clean and bounded; itself where all are. */
export function sound<T>(value: T, key = ''): T {
  if (typeof value === 'string') {
    const seen = IN_ONE_LINE.has(key) ? seenLine(value) : seenText(value);
    const text = shortened(seen, isBounded(key) ? LONGEST[key] : MOST);
    return text === value ? value : (text as T);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const clean = value.map((one: unknown) => sound(one, key));
    return clean.every((one, at) => one === value[at]) ? value : (clean as T);
  }
  let isChanged = false;
  const clean = Object.entries(value).map(([name, inside]: [string, unknown]) => {
    const kept = sound(inside, name);
    const under = seenText(name);
    isChanged ||= kept !== inside || under !== name;
    return [under, kept] as const;
  });
  return isChanged ? (Object.fromEntries(clean) as T) : value;
}
