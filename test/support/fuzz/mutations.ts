import fc from 'fast-check';

/** What is done to a document, place by place; places are shares of its length, so that any document has them. */
export type Mutation =
  | { readonly is: 'cut'; readonly at: number }
  | { readonly is: 'without'; readonly at: number; readonly bytes: number }
  | { readonly is: 'again'; readonly at: number; readonly bytes: number; readonly times: number }
  | { readonly is: 'with'; readonly at: number; readonly odd: Odd }
  | { readonly is: 'flipped'; readonly at: number; readonly byte: number }
  /** The how-manieth text between quotation marks, tags or commas, and what stands there instead. */
  | { readonly is: 'instead'; readonly nth: number; readonly odd: Odd }
  /** A value of JSON, found by turning at each member. */
  | { readonly is: 'member'; readonly turns: readonly number[]; readonly value: unknown }
  | { readonly is: 'joined'; readonly at: number; readonly other: number };

/** A document out of several, and what is done to it in turn. */
export interface Recipe {
  readonly base: number;
  readonly mutations: readonly Mutation[];
}

const DEEP = 60_000;

/** Texts that have stopped something somewhere; a byte is written as the character of its number. */
const odds = {
  nothing: '',
  NUL: '\0',
  'a NUL in JSON': '\\u0000',
  'a NUL in HTML': '&#0;',
  'half a character': '\u00ED\u00A0\u0080',
  'half a character in JSON': '\\ud800',
  'no character': '\u00FF\u00FE',
  'a byte order mark': '\u00EF\u00BB\u00BF',
  'the other way round': '\u00E2\u0080\u00AE',
  'the last year': '275760-09-13',
  'a year before Christ': '-271821-04-20',
  'no day': '2026-02-30',
  'no date': '9999-99-99',
  'a day of Windows': '45992',
  'a day by words': '31st Febuary 26',
  'a moment': '2026-11-20T25:61:61Z',
  'too large': '1e309',
  'a large number': '99999999999999999999',
  'less than nothing': '-0.005',
  'no number': 'NaN',
  brackets: '(1,234.56)',
  'a long word': 'Ø'.repeat(3_400),
  'a long text': Array.from({ length: 7_000 }, (_, at) =>
    String.fromCodePoint(33 + ((at * at * 31) % 90)),
  ).join(''),
  'deep elements': '<div>'.repeat(DEEP),
  'deep lists': '['.repeat(DEEP),
  'deep members': '{"a":'.repeat(DEEP),
  'many rows': ',\n'.repeat(20_000),
  'many columns': ','.repeat(20_000),
  'many quotation marks': '"'.repeat(999),
  'an end of line': '\r\r\n',
  'a comment': '<!--',
  'an end of nothing': ']]>',
  'an entity': '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;&b;">]>&c;',
  'a script': '"><script>alert(1)</script>',
  'a formula': '=HYPERLINK("https://a.example","b")',
  'a quotation mark': "' or 1=1 --",
  'a member of everything': '__proto__',
} as const;

export type Odd = keyof typeof odds;

/** Every part of a document is as likely as any other. */
const place = fc.noBias(fc.nat(9_999)).map((at) => at / 10_000);
const odd = fc.constantFrom(...(Object.keys(odds) as Odd[]));
const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', 'DOE, Jane', '2026-11-20', [], {}, [[]], [null]),
  odd.map((one) => odds[one]),
  fc.jsonValue({ maxDepth: 2 }),
);

/** After these a document is of its format still, so that all of what reads it is reached. */
const gentle: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ is: fc.constant('instead' as const), nth: fc.noBias(fc.nat(100_000)), odd }),
  fc.record({
    is: fc.constant('member' as const),
    turns: fc.noBias(fc.array(fc.nat(40), { minLength: 1, maxLength: 8 })),
    value,
  }),
);

const rough: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ is: fc.constant('cut' as const), at: place }),
  fc.record({ is: fc.constant('without' as const), at: place, bytes: fc.integer({ min: 1, max: 200 }) }),
  fc.record({
    is: fc.constant('again' as const),
    at: place,
    bytes: fc.integer({ min: 1, max: 500 }),
    times: fc.integer({ min: 1, max: 300 }),
  }),
  fc.record({ is: fc.constant('with' as const), at: place, odd }),
  fc.record({ is: fc.constant('flipped' as const), at: place, byte: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ is: fc.constant('joined' as const), at: place, other: fc.noBias(fc.nat(1_000)) }),
);

function some(mutation: fc.Arbitrary<Mutation>): fc.Arbitrary<readonly Mutation[]> {
  return fc.noBias(fc.array(mutation, { minLength: 1, maxLength: 3 }));
}

/** So many recipes of a seed. */
export function recipesOf(seed: number, count: number): readonly Recipe[] {
  return fc.sample(
    fc.record({
      base: fc.noBias(fc.nat(100_000)),
      mutations: fc.oneof(
        { weight: 2, arbitrary: some(gentle) },
        { weight: 1, arbitrary: some(fc.oneof(gentle, rough)) },
      ),
    }),
    { seed, numRuns: count },
  );
}

/** What a recipe makes of documents; the same of the same ones. */
export function made({ base, mutations }: Recipe, bodies: readonly Uint8Array[]): Uint8Array {
  const first = bodies[base % bodies.length] ?? new Uint8Array();
  return mutations.reduce<Uint8Array>((body, one) => mutated(body, one, bodies), first);
}

function mutated(body: Uint8Array, mutation: Mutation, bodies: readonly Uint8Array[]): Uint8Array {
  const at = 'at' in mutation ? Math.floor(mutation.at * body.length) : 0;
  const [before, after] = [body.subarray(0, at), body.subarray(at)];
  switch (mutation.is) {
    case 'cut':
      return before;
    case 'without':
      return Buffer.concat([before, after.subarray(mutation.bytes)]);
    case 'again': {
      const piece = after.subarray(0, mutation.bytes);
      return Buffer.concat([before, ...Array.from({ length: mutation.times }, () => piece), after]);
    }
    case 'with':
      return Buffer.concat([before, bytesOf(mutation.odd), after]);
    case 'flipped': {
      const changed = new Uint8Array(body);
      if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ mutation.byte;
      return changed;
    }
    case 'instead':
      return withOddText(body, mutation.nth, mutation.odd);
    case 'member':
      return withOddMember(body, mutation.turns, mutation.value);
    case 'joined': {
      const other = bodies[mutation.other % bodies.length] ?? body;
      return Buffer.concat([before, other.subarray(Math.floor(mutation.at * other.length))]);
    }
  }
}

function bytesOf(odd: Odd): Buffer {
  return Buffer.from(odds[odd], 'latin1');
}

/** What stands between marks of any of our formats. */
const TEXT = /"[^"\n]*"|>[^<\n]+<|(?<=[,;\t])[^,;\t"\n]+/g;

function withOddText(body: Uint8Array, nth: number, odd: Odd): Uint8Array {
  const text = Buffer.from(body).toString('latin1');
  const found = text.match(TEXT)?.length ?? 0;
  if (found === 0) return body;
  let at = 0;
  const changed = text.replace(TEXT, (one) => {
    const isIt = at === nth % found;
    at += 1;
    if (!isIt) return one;
    const isMarked = /^["<>]/.test(one);
    return isMarked ? `${one[0]}${odds[odd]}${one.at(-1)}` : odds[odd];
  });
  return Buffer.from(changed, 'latin1');
}

/** Of a document that is no JSON a line that is; where none is, the document as it was. */
function withOddMember(body: Uint8Array, turns: readonly number[], value: unknown): Uint8Array {
  const text = Buffer.from(body).toString('utf8');
  const whole = parsed(text);
  if (whole !== undefined) return Buffer.from(JSON.stringify(withOdd(whole, turns, value)) ?? '');
  const lines = text.split('\n');
  const place = (turns[0] ?? 0) % lines.length;
  const one = parsed(lines[place] ?? '');
  if (one === undefined) return body;
  return Buffer.from(lines.with(place, JSON.stringify(withOdd(one, turns, value)) ?? '').join('\n'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function withOdd(body: unknown, turns: readonly number[], value: unknown): unknown {
  const [turn, ...rest] = turns;
  if (turn === undefined || body === null || typeof body !== 'object') return value;
  const members = Object.entries(body);
  const [name] = members[turn % Math.max(1, members.length)] ?? [];
  if (name === undefined) return value;
  const changed = members.map(([key, member]) => [key, key === name ? withOdd(member, rest, value) : member]);
  return Array.isArray(body) ? changed.map(([, member]) => member) : Object.fromEntries(changed);
}
