import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { companiesHouseCompany } from '../companies-house-company.ts';
import { documentOf, hasRecorded, itemsOf } from '../testing.ts';

const folder = new URL('../../../../../shared/data/accounts/as_filed/', import.meta.url);

test.skipIf(!hasRecorded)('every set of accounts of the collection is read as figures of its company', () => {
  const files = readdirSync(folder);
  const read = files.map((file) => {
    const [item] = itemsOf(companiesHouseCompany, documentOf(readFileSync(new URL(file, folder)), file));
    const content = item?.outcome === 'observed' ? item.observations[0]?.content : undefined;
    return content?.kind === 'accounts-figures' ? Object.keys(content.figures).length : 0;
  });
  expect(files.length).toBe(255);
  expect(read.filter((figures) => figures > 0).length).toBeGreaterThanOrEqual(250);
});
