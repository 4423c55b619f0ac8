import { expect, test } from 'vitest';
import { keyStanding } from './key-standing.ts';

test('a key works until the moment at which it expires, and no longer once it was revoked', () => {
  const expiresAt = '2026-07-08T22:59:59.999Z';
  expect(keyStanding({ revokedAt: null, expiresAt }, '2026-07-08T22:59:59.998Z')).toBe('works');
  expect(keyStanding({ revokedAt: null, expiresAt }, expiresAt)).toBe('expired');
  expect(keyStanding({ revokedAt: expiresAt, expiresAt }, '2026-07-01T00:00:00.000Z')).toBe('revoked');
});
