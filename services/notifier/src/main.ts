import { dayOf } from '@tocsin/domain';
import { closeMail } from '@tocsin/channels';
import { openFor, refuseOldServer } from '@tocsin/db';
import { listenForReturned } from './returned.ts';
import { openQueues, startHeartbeat, startRelay, startWorker } from '@tocsin/queue';
import {
  closeOnSignal,
  correctionsAddress,
  openLogger,
  orEnd,
  readSettings,
  serveHealth,
} from '@tocsin/runtime';
import { channelConfigs } from './channel-configs.ts';
import { startCounting } from './count-coverage.ts';
import { deliver } from './deliver.ts';
import { openFlights } from './flights.ts';
import { startHearing } from './hear-notify.ts';
import { startTelling } from './send-digests.ts';
import { startLetters } from './send-letters.ts';
import { notify } from './notify.ts';
import { startPublishing } from './publish-national.ts';
import { startSealing } from './seal-ledger.ts';
import { watchBySettings } from './watch.ts';

const settings = await orEnd(() => readSettings(process.env));
await orEnd(() => refuseOldServer(settings.DATABASE_URL));
const logger = openLogger('notifier', settings.LOG_LEVEL);
const onClose = closeOnSignal(logger);
const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = settings;

const db = openFor('notifier', databaseUrl, { max: 28 });
onClose('database', () => db.destroy());
const queues = openQueues(redisUrl);
onClose('queues', () => queues.close());
const configs = channelConfigs(settings);
const publicUrl = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`;
const configOf = (channel: string) => configs[channel];
const corrections = await orEnd(() => correctionsAddress(settings));
const ports = { db, logger, publicUrl, corrections, configOf, flights: openFlights() };
onClose('relay', await startRelay({ db, databaseUrl, queues, logger }));
onClose('notify', startWorker('notify', { redisUrl, db, logger, handle: (work) => notify(db, work) }));
const today = () => dayOf(Date.now());
onClose('publishing', startPublishing(db, logger, today));
onClose('ledger', startSealing(db, logger, watchBySettings));
onClose('counting', startCounting(db, logger, watchBySettings));
onClose('letters', startLetters(db, logger, watchBySettings));
onClose(
  'digests',
  startTelling(db, logger, () => new Date().toISOString()),
);
onClose('return path', await listenForReturned(db, logger, settings));
onClose('receipts', startHearing(db, logger, configs['govuk-notify']));
onClose('mail', async () => closeMail());
onClose('deliver', startWorker('deliver', { redisUrl, db, logger, handle: (work) => deliver(ports, work) }));
onClose('heartbeat', await startHeartbeat(redisUrl, 'notifier'));
if (settings.HEALTH_PORT) serveHealth(settings.HEALTH_PORT, () => queues.ping());
logger.info('ready');
