import { runBy } from '@tocsin/runtime';
import { accessibilityStatement } from '../help/accessibility.ts';
import type { PageRoutes } from '../pages.ts';

/** How far the pages can be used by everybody, and whom to tell, before anybody signs in. */
export const accessibilityRoutes: PageRoutes = (app, { settings }, page) => {
  const statement = accessibilityStatement(runBy(settings));
  app.get('/accessibility', async (request, reply) => page(request, reply, 'document', { ...statement }));
};
