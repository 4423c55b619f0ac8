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

test('on the embedded server each role has a password of its own, which is not the administrator’s', () => {
  const administrator = `embedded-${'0123456789abcdef'.repeat(4)}`;
  const admin = `postgresql://postgres:${administrator}@127.0.0.1:5432/tocsin`;
  const [web, worker] = [roleUrl(admin, 'tocsin_web'), roleUrl(admin, 'tocsin_worker')].map(
    (url) => new URL(url),
  );
  expect([web?.username, worker?.username]).toEqual(['tocsin_web', 'tocsin_worker']);
  expect(web?.search).toBe('');
  expect(new Set([web?.password, worker?.password, administrator]).size).toBe(3);
  expect(roleUrl(admin, 'tocsin_web')).toBe(web?.href);
});
