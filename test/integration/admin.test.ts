import { findInvitation, findTenants, openFor, type Db } from '@tocsin/db';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { adminVerb } from '../../services/cli/src/admin.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const BIRMINGHAM = 'E08000025';
const of = { council: [BIRMINGHAM] } as const;

let database: FreshDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openFor('command line', database.adminUrl, { max: 1 });
  vi.stubEnv('DATABASE_URL', database.adminUrl);
  vi.stubEnv('REDIS_URL', 'redis://127.0.0.1:1');
  vi.stubEnv('PUBLIC_URL', 'https://tocsin.example');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await db.destroy();
  await database.drop();
});

/** What the verb prints on stdout. */
async function run(options: Parameters<typeof adminVerb>[1]): Promise<Readonly<Record<string, unknown>>> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await adminVerb(db, options);
    return JSON.parse(String(out.mock.lastCall?.[0]));
  } finally {
    out.mockRestore();
    told.mockRestore();
  }
}

test('the first administrator is invited once a directory stands for her council, by a link that is printed once', async () => {
  const ann = { invite: 'ann@birmingham.example', ...of };
  await expect(run(ann)).rejects.toThrow(/No directory stands for it yet: allow one first/);
  const allowed = await run({ allow: 'tid-1', name: 'Birmingham', ...of });
  expect(allowed['issuer']).toBe('https://login.microsoftonline.com/tid-1/v2.0');
  const said = await run(ann);
  expect(said).toMatchObject({ council: BIRMINGHAM, roles: ['administrator'], way: 'directory' });
  const link = new URL(String(said['link']));
  const at = new Date().toISOString();
  expect(await findInvitation(db, link.pathname.replace('/invitation/', ''), at)).toMatchObject({
    council: BIRMINGHAM,
    roles: ['administrator'],
  });
  const rows = await db.selectFrom('invitation').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(link.pathname.replace('/invitation/', ''));
});

test('a directory that is allowed again stands for what was said last', async () => {
  await run({ allow: 'tid-2', name: 'Two councils', council: [BIRMINGHAM, 'E06000052'] });
  await run({ allow: 'tid-2', name: 'National body', national: true, issuer: 'https://login.example/2' });
  expect((await findTenants(db)).find(({ id }) => id === 'tid-2')).toEqual({
    id: 'tid-2',
    name: 'National body',
    issuer: 'https://login.example/2',
    isNational: true,
  });
  const lead = { invite: 'nia@national.example', national: true } as const;
  expect(await run({ ...lead, role: ['nps-lead'] })).toMatchObject({ council: null, roles: ['nps-lead'] });
});

test('a directory that is taken off the list is offered to nobody, and stands for no council', async () => {
  await run({ allow: 'tid-3', name: 'Gone soon', ...of });
  expect(await run({ disallow: 'tid-3' })).toEqual({ disallowed: 'tid-3' });
  expect((await findTenants(db)).map(({ id }) => id)).not.toContain('tid-3');
  const log = await db
    .selectFrom('audit')
    .select('council')
    .where('action', '=', 'disallowed directory')
    .execute();
  expect(log).toEqual([{ council: null }, { council: BIRMINGHAM }]);
});

test.each([
  [{}, /one of --invite <address>, --allow <tenant>, --disallow <tenant>/],
  [{ invite: 'a@b.example', allow: 'tid' }, /one of --invite/],
  [{ disallow: 'tid-unknown' }, /no directory that was allowed/],
  [{ invite: 'nobody', ...of }, /is not an e-mail address/],
  [{ invite: 'a@b.example' }, /Say one --council/],
  [{ invite: 'a@b.example', council: ['E99'] }, /E99 is not the GSS code/],
  [
    { invite: 'a@b.example', ...of, role: ['nps-lead'] },
    /--role one of officer, contract-manager, administrator/,
  ],
  [{ invite: 'a@b.example', national: true }, /--role one of nps-lead, operator/],
  [{ allow: 'tid', ...of }, /--name/],
  [{ allow: 'tid', name: 'Nowhere' }, /--council for which councils it stands/],
] as const)('what is not said or not fitting is refused, and changes nothing: %j', async (options, why) => {
  const count = async () => (await db.selectFrom('invitation').select('id').execute()).length;
  const before = [await count(), (await findTenants(db)).length];
  await expect(run(options as Parameters<typeof adminVerb>[1])).rejects.toThrow(why);
  expect([await count(), (await findTenants(db)).length]).toEqual(before);
});
