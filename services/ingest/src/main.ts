import { dayOf } from '@tocsin/domain';
import { closeMail } from '@tocsin/channels';
import { openFor, refuseOldServer } from '@tocsin/db';
import {
  openProducerRedis,
  openQueues,
  startHeartbeat,
  startRelay,
  startWorker,
  type Work,
} from '@tocsin/queue';
import {
  closeOnSignal,
  openLiveSettings,
  openLogger,
  openRedisLimiter,
  orEnd,
  readSettings,
  serveHealth,
  settingsFile,
} from '@tocsin/runtime';
import { openClocks, openSourceHttp } from './http.ts';
import { startChecking } from './check-contests.ts';
import { startHousekeeping, startSweeping } from './housekeeping.ts';
import { matchSuppliers } from './match.ts';
import { keepTrying } from './keep-trying.ts';
import { startSchedule } from './schedule.ts';
import { watchSystemBySettings } from './watch-by-settings.ts';

const settings = await orEnd(() => readSettings(process.env));
await orEnd(() => refuseOldServer(settings.DATABASE_URL));
const logger = openLogger('ingest', settings.LOG_LEVEL);
const onClose = closeOnSignal(logger);
const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = settings;
const now = () => new Date().toISOString();

const db = openFor('ingest', databaseUrl);
onClose('database', () => db.destroy());
const queues = openQueues(redisUrl);
onClose('queues', () => queues.close());
const redis = openProducerRedis(redisUrl);
onClose('limiter', async () => redis.disconnect());
const clocks = openClocks();
const ports = {
  db,
  logger,
  now,
  setting: openLiveSettings(process.env, settingsFile(process.env)),
  httpFor: openSourceHttp(openRedisLimiter(redis), settings.CONTACT, clocks),
};
onClose('relay', await startRelay({ db, databaseUrl, queues, logger }));
const match = (work: Work<'match'>) => matchSuppliers(db, work, () => dayOf(now()));
onClose('match', startWorker('match', { redisUrl, db, logger, handle: match }));
onClose('ingest', startWorker('ingest', { redisUrl, db, logger, handle: (work) => keepTrying(ports, work) }));
onClose('schedule', startSchedule({ ...ports, redisUrl }));
onClose('housekeeping', startHousekeeping(db, logger));
onClose('sweeping', startSweeping(db, logger));
onClose('checking', startChecking(db, logger, now));
onClose('mail', async () => closeMail());
onClose('watch', await watchSystemBySettings(settings, { ...ports, redis, clocks }));
onClose('heartbeat', await startHeartbeat(redisUrl, 'ingest'));
if (settings.HEALTH_PORT) serveHealth(settings.HEALTH_PORT, () => queues.ping());
logger.info('ready');
