import { migrate, openClient } from '@tocsin/db';
import type { Role } from '@tocsin/db';
import { orEnd } from '@tocsin/runtime';

/** Each role and the setting with the password it signs in with; a role without one keeps the password it has. */
const passwords: Readonly<Record<Role, string>> = {
  tocsin_web: 'TOCSIN_WEB_PASSWORD',
  tocsin_worker: 'TOCSIN_WORKER_PASSWORD',
  tocsin_national: 'TOCSIN_NATIONAL_PASSWORD',
  tocsin_sign_in: 'TOCSIN_SIGN_IN_PASSWORD',
  tocsin_operator: 'TOCSIN_OPERATOR_PASSWORD',
};

/**
 * Brings the database of a server up to date before the services start: `DATABASE_URL` is the administrator's here,
 * and nowhere else.
 */
async function bringUpToDate(): Promise<readonly string[]> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set');
  const applied = await migrate(url);
  const client = openClient(url);
  await client.connect();
  for (const [role, setting] of Object.entries(passwords)) {
    const password = process.env[setting];
    if (password) await client.query(`ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(password)}`);
  }
  await client.end();
  return applied;
}

process.stdout.write(`${JSON.stringify({ applied: await orEnd(bringUpToDate) })}\n`);
