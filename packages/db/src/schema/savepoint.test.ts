import { expect, test } from 'vitest';
import { isOfContent, isOutOfReach, isWithoutDisk } from './savepoint.ts';

const coded = (code: unknown, message = '') => Object.assign(new Error(message), { code });
/** What is said of an error: that it is about what was stored, that Postgres is away, that its disk is full. */
const saidOf = (error: unknown) => [isOfContent(error), isOutOfReach(error), isWithoutDisk(error)];
const neither = [false, false, false];

test.each([
  ['a number out of range', '22003'],
  ['a row too large for an index', '54000'],
  ['a missing value', '23502'],
  ['an impossible value', '23514'],
])('%s is refused whenever it is tried', (_, code) => {
  expect(saidOf(coded(code))).toEqual([true, false, false]);
});

test.each([
  ['a connection that is refused', 'ECONNREFUSED'],
  ['a connection that fails', '08006'],
  ['a server that shuts down', '57P01'],
  ['a server with too many connections', '53300'],
])('%s is out of reach', (_, code) => {
  expect(saidOf(coded(code))).toEqual([false, true, false]);
});

test('a connection that ends without a code is out of reach, and another fault without one is not', () => {
  expect(saidOf(new Error('Connection terminated unexpectedly'))).toEqual([false, true, false]);
  expect(saidOf(new Error('a fault'))).toEqual(neither);
});

test.each([
  ['is full', '53100'],
  ['fails', '58030'],
])('a disk that %s is neither', (_, code) => {
  expect(saidOf(coded(code))).toEqual([false, false, true]);
});

test.each([
  ['a key that is taken', coded('23505', 'Connection terminated')],
  ['a mistake in a statement', coded('42601')],
  ['a code that is no text', coded(22003)],
  ['a code that only begins so', coded('220031')],
  ['what is no error', { code: '22003', message: 'Connection terminated' }],
  ['nothing', undefined],
])('%s is none of them', (_, error) => {
  expect(saidOf(error)).toEqual(neither);
});
