import { expect, test } from 'vitest';
import { renderSourcesDoc } from './sources-doc.ts';

test('SOURCES.md says what the declarations say', async () => {
  await expect(renderSourcesDoc()).toMatchFileSnapshot('../SOURCES.md');
});
