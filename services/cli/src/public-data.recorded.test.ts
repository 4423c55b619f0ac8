import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listedFiles, listOf } from './public-data-list.ts';

const RECORDED = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

test.skipIf(!existsSync(RECORDED))(
  'the list of public data names every real document, with its bytes and its origin',
  async () => {
    expect(await listOf(RECORDED)).toEqual(listedFiles());
  },
);
