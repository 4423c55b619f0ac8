import { openClient } from './database.ts';

/** The first Postgres on which the migrations run: they grant roles `WITH SET`. */
const OLDEST = 16;

/**
 * Rejects, in one sentence, where the server at `url` is older than Tocsin needs. One that does not answer is not
 * refused: whoever asks it next says so.
 */
export async function refuseOldServer(url: string): Promise<void> {
  const version = await versionOf(url);
  if (version !== undefined && Number.parseInt(version, 10) < OLDEST)
    throw new Error(
      `The database server is Postgres ${version}; Tocsin needs Postgres ${OLDEST} or newer. Nothing was changed.`,
    );
}

async function versionOf(url: string): Promise<string | undefined> {
  const client = openClient(url);
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    return undefined;
  }
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version;
  } finally {
    await client.end();
  }
}
