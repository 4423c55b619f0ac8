import { once } from 'node:events';
import { isRecorded, type Db } from '@tocsin/db';
import { REGISTER_SOURCE, type CompanyNumber } from '@tocsin/domain';
import { openProducerRedis } from '@tocsin/queue';
import { openHttp, openRedisLimiter, readSettings, userAgentOf, type HttpClient } from '@tocsin/runtime';
import { sourceById, type Source } from '@tocsin/sources';
import { drain } from './drain.ts';
import { ingestDocument } from './ingest.ts';

/** Asks the register about one company now, under the pace that the running system shares, and has it judged. */
export async function askRegister(db: Db, number: CompanyNumber): Promise<void> {
  const { REDIS_URL: redisUrl, CONTACT: contact } = readSettings(process.env);
  const source = sourceById(REGISTER_SOURCE);
  if (!source) throw new Error(`There is no source ${REGISTER_SOURCE}`);
  const redis = openProducerRedis(redisUrl);
  try {
    if (redis.status !== 'ready') await once(redis, 'ready');
    const http = openHttp({
      userAgent: userAgentOf(contact),
      limiter: openRedisLimiter(redis),
      bucket: source.pace.bucket ?? source.id,
      pace: source.pace,
    });
    const troubles = await recordCompany(db, source, http, number, (name) => process.env[name] || undefined);
    for (const trouble of troubles) process.stderr.write(`Not answered: ${trouble}\n`);
  } finally {
    redis.disconnect();
  }
  await drain(db);
}

/**
 * Records whatever the register answers about one company; the place of the scheduled round does not move. Gives what it
 * did not answer, with the reasons.
 */
export async function recordCompany(
  db: Db,
  source: Source,
  http: HttpClient,
  number: CompanyNumber,
  setting: (name: string) => string | undefined,
): Promise<readonly string[]> {
  const context = {
    now: new Date().toISOString(),
    watched: [number],
    setting,
    isRecorded: (id: string, refs: readonly string[]) => isRecorded(db, id, refs),
  };
  const troubles: string[] = [];
  for await (const step of source.fetch(http, null, context)) {
    if ('trouble' in step) troubles.push(`${step.trouble.item}: ${step.trouble.reason}`);
    if ('document' in step) await ingestDocument(db, source, step.document, null);
  }
  return troubles;
}
