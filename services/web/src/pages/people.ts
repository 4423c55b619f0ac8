import { composeInvitation } from '@tocsin/alerting';
import {
  allowAddress,
  allowLinks,
  areLinksAllowed,
  asCouncil,
  countReturned,
  findColleagues,
  findInvitations,
  findOpenSessions,
  findStopped,
  findTenantsOf,
  invitationDays,
  invitationsOfADay,
  invite,
  isAskedEnough,
  withdrawInvitation,
  type Colleague,
} from '@tocsin/db';
import { addDays, CouncilRole, dayOf, roleWords, RowId } from '@tocsin/domain';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import type { PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { typed } from '../typed.ts';
import { readForm } from './alert-forms.ts';
import { findOwnReach } from './deliveries.ts';

const Id = z.object({ id: RowId });
/** The roles that a form has ticked. */
export const TickedRoles = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => CouncilRole.options.filter((role) => [given].flat().includes(role)));
const Invited = z.object({ address: typed(254), way: z.enum(['directory', 'link']), role: TickedRoles });
const Links = z.object({ allowed: z.enum(['yes', 'no']) });
const Stopped = z.object({ channel: z.string().max(40), address: z.string().max(2_000) });
const said = {
  withdrawn: 'The invitation is taken back.',
  removed:
    'The person is removed: what was hers is handed over, and her calendar, invitations and keys of the API work no longer.',
  links: 'Saved.',
  address: 'Messages are sent there again.',
} as const;
const Query = z.object({
  done: z
    .enum(Object.keys(said) as (keyof typeof said)[])
    .nullable()
    .catch(null),
});
/** Addresses of which is said how often mails came back from them. */
const RETURNS = 20;

/** Roles as they are ticked. */
export const rolesToTick = CouncilRole.options.map((role) => ({ role, words: roleWords[role] }));

/** The people of a council, for its administrator: who is there and who is invited, as what, and who is reached. */
export const peopleRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE === 'local') return;
  const at = () => ports.now().toISOString();

  app.get('/people', async (request, reply) => {
    const { gss } = councilOf(request);
    const tenants = await findTenantsOf(ports.signIn, gss);
    const found = await asCouncil(ports.db, gss, async (trx) => ({
      people: await findColleagues(trx),
      invitations: await findInvitations(trx, at()),
      sessions: await findOpenSessions(trx, at()),
      linksAllowed: await areLinksAllowed(trx, gss),
      reach: await findOwnReach(trx, gss),
      stopped: await findStopped(trx),
      returned: await countReturned(trx, RETURNS),
    }));
    const { done } = Query.parse(request.query);
    return page(request, reply, 'people', {
      title: 'People',
      nav: 'people',
      done: done && said[done],
      who: await whoDid(ports, request),
      roles: rolesToTick,
      tenants: tenants.map(({ name }) => name),
      linksAllowed: found.linksAllowed,
      reach: found.reach,
      stopped: found.stopped,
      returned: found.returned.map((one) => ({ ...one, words: returnWords[one.kind] })),
      invitations: found.invitations.map((one) => ({ ...one, roles: inWords(one.roles) })),
      people: found.people.map((one) => {
        const sessions = found.sessions.filter(({ personId }) => personId === one.id);
        return {
          ...one,
          roles: inWords(one.roles),
          sessions: sessions.length,
          seenAt: sessions[0]?.seenAt ?? null,
        };
      }),
    });
  });

  app.post('/people', async (request, reply) => {
    const council = councilOf(request);
    const { address, way, role } = readForm(Invited, request.body);
    if (!z.email().safeParse(address).success || role.length === 0)
      throw new Refusal(
        400,
        'Enter an address and a role',
        'Go back, enter an e-mail address like name@council.gov.uk and choose at least one role.',
      );
    await refuseClosedWay(council.gss, way);
    const asked = { council: council.gss, address, at: at() };
    const secret = await asCouncil(ports.db, council.gss, async (trx) => {
      if (await isAskedEnough(trx, asked))
        throw new Refusal(
          429,
          'That address has been invited enough for today',
          `Your council has sent ${invitationsOfADay} invitations to ${address} within a day. An earlier one may have gone to the spam folder. Nothing was sent; try again tomorrow.`,
        );
      return invite(trx, { ...asked, roles: role, way, by: personOf(request).actor });
    });
    const url = new URL(`/invitation/${secret}`, ports.settings.PUBLIC_URL).href;
    const until = addDays(dayOf(at()), invitationDays);
    const words = role.map((one) => roleWords[one]);
    const isMailed = await mailed({
      to: address,
      ...composeInvitation({ where: council.name, roles: words, url, until }),
    });
    return page(request, reply, 'invited', {
      title: `${address} is invited`,
      nav: 'people',
      back: { to: '/people', text: 'People' },
      url,
      until,
      isMailed,
    });
  });

  /** By a way that is closed nobody could come. */
  async function refuseClosedWay(gss: string, way: 'directory' | 'link'): Promise<void> {
    const isOpen =
      way === 'link'
        ? await asCouncil(ports.db, gss, (trx) => areLinksAllowed(trx, gss))
        : (await findTenantsOf(ports.signIn, gss)).length > 0;
    if (isOpen) return;
    throw new Refusal(
      400,
      'Nobody can sign in by that way',
      way === 'link'
        ? 'Your council has switched links off. Go back and choose the organisation, or allow links first.'
        : 'No organisation may sign in for your council yet. Go back and choose the link, or ask whoever runs this server to allow your organisation.',
    );
  }

  async function mailed(mail: Parameters<NonNullable<typeof ports.sendMail>>[0]): Promise<boolean> {
    if (!ports.sendMail) return false;
    return ports.sendMail(mail).then(
      () => true,
      () => false,
    );
  }

  app.post('/people/invitations/:id/withdraw', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const council = councilOf(request).gss;
    const by = personOf(request).actor;
    const done = await asCouncil(ports.db, council, (trx) =>
      withdrawInvitation(trx, { council, id, by, at: at() }),
    );
    if (!done) throw notFound('Invitation');
    return reply.redirect('/people?done=withdrawn', 303);
  });

  app.post('/people/links', async (request, reply) => {
    const { allowed } = readForm(Links, request.body);
    const council = councilOf(request).gss;
    const by = personOf(request).actor;
    await asCouncil(ports.db, council, (trx) => allowLinks(trx, { council, allowed: allowed === 'yes', by }));
    return reply.redirect('/people?done=links', 303);
  });

  app.post('/people/addresses', async (request, reply) => {
    const place = readForm(Stopped, request.body);
    const council = councilOf(request).gss;
    const by = personOf(request).actor;
    const done = await asCouncil(ports.db, council, (trx) => allowAddress(trx, council, place, by));
    if (!done) throw notFound('Address');
    return reply.redirect('/people?done=address', 303);
  });
};

/** What came back of a mail. */
const returnWords = {
  hard: 'The address takes no mail',
  soft: 'A mail did not arrive',
  complaint: 'A mail was reported as unwanted',
} as const;

function inWords(held: Colleague['roles']): string {
  return held.map((role) => roleWords[role]).join(', ');
}
