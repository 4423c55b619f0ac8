import { CouncilRole, PersonRole, type KeyScope } from '@tocsin/domain';

/**
 * Who may ask for a route: everyone, and who it is does not matter; everyone, and whoever is signed in is known; whoever is
 * signed in, also before a council is chosen; the user of a local copy; or people by their roles, and programs by what
 * their key may ask for.
 */
export type Access = 'everyone' | 'known-or-not' | 'signed-in' | 'local' | ForRoles;

interface ForRoles {
  readonly roles: readonly PersonRole[];
  readonly key?: KeyScope;
}

const ofCouncil: readonly PersonRole[] = CouncilRole.options;
const keepers: readonly PersonRole[] = ['contract-manager', 'administrator'];
const administrator: readonly PersonRole[] = ['administrator'];
const nationalToo: readonly PersonRole[] = [...CouncilRole.options, 'nps-lead'];
const lead: readonly PersonRole[] = ['nps-lead'];
const operator: readonly PersonRole[] = ['operator'];
const all: readonly PersonRole[] = PersonRole.options;

/** Every route that the pages answer, and who may ask for it. One that does not stand here is not served. */
export const routeRoles: Readonly<Record<string, Access>> = {
  'GET /health': 'everyone',
  'GET /.well-known/security.txt': 'everyone',
  'GET /robots.txt': 'everyone',
  'GET /accessibility': 'everyone',
  'GET /help': 'everyone',
  'GET /privacy': 'everyone',
  'GET /ledger': 'everyone',
  'GET /ledger.json': 'everyone',
  'GET /ledger/:file': 'everyone',
  'GET /assets/*': 'everyone',
  'GET /api/v1/openapi.json': 'everyone',
  'GET /api/v1/reference': 'everyone',
  'GET /api/v1/client.ts': 'everyone',
  // Behind a token of their own: of one person, and of GOV.UK Notify.
  'GET /calendar/:file': 'everyone',
  'POST /notify/receipts': 'everyone',

  'GET /sign-in': 'everyone',
  'GET /sign-in/organisation': 'everyone',
  'GET /sign-in/callback': 'everyone',
  'POST /sign-in/link': 'everyone',
  'GET /sign-in/link/:secret': 'everyone',
  'POST /sign-in/link/:secret': 'everyone',
  'GET /invitation/:secret': 'everyone',
  'GET /account': 'signed-in',
  'POST /account': 'signed-in',
  'POST /sign-out': 'signed-in',
  'POST /sign-out/everywhere': 'signed-in',

  'GET /': 'known-or-not',
  'GET /could-have-known': 'known-or-not',
  'GET /alerts': { roles: ofCouncil },
  'POST /alerts': { roles: ofCouncil },
  'GET /alerts.csv': { roles: ofCouncil, key: 'alerts' },
  'GET /alerts.xlsx': { roles: ofCouncil, key: 'alerts' },
  'GET /alerts/:id': { roles: ofCouncil },
  'POST /alerts/:id': { roles: ofCouncil },
  'POST /alerts/:id/hearing': { roles: ofCouncil },
  'GET /corrections': { roles: ofCouncil },
  'GET /corrections/new': { roles: nationalToo },
  'POST /corrections': { roles: nationalToo },
  'POST /corrections/:id': { roles: administrator },
  'GET /corrections/decide': { roles: operator },
  'GET /corrections/decide/:id': { roles: operator },
  'POST /corrections/decide/:id': { roles: operator },
  'GET /operator': { roles: operator },
  'POST /operator/retry': { roles: operator },
  'GET /opening': { roles: ofCouncil },
  'GET /deliveries': { roles: ofCouncil },
  'GET /exposure': { roles: ofCouncil },
  'GET /exposure/coverage': { roles: ofCouncil },
  'GET /exposure.csv': { roles: ofCouncil, key: 'exposure' },
  'GET /exposure.xlsx': { roles: ofCouncil, key: 'exposure' },

  'GET /exercises': { roles: ofCouncil },
  'POST /exercises': { roles: keepers },
  'GET /exercises/:id': { roles: ofCouncil },
  'POST /exercises/:id': { roles: ofCouncil },
  'GET /exercises/:id.csv': { roles: ofCouncil },
  'GET /exercises/:id.xlsx': { roles: ofCouncil },
  'GET /allocations': { roles: ofCouncil },
  'POST /allocations/:council': { roles: keepers },
  'POST /allocations/:council/:id/undo': { roles: keepers },
  'GET /reviews': { roles: ofCouncil },
  'POST /reviews': { roles: ofCouncil },
  'GET /spend': { roles: ofCouncil },
  'POST /spend': { roles: keepers },
  'GET /spend/:id': { roles: ofCouncil },
  'POST /spend/:id': { roles: keepers },
  'POST /spend/:id/take': { roles: keepers },
  'POST /spend/:id/drop': { roles: keepers },
  'POST /spend/:id/undo': { roles: keepers },
  'GET /register': { roles: ofCouncil },
  'POST /register': { roles: keepers },
  'GET /register/template.csv': { roles: ofCouncil },
  'GET /register/template.xlsx': { roles: ofCouncil },
  'GET /register/contracts/:id': { roles: ofCouncil },
  'POST /register/:id/undo': { roles: keepers },
  'GET /register/draft': { roles: keepers },
  'GET /register/draft/columns': { roles: keepers },
  'POST /register/draft/columns': { roles: keepers },
  'POST /register/draft/table': { roles: keepers },
  'POST /register/draft/save': { roles: keepers },
  'POST /register/draft/drop': { roles: keepers },
  'GET /matches': { roles: ofCouncil },
  'GET /matches/:item': { roles: ofCouncil },
  'POST /matches/:item': { roles: ofCouncil },
  'POST /matches/together': { roles: ofCouncil },
  'POST /matches/decisions/undo': { roles: ofCouncil },
  'POST /matches/decisions/:id/undo': { roles: ofCouncil },
  'GET /audit': { roles: administrator },
  'GET /holds': { roles: administrator },
  'POST /holds': { roles: administrator },
  'POST /holds/:id/release': { roles: administrator },
  'GET /settings': { roles: ofCouncil },
  'POST /settings': { roles: ofCouncil },
  'GET /settings/less': { roles: ofCouncil },
  'POST /settings/less': { roles: ofCouncil },
  'POST /settings/test': { roles: ofCouncil },
  'POST /settings/calendar': { roles: ofCouncil },
  'GET /settings/channels': { roles: administrator },
  'POST /settings/channels': { roles: administrator },
  'POST /settings/channels/:id': { roles: administrator },
  'GET /settings/council': { roles: ofCouncil },
  'POST /settings/council': { roles: administrator },
  'GET /settings/owners': { roles: keepers },
  'POST /settings/owners': { roles: keepers },

  'GET /people': { roles: administrator },
  'POST /people': { roles: administrator },
  'POST /people/links': { roles: administrator },
  'POST /people/addresses': { roles: administrator },
  'POST /people/invitations/:id/withdraw': { roles: administrator },
  'GET /people/:id': { roles: administrator },
  'POST /people/:id/roles': { roles: administrator },
  'POST /people/:id/sign-out': { roles: administrator },
  'POST /people/:id/remove': { roles: administrator },
  'GET /keys': { roles: administrator },
  'POST /keys': { roles: administrator },
  'POST /keys/:id/revoke': { roles: administrator },

  'GET /suppliers': { roles: nationalToo },
  'GET /suppliers/:key': { roles: nationalToo },
  'GET /suppliers/:key/care': { roles: nationalToo },
  'GET /suppliers/:key/compare': { roles: nationalToo },
  'GET /suppliers/:key/evidence': { roles: nationalToo },
  'GET /suppliers/:key/care/notification.txt': { roles: ofCouncil },
  'GET /suppliers/list': { roles: ofCouncil },
  'POST /suppliers/list': { roles: keepers },
  'POST /suppliers/list/drop': { roles: keepers },
  'GET /suppliers/list/answer.csv': { roles: keepers },
  'GET /suppliers/watch-list.csv': { roles: ofCouncil, key: 'exposure' },
  'GET /suppliers/watch-list.xlsx': { roles: ofCouncil, key: 'exposure' },
  'GET /national': { roles: nationalToo },
  'GET /national.csv': { roles: nationalToo, key: 'public-record' },
  'GET /national.xlsx': { roles: nationalToo, key: 'public-record' },
  'GET /national/suppliers': { roles: nationalToo },
  'GET /national/suppliers.csv': { roles: nationalToo, key: 'public-record' },
  'GET /national/suppliers.xlsx': { roles: nationalToo, key: 'public-record' },
  'GET /national/suppliers/:key': { roles: nationalToo },
  'GET /national/suppliers/:key/councils.csv': { roles: nationalToo, key: 'public-record' },
  'GET /national/suppliers/:key/councils.xlsx': { roles: nationalToo, key: 'public-record' },
  'GET /national/concentration': { roles: nationalToo },
  'GET /national/concentration.csv': { roles: nationalToo, key: 'public-record' },
  'GET /national/concentration.xlsx': { roles: nationalToo, key: 'public-record' },
  'GET /national/reorganisation': { roles: nationalToo },
  'GET /national/reorganisation.csv': { roles: nationalToo, key: 'public-record' },
  'GET /national/reorganisation.xlsx': { roles: nationalToo, key: 'public-record' },
  'GET /replay': 'known-or-not',
  'GET /national/diagnostic': { roles: nationalToo },
  'GET /national/diagnostic.csv': { roles: nationalToo },
  'GET /national/diagnostic.xlsx': { roles: nationalToo },
  'POST /national/suppliers': { roles: lead },
  'POST /national/suppliers/forget': { roles: lead },
  'GET /national/exercises': { roles: lead },
  'POST /national/exercises': { roles: lead },
  'GET /national/exercises/:id': { roles: lead },
  'GET /national/exercises/:id.csv': { roles: lead },
  'GET /national/exercises/:id.xlsx': { roles: lead },
  'GET /sources': { roles: all },

  'GET /api/v1/alerts': { roles: ofCouncil, key: 'alerts' },
  'GET /api/v1/alerts/:id': { roles: ofCouncil, key: 'alerts' },
  'GET /api/v1/opening': { roles: ofCouncil, key: 'alerts' },
  'GET /api/v1/exposure': { roles: ofCouncil, key: 'exposure' },
  'GET /api/v1/contracts': { roles: ofCouncil, key: 'exposure' },
  'GET /api/v1/payments': { roles: ofCouncil, key: 'exposure' },
  'GET /api/v1/coverage': { roles: ofCouncil, key: 'exposure' },
  'GET /api/v1/register': { roles: ofCouncil, key: 'exposure' },
  'GET /api/v1/reviews': { roles: ofCouncil, key: 'exposure' },
  'GET /api/v1/matches': { roles: ofCouncil, key: 'names' },
  'GET /api/v1/matches/:item': { roles: ofCouncil, key: 'names' },
  'GET /api/v1/suppliers': { roles: nationalToo, key: 'public-record' },
  'GET /api/v1/suppliers/:number': { roles: nationalToo, key: 'public-record' },
  'GET /api/v1/suppliers/:number/history': { roles: nationalToo, key: 'public-record' },
  'GET /api/v1/national': { roles: nationalToo, key: 'public-record' },
  'GET /api/v1/councils': { roles: all, key: 'public-record' },
  'GET /api/v1/sources': { roles: all, key: 'public-record' },
  'GET /api/v1/audit': { roles: administrator },

  'GET /councils': 'local',
  'POST /councils': 'local',
  'GET /local/mailbox': 'local',
  'GET /local/mailbox/:id': 'local',
  'GET /local/mailbox/:id/body': 'local',
  'GET /local/sample': 'local',
  'POST /local/sample/remove': 'local',
};

/** Who may ask for a route of the router; undefined where nobody has said. */
export function accessTo(method: string, path: string): Access | undefined {
  const place = path.startsWith('/assets/') ? '/assets/*' : path;
  return routeRoles[`${method === 'HEAD' ? 'GET' : method} ${place}`];
}

/** What decides: the roles of a person, or what a key may ask for. */
export interface Rights {
  readonly roles: readonly PersonRole[];
  readonly scopes: readonly KeyScope[];
}

/** Whether somebody signed in, with a council or the national body chosen, may ask for a route. */
export function may(rights: Rights, method: string, path: string): boolean {
  const access = accessTo(method, path);
  if (access === undefined || access === 'local') return false;
  if (typeof access === 'string') return true;
  return (
    access.roles.some((role) => rights.roles.includes(role)) ||
    (access.key !== undefined && rights.scopes.includes(access.key))
  );
}
