import { openDatabase, sumReports, type Db, type IngestReport } from '@tocsin/db';
import { sourceById, UnreadableDocument, type Source, type SourceDocument } from '@tocsin/sources';
import { loadCouncils } from '../../../services/cli/src/councils.ts';
import { ingestDocuments } from '../../../services/cli/src/ingest.ts';
import { freshDatabase } from '../stack.ts';
import { made, recipesOf, type Recipe } from './mutations.ts';

/** What became of mutated documents of one source. */
export interface Fuzzed {
  readonly documents: number;
  readonly items: number;
  /** Documents that were refused as a whole. */
  readonly unreadable: number;
  /** Runs that failed, with the recipe of what they failed of. */
  readonly failed: readonly string[];
  readonly unaccounted: readonly string[];
  /** The most processor time that reading one document took, in seconds, and its recipe. */
  readonly slowest: { readonly seconds: number; readonly recipe: string };
  /** How much more memory the process held at its most than when it began, in MB. */
  readonly memoryMb: number;
}

/** Documents of one run. */
const TOGETHER = 25;

/** Reads and records so many mutated documents of a source, as runs over folders of them. */
export async function fuzz(
  id: string,
  bases: readonly SourceDocument[],
  seed: number,
  count: number,
): Promise<Fuzzed> {
  const source = sourceById(id);
  if (!source) throw new Error(`there is no source ${id}`);
  const database = await freshDatabase();
  const db = openDatabase(database.url, { role: 'tocsin_worker', max: 4 });
  await loadCouncils(db);
  const recipes = recipesOf(seed, count);
  const sum = { items: 0, unreadable: 0 };
  const [failed, unaccounted]: [string[], string[]] = [[], []];
  let slowest = { seconds: 0, recipe: '' };
  const before = process.memoryUsage().rss;
  let most = before;
  try {
    for (let from = 0; from < recipes.length; from += TOGETHER) {
      const some = recipes.slice(from, from + TOGETHER).map((recipe) => ({
        recipe,
        document: documentOf(recipe, bases),
      }));
      for (const { recipe, document } of some) {
        const read = await readOne(source, document);
        sum.items += read.items;
        if (read.isUnreadable) sum.unreadable += 1;
        if (read.failure !== null) failed.push(`${inShort(recipe)}: ${read.failure}`);
        if (read.seconds > slowest.seconds) slowest = { seconds: read.seconds, recipe: inShort(recipe) };
      }
      const documents = some.map(({ document }) => document);
      const together = await recorded(db, source, documents).then(
        (report) => (isAccountedFor(report, documents.length) ? null : JSON.stringify(report)),
        (error: unknown) => String(error),
      );
      const before = failed.length + unaccounted.length;
      // Which of them it was is found by a run of each.
      if (together !== null)
        for (const { recipe, document } of some)
          await recorded(db, source, [document]).then(
            (own) => {
              if (!isAccountedFor(own, 1)) unaccounted.push(`${inShort(recipe)}: ${JSON.stringify(own)}`);
            },
            (error: unknown) => failed.push(`${inShort(recipe)}: ${String(error)}`),
          );
      if (together !== null && failed.length + unaccounted.length === before)
        failed.push(`${documents.length} documents together, none alone: ${together}`);
      most = Math.max(most, process.memoryUsage().rss);
    }
    return {
      documents: count,
      ...sum,
      failed,
      unaccounted,
      slowest,
      memoryMb: Math.round((most - before) / 1_048_576),
    };
  } finally {
    await db.destroy();
    await database.drop();
  }
}

function documentOf(recipe: Recipe, bases: readonly SourceDocument[]): SourceDocument {
  const base = bases[recipe.base % bases.length];
  if (!base) throw new Error('there is no document to begin with');
  const { url, retrievedAt, contentType, status } = base;
  const body = made(
    recipe,
    bases.map((one) => one.body),
  );
  return { url, retrievedAt, contentType, body, ...(status === undefined ? {} : { status }) };
}

interface Read {
  readonly items: number;
  readonly isUnreadable: boolean;
  /** What was thrown that is no word about the document. */
  readonly failure: string | null;
  readonly seconds: number;
}

/** Reads a document by its source's own reader, in this thread: by processor time, whatever else the machine does. */
async function readOne(source: Source, document: SourceDocument): Promise<Read> {
  const began = process.cpuUsage();
  const seconds = () => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1e6;
  };
  try {
    const items = await countItems(source, document);
    return { items, isUnreadable: false, failure: null, seconds: seconds() };
  } catch (error) {
    const isUnreadable = error instanceof UnreadableDocument;
    return { items: 0, isUnreadable, failure: isUnreadable ? null : String(error), seconds: seconds() };
  }
}

async function countItems(source: Source, document: SourceDocument): Promise<number> {
  let count = 0;
  if (source.kind === 'register')
    for await (const { companies, refused } of source.companies(document))
      count += companies.length + refused;
  else if (source.kind === 'table') {
    source.edition(document);
    for await (const _ of source.rows(document)) count += 1;
  } else for (const _ of source.parse(document)) count += 1;
  return count;
}

async function recorded(db: Db, source: Source, documents: readonly SourceDocument[]): Promise<IngestReport> {
  const sum = sumReports(source.id);
  const files = documents.map((document) => ({ document }));
  for await (const report of ingestDocuments(db, source, files, null, { acceptFewer: true })) sum.add(report);
  return sum.total();
}

/** Each item is recorded, known already, ignored by name or refused with its reason; each document has a word. */
function isAccountedFor(
  { documents, items, recorded: taken, duplicates, ignored, refused }: IngestReport,
  given: number,
): boolean {
  const left = Object.values(ignored).reduce((total, count) => total + count, 0);
  return documents === given && items === taken + duplicates + left + refused.length;
}

function inShort(recipe: Recipe): string {
  return JSON.stringify(recipe).slice(0, 600);
}
