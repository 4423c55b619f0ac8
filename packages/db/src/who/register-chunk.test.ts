import { filingOf, wideHash } from '@tocsin/matching';
import { expect, test } from 'vitest';
import { BINARY_SIGNATURE } from '../schema/copy.ts';
import { registerChunks, type RegisterChunk, type RegisterCompany } from './register-chunk.ts';

function company(number: string, name: string, previousNames: readonly string[] = []): RegisterCompany {
  return { number, name, previousNames, postcode: null, status: 'Active', sicCodes: [] };
}

/** Chunks of companies that arrive in batches. */
async function chunked(batches: readonly (readonly RegisterCompany[])[], done: number, size: number) {
  async function* arriving() {
    yield* batches;
  }
  const chunks: RegisterChunk[] = [];
  for await (const chunk of registerChunks(arriving(), done, size)) chunks.push(chunk);
  return chunks;
}

/** Which numbers are filed under which keys, as Postgres would read the bytes. */
function filedIn({ keyRows }: RegisterChunk): (readonly [key: number, number: string])[] {
  const bytes = Buffer.from(keyRows);
  expect(bytes.subarray(0, BINARY_SIGNATURE.length)).toEqual(Buffer.from(BINARY_SIGNATURE));
  const filed: [number, string][] = [];
  const shapes = new Set<string>();
  let at = BINARY_SIGNATURE.length;
  for (; bytes.readInt16BE(at) !== -1; at += 26) {
    shapes.add(`${bytes.readInt16BE(at)} ${bytes.readInt32BE(at + 2)} ${bytes.readInt32BE(at + 14)}`);
    filed.push([Number(bytes.readBigInt64BE(at + 6)), bytes.toString('latin1', at + 18, at + 26)]);
  }
  expect([[...shapes], bytes.length]).toEqual([filed.length > 0 ? ['2 8 8'] : [], at + 2]);
  return filed;
}

const one = company('99000001', 'EXAMPLE CARE HOMES LIMITED');
const two = company('SC000002', 'SAMPLE BUILDERS LIMITED', ['FORMER BUILDERS LIMITED']);
const three = company('99000003', 'EXAMPLE LAUNDRIES LIMITED');
const four = company('99000004', 'EXAMPLE GARDENS LIMITED');

test('companies go in chunks of a size, whatever batches they came in, the last with what is left', async () => {
  const sizes = async (batches: readonly (readonly RegisterCompany[])[], done = 0) =>
    (await chunked(batches, done, 2)).map(({ seen, companies }) => [seen, companies.length]);
  expect(await sizes([[one, two, three]])).toEqual([
    [2, 2],
    [3, 1],
  ]);
  expect(await sizes([[one], [two], [], [three, four]])).toEqual([
    [2, 2],
    [4, 2],
  ]);
  expect(await sizes([[one, two, three, four]], 1)).toEqual([
    [3, 2],
    [4, 1],
  ]);
  expect(await sizes([[one, two]], 2)).toEqual([]);
  expect(await sizes([])).toEqual([]);
});

test('a company is filed under the keys of its name and of its former ones', async () => {
  const [chunk] = await chunked([[one, two]], 0, 2);
  const expected = [one, two].flatMap(({ number, name, previousNames }) =>
    [...filingOf([name, ...previousNames]).keys].map((key) => [wideHash(key), number]),
  );
  expect(filedIn(chunk!)).toEqual(expected);
  expect(chunk?.keys).toBe(expected.length);
});

test('a word is counted once for each company that bears it', async () => {
  const [chunk] = await chunked([[one, two, three]], 0, 3);
  const words = [one, two, three].flatMap(({ name, previousNames }) => [
    ...filingOf([name, ...previousNames]).words,
  ]);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  expect(chunk?.words).toEqual(counts);
  expect(Math.max(...counts.values())).toBeGreaterThan(1);
});

test('keys beyond the room that is kept at first are written all the same', async () => {
  const many = Array.from({ length: 15_000 }, (_, at) =>
    company(String(99_000_000 + at), `EXAMPLE SUPPLIES ${at} TRADING COMPANY LIMITED`),
  );
  const [chunk] = await chunked([many], 0, many.length);
  expect(chunk?.keyRows.length).toBeGreaterThan(1 << 20);
  const filed = filedIn(chunk!);
  expect(filed).toHaveLength(chunk?.keys ?? 0);
  expect(filed.at(-1)?.[1]).toBe('99014999');
});
