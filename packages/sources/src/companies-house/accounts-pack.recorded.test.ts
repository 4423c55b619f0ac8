import { fileURLToPath } from 'node:url';
import { isRefused, readAccounts, toLine } from '@tocsin/accounts';
import { expect, test } from 'vitest';
import { hasCases } from '../testing.ts';
import { documentsInPack } from './accounts-pack.ts';

const PACKAGE = '../../../../../shared/cases/accounts2/213800EXAMPLE-2023-03-31-en.zip';

test.skipIf(!hasCases)('the report inside an ESEF report package is read by the IFRS taxonomy', async () => {
  const lines = [];
  for await (const found of documentsInPack(fileURLToPath(new URL(PACKAGE, import.meta.url)))) {
    if (!('chunks' in found)) throw new Error(found.refused);
    const chunks: Uint8Array[] = [];
    for await (const chunk of found.chunks) chunks.push(chunk);
    const reading = readAccounts(Buffer.concat(chunks), { fileName: found.name });
    if (isRefused(reading)) throw new Error(reading.refused);
    lines.push(toLine(reading));
  }
  expect(lines).toMatchObject([
    { figures: { turnover: expect.any(Number), net_assets: expect.any(Number) } },
  ]);
});
