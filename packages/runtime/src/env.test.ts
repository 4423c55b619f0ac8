import { describe, expect, test } from 'vitest';
import { correctionsAddress, runBy, readSettings } from './env.ts';

const servers = { DATABASE_URL: 'postgresql://127.0.0.1/tocsin', REDIS_URL: 'redis://127.0.0.1' };
const local = { ...servers, TOCSIN_MODE: 'local' };

describe('Local mode, which has no sign-in,', () => {
  test.each([
    { HOST: '0.0.0.0' },
    { HOST: '::' },
    { HOST: '192.168.1.9' },
    { HOST: 'tocsin.surrey.gov.uk' },
    { PUBLIC_URL: 'https://tocsin.surrey.gov.uk' },
    { PUBLIC_URL: 'http://192.168.1.9:3000' },
    { PUBLIC_URL: 'http://localhost@attacker.example/' },
    { PUBLIC_URL: 'localhost' },
  ])('refuses to start for others than this machine: %o', (setting) => {
    const [name = '', value = ''] = Object.entries(setting)[0] ?? [];
    expect(() => readSettings({ ...local, ...setting })).toThrow(
      `${name}: is ${value}: local mode has no sign-in`,
    );
  });

  test.each([
    {},
    { HOST: '', PUBLIC_URL: '' },
    { HOST: '127.0.0.2', PUBLIC_URL: 'http://127.0.0.2:8080' },
    { HOST: '::1', PUBLIC_URL: 'http://[::1]:3000/' },
    { HOST: 'LOCALHOST', PUBLIC_URL: 'http://tocsin.localhost:3000' },
  ])('starts for this machine: %o', (setting) => {
    expect(readSettings({ ...local, ...setting }).TOCSIN_MODE).toBe('local');
  });
});

test('a server listens where it is told to and has the address that people reach it by', () => {
  const settings = { HOST: '0.0.0.0', PUBLIC_URL: 'https://tocsin.surrey.gov.uk' };
  expect(readSettings({ ...servers, ...settings })).toMatchObject({ TOCSIN_MODE: 'server', ...settings });
});

test('a server says who runs it and whom to tell of what cannot be used, and which of the two is missing', () => {
  const both = { OPERATED_BY: 'Example Council', ACCESSIBILITY_CONTACT: 'access@council.example' };
  expect(runBy(readSettings({ ...servers, ...both }))).toEqual({
    name: 'Example Council',
    accessibilityContact: 'access@council.example',
  });
  expect(runBy(readSettings(local))).toBeNull();
  expect(() => runBy(readSettings(servers))).toThrow(/^OPERATED_BY is not set: /);
  expect(() => runBy(readSettings({ ...servers, OPERATED_BY: 'Example Council' }))).toThrow(
    /^ACCESSIBILITY_CONTACT is not set: /,
  );
});

test('a server names where a wrong fact is reported, and says so in one sentence where it does not; a local copy need not', () => {
  const named = readSettings({ ...servers, CORRECTIONS_ADDRESS: 'corrections@council.example' });
  expect(correctionsAddress(named)).toBe('corrections@council.example');
  expect(correctionsAddress(readSettings(local))).toBeNull();
  expect(() => correctionsAddress(readSettings(servers))).toThrow(
    /^CORRECTIONS_ADDRESS is not set: [^.]+\. [^.]+/,
  );
  expect(() => readSettings({ ...servers, CORRECTIONS_ADDRESS: 'nobody' })).toThrow(
    'CORRECTIONS_ADDRESS: is not an e-mail address',
  );
});
