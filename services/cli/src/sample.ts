import { bandsAtRisk, dayOf } from '@tocsin/domain';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  readSetting,
  removeSample,
  saveRecipient,
  sumReports,
  writeSetting,
  type CouncilRow,
  type Db,
  type SampleContracts,
} from '@tocsin/db';
import { sourceById } from '@tocsin/sources';
import { z } from 'zod';
import { loadCouncils } from './councils.ts';
import { drain } from './drain.ts';
import { ingestDocument } from './ingest.ts';

const FOLDER = new URL('../../../infra/local/sample/', import.meta.url);
const BANNER = 'Sample: public record replayed, 2016–2025';

const Manifest = z.array(
  z.object({
    file: z.string(),
    source: z.string(),
    publishedAt: z.string(),
    retrievedAt: z.string(),
    url: z.string(),
    contentType: z.string(),
  }),
);
/**
 * `sample`: replays the sample of the public record in the order of its publication, each day judged as it stood that
 * day. Started again it goes on where it stopped; once complete it does nothing.
 */
export async function sampleVerb(db: Db): Promise<void> {
  const councils = await loadCouncils(db);
  const manifest = Manifest.parse(JSON.parse(await readFile(new URL('manifest.json', FOLDER), 'utf8')));
  const isComplete = (await readSetting(db, 'sample-complete')) === true;
  if (!isComplete || (await readSetting(db, 'sample')) !== undefined) {
    await writeSetting(db, 'sample-documents', await hashesOf(manifest));
    await writeSetting(db, 'sample-contracts', await contractsOf(manifest));
  }
  if (isComplete) return;
  await writeSetting(db, 'sample', BANNER);
  await saveLocalRecipients(db, councils);
  const days = [...new Set(manifest.map(({ publishedAt }) => dayOf(publishedAt)))].sort();
  const report = sumReports('sample');
  for (const day of days) {
    for (const entry of manifest.filter(({ publishedAt }) => dayOf(publishedAt) === day)) {
      const source = sourceById(entry.source);
      if (!source) throw new Error(`The sample names a source that does not exist: ${entry.source}`);
      const { url, contentType, retrievedAt } = entry;
      const document = { url, contentType, retrievedAt, body: await readFile(new URL(entry.file, FOLDER)) };
      report.add(await ingestDocument(db, source, document, day));
      // Each document is judged before the next is read, as it was when they appeared.
      await drain(db);
    }
    process.stdout.write(`${day}: ${report.total().documents} of ${manifest.length} documents\n`);
  }
  await writeSetting(db, 'sample-complete', true);
  process.stdout.write(`${JSON.stringify(report.total())}\n`);
}

/** What the documents of the sample are known by, so that they can be taken out again. */
async function hashesOf(manifest: z.infer<typeof Manifest>): Promise<readonly string[]> {
  const hash = async (file: string) =>
    createHash('sha256')
      .update(await readFile(new URL(file, FOLDER)))
      .digest('hex');
  return Promise.all(manifest.map(({ file }) => hash(file)));
}

/** The contracts that the sample names, and its last day: after that nobody knows of one without an end whether it runs. */
async function contractsOf(manifest: z.infer<typeof Manifest>): Promise<SampleContracts> {
  const ocids = new Set<string>();
  for (const { file, source: id, url, contentType, retrievedAt } of manifest) {
    const source = sourceById(id);
    if (source?.kind !== 'documents') continue;
    for (const item of source.parse({
      url,
      contentType,
      retrievedAt,
      body: await readFile(new URL(file, FOLDER)),
    }))
      if (item.outcome === 'observed')
        for (const { content } of item.observations) if (content.kind === 'award') ocids.add(content.ocid);
  }
  return {
    until:
      manifest
        .map(({ publishedAt }) => dayOf(publishedAt))
        .sort()
        .at(-1) ?? '',
    ocids: [...ocids],
  };
}

/** `sample --remove`: takes out what the sample brought. It is not loaded again by the next start. */
export async function removeSampleVerb(db: Db): Promise<void> {
  const removed = await db.transaction().execute((trx) => removeSample(trx));
  process.stdout.write(`${JSON.stringify(removed)}\n`);
}

/** Somebody to tell at every council, at an address that cannot exist outside this machine. */
async function saveLocalRecipients(db: Db, councils: readonly CouncilRow[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { gss, name } of councils) {
      const domain = name
        .toLowerCase()
        .replaceAll(/[^a-z]+/g, '-')
        .replaceAll(/^-|-$/g, '');
      await saveRecipient(trx, {
        council: gss,
        address: `procurement@${domain}.example`,
        role: 'procurement officer',
        levels: [...bandsAtRisk],
      });
    }
  });
}
