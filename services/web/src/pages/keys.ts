import { keyStanding } from '../key-standing.ts';
import { asCouncil, findApiKeys, makeApiKey, revokeApiKey, type ApiKey } from '@tocsin/db';
import { KeyScope, RowId, scopeWords } from '@tocsin/domain';
import { z } from 'zod';
import { whoDid } from '../actors.ts';
import type { PageRoutes } from '../pages.ts';
import { councilOf, personOf } from '../person.ts';
import { notFound, Refusal } from '../refusal.ts';
import { typed } from '../typed.ts';
import { readForm } from './alert-forms.ts';

const Id = z.object({ id: RowId });
/** For how many days a key may work. */
const LASTS = ['30', '90', '365'] as const;
const NewKey = z.object({
  name: typed(100),
  scope: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((given) => KeyScope.options.filter((scope) => [given].flat().includes(scope))),
  days: z.enum(LASTS),
});
const Query = z.object({ done: z.literal('revoked').nullable().catch(null) });

/** Keys by which programs of a council read the API, for its administrator. */
export const keyRoutes: PageRoutes = (app, ports, page) => {
  if (ports.settings.TOCSIN_MODE === 'local') return;
  const at = () => ports.now().toISOString();

  app.get('/keys', async (request, reply) => {
    const keys = await asCouncil(ports.db, councilOf(request).gss, findApiKeys);
    return page(request, reply, 'keys', {
      title: 'Keys of the API',
      nav: 'people',
      back: { to: '/people', text: 'People' },
      done: Query.parse(request.query).done,
      who: await whoDid(ports, request),
      scopes: KeyScope.options.map((scope) => ({ scope, words: scopeWords[scope] })),
      lasts: LASTS,
      keys: keys.map((key) => ({ ...key, may: mayInWords(key), standing: keyStanding(key, at()) })),
    });
  });

  app.post('/keys', async (request, reply) => {
    const council = councilOf(request).gss;
    const { name, scope, days } = readForm(NewKey, request.body);
    if (name === '' || scope.length === 0)
      throw new Refusal(
        400,
        'Enter a name and what the key may read',
        'Go back, say which program the key is for and choose at least one thing that it may read.',
      );
    const key = await asCouncil(ports.db, council, (trx) =>
      makeApiKey(trx, {
        council,
        name,
        scopes: scope,
        by: personOf(request).actor,
        at: at(),
        days: Number(days),
      }),
    );
    return page(request, reply, 'key', {
      title: `The key for ${name}`,
      nav: 'people',
      back: { to: '/keys', text: 'Keys of the API' },
      key,
    });
  });

  app.post('/keys/:id/revoke', async (request, reply) => {
    const { id } = readForm(Id, request.params);
    const council = councilOf(request).gss;
    const by = personOf(request).actor;
    const done = await asCouncil(ports.db, council, (trx) =>
      revokeApiKey(trx, { council, id, by, at: at() }),
    );
    if (!done) throw notFound('Key');
    return reply.redirect('/keys?done=revoked', 303);
  });
};

function mayInWords({ scopes }: ApiKey): string {
  return scopes.map((scope) => scopeWords[scope]).join('; ');
}
