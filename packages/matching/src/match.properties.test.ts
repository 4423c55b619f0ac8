import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompanyNumber } from '@tocsin/domain';
import type { RegisterEntry } from './compare.ts';
import { match, type MatchResult, type PrintedMention } from './match.ts';
import { createRegisterIndex } from './register-index.ts';

const word = fc.constantFrom(
  'EXAMPLE',
  'CARE',
  'HOMES',
  'NORTHERN',
  'MANAGEMENT',
  'GROUP',
  'J',
  'S',
  '&',
  'THE',
  '2',
  'UK',
);
const form = fc.constantFrom('LIMITED', 'LTD', 'PLC', 'LLP', '');
const name = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 4 }), form)
  .map(([words, ending]) => [...words, ending].join(' ').trim());
const register = fc.array(name, { maxLength: 12 }).map((names) => names.map(entry));
const mention = fc.record({
  name,
  number: fc.option(fc.integer({ min: 1, max: 20 }).map((at) => `${1_000_000 + at}`)),
});

function entry(registered: string, at: number): RegisterEntry {
  return {
    number: CompanyNumber.parse(`0${1_000_000 + at}`),
    name: registered,
    formerNames: [],
    postcode: null,
    status: null,
  };
}

function find(printed: PrintedMention, entries: readonly RegisterEntry[]): MatchResult {
  return match(printed, { entries, crowded: false });
}

function findInIndex(printed: PrintedMention, entries: readonly RegisterEntry[]): MatchResult {
  const builder = createRegisterIndex();
  for (const row of entries) builder.add(row);
  return builder.finish().find(printed);
}

test('the order of the register does not matter', () => {
  const shuffled = register.chain((entries) =>
    fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
  );
  fc.assert(
    fc.property(shuffled, mention, ([entries, others], printed) => {
      expect(findInIndex(printed, others)).toEqual(findInIndex(printed, entries));
    }),
    { numRuns: 50 },
  );
});

test('one more company of the same name turns a match by name into ambiguity, and never into another match', () => {
  fc.assert(
    fc.property(register, fc.nat(), (entries, at) => {
      const printed = { name: entries[at % Math.max(1, entries.length)]?.name ?? '' };
      const before = find(printed, entries);
      const matched = entries.find(({ number }) => number === before.number);
      if (!matched) return;
      expect(find(printed, [...entries, entry(matched.name, 500)]).outcome).toBe('ambiguous');
    }),
  );
});

test('a match is the best candidate, by a clear lead, and only a match has a number', () => {
  fc.assert(
    fc.property(register, mention, (entries, printed) => {
      const { outcome, number, score, candidates } = find(printed, entries);
      expect(outcome === 'matched').toBe(number !== null);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      if (outcome !== 'matched') return;
      expect(candidates[0]).toMatchObject({ number, score });
      expect(score - (candidates[1]?.score ?? 0)).toBeGreaterThanOrEqual(5);
    }),
  );
});

test('a mention with a printed number is matched to that company or to none', () => {
  const numbered = fc.record({ name, number: fc.integer({ min: 1_000_000, max: 1_000_020 }).map(String) });
  fc.assert(
    fc.property(register, numbered, (entries, printed) => {
      expect([null, `0${printed.number}`]).toContain(find(printed, entries).number);
    }),
  );
});

test('the index finds what comparing with every company finds, as long as nothing is crowded', () => {
  fc.assert(
    fc.property(register, name, (entries, printed) => {
      expect(findInIndex({ name: printed }, entries).number).toBe(find({ name: printed }, entries).number);
    }),
    { numRuns: 50 },
  );
});

test('no print, however odd, breaks the matcher', () => {
  const entries = ['EXAMPLE CARE LIMITED', 'THE THE', '&'].map(entry);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (odd, number) => {
      expect(['matched', 'ambiguous', 'none']).toContain(
        find({ name: odd, number, postcode: odd }, entries).outcome,
      );
    }),
  );
});

test('no company is tied to a payment that is older than itself, whatever else is printed', () => {
  const day = fc.integer({ min: 2000, max: 2030 }).map((year) => `${year}-06-15`);
  const dated = fc
    .array(fc.tuple(name, day), { maxLength: 12 })
    .map((rows) =>
      rows.map(([registered, incorporatedOn], at) => ({ ...entry(registered, at), incorporatedOn })),
    );
  fc.assert(
    fc.property(dated, mention, day, (entries, printed, paidFrom) => {
      const { number } = findInIndex({ ...printed, paidFrom }, entries);
      const payee = entries.find((one) => one.number === number);
      if (payee) expect(payee.incorporatedOn <= paidFrom).toBe(true);
    }),
  );
});

test('a proceeding printed behind a name changes nobody whom it is tied to', () => {
  fc.assert(
    fc.property(
      register,
      name,
      fc.constantFrom(' (In Liquidation)', ' in administration'),
      (entries, printed, note) => {
        const [plain, noted] = [printed, printed + note].map(
          (one) => findInIndex({ name: one }, entries).number,
        );
        expect([plain, null]).toContain(noted);
      },
    ),
    { numRuns: 50 },
  );
});
