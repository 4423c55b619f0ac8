import { disallowTenant, findTenantsOf, invitationDays, invite, saveTenant, type Db } from '@tocsin/db';
import {
  addDays,
  CouncilRole,
  dayOf,
  GssCode,
  NationalRole,
  roleWords,
  type PersonRole,
} from '@tocsin/domain';
import { readSettings } from '@tocsin/runtime';
import { z } from 'zod';
import { councilByCode, loadCouncils } from './councils.ts';

interface AdminOptions {
  readonly invite?: string;
  readonly allow?: string;
  readonly disallow?: string;
  readonly council?: readonly string[];
  readonly national?: true;
  readonly role?: readonly string[];
  readonly byLink?: true;
  readonly name?: string;
  readonly issuer?: string;
}

const BY = 'command line';

/**
 * `admin --invite <address>`: the first administrator of a council, or somebody of the national body; the link of the
 * invitation is printed, once. `admin --allow <tenant>`: lets the people of a directory sign in, for the councils that it
 * stands for; `admin --disallow <tenant>`: no longer.
 */
export async function adminVerb(db: Db, options: AdminOptions): Promise<void> {
  const { invite: address, allow: allowed, disallow: disallowed } = options;
  if ([address, allowed, disallowed].filter((one) => one !== undefined).length !== 1)
    throw new Error(
      'Say one of --invite <address>, --allow <tenant>, --disallow <tenant>: nothing was changed',
    );
  const said =
    disallowed !== undefined
      ? await disallow(db, disallowed)
      : allowed !== undefined
        ? await allow(db, options)
        : await inviteSomebody(db, options);
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

async function councilsOf(db: Db, { council = [] }: AdminOptions) {
  const known = await loadCouncils(db);
  return council.map((code) => councilByCode(known, code));
}

async function allow(db: Db, options: AdminOptions) {
  const { allow: id = '', name, national = false } = options;
  const councils = (await councilsOf(db, options)).map(({ gss }) => GssCode.parse(gss));
  const issuer = options.issuer ?? `https://login.microsoftonline.com/${id}/v2.0`;
  if (!name) throw new Error('Say with --name what people know the organisation by: nothing was changed');
  if (councils.length === 0 && !national)
    throw new Error(
      'Say with --council for which councils it stands, or --national for the national body: nothing was changed',
    );
  if (!URL.canParse(issuer)) throw new Error(`${issuer} is no address of an issuer: nothing was changed`);
  const tenant = { id, name, issuer, isNational: national, councils };
  await db.transaction().execute((trx) => saveTenant(trx, tenant, BY));
  process.stderr.write(`People of ${name} may sign in once they are invited\n`);
  return tenant;
}

async function disallow(db: Db, id: string) {
  if (!(await db.transaction().execute((trx) => disallowTenant(trx, id, BY))))
    throw new Error(`${id} is no directory that was allowed: nothing was changed`);
  process.stderr.write('Its people may do nothing from the next page on; what they did is kept\n');
  return { disallowed: id };
}

async function inviteSomebody(db: Db, options: AdminOptions) {
  const { invite: address = '', national = false, byLink = false } = options;
  const { PUBLIC_URL: ours } = readSettings(process.env);
  if (ours === undefined)
    throw new Error('PUBLIC_URL is not set: the link of the invitation needs the address of the pages');
  if (!z.email().safeParse(address).success)
    throw new Error(`${address} is not an e-mail address: nothing was changed`);
  const councils = await councilsOf(db, options);
  const [council] = councils;
  if (councils.length !== (national ? 0 : 1))
    throw new Error('Say one --council, or --national for the national body: nothing was changed');
  const roles = rolesOf(options.role ?? (national ? [] : ['administrator']), national);
  const gss = council?.gss ?? null;
  const tenants = await findTenantsOf(db, gss);
  if (!byLink && tenants.length === 0)
    throw new Error(
      'No directory stands for it yet: allow one first (--allow), or invite with --by-link: nothing was changed',
    );
  const at = new Date().toISOString();
  const way = byLink ? 'link' : 'directory';
  const secret = await db
    .transaction()
    .execute((trx) => invite(trx, { council: gss, address, roles, way, by: BY, at }));
  const where = council?.name ?? 'the national body';
  const until = addDays(dayOf(at), invitationDays);
  process.stderr.write(
    `${address} is invited for ${where} as ${roles.map((role) => roleWords[role]).join(', ')}, until ${until}. ` +
      'Hand the link on to nobody else: it is printed this once\n',
  );
  return {
    invited: address,
    council: gss,
    roles,
    way,
    until,
    link: new URL(`/invitation/${secret}`, ours).href,
  };
}

function rolesOf(given: readonly string[], national: boolean): PersonRole[] {
  const fitting: readonly PersonRole[] = national ? NationalRole.options : CouncilRole.options;
  const roles = fitting.filter((role) => given.includes(role));
  if (roles.length > 0 && roles.length === new Set(given).size) return roles;
  throw new Error(`Say with --role one of ${fitting.join(', ')}: nothing was changed`);
}
