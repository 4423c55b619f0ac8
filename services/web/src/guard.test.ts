import fastify from 'fastify';
import { expect, test } from 'vitest';
import { guard } from './guard.ts';
import type { Ports } from './ports.ts';
import { may, routeRoles } from './route-roles.ts';

test('a route that does not stand in the table of who may ask for what is not made', () => {
  const app = fastify();
  guard(app, { settings: { TOCSIN_MODE: 'server' } } as Ports);
  app.get('/alerts', async () => 'an alert');
  expect(() => app.get('/planted', async () => 'anything')).toThrow(
    'GET /planted does not stand in the table of who may ask for what',
  );
  expect(() => app.delete('/alerts', async () => 'gone')).toThrow('DELETE /alerts does not stand');
});

test('who is not signed in is asked to, before anything that she sends is read', async () => {
  const app = fastify();
  let read = 0;
  guard(app, { settings: { TOCSIN_MODE: 'server' }, now: () => new Date(0) } as Ports);
  app.addHook('preParsing', async () => {
    read += 1;
  });
  app.decorateRequest('cookies', { getter: () => ({}) });
  app.post('/register', async () => 'taken');
  const answer = await app.inject({ method: 'POST', url: '/register', payload: { file: 'x' } });
  expect([answer.statusCode, read]).toEqual([401, 0]);
});

test('a role may what its route names, a key what it is for, and neither what only a local copy has', () => {
  const officer = { roles: ['officer'], scopes: [] } as const;
  const key = { roles: [], scopes: ['alerts'] } as const;
  expect(may(officer, 'GET', '/alerts')).toBe(true);
  expect(may(officer, 'HEAD', '/alerts')).toBe(true);
  expect(may(officer, 'GET', '/people')).toBe(false);
  expect(may(officer, 'POST', '/register')).toBe(false);
  expect(may(key, 'GET', '/api/v1/alerts')).toBe(true);
  expect(may(key, 'GET', '/api/v1/exposure')).toBe(false);
  expect(may(key, 'GET', '/alerts')).toBe(false);
  expect(may({ roles: ['operator'], scopes: [] }, 'POST', '/local/sample/remove')).toBe(false);
  expect(may(officer, 'GET', '/no-such-page')).toBe(false);
});

test('nobody of the national body may ask for anything that is a council’s own', () => {
  const national = { roles: ['nps-lead', 'operator'], scopes: [] } as const;
  const open = Object.keys(routeRoles).filter((route) => {
    const [method = '', path = ''] = route.split(' ');
    return typeof routeRoles[route] === 'object' && may(national, method, path);
  });
  expect(open.toSorted()).toEqual([
    'GET /api/v1/councils',
    'GET /api/v1/national',
    'GET /api/v1/sources',
    'GET /api/v1/suppliers',
    'GET /api/v1/suppliers/:number',
    'GET /api/v1/suppliers/:number/history',
    // Facts of the public record that somebody contests, without who and for which council.
    'GET /corrections/decide',
    'GET /corrections/decide/:id',
    'GET /corrections/new',
    'GET /national',
    'GET /national.csv',
    'GET /national.xlsx',
    'GET /national/concentration',
    'GET /national/concentration.csv',
    'GET /national/concentration.xlsx',
    'GET /national/diagnostic',
    'GET /national/diagnostic.csv',
    'GET /national/diagnostic.xlsx',
    'GET /national/exercises',
    'GET /national/exercises/:id',
    'GET /national/exercises/:id.csv',
    'GET /national/exercises/:id.xlsx',
    'GET /national/reorganisation',
    'GET /national/reorganisation.csv',
    'GET /national/reorganisation.xlsx',
    'GET /national/suppliers',
    'GET /national/suppliers.csv',
    'GET /national/suppliers.xlsx',
    'GET /national/suppliers/:key',
    'GET /national/suppliers/:key/councils.csv',
    'GET /national/suppliers/:key/councils.xlsx',
    'GET /operator',
    'GET /sources',
    'GET /suppliers',
    'GET /suppliers/:key',
    'GET /suppliers/:key/care',
    'GET /suppliers/:key/compare',
    'GET /suppliers/:key/evidence',
    'POST /corrections',
    'POST /corrections/decide/:id',
    'POST /national/exercises',
    'POST /national/suppliers',
    'POST /national/suppliers/forget',
    'POST /operator/retry',
  ]);
});
