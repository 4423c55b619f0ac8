import { help } from '../help/help.ts';
import type { PageRoutes } from '../pages.ts';

/** What words mean, how the score works and what an alert is not, for everybody, before anybody signs in. */
export const helpRoutes: PageRoutes = (app, _ports, page) => {
  const { title, blocks } = help();
  app.get('/help', async (request, reply) => page(request, reply, 'document', { title, blocks }));
};
