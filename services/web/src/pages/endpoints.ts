import { webhookSecret } from '@tocsin/channels';
import {
  addEndpoint,
  allowAddress,
  askForMissed,
  askForNotice,
  asCouncil,
  findEndpoints,
  findStopped,
  removeEndpoint,
  rotateSecret,
  type Endpoint,
} from '@tocsin/db';
import {
  addDays,
  bandsAtRisk,
  bandWords,
  dayOf,
  firstInstantOf,
  PostedWay,
  postedWays,
  RowId,
} from '@tocsin/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import type { PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { typed, typedDay } from '../typed.ts';
import { readForm } from './alert-forms.ts';

const New = z.object({
  channel: PostedWay,
  name: typed(80),
  url: typed(2_000),
  level: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((given) => bandsAtRisk.filter((band) => [given].flat().includes(band))),
});
const Id = z.object({ id: RowId });
const Wanted = z.object({
  do: z.enum(['test', 'rotate', 'remove', 'missed']),
  since: typed(40).optional(),
});
const said = {
  added: 'Saved. Alerts that are raised from now on are posted there.',
  test: 'A test message is on its way: it is sent within a minute.',
  removed: 'Removed. Nothing is posted there any more.',
  missed: 'What did not arrive since then is sent again within a minute.',
} as const;
const Query = z.object({
  done: z
    .enum(Object.keys(said) as (keyof typeof said)[])
    .nullable()
    .catch(null),
});

/** Places in Teams and programs of a council to which its alerts are posted, for its administrator. */
export const endpointRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE === 'local') return;
  const signingKey = ports.settings.WEBHOOK_SIGNING_KEY;
  const at = () => ports.now().toISOString();

  app.get('/settings/channels', async (request, reply) => {
    const { endpoints, stopped } = await asCouncil(ports.db, councilOf(request).gss, async (trx) => ({
      endpoints: await findEndpoints(trx, 'council'),
      stopped: await findStopped(trx),
    }));
    const { done } = Query.parse(request.query);
    return page(request, reply, 'settings-channels', {
      title: 'Teams and programs',
      nav: 'settings',
      back: { to: '/settings/council', text: 'Who is told' },
      done: done && said[done],
      who: await whoDid(ports, request),
      levels: bandsAtRisk.map((band) => ({ band, words: bandWords[band] })),
      ways: PostedWay.options
        .map((way) => ({ way, ...postedWays[way] }))
        .filter(({ hasSecret }) => !hasSecret || signingKey !== undefined),
      since: addDays(dayOf(at()), -7),
      endpoints: endpoints.map((one) => ({
        ...one,
        way: postedWays[one.channel],
        levels: one.levels.map((band) => bandWords[band]).join(', '),
        stopped:
          stopped.find(({ channel, address }) => channel === one.channel && address === one.name) ?? null,
      })),
    });
  });

  app.post('/settings/channels', async (request, reply) => {
    const { gss } = councilOf(request);
    const { channel, name, url, level } = readForm(New, request.body);
    if (name === '' || level.length === 0)
      throw new Refusal(
        400,
        'Enter a name and of what it is told',
        'Go back, enter a name and choose a level.',
      );
    refuseUnlessPublic(url);
    if (postedWays[channel].hasSecret && signingKey === undefined)
      throw new Refusal(
        400,
        'Programs cannot be told yet',
        'Whoever runs this server has to set WEBHOOK_SIGNING_KEY first. Nothing was saved.',
      );
    const by = personOf(request).actor;
    const endpoint = await asCouncil(ports.db, gss, (trx) =>
      addEndpoint(trx, { council: gss, channel, name, url, levels: level, by, at: at() }),
    );
    if (!endpoint)
      throw new Refusal(
        409,
        'This name is taken',
        'Go back and choose another name; names of what was removed stay with what was sent there.',
      );
    return postedWays[channel].hasSecret
      ? showSecret(request, reply, endpoint)
      : reply.redirect('/settings/channels?done=added', 303);
  });

  app.post('/settings/channels/:id', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const { do: wanted, since } = readForm(Wanted, request.body);
    const { gss } = councilOf(request);
    const of = { council: gss, id, by: personOf(request).actor, at: at() };
    const endpoint = await asCouncil(ports.db, gss, async (trx) => {
      switch (wanted) {
        case 'rotate':
          return rotateSecret(trx, of);
        case 'remove':
          return removeEndpoint(trx, of);
        case 'missed': {
          const asked = await askForMissed(trx, of, momentOf(since ?? ''));
          // Where nothing was sent because it was gone it is tried again.
          if (asked) await allowAddress(trx, gss, { channel: asked.channel, address: asked.name }, of.by);
          return asked;
        }
        case 'test': {
          const [one] = (await findEndpoints(trx, 'council')).filter((known) => known.id === id);
          if (one)
            await askForNotice(trx, gss, { about: 'test' }, { channel: one.channel, address: one.name });
          return one;
        }
      }
    });
    if (!endpoint) throw notFound('Endpoint');
    if (wanted === 'rotate') return showSecret(request, reply, endpoint);
    return reply.redirect(`/settings/channels?done=${wanted === 'remove' ? 'removed' : wanted}`, 303);
  });

  async function showSecret(
    request: FastifyRequest,
    reply: FastifyReply,
    { id, name, secretVersion }: Endpoint,
  ) {
    return page(request, reply, 'settings-secret', {
      title: `The secret of ${name}`,
      nav: 'settings',
      back: { to: '/settings/channels', text: 'Teams and programs' },
      secret: webhookSecret(signingKey ?? '', id, secretVersion),
      isChanged: secretVersion > 1,
    });
  }
};

/** Of a web address that somebody names: https, and no name or number of this machine or its network. */
export function refuseUnlessPublic(url: string): void {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const isPlain = address?.protocol === 'https:' && address.username === '' && address.password === '';
  const isNamed =
    address !== undefined && /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/i.test(address.hostname);
  const isOurs =
    address !== undefined && /(^|\.)(localhost|local|internal|home\.arpa)$/i.test(address.hostname);
  if (isPlain && isNamed && !isOurs) return;
  throw new Refusal(
    400,
    'Enter a web address that begins with https://',
    'Go back and enter the address as the other side gives it. It has a name, and is reached from the internet.',
  );
}

function momentOf(since: string): string {
  const day = typedDay(since);
  if (day) return firstInstantOf(day);
  throw new Refusal(
    400,
    'Enter a day',
    'Go back and give the day, the month and the year, such as 15 January 2027.',
  );
}
