import { privacyNotice } from '../lawful/privacy-notice.ts';
import type { PageRoutes } from '../pages.ts';

/** What everybody may know of how data about people is processed, before anybody signs in. */
export const privacyRoutes: PageRoutes = (app, _ports, page) => {
  const notice = privacyNotice();
  app.get('/privacy', async (request, reply) => page(request, reply, 'document', { ...notice }));
};
