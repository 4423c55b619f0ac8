import { EventKind, eventKindWords, Subscription, type ToldPerson, toldApart } from '@tocsin/alerting';
import {
  askForNotice,
  asCouncil,
  findCalendarAddress,
  findCategories,
  findCouncilsToTell,
  findEndpoints,
  findPrintedOwners,
  saveSubscription,
  setOwnTeams,
  type Trx,
} from '@tocsin/db';
import { bandsAtRisk, bandWords, RiskBand } from '@tocsin/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { Refusal } from '../refusal.ts';
import { typed, typedDay } from '../typed.ts';
import { readForm } from './alert-forms.ts';
import { refuseUnlessPublic } from './endpoints.ts';
import { unknownPerson } from './settings.ts';

const Done = z.object({ done: z.enum(['yes', 'test']).nullable().catch(null) });

/** Words of one sort that a person may choose. */
const MOST_CHOSEN = 200;

const several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()));
const ticked = z
  .literal('yes')
  .optional()
  .transform((given) => given === 'yes');
const Sent = z.object({
  follows: Subscription.shape.follows,
  how: Subscription.shape.how,
  digest: Subscription.shape.digest,
  by: z.enum(['mail', 'teams', 'teams-new']).default('mail'),
  teams: typed(2_000).default(''),
  level: several,
  service: several,
  category: several,
  owner: several,
  kind: several,
  onlyCritical: ticked,
  formalPasses: ticked,
  onlyFormalAtOnce: ticked,
  quietFrom: z.string().max(5),
  quietTo: z.string().max(5),
  delegate: z.string().regex(/^\d{0,18}$/),
  until: typed(40),
});

/** How the person who is signed in is told. On a local copy nobody signs in: whom the command line has named is told. */
export const ownSettingsRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE === 'local') return;

  app.get('/settings', async (request, reply) => {
    const { gss } = councilOf(request);
    const { people, printed, categories, calendar, teams } = await asCouncil(ports.db, gss, async (trx) => ({
      people: (await findCouncilsToTell(trx, [gss])).get(gss)?.people ?? [],
      printed: await findPrintedOwners(trx),
      categories: await findCategories(trx, gss),
      calendar: (await findCalendarAddress(trx, idOf(request))) ?? null,
      teams: await findEndpoints(trx, { personId: idOf(request) }),
    }));
    const me = people.find(({ id }) => id === idOf(request));
    if (!me) throw unknownPerson();
    const { subscription: chosen } = me;
    const printedAs = (as: 'service' | 'owner', before: readonly string[]) =>
      inOrder([...printed.filter(({ of }) => of === as).map((one) => one.printed), ...before]);
    return page(request, reply, 'settings', {
      title: 'How you are told',
      nav: 'settings',
      done: Done.parse(request.query).done,
      address: me.address,
      reached: me.reachedAt !== null,
      hasTeams: teams.length > 0,
      calendar,
      chosen,
      levels: bandsAtRisk.map((band) => ({ band, words: bandWords[band] })),
      services: printedAs('service', chosen.services),
      owners: printedAs('owner', chosen.owners),
      categories: inOrder([...categories, ...chosen.categories]),
      kinds: EventKind.options.map((kind) => ({ kind, words: eventKindWords[kind] })),
      owned: printed.filter(({ personId }) => personId === me.id),
      others: toldApart(people)
        .filter(({ id, address }) => id !== me.id && address !== null)
        .map(({ id, name }) => ({ id, name })),
    });
  });

  app.post('/settings', async (request, reply) => {
    const { gss } = councilOf(request);
    const sent = readForm(Sent, request.body);
    const chosen = chosenOf(sent);
    const id = idOf(request);
    if (sent.by === 'teams-new') refuseUnlessPublic(sent.teams);
    await asCouncil(ports.db, gss, async (trx) => {
      const people = (await findCouncilsToTell(trx, [gss])).get(gss)?.people ?? [];
      const isOther = people.some((one) => one.id === chosen.delegate?.personId && one.id !== id);
      if (chosen.delegate !== null && !isOther) throw unknownPerson();
      await keepTeams(trx, gss, id, sent);
      await saveSubscription(trx, gss, id, chosen, personOf(request).actor);
    });
    return reply.redirect('/settings?done=yes', 303);
  });

  async function keepTeams(trx: Trx, gss: string, id: string, { by, teams }: z.infer<typeof Sent>) {
    const has = (await findEndpoints(trx, { personId: id })).length > 0;
    const at = ports.now().toISOString();
    if (by === 'teams-new') await setOwnTeams(trx, gss, id, teams, at);
    else if (by === 'mail' && has) await setOwnTeams(trx, gss, id, null, at);
    else if (by === 'teams' && !has)
      throw new Refusal(400, 'Enter the web address', 'Go back and enter that of your Workflow in Teams.');
  }

  app.post('/settings/test', async (request, reply) => {
    const { gss } = councilOf(request);
    await asCouncil(ports.db, gss, async (trx) => {
      const { reachedAt } = await findMe(trx, gss, idOf(request));
      if (!reachedAt)
        throw new Refusal(
          409,
          'Nothing can be sent to you',
          'Your organisation gives no address of yours, or the address takes no messages. Ask an administrator of your council.',
        );
      await askForNotice(trx, gss, { about: 'test' }, reachedAt);
    });
    return reply.redirect('/settings?done=test', 303);
  });

  // Where the mails lead: whoever opens the link changes nothing, for programs that look into mails open it too.
  app.get('/settings/less', async (request, reply) => {
    const { gss } = councilOf(request);
    const me = await asCouncil(ports.db, gss, (trx) => findMe(trx, gss, idOf(request)));
    return page(request, reply, 'settings-less', {
      title: 'Fewer messages',
      nav: 'settings',
      isLess: me.subscription.onlyFormalAtOnce,
    });
  });

  app.post('/settings/less', async (request, reply) => {
    const { gss } = councilOf(request);
    const personId = idOf(request);
    await asCouncil(ports.db, gss, async (trx) => {
      const { subscription } = await findMe(trx, gss, personId);
      if (subscription.onlyFormalAtOnce) return;
      const chosen = { ...subscription, onlyFormalAtOnce: true };
      await saveSubscription(trx, gss, personId, chosen, personOf(request).actor);
      await askForNotice(trx, gss, { about: 'less', personId });
    });
    return reply.redirect('/settings?done=yes', 303);
  });
};

function inOrder(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}

async function findMe(trx: Trx, gss: string, id: string): Promise<ToldPerson> {
  const { people } = (await findCouncilsToTell(trx, [gss])).get(gss) ?? { people: [] };
  const me = people.find((one) => one.id === id);
  if (!me) throw unknownPerson();
  return me;
}

function idOf({ session }: FastifyRequest): string {
  if (!session) throw new Refusal(403, 'This page is for people', 'A program has no settings of its own.');
  return session.personId;
}

function chosenOf(sent: z.infer<typeof Sent>): Subscription {
  const { follows, how, digest, onlyCritical, formalPasses, onlyFormalAtOnce } = sent;
  const levels = RiskBand.array().safeParse(sent.level);
  const kinds = EventKind.array().safeParse(sent.kind);
  const hasQuiet = sent.quietFrom !== '' || sent.quietTo !== '';
  const until = sent.delegate === '' ? null : typedDay(sent.until);
  if (sent.delegate !== '' && !until)
    throw new Refusal(
      400,
      'Enter the last day of your absence',
      'Go back and give the day, the month and the year, such as 15 January 2027.',
    );
  const chosen = Subscription.safeParse({
    follows,
    how,
    digest,
    by: sent.by === 'mail' ? 'mail' : 'teams',
    onlyCritical,
    formalPasses,
    onlyFormalAtOnce,
    levels: levels.data ?? [],
    kinds: kinds.data ?? [],
    services: sent.service.slice(0, MOST_CHOSEN),
    categories: sent.category.slice(0, MOST_CHOSEN),
    owners: sent.owner.slice(0, MOST_CHOSEN),
    quietHours: hasQuiet ? { from: sent.quietFrom, to: sent.quietTo } : null,
    delegate: until ? { personId: sent.delegate, untilDay: until } : null,
  });
  if (chosen.success) return chosen.data;
  throw new Refusal(
    400,
    'Enter both ends of your quiet hours',
    'Go back and enter two times such as 22:00 and 07:00, or leave both empty.',
  );
}
