import { composeSignInLink } from '@tocsin/alerting';
import {
  findInvitation,
  findTenants,
  findTenantsOf,
  linkLimits,
  makeSignInLink,
  newSecret,
  openSession,
  takeSignInLink,
  type Tenant,
} from '@tocsin/db';
import { MINUTE_MS, roleWords } from '@tocsin/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PageRoutes } from '../pages.ts';
import type { Ports } from '../ports.ts';
import { notFound, Refusal } from '../refusal.ts';
import { dropCookie, readCookie, setCookie } from '../sign-in/cookies.ts';
import { openDirectories, Proof, type Directories } from '../sign-in/directories.ts';
import { enterByDirectory, invitationGone } from '../sign-in/enter.ts';
import { readForm } from './alert-forms.ts';

/** A page of ours to go on to. */
export const Next = z
  .string()
  .max(500)
  .regex(/^\/(?!\/)[\w\-./?=&%+~:,]*$/)
  .catch('/');
const SecretParam = z.object({ secret: z.string().max(100) });
const SignInQuery = z.object({ next: Next, q: z.string().trim().max(100).catch('') });
const OrganisationQuery = z.object({
  tenant: z.string().max(200),
  next: Next,
  invitation: z.string().max(100).optional(),
});
const Attempt = z.object({
  tenant: z.string(),
  proof: Proof,
  next: Next,
  invitation: z.string().optional(),
});
const LinkForm = z.object({ address: z.string().trim().pipe(z.email().max(254)), next: Next });

/** Directories that are shown before somebody has to look for hers. */
const SHOWN = 12;

/** From one address so many links are asked for or used in a minute; many people of a council may come from one. */
const seldom = { config: { rateLimit: { max: 20, timeWindow: '1 minute' } } };

/** How people sign in on a server: by the directory of their organisation, or by a link that is mailed to them. */
export const signInRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE === 'local') return;
  const directories = directoriesOf(ports);
  const at = () => ports.now().toISOString();
  const mails = inOrder();
  app.addHook('onClose', () => mails.settled());

  app.get('/sign-in', async (request, reply) => {
    const { next, q } = SignInQuery.parse(request.query);
    const tenants = directories ? await findTenants(ports.signIn) : [];
    const found = tenants.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()));
    return page(request, reply, 'sign-in', {
      title: 'Sign in',
      csrf: reply.generateCsrf(),
      next,
      q,
      tenants: found.slice(0, SHOWN).map(organisationOf(next)),
      more: Math.max(0, found.length - SHOWN),
      isSearched: tenants.length > SHOWN,
      hasDirectories: tenants.length > 0,
      hasLinks: ports.sendMail !== undefined,
    });
  });

  app.get('/sign-in/organisation', async (request, reply) => {
    const asked = OrganisationQuery.safeParse(request.query);
    if (!asked.success || !directories) throw notFound('Organisation');
    const { tenant: id, next, invitation } = asked.data;
    const tenant = await tenantOf(ports, id);
    if (!tenant) throw notFound('Organisation');
    const { url, proof } = await directories.begin(tenant).catch((error: unknown) => {
      ports.logger.warn({ tenant: id, reason: codeOf(error) }, 'a directory does not answer');
      throw new Refusal(
        503,
        'Your organisation’s sign-in does not answer',
        'Try again in a few minutes. If it goes on, tell whoever runs this server.',
      );
    });
    setCookie(reply, 'attempt', JSON.stringify({ tenant: id, proof, next, invitation }));
    return reply.redirect(url, 303);
  });

  app.get('/sign-in/callback', async (request, reply) => {
    const attempt = attemptOf(request);
    dropCookie(reply, 'attempt');
    const tenant = attempt && (await tenantOf(ports, attempt.tenant));
    if (!tenant || !directories)
      throw new Refusal(
        400,
        'This sign-in has expired',
        'It was begun in another browser, or too long ago. Go to the sign-in page and begin again.',
      );
    const came = new URL(request.url, ports.settings.PUBLIC_URL);
    const identity = await directories.finish(tenant, attempt.proof, came).catch((error: unknown) => {
      ports.logger.warn({ tenant: tenant.id, reason: codeOf(error) }, 'a sign-in was refused');
      throw new Refusal(
        403,
        'Your organisation did not confirm who you are',
        'You are not signed in. Go to the sign-in page and try again; if it goes on, tell an administrator of your council.',
      );
    });
    const secret = await ports.signIn.transaction().execute(async (trx) => {
      const personId = await enterByDirectory(trx, identity, attempt.invitation, at());
      return openSession(trx, { personId, browser: browserOf(request), at: at() });
    });
    setCookie(reply, 'session', secret);
    return reply.redirect(attempt.next, 303);
  });

  app.post('/sign-in/link', seldom, async (request, reply) => {
    const { address, next } = readLinkForm(request.body);
    const browser = newSecret().secret;
    setCookie(reply, 'asked', browser);
    // The answer waits for nothing that depends on who is known here.
    mails.after(() => mailLink(ports, { address, browser, next }));
    return page(request, reply, 'sign-in-asked', {
      title: 'Look at your mail',
      address,
      minutes: linkLimits.lastsMs / MINUTE_MS,
    });
  });

  app.get('/sign-in/link/:secret', async (request, reply) =>
    page(request, reply, 'sign-in-link', {
      title: 'Sign in',
      csrf: reply.generateCsrf(),
      action: `/sign-in/link/${SecretParam.parse(request.params).secret}`,
      next: SignInQuery.parse(request.query).next,
    }),
  );

  app.post('/sign-in/link/:secret', seldom, async (request, reply) => {
    const { secret: link } = SecretParam.parse(request.params);
    const { next } = readForm(z.object({ next: Next }), request.body);
    const browser = readCookie(request, 'asked') ?? '';
    const secret = await ports.signIn.transaction().execute(async (trx) => {
      const personId = await takeSignInLink(trx, { secret: link, browser, at: at() });
      if (personId === undefined) return undefined;
      return openSession(trx, { personId, browser: browserOf(request), at: at() });
    });
    if (secret === undefined)
      throw new Refusal(
        403,
        'This link does not work here',
        `It works once, for ${linkLimits.lastsMs / MINUTE_MS} minutes, and only in the browser in which you asked for it. Go to the sign-in page and ask for another.`,
      );
    dropCookie(reply, 'asked');
    setCookie(reply, 'session', secret);
    return reply.redirect(next, 303);
  });

  app.get('/invitation/:secret', seldom, async (request, reply) => {
    const { secret } = SecretParam.parse(request.params);
    const invitation = await findInvitation(ports.signIn, secret, at());
    if (!invitation) throw invitationGone();
    const tenants =
      invitation.way === 'directory' && directories
        ? await findTenantsOf(ports.signIn, invitation.council)
        : [];
    return page(request, reply, 'invitation', {
      title: `You are invited for ${invitation.councilName ?? 'the national body'}`,
      csrf: reply.generateCsrf(),
      roles: invitation.roles.map((role) => roleWords[role]),
      way: invitation.way,
      tenants: tenants.map(organisationOf('/', secret)),
    });
  });
};

function directoriesOf({ settings }: Ports): Directories | null {
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, PUBLIC_URL: ours } = settings;
  if (!clientId || !clientSecret || ours === undefined) return null;
  return openDirectories({
    clientId,
    clientSecret,
    redirectUri: new URL('/sign-in/callback', ours).href,
  });
}

async function tenantOf(ports: Ports, id: string): Promise<Tenant | undefined> {
  return (await findTenants(ports.signIn)).find((tenant) => tenant.id === id);
}

function organisationOf(next: string, invitation?: string) {
  return ({ id, name }: Tenant) => {
    const query = { tenant: id, ...(invitation ? { invitation } : { next }) };
    return { name, href: `/sign-in/organisation?${new URLSearchParams(query).toString()}` };
  };
}

function attemptOf(request: FastifyRequest): z.infer<typeof Attempt> | undefined {
  const cookie = readCookie(request, 'attempt');
  return cookie === undefined ? undefined : Attempt.parse(JSON.parse(cookie));
}

/** What a browser calls itself, for people who look through their sessions. */
function browserOf(request: FastifyRequest): string {
  return (request.headers['user-agent'] ?? 'A browser that does not say what it is').slice(0, 200);
}

/** Why a directory's answer was not taken, in a word that names nobody. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
}

function readLinkForm(body: unknown): z.infer<typeof LinkForm> {
  const form = LinkForm.safeParse(body);
  if (form.success) return form.data;
  throw new Refusal(
    400,
    'Enter your e-mail address',
    'Go back and enter an address like name@council.gov.uk.',
  );
}

interface AskedFor {
  readonly address: string;
  readonly browser: string;
  readonly next: string;
}

/** Mails a link to somebody who may sign in by one; to everybody else nothing. */
async function mailLink(ports: Ports, { address, browser, next }: AskedFor): Promise<void> {
  const { sendMail, signIn, logger } = ports;
  if (!sendMail) return;
  try {
    const secret = await signIn
      .transaction()
      .execute((trx) => makeSignInLink(trx, { address, browser, at: ports.now().toISOString() }));
    if (secret === undefined) return;
    const url = new URL(`/sign-in/link/${secret}`, ports.settings.PUBLIC_URL);
    if (next !== '/') url.searchParams.set('next', next);
    const mail = composeSignInLink({ url: url.href, minutes: linkLimits.lastsMs / MINUTE_MS });
    // Nobody waits here while a mail server takes its time.
    void sendMail({ to: address, ...mail }).catch((error: unknown) => warn(error));
  } catch (error) {
    warn(error);
  }

  function warn(error: unknown): void {
    logger.warn({ reason: codeOf(error) }, 'a link to sign in was not mailed');
  }
}

/** Work that nobody waits for, one after the other. */
function inOrder() {
  let last: Promise<void> = Promise.resolve();
  return {
    after(work: () => Promise<void>): void {
      last = last.then(work);
    },
    settled: () => last,
  };
}
