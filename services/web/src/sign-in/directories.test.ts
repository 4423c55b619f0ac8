import { expect, test } from 'vitest';
import { identityOf } from './directories.ts';

const who = { tid: 'tenant', oid: 'object' };
const shown = (claims: object) => {
  const { name, address } = identityOf({ ...who, ...claims });
  return [name, address];
};

test('what a directory says of a person beside who she is never keeps her out', () => {
  expect(shown({ name: ' ', preferred_username: 'ada@council.example' })).toEqual([
    'ada@council.example',
    'ada@council.example',
  ]);
  expect(shown({ name: 'A'.repeat(300) })).toEqual(['A'.repeat(200), null]);
  expect(shown({ name: '', preferred_username: 'ada' })).toEqual(['ada', null]);
  expect(shown({})).toEqual(['A person without a name', null]);
  expect(() => identityOf({ ...who, oid: undefined })).toThrow();
});

test('an address is one address, or none', () => {
  expect(shown({ name: 'Ada', email: 'a@x.example, b@y.example' })).toEqual(['Ada', null]);
  const upn = { name: 'Ada', email: 'a@x.example, b@y.example', preferred_username: ' ada@council.example ' };
  expect(shown(upn)).toEqual(['Ada', 'ada@council.example']);
});
