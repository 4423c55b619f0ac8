import { expect, test } from 'vitest';
import { isPrivateAddress } from './private-address.ts';

test.each([
  [
    'of this machine',
    ['127.0.0.1', '127.1.2.3', '0.0.0.0', '::', '::1', '[::1]', '::ffff:127.0.0.1', 'localhost'],
  ],
  [
    'of a private network',
    ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fd00::1'],
  ],
  ['of a link', ['169.254.169.254', 'fe80::1', '[fe80::1]', '::ffff:169.254.169.254']],
  ['of nobody', ['224.0.0.1', '240.0.0.1', '255.255.255.255', '198.18.0.1', 'ff02::1', '64:ff9b::a00:1']],
])('an address %s is private', (_, addresses) => {
  expect(addresses.filter((address) => !isPrivateAddress(address))).toEqual([]);
});

test('one that a publisher may have is not, nor is a name, wherever it points', () => {
  const others = [
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '223.255.255.255',
  ];
  const names = ['example.gov.uk', '10.example', 'localhost.example'];
  expect([...others, '2606:4700::1111', '::ffff:1.1.1.1', ...names].filter(isPrivateAddress)).toEqual([]);
});
