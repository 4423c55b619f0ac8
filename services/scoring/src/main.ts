import { dayOf } from '@tocsin/domain';
import { openFor, refuseOldServer } from '@tocsin/db';
import { openQueues, startHeartbeat, startRelay, startWorker } from '@tocsin/queue';
import { closeOnSignal, openLogger, orEnd, readSettings, serveHealth } from '@tocsin/runtime';
import { score } from './score.ts';
import { startReview } from './review.ts';

const settings = await orEnd(() => readSettings(process.env));
await orEnd(() => refuseOldServer(settings.DATABASE_URL));
const logger = openLogger('scoring', settings.LOG_LEVEL);
const onClose = closeOnSignal(logger);
const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = settings;
const today = () => dayOf(Date.now());

const db = openFor('scoring', databaseUrl);
onClose('database', () => db.destroy());
const queues = openQueues(redisUrl);
onClose('queues', () => queues.close());
onClose('relay', await startRelay({ db, databaseUrl, queues, logger }));
onClose('review', startReview(db, logger, today));
onClose('worker', startWorker('score', { redisUrl, db, logger, handle: (work) => score(db, work, today) }));
onClose('heartbeat', await startHeartbeat(redisUrl, 'scoring'));
if (settings.HEALTH_PORT) serveHealth(settings.HEALTH_PORT, () => queues.ping());
logger.info('ready');
