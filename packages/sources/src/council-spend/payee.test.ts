import { expect, test } from 'vitest';
import { payeeOf } from './payee.ts';

test('a person is not named, and who may be one is in doubt until a person has looked', () => {
  expect(payeeOf('PATEL MR R', '', '', '')).toEqual({ kind: 'individual', mention: null });
  expect(payeeOf('Xiomara Patel', '', '', '')).toMatchObject({
    kind: 'redacted',
    mention: null,
    doubt: expect.any(String),
  });
});

test.each(['Sir Robert McAlpine', 'Dr Martens', 'Xiomara Patel', 'John Example'])(
  'a company’s number beside it says that %s is a firm’s name',
  (name) => {
    expect(payeeOf(name, '00566823', '', '')).toMatchObject({
      kind: 'named',
      mention: { name, ref: { scheme: 'GB-COH', id: '00566823' } },
    });
    // Six digits may count suppliers.
    expect(payeeOf(name, '566823', '', '').mention).toBeNull();
  },
);

test('a withheld name stays so, whatever number stands beside it', () => {
  expect(payeeOf('REDACTED', '00566823', '', '').mention).toBeNull();
  expect(payeeOf('Personal Payee', '00566823', '', '').mention).toBeNull();
});
