import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { refuseUnlessPublic } from './endpoints.ts';

test.each([
  'no address',
  'http://example.org/hook',
  'https://ada:secret@example.org/hook',
  'https://ada@example.org/hook',
  'https://10.0.0.1/hook',
  'https://[::1]/hook',
  'https://2130706433/hook',
  'https://localhost/hook',
  'https://printer.local/hook',
  'https://db.internal/hook',
  'https://localhost.localdomain.home.arpa/hook',
])('nothing is posted to %s, which is no name on the internet', (url) => {
  expect(() => refuseUnlessPublic(url)).toThrow(Refusal);
});

test.each(['https://example.org/hook', 'https://hooks.example.gov.uk:8443/a?b=c', 'https://locally.example'])(
  'a program may be told at %s',
  (url) => {
    expect(() => refuseUnlessPublic(url)).not.toThrow();
  },
);
