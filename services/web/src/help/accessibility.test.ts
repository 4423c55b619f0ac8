import { expect, test } from 'vitest';
import fastify from 'fastify';
import { robotsTextRoute } from '../robots-text.ts';
import { accessibilityStatement } from './accessibility.ts';

const said = (...asked: Parameters<typeof accessibilityStatement>) =>
  JSON.stringify(accessibilityStatement(...asked).blocks);

test('the statement names who runs the pages and whom to write to; that of a local copy names nobody', () => {
  const ours = said({ name: 'Example County Council', accessibilityContact: 'access@council.example' });
  expect(ours).toContain('run by Example County Council');
  expect(ours).toContain('Write to access@council.example');
  expect(said(null)).toContain('a local copy');
  expect(said(null)).not.toContain('@');
});

test('search engines are kept from everything but what anybody may read', async () => {
  const app = fastify();
  robotsTextRoute(app);
  const lines = (await app.inject('/robots.txt')).body.trimEnd().split('\n');
  expect([lines[0], lines.at(-1)]).toEqual(['User-agent: *', 'Disallow: /']);
  expect(lines).toContain('Allow: /accessibility');
});
