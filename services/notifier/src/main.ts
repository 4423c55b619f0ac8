import { closeMail } from '@tocsin/channels';
import { openDatabase } from '@tocsin/db';
import { openQueues, startHeartbeat, startRelay, startWorker } from '@tocsin/queue';
import { closeOnSignal, openLogger, readSettings, serveHealth } from '@tocsin/runtime';
import { channelConfigs } from './channel-configs.ts';
import { deliver } from './deliver.ts';
import { notify } from './notify.ts';
import { startPublishing } from './publish-national.ts';

const settings = readSettings(process.env);
const logger = openLogger('notifier', settings.LOG_LEVEL);
const onClose = closeOnSignal(logger);
const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = settings;

const db = openDatabase(databaseUrl, { role: 'tocsin_worker', max: 16 });
onClose('database', () => db.destroy());
const queues = openQueues(redisUrl);
onClose('queues', () => queues.close());
const configs = channelConfigs(settings);
const publicUrl = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`;
const ports = { db, logger, publicUrl, configOf: (channel: string) => configs[channel] };
onClose('relay', await startRelay({ db, databaseUrl, queues, logger }));
onClose('notify', startWorker('notify', { redisUrl, db, logger, handle: (work) => notify(db, work) }));
onClose(
  'publishing',
  startPublishing(db, logger, () => new Date().toISOString().slice(0, 10)),
);
onClose('mail', async () => closeMail());
onClose('deliver', startWorker('deliver', { redisUrl, db, logger, handle: (work) => deliver(ports, work) }));
onClose('heartbeat', await startHeartbeat(redisUrl, 'notifier'));
if (settings.HEALTH_PORT) serveHealth(settings.HEALTH_PORT, () => queues.ping());
logger.info('ready');
