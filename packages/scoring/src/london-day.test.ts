import { addDays, dayOf, type IsoDate, type IsoInstant, SupplierId } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals } from './facts.ts';
import { caseOf, said } from './testing.ts';

const HOUR_MS = 3_600_000;
const supplierId = SupplierId.parse('1');

/** Every hour of three days around both changes of the clocks, of some years. */
const anyHour = fc
  .record({
    year: fc.integer({ min: 2020, max: 2035 }),
    month: fc.constantFrom(2, 9),
    hour: fc.integer({ min: 0, max: 24 * 9 }),
    minute: fc.integer({ min: 0, max: 59 }),
  })
  .map(({ year, month, hour, minute }) => Date.UTC(year, month, 24, hour, minute));

function bandOf(publishedAt: IsoInstant, asOf: IsoDate): string {
  const administration = caseOf('in-administration', { 'administration-started-on': '2020-01-02' });
  const signal = said('2020-01-02', administration, { publishedAt, observedAt: publishedAt });
  return assess(foldSignals({}, [signal]), { supplierId, asOf, previousBand: null }).band;
}

test('whatever was published by now is assessed with now, at every hour around both changes of the clocks', () => {
  fc.assert(
    fc.property(anyHour, fc.integer({ min: 0, max: 30 * HOUR_MS }), (now, before) => {
      expect(bandOf(new Date(now - before).toISOString(), dayOf(now))).toBe('insolvent');
    }),
    { numRuns: 400 },
  );
});

test('whatever is dated later is assessed with on its day in London, and not on the day before', () => {
  fc.assert(
    fc.property(anyHour, (at) => {
      const [published, day] = [new Date(at).toISOString(), dayOf(at)];
      expect([bandOf(published, addDays(day, -1)), bandOf(published, day)]).toEqual(['low', 'insolvent']);
    }),
    { numRuns: 400 },
  );
});

test('each of the 72 hours around each change of the clocks of 2026 is judged on its own day', () => {
  for (const first of ['2026-03-28T00:30:00Z', '2026-10-24T00:30:00Z'])
    for (let hour = 0; hour < 72; hour += 1) {
      const at = Date.parse(first) + hour * HOUR_MS;
      const published = new Date(at).toISOString();
      expect([bandOf(published, addDays(dayOf(at), -1)), bandOf(published, dayOf(at))]).toEqual([
        'low',
        'insolvent',
      ]);
    }
});
