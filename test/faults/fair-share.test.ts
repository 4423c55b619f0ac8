import { openDatabase, openFor, openSession } from '@tocsin/db';
import { expect, test } from 'vitest';
import { PAYER, seedPair } from '../bench/heavy/one-pair.ts';
import { say } from '../support/faults-figures.ts';
import { sized } from '../support/faults-size.ts';
import { startPages, type PagesUnderTest } from '../support/pages-app.ts';
import { plainSuppliers, seedDay } from '../support/pages-world.ts';
import { asSignIn, seedPerson, seedTenant } from '../support/people-seed.ts';

/** The council that asks for ten, and those that are read beside it: each pays a thousand times. */
const OTHERS = ['E07770001', 'E07770002', 'E07770003'];
const PEOPLE = 10;
const READ = ['/exposure', '/alerts', '/suppliers?q=PAIR+12', '/deliveries', '/matches'];
const HEAVY = ['/exposure', '/exposure.csv', '/exposure.xlsx', '/suppliers?q=PAIR', '/national'];

test('one council that asks for ten slows the pages of the others by less than a fifth', async () => {
  const [blocks, rounds] = sized([20, 4], [4, 1]);
  // As whoever has used up its credit.
  const pages = await startPages(plainSuppliers, 'server', 1_000_000, { turns: { creditMs: 0 } });
  const owner = openDatabase(pages.database.adminUrl, { max: 1 });
  await seedPair(
    owner,
    sized({ payments: 100_000, pairs: 20_000 }, { payments: 5_000, pairs: 2_000 }),
    seedDay,
  );
  await owner.destroy();
  const cookies = await signedIn(pages, [PAYER, ...OTHERS]);
  const ask = async (council: string, url: string) =>
    (await pages.app.inject({ url, headers: { cookie: cookies.get(council) ?? '' } })).statusCode;

  const took: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] };
  const answered: number[] = [];
  async function readOthers(into: number[]): Promise<void> {
    for (let round = 0; round < rounds; round += 1)
      for (const url of READ)
        for (const council of OTHERS) {
          const began = performance.now();
          answered.push(await ask(council, url));
          into.push(performance.now() - began);
        }
  }
  const ofOne: number[] = [];
  let meanwhile = 0;
  async function askForTen(over: AbortSignal): Promise<void> {
    await Promise.all(
      Array.from({ length: PEOPLE }, async (_, person) => {
        for (let at = person; !over.aborted; at += 1)
          ofOne.push(await ask(PAYER, HEAVY[at % HEAVY.length] ?? ''));
      }),
    );
  }
  // Once each: what is compiled and read for the first time is no measure.
  await readOthers([]);
  for (const url of HEAVY) await ask(PAYER, url);
  for (let block = 0; block < blocks; block += 1) {
    if (block % 2 === 0) {
      await readOthers(took.alone);
      continue;
    }
    const over = new AbortController();
    const asking = askForTen(over.signal);
    const before = ofOne.length;
    await readOthers(took.beside);
    meanwhile += ofOne.length - before;
    over.abort();
    await asking;
  }
  const ratio = p95(took.beside) / p95(took.alone);
  say(30, `${OTHERS.length} councils beside one of which ${PEOPLE} ask without pause`, {
    'p95 beside': `${p95(took.beside).toFixed(1)} ms`,
    'p95 alone': `${p95(took.alone).toFixed(1)} ms`,
    ratio: ratio.toFixed(2),
    'pages of the one meanwhile': `${meanwhile} beside ${took.beside.length}`,
  });
  expect(new Set(answered)).toEqual(new Set([200]));
  expect(new Set(ofOne)).toEqual(new Set([200]));
  // Ten that ask without pause would be served ten times as often as one that asks for one page after the other.
  expect(meanwhile).toBeLessThan(took.beside.length);
  expect(ratio).toBeLessThan(sized(1.2, Number.POSITIVE_INFINITY));
  await pages.stop();
}, 1_800_000);

/** A cookie of an administrator of each council. */
async function signedIn(
  { database }: PagesUnderTest,
  councils: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const worker = openFor('command line', database.adminUrl, { max: 1 });
  const cookies = new Map<string, string>();
  for (const council of councils) {
    await seedTenant(worker, council);
    const personId = await seedPerson(worker, database, council, `person-of-${council}`, ['administrator']);
    const at = `${seedDay}T12:00:00.000Z`;
    const secret = await asSignIn(database, (db) =>
      db.transaction().execute((trx) => openSession(trx, { personId, browser: 'Example', at })),
    );
    cookies.set(council, `__Host-tocsin_session=${secret}`);
  }
  await worker.destroy();
  return cookies;
}

function p95(some: readonly number[]): number {
  return some.toSorted((a, b) => a - b)[Math.floor(some.length * 0.95)] ?? Number.NaN;
}
