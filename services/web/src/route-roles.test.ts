import { expect, test } from 'vitest';
import { may, routeRoles } from './route-roles.ts';

// What each may, written down a second time: who widens a role in the table has to say so here.

const routes = Object.keys(routeRoles).toSorted();
const ofRoles = routes.filter((route) => typeof routeRoles[route] === 'object');

function mayAsk(role: 'officer' | 'contract-manager' | 'administrator') {
  return ofRoles.filter((route) => {
    const [method = '', path = ''] = route.split(' ');
    return may({ roles: [role], scopes: [] }, method, path);
  });
}
const officer = mayAsk('officer');
const manager = mayAsk('contract-manager');
const administrator = mayAsk('administrator');
const without = (some: readonly string[], others: readonly string[]) =>
  some.filter((one) => !others.includes(one));

test('an officer works on alerts, names and reviews, and changes nothing else but how she is told', () => {
  expect(officer.filter((route) => route.startsWith('POST'))).toEqual([
    'POST /alerts',
    'POST /alerts/:id',
    'POST /alerts/:id/hearing',
    'POST /corrections',
    'POST /exercises/:id',
    'POST /matches/:item',
    'POST /matches/decisions/:id/undo',
    'POST /matches/decisions/undo',
    'POST /matches/together',
    'POST /reviews',
    'POST /settings',
    'POST /settings/calendar',
    'POST /settings/less',
    'POST /settings/test',
  ]);
});

test('a contract manager may besides keep what the council hands in, who owns what, and who takes over what', () => {
  expect(without(manager, officer)).toEqual([
    'GET /register/draft',
    'GET /register/draft/columns',
    'GET /settings/owners',
    'GET /suppliers/list/answer.csv',
    'POST /allocations/:council',
    'POST /allocations/:council/:id/undo',
    'POST /exercises',
    'POST /register',
    'POST /register/:id/undo',
    'POST /register/draft/columns',
    'POST /register/draft/drop',
    'POST /register/draft/save',
    'POST /register/draft/table',
    'POST /settings/owners',
    'POST /spend',
    'POST /spend/:id',
    'POST /spend/:id/drop',
    'POST /spend/:id/take',
    'POST /spend/:id/undo',
    'POST /suppliers/list',
    'POST /suppliers/list/drop',
  ]);
  expect(without(officer, manager)).toEqual([]);
});

test('an administrator alone sees people, keys, channels, holds and the audit log, and decides about the council', () => {
  expect(without(administrator, manager)).toEqual([
    'GET /api/v1/audit',
    'GET /audit',
    'GET /holds',
    'GET /keys',
    'GET /people',
    'GET /people/:id',
    'GET /settings/channels',
    'POST /corrections/:id',
    'POST /holds',
    'POST /holds/:id/release',
    'POST /keys',
    'POST /keys/:id/revoke',
    'POST /people',
    'POST /people/:id/remove',
    'POST /people/:id/roles',
    'POST /people/:id/sign-out',
    'POST /people/addresses',
    'POST /people/invitations/:id/withdraw',
    'POST /people/links',
    'POST /settings/channels',
    'POST /settings/channels/:id',
    'POST /settings/council',
  ]);
  expect(without(manager, administrator)).toEqual([]);
});

test('without a role is open what signing in needs, what has a secret of its own, and what is for all to read', () => {
  const open = routes.flatMap((route) => {
    const access = routeRoles[route];
    return typeof access === 'string' ? [`${route} ${access}`] : [];
  });
  expect(open).toEqual([
    'GET / known-or-not',
    'GET /.well-known/security.txt everyone',
    'GET /accessibility everyone',
    'GET /account signed-in',
    'GET /api/v1/client.ts everyone',
    'GET /api/v1/openapi.json everyone',
    'GET /api/v1/reference everyone',
    'GET /assets/* everyone',
    'GET /calendar/:file everyone',
    'GET /could-have-known known-or-not',
    'GET /councils local',
    'GET /health everyone',
    'GET /help everyone',
    'GET /invitation/:secret everyone',
    'GET /ledger everyone',
    'GET /ledger.json everyone',
    'GET /ledger/:file everyone',
    'GET /local/mailbox local',
    'GET /local/mailbox/:id local',
    'GET /local/mailbox/:id/body local',
    'GET /local/sample local',
    'GET /privacy everyone',
    'GET /replay known-or-not',
    'GET /robots.txt everyone',
    'GET /sign-in everyone',
    'GET /sign-in/callback everyone',
    'GET /sign-in/link/:secret everyone',
    'GET /sign-in/organisation everyone',
    'POST /account signed-in',
    'POST /councils local',
    'POST /local/sample/remove local',
    'POST /notify/receipts everyone',
    'POST /sign-in/link everyone',
    'POST /sign-in/link/:secret everyone',
    'POST /sign-out signed-in',
    'POST /sign-out/everywhere signed-in',
  ]);
});

test('a key opens what it is for', () => {
  const keyed = ofRoles.flatMap((route) => {
    const access = routeRoles[route];
    return typeof access === 'object' && access.key ? [`${route} ${access.key}`] : [];
  });
  expect(keyed).toEqual([
    'GET /alerts.csv alerts',
    'GET /alerts.xlsx alerts',
    'GET /api/v1/alerts alerts',
    'GET /api/v1/alerts/:id alerts',
    'GET /api/v1/contracts exposure',
    'GET /api/v1/councils public-record',
    'GET /api/v1/coverage exposure',
    'GET /api/v1/exposure exposure',
    'GET /api/v1/matches names',
    'GET /api/v1/matches/:item names',
    'GET /api/v1/national public-record',
    'GET /api/v1/opening alerts',
    'GET /api/v1/payments exposure',
    'GET /api/v1/register exposure',
    'GET /api/v1/reviews exposure',
    'GET /api/v1/sources public-record',
    'GET /api/v1/suppliers public-record',
    'GET /api/v1/suppliers/:number public-record',
    'GET /api/v1/suppliers/:number/history public-record',
    'GET /exposure.csv exposure',
    'GET /exposure.xlsx exposure',
    'GET /national.csv public-record',
    'GET /national.xlsx public-record',
    'GET /national/concentration.csv public-record',
    'GET /national/concentration.xlsx public-record',
    'GET /national/reorganisation.csv public-record',
    'GET /national/reorganisation.xlsx public-record',
    'GET /national/suppliers.csv public-record',
    'GET /national/suppliers.xlsx public-record',
    'GET /national/suppliers/:key/councils.csv public-record',
    'GET /national/suppliers/:key/councils.xlsx public-record',
    'GET /suppliers/watch-list.csv exposure',
    'GET /suppliers/watch-list.xlsx exposure',
  ]);
});
