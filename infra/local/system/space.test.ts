import { expect, test } from 'vitest';
import { lookAtSpace } from './space.ts';

test('a disk that runs full is told of once, and once when there is space again', async () => {
  const said: string[] = [];
  let free: number | undefined = 10_000_000_000;
  const ask = async () => {
    if (free === undefined) throw new Error('the disk does not answer');
    return free;
  };
  const look = lookAtSpace('/data', (sentence) => void said.push(sentence), ask);
  await look();
  expect(said).toEqual([]);
  free = 3 * 1024 * 1024;
  await look();
  free = 0;
  await look();
  expect(said).toEqual([expect.stringMatching(/^only 3 MB are left on the disk of \/data: .* Make space: /)]);
  free = undefined;
  await look();
  free = 100_000_000;
  await look();
  await look();
  expect(said.slice(1)).toEqual(['there is space again on the disk of /data']);
});
