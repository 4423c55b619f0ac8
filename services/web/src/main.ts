import { openFor, openPulse, refuseOldServer } from '@tocsin/db';
import { openProducerRedis, readHeartbeats } from '@tocsin/queue';
import {
  closeOnSignal,
  openLiveSettings,
  openLogger,
  orEnd,
  readSettings,
  settingsFile,
} from '@tocsin/runtime';
import { sources } from '@tocsin/sources';
import { buildApp } from './app.ts';
import { mailerOf } from './mailer.ts';
import { otherServices } from './ports.ts';

const settings = await orEnd(() => readSettings(process.env));
await orEnd(() => refuseOldServer(settings.DATABASE_URL));
const logger = openLogger('web', settings.LOG_LEVEL);
const onClose = closeOnSignal(logger);

const db = openFor('pages', settings.DATABASE_URL);
onClose('database', () => db.destroy());
const nationalUrl = settings.DATABASE_URL_NATIONAL ?? settings.DATABASE_URL;
const national = openFor('national', nationalUrl, { max: 4 });
onClose('national database', () => national.destroy());
const signIn = openFor('sign-in', settings.DATABASE_URL_SIGN_IN ?? settings.DATABASE_URL, { max: 6 });
onClose('database of sign-in', () => signIn.destroy());
const operatorUrl = settings.DATABASE_URL_OPERATOR ?? settings.DATABASE_URL;
const operator = openFor('operator', operatorUrl, { max: 2 });
onClose('database of the operator', () => operator.destroy());
const pulse = openPulse(settings.DATABASE_URL);
onClose('pulse of the database', () => pulse.close());
const redis = openProducerRedis(settings.REDIS_URL);
onClose('redis', async () => redis.disconnect());

const liveSetting = openLiveSettings(process.env, settingsFile(process.env));
const app = await orEnd(() =>
  buildApp({
    db,
    national,
    signIn,
    operator,
    ...mailerOf(settings),
    pulse: pulse.ask,
    heartbeats: () => readHeartbeats(redis, otherServices),
    sources,
    isSet: (name) => liveSetting(name) !== undefined,
    settings,
    now: () => new Date(),
    logger,
    ...(settings.TOCSIN_ASSETS_DIR ? { assetsDir: settings.TOCSIN_ASSETS_DIR } : {}),
  }),
);
onClose('pages', () => app.close());
// The first connection after a start takes its time: nobody is told meanwhile that Postgres is away.
await pulse.ask().catch(() => undefined);
await app.listen({ port: settings.PORT, host: settings.HOST });
logger.info({ port: settings.PORT }, 'ready');
