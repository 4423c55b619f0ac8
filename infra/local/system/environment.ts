import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Role } from '@tocsin/db';
import { readSettings } from '@tocsin/runtime';
import { cloneFolder, mailboxFolder } from './data-folder.ts';
import type { RunningState } from './data-folder.ts';
import { roleUrl } from '../servers/role-url.ts';

/** Where the parts of a local system are. */
export type Addresses = Pick<RunningState, 'databaseUrl' | 'redisUrl' | 'smtpUrl' | 'webUrl'>;

const envFile = path.join(cloneFolder, '.env');

/** Settings in `.env` of the clone count where the environment says nothing. */
export function readDotEnv(): void {
  if (existsSync(envFile)) process.loadEnvFile(envFile);
}

/** What a local process is told; the database address signs in as its role. Own `SMTP_URL` and `PUBLIC_URL` win. */
export function environmentOf(role: Role, folder: string, addresses: Addresses): NodeJS.ProcessEnv {
  return {
    ...process.env,
    SMTP_URL: process.env['SMTP_URL'] || addresses.smtpUrl,
    PUBLIC_URL: process.env['PUBLIC_URL'] || addresses.webUrl,
    DATABASE_URL: roleUrl(addresses.databaseUrl, role),
    DATABASE_URL_NATIONAL: roleUrl(addresses.databaseUrl, 'tocsin_national'),
    DATABASE_URL_SIGN_IN: roleUrl(addresses.databaseUrl, 'tocsin_sign_in'),
    DATABASE_URL_OPERATOR: roleUrl(addresses.databaseUrl, 'tocsin_operator'),
    REDIS_URL: addresses.redisUrl,
    PORT: new URL(addresses.webUrl).port,
    TOCSIN_MODE: 'local',
    TOCSIN_DATA_DIR: folder,
    TOCSIN_ENV_FILE: envFile,
    TOCSIN_MAILBOX_DIR: mailboxFolder(folder),
  };
}

/** Throws one sentence of what is wrong with the settings, before anything is started that would end for it again and again. */
export function checkSettings(): void {
  const nowhere = 'not started yet';
  const servers = { databaseUrl: 'postgresql://127.0.0.1', redisUrl: nowhere, smtpUrl: nowhere };
  readSettings(environmentOf('tocsin_web', '', { ...servers, webUrl: 'http://localhost:3000' }));
}
