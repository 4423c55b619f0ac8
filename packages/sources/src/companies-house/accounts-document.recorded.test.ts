import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { companiesHouseCompany } from '../companies-house-company.ts';
import { documentOf, hasRecorded, itemsOf } from '../testing.ts';

const folder = new URL('../../../../../shared/data/accounts/as_filed/', import.meta.url);

type Item = ReturnType<typeof itemsOf>[number];

/** What is read of each file of the collection. */
let read: readonly { readonly file: string; readonly item: Item | undefined }[] = [];

beforeAll(() => {
  if (!hasRecorded) return;
  read = readdirSync(folder).map((file) => {
    const [item] = itemsOf(companiesHouseCompany, documentOf(readFileSync(new URL(file, folder)), file));
    return { file, item };
  });
});

test.skipIf(!hasRecorded)('every set of accounts of the collection is read as figures of its company', () => {
  const figures = read.map(({ item }) => {
    const content = item?.outcome === 'observed' ? item.observations[0]?.content : undefined;
    return content?.kind === 'accounts-figures' ? Object.keys(content.figures).length : 0;
  });
  expect(read.length).toBe(255);
  expect(figures.filter((count) => count > 0).length).toBeGreaterThanOrEqual(250);
});

test.skipIf(!hasRecorded)(
  'subsidiaries that accounts list are statements about names, under the number of who files',
  () => {
    const listed = read.flatMap(({ file, item }) => {
      const observations = item?.outcome === 'observed' ? item.observations.slice(1) : [];
      return observations.map(({ about, content }) => ({ file, about, content }));
    });
    expect(listed.length).toBeGreaterThan(0);
    for (const { file, about, content } of listed) {
      expect(about).toMatchObject({ ref: null, printedRef: null });
      expect(content).toMatchObject({ kind: 'parent-company', ceasedOn: null });
      expect(content.kind === 'parent-company' && file.includes(content.parent.ref?.id ?? 'nobody')).toBe(
        true,
      );
    }
    console.log(
      `${listed.length} subsidiaries are listed in ${new Set(listed.map(({ file }) => file)).size} sets of accounts`,
    );
  },
);
