import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CANARY_COUNCIL,
  CANARY_KEPT_DAYS,
  CANARY_SOURCE,
  canaryHour,
  canaryNumber,
  canaryNumbers,
  isCanary,
} from './canary.ts';
import { HOUR_MS } from './span.ts';

const moment = fc
  .integer({ min: Date.parse('2026-01-01'), max: Date.parse('2099-12-31') })
  .map((ms) => new Date(ms).toISOString());

test('a company of the canary comes again only after what is kept of its round before has gone', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: CANARY_KEPT_DAYS * 24 }), (at, hours) => {
      const later = new Date(Date.parse(at) + hours * HOUR_MS).toISOString();
      expect(canaryNumber(later)).not.toBe(canaryNumber(at));
    }),
  );
});

test('all within one hour is one round, of one of its companies', () => {
  fc.assert(
    fc.property(moment, (at) => {
      const hour = canaryHour(at);
      expect(Date.parse(at) - Date.parse(hour)).toBeLessThan(HOUR_MS);
      expect(hour).toMatch(/:00:00\.000Z$/);
      expect(canaryNumber(hour)).toBe(canaryNumber(at));
      expect(canaryNumbers()).toContain(canaryNumber(at));
    }),
  );
});

test('its codes are its own, and no others are', () => {
  for (const code of [CANARY_COUNCIL, CANARY_SOURCE, ...canaryNumbers()]) expect(isCanary(code)).toBe(true);
  for (const code of ['E10000030', 'gazette-insolvency', '17000000', '99000001', '99997999', '99999000'])
    expect(isCanary(code)).toBe(false);
});
