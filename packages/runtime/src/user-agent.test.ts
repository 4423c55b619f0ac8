import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { userAgentOf } from './user-agent.ts';

test('publishers read who asks: this version, and whom to write to', () => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version }: { readonly version: string } = JSON.parse(text);
  expect(userAgentOf('it@example.gov.uk')).toBe(
    `Tocsin/${version} (supplier-risk early warning for English councils; it@example.gov.uk)`,
  );
});
