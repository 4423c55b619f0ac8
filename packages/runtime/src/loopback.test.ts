import { describe, expect, test } from 'vitest';
import { hostOf, isLoopback } from './loopback.ts';

describe('Only this machine answers', () => {
  test.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'tocsin.localhost',
    '127.0.0.1',
    '127.255.0.9',
    '::1',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '::ffff:127.0.0.1',
  ])('under %s', (host) => expect(isLoopback(host)).toBe(true));

  test.each([
    '',
    '.',
    '0.0.0.0',
    '::',
    '192.168.1.9',
    '128.0.0.1',
    '8.8.8.8',
    '[fe80::1]',
    '::ffff:192.168.1.9',
    '127.0.0.1.attacker.example',
    'localhost.attacker.example',
    'notlocalhost',
    '.localhost',
    'attacker.example',
    'tocsin.surrey.gov.uk',
    // Names for addresses that other programs read otherwise.
    '2130706433',
    '0x7f.1',
    '127.1',
  ])('not only under "%s"', (host) => expect(isLoopback(host)).toBe(false));
});

test('a Host header names a host, with a port or without one, and nothing else', () => {
  expect(hostOf('localhost:3000')).toBe('localhost');
  expect(hostOf('LocalHost.')).toBe('LocalHost.');
  expect(hostOf('127.0.0.1')).toBe('127.0.0.1');
  expect(hostOf('[::1]:3000')).toBe('[::1]');
  for (const header of [
    undefined,
    '',
    'a@localhost',
    'localhost/',
    '::1',
    'localhost, attacker.example',
    '[::1',
  ])
    expect([header, hostOf(header)]).toEqual([header, undefined]);
});
