import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { asMarkdown } from './blocks.ts';
import { impactAssessment, risks } from './impact-assessment.ts';
import { privacyNotice } from './privacy-notice.ts';
import { recordOfProcessing } from './record-of-processing.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');

test.each([
  ['PRIVACY', privacyNotice],
  ['RECORD-OF-PROCESSING', recordOfProcessing],
  ['IMPACT-ASSESSMENT', impactAssessment],
])('%s.md says what the catalogue of tables says', async (name, document) => {
  await expect(asMarkdown(document())).toMatchFileSnapshot(`../../${name}.md`);
});

test('every measure against a risk to people is held by a test that is there', () => {
  const missing = risks.filter(({ heldBy }) => !existsSync(path.join(ROOT, heldBy)));
  expect(missing).toEqual([]);
});
