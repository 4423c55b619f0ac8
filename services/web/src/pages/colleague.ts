import { toldApart } from '@tocsin/alerting';
import {
  asCouncil,
  changeRoles,
  endSessionsHere,
  findApiKeys,
  findColleagues,
  findDuties,
  findEndpoints,
  findInvitations,
  findOpenSessions,
  handOver,
  removePerson,
  type Colleague,
  type MembershipChange,
} from '@tocsin/db';
import { actorOf, dayOf, RowId } from '@tocsin/domain';
import { z } from 'zod';
import { keyStanding } from '../key-standing.ts';
import type { PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { readForm } from './alert-forms.ts';
import { rolesToTick, TickedRoles } from './people.ts';

const Id = z.object({ id: RowId });
const NewRoles = z.object({ role: TickedRoles });
const Removal = z.object({ successor: RowId });
const said = {
  roles: 'The roles are changed. They count with the next page that is opened.',
  out: 'The sessions are ended.',
} as const;
const Query = z.object({
  done: z
    .enum(Object.keys(said) as (keyof typeof said)[])
    .nullable()
    .catch(null),
});
/** Open alerts and contracts that are named before somebody is removed. */
const SHOWN = 50;

/** One person of a council, for its administrator: roles, sessions, what points to her, and how she leaves. */
export const colleagueRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE === 'local') return;
  const at = () => ports.now().toISOString();
  const dutiesOf = (council: string, { id: personId, name, address }: Colleague) => ({
    council,
    personId,
    // What people write for her where they name an owner.
    names: address === null ? [name] : [name, address],
    today: dayOf(at()),
  });

  app.get('/people/:id', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const found = await asCouncil(ports.db, councilOf(request).gss, async (trx) => {
      const people = await findColleagues(trx);
      const one = people.find((person) => person.id === id);
      return (
        one && {
          one,
          others: people.filter((person) => person.id !== id),
          duties: await findDuties(trx, dutiesOf(councilOf(request).gss, one)),
          sessions: (await findOpenSessions(trx, at())).filter(({ personId }) => personId === id),
          keys: (await findApiKeys(trx)).filter(
            (key) => key.madeBy === actorOf(id) && keyStanding(key, at()) === 'works',
          ),
          invitations: (await findInvitations(trx, at())).filter((asked) => asked.invitedBy === actorOf(id)),
          endpoints: (await findEndpoints(trx, 'council')).filter(
            (program) => program.madeBy === actorOf(id),
          ),
        }
      );
    });
    if (!found) throw notFound('Person');
    const { one, others, duties, sessions, keys, invitations, endpoints } = found;
    const { done } = Query.parse(request.query);
    const me = personOf(request).actor === actorOf(id);
    return page(request, reply, 'person', {
      title: one.name,
      nav: 'people',
      back: { to: '/people', text: 'People' },
      done: done && said[done],
      one,
      me,
      roles: rolesToTick.map((role) => ({ ...role, isHeld: one.roles.includes(role.role) })),
      sessions,
      alerts: duties.alerts.slice(0, SHOWN),
      alertsMore: Math.max(0, duties.alerts.length - SHOWN),
      contracts: duties.contracts.slice(0, SHOWN),
      contractsMore: Math.max(0, duties.contracts.length - SHOWN),
      services: duties.services,
      isHeadOfProcurement: duties.isHeadOfProcurement,
      standsInFor: toldApart(duties.standsInFor).map(({ name, subscription }) => ({
        name,
        untilDay: subscription.delegate?.untilDay,
      })),
      keys: keys.map(({ name }) => name),
      invitations: invitations.map(({ address }) => address),
      endpoints: endpoints.map(({ name }) => name),
      // Whoever removes somebody has what was hers, until another is named.
      successors: others.map((person) => ({
        id: person.id,
        name: person.name,
        isFirst: actorOf(person.id) === personOf(request).actor,
      })),
    });
  });

  app.post('/people/:id/roles', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const { role } = readForm(NewRoles, request.body);
    if (role.length === 0)
      throw new Refusal(400, 'Choose a role', 'Go back and choose at least one, or remove the person.');
    const council = councilOf(request).gss;
    const by = personOf(request).actor;
    refuseUnlessDone(
      await asCouncil(ports.db, council, (trx) =>
        changeRoles(trx, { council, personId: id, by, roles: role, at: at() }),
      ),
    );
    return reply.redirect(`/people/${id}?done=roles`, 303);
  });

  app.post('/people/:id/sign-out', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const council = councilOf(request).gss;
    const by = personOf(request).actor;
    await asCouncil(ports.db, council, (trx) =>
      endSessionsHere(trx, { council, personId: id, by, at: at() }),
    );
    return reply.redirect(`/people/${id}?done=out`, 303);
  });

  app.post('/people/:id/remove', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const { successor } = readForm(Removal, request.body);
    const council = councilOf(request).gss;
    const by = personOf(request).actor;
    if (by === actorOf(id))
      throw new Refusal(409, 'You cannot remove yourself', 'Another administrator of your council can.');
    await asCouncil(ports.db, council, async (trx) => {
      const people = await findColleagues(trx);
      const leaver = people.find((person) => person.id === id);
      const heir = people.find((person) => person.id === successor);
      if (!leaver || !heir) throw notFound('Person');
      await handOver(trx, council, await findDuties(trx, dutiesOf(council, leaver)), heir.id, by);
      refuseUnlessDone(await removePerson(trx, { council, personId: id, successor, by, at: at() }));
    });
    return reply.redirect('/people?done=removed', 303);
  });
};

function refuseUnlessDone(change: MembershipChange): void {
  if (change === 'not-here') throw notFound('Person');
  if (change === 'last-administrator')
    throw new Refusal(
      409,
      'There must be an administrator',
      'This is the only administrator of your council. Make somebody else one first. Nothing was changed.',
    );
}
