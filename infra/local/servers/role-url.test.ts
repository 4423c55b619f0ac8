import { expect, test } from 'vitest';
import { roleUrl } from './role-url.ts';

test('a server that trusts us lets us sign in as the role', () => {
  expect(roleUrl('postgresql://postgres@127.0.0.1:5432/tocsin', 'tocsin_web')).toBe(
    'postgresql://tocsin_web@127.0.0.1:5432/tocsin',
  );
});

test('elsewhere the administrator signs in and every session starts as the role, other settings kept', () => {
  expect(roleUrl('postgresql://admin:s%2Bcret@db.example/tocsin?sslmode=require', 'tocsin_worker')).toBe(
    'postgresql://admin:s%2Bcret@db.example/tocsin?sslmode=require&options=-c%20role%3Dtocsin_worker',
  );
});
