import { isOfContent, isOutOfReach, isWithoutDisk } from '@tocsin/db';
import { correctionsAddress, isLoopback } from '@tocsin/runtime';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { PROBLEM_JSON, parametersOf, problemOf } from './api/problem.ts';
import { apiRoutes } from './api/routes.ts';
import { bareResponse, refuseAddress } from './bare-answer.ts';
import { shareFairly } from './fair-share.ts';
import { guard } from './guard.ts';
import { healthRoute } from './health.ts';
import { preparePages, type Page, type PageRoutes } from './pages.ts';
import { accountRoutes } from './pages/account.ts';
import { alertRoutes } from './pages/alert.ts';
import { allocationRoutes } from './pages/allocations.ts';
import { auditRoutes } from './pages/audit.ts';
import { correctionRoutes } from './pages/corrections.ts';
import { councilRoutes } from './pages/councils.ts';
import { calendarRoutes } from './pages/calendars.ts';
import { deliveryRoutes } from './pages/deliveries.ts';
import { endpointRoutes } from './pages/endpoints.ts';
import { notifyReceiptRoutes } from './pages/notify-receipts.ts';
import { doorRoutes } from './pages/door.ts';
import { exposureRoutes } from './pages/exposure.ts';
import { holdRoutes } from './pages/holds.ts';
import { accessibilityRoutes } from './pages/accessibility.ts';
import { helpRoutes } from './pages/help.ts';
import { inboxRoutes } from './pages/inbox.ts';
import { ledgerRoutes } from './pages/ledger.ts';
import { mailboxRoutes } from './pages/mailbox.ts';
import { keyRoutes } from './pages/keys.ts';
import { coverageRoutes } from './pages/coverage.ts';
import { matchRoutes } from './pages/matches.ts';
import { nationalRoutes } from './pages/national.ts';
import { sectorBriefRoutes } from './pages/sector-brief.ts';
import { reorganisationRoutes } from './pages/reorganisation.ts';
import { diagnosticRoutes } from './pages/diagnostic.ts';
import { exerciseRoutes } from './pages/exercises.ts';
import { concentrationRoutes } from './pages/concentration.ts';
import { sectorRoutes } from './pages/sector.ts';
import { operatorRoutes } from './pages/operator.ts';
import { openingRoutes } from './pages/opening.ts';
import { colleagueRoutes } from './pages/colleague.ts';
import { peopleRoutes } from './pages/people.ts';
import { privacyRoutes } from './pages/privacy.ts';
import { registerDraftRoutes } from './pages/register-draft.ts';
import { registerRoutes } from './pages/register.ts';
import { spendRoutes } from './pages/spend.ts';
import { replayRoutes } from './pages/replay.ts';
import { reviewRoutes } from './pages/reviews.ts';
import { sampleRoutes } from './pages/sample.ts';
import { searchRoutes } from './pages/search.ts';
import { settingsRoutes } from './pages/settings.ts';
import { ownSettingsRoutes } from './pages/settings-own.ts';
import { signInRoutes } from './pages/sign-in.ts';
import { sourceRoutes } from './pages/sources.ts';
import { supplierListRoutes } from './pages/supplier-list.ts';
import { careRoutes } from './pages/care.ts';
import { compareRoutes } from './pages/compare.ts';
import { evidenceRoutes } from './pages/evidence.ts';
import { supplierRoutes } from './pages/supplier.ts';
import type { Ports } from './ports.ts';
import { answerWithoutPostgres, openWarning, sayUnavailable, type WarnOfUnavailable } from './pulse.ts';
import { Refusal } from './refusal.ts';
import { secure } from './security.ts';
import { robotsTextRoute } from './robots-text.ts';
import { securityTextRoute } from './security-text.ts';
import { loadAssets, type Asset } from './stylesheet.ts';
import { uploadWords } from './upload.ts';

/** Every page; who may ask for it stands in `route-roles.ts`. */
const pages: readonly PageRoutes[] = [
  doorRoutes,
  signInRoutes,
  accountRoutes,
  councilRoutes,
  accessibilityRoutes,
  helpRoutes,
  inboxRoutes,
  openingRoutes,
  alertRoutes,
  deliveryRoutes,
  correctionRoutes,
  supplierRoutes,
  careRoutes,
  compareRoutes,
  evidenceRoutes,
  supplierListRoutes,
  searchRoutes,
  exposureRoutes,
  allocationRoutes,
  registerRoutes,
  reviewRoutes,
  registerDraftRoutes,
  coverageRoutes,
  spendRoutes,
  matchRoutes,
  nationalRoutes,
  sectorRoutes,
  concentrationRoutes,
  reorganisationRoutes,
  diagnosticRoutes,
  exerciseRoutes,
  sectorBriefRoutes,
  replayRoutes,
  sourceRoutes,
  operatorRoutes,
  auditRoutes,
  holdRoutes,
  ownSettingsRoutes,
  calendarRoutes,
  endpointRoutes,
  notifyReceiptRoutes,
  settingsRoutes,
  peopleRoutes,
  colleagueRoutes,
  keyRoutes,
  sampleRoutes,
  privacyRoutes,
  ledgerRoutes,
];

/** The pages and the JSON API over their ports; listens to nothing yet. */
export async function buildApp(ports: Ports): Promise<FastifyInstance> {
  const folder = ports.assetsDir ?? import.meta.dirname;
  const assets = loadAssets(folder);
  const page = preparePages(ports, folder, assets);
  const app = fastify({
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refuseAddress,
    clientErrorHandler({ code }, socket) {
      if (code !== 'ECONNRESET' && socket.writable) socket.end(bareResponse(code));
      else socket.destroy();
    },
    // Behind a proxy of its own network a server sees people by their own addresses.
    trustProxy: ports.settings.TOCSIN_MODE === 'server' ? ['loopback', 'uniquelocal'] : false,
  });
  refuseUnsafeAddress(ports);
  correctionsAddress(ports.settings);
  const warn = openWarning(ports);
  answerWithoutPostgres(app, ports, warn);
  await secure(app, ports);
  guard(app, ports);
  shareFairly(app, ports);
  serveAssets(app, [assets.stylesheet, assets.icon]);
  healthRoute(app, ports, warn);
  securityTextRoute(app, ports);
  robotsTextRoute(app);
  answerErrors(app, ports, page, warn);
  if (ports.settings.TOCSIN_MODE === 'local') mailboxRoutes(app, ports, page);
  for (const routes of pages) routes(app, ports, page);
  await apiRoutes(app, ports, page);
  return app;
}

/** On a server people sign in: what keeps them signed in goes over https alone, or stays on this machine. */
function refuseUnsafeAddress({ settings: { TOCSIN_MODE, PUBLIC_URL } }: Ports): void {
  if (TOCSIN_MODE !== 'server') return;
  const address = PUBLIC_URL !== undefined && URL.canParse(PUBLIC_URL) ? new URL(PUBLIC_URL) : undefined;
  if (address && (address.protocol === 'https:' || isLoopback(address.hostname))) return;
  throw new Error(
    `PUBLIC_URL ${PUBLIC_URL === undefined ? 'is not set' : `is ${PUBLIC_URL}`}: on a server it is the address of the ` +
      'pages as people reach them, and begins with https://, since sign-in goes over nothing else',
  );
}

function serveAssets(app: FastifyInstance, assets: readonly Asset[]): void {
  for (const { path, type, body } of assets) {
    app.get(path, { config: { rateLimit: false } }, async (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(body),
    );
  }
}

/** Refusals are told in their own words; of a fault of ours the person hears only that there was one. */
function answerErrors(app: FastifyInstance, ports: Ports, page: Page, warn: WarnOfUnavailable): void {
  const sorry = new Refusal(
    500,
    'Sorry, there is a problem with this page',
    'Try again later. What you saw before is unchanged.',
  );
  app.setErrorHandler<FastifyError | Refusal>(async (error, request, reply) => {
    if (reply.sent) return reply;
    const isAway = isOutOfReach(error);
    if (isAway || isWithoutDisk(error)) {
      warn(request, error);
      return sayUnavailable(request, reply, isAway ? 'away' : 'full');
    }
    const refusal = error instanceof Refusal ? error : (refusalOf(error) ?? sorry);
    if (refusal === sorry) ports.logger.error({ err: error, route: request.routeOptions.url }, 'page failed');
    reply.code(refusal.statusCode);
    if (request.url.startsWith('/api/')) {
      if (refusal.statusCode === 401) reply.header('www-authenticate', 'Bearer');
      const { title, message: detail, statusCode } = refusal;
      return reply.type(PROBLEM_JSON).send(problemOf(statusCode, { title, detail, ...parametersOf(error) }));
    }
    return reply.send(
      await page(request, reply, 'refusal', { title: refusal.title, message: refusal.message }),
    );
  });
  app.setNotFoundHandler(async () => {
    throw new Refusal(404, 'Page not found', 'If you typed the address, check that it is correct.');
  });
}

function refusalOf(error: FastifyError): Refusal | undefined {
  if (error.code === 'FST_CSRF_INVALID_TOKEN' || error.code === 'FST_CSRF_MISSING_SECRET')
    return new Refusal(403, 'This form has expired', 'Go back, reload the page and send the form again.');
  if (/^FST_(FILES|PARTS|FIELDS)_LIMIT$/.test(error.code))
    return new Refusal(413, 'One file at a time', 'Go back and choose one file; hand in the next after it.');
  if (error.statusCode === 413)
    return new Refusal(
      413,
      'The file is too large',
      `Go back and choose a file of at most ${uploadWords.size}.`,
    );
  // What Postgres cannot keep, such as a NUL, or a number that is longer than any of ours.
  if (isOfContent(error))
    return new Refusal(400, 'That could not be read', 'Go back and check what you sent.');
  if (error.statusCode === undefined || error.statusCode >= 500) return undefined;
  return new Refusal(error.statusCode, 'That could not be read', 'Go back and check what you sent.');
}
