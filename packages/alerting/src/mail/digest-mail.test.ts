import { expect, test } from 'vitest';
import { composeDigest } from './opening-mail.ts';

test('a digest says of each alert what, when, how much hangs on it, where to read it, and why it is told', () => {
  const fact = {
    supplier: 'Example Care Homes Ltd',
    title: 'Risk band raised to elevated',
    day: '2 May 2026',
    stakes: '£12,000 left',
    source: { name: 'The Gazette', url: 'https://www.thegazette.co.uk/notice/4000001' },
    link: 'https://tocsin.example/alerts/1',
  };
  const because = 'Told as owner of contracts (“Adult social care”); £12,000 exposed.';
  const { subject, text, html } = composeDigest(
    [
      { ...fact, because },
      { ...fact, because: null },
    ],
    {
      name: 'Example Council',
    },
  );
  expect(subject).toBe('Your digest: 2 supplier alerts');
  for (const said of [fact.supplier, fact.title, fact.day, fact.stakes, because]) {
    expect(text).toContain(said);
    expect(html).toContain(said);
  }
  expect(text).toContain('https://tocsin.example/alerts/1');
  expect(text).toContain('not a reason to exclude a supplier');
  expect(text.match(/Told as/g)).toHaveLength(1);
});
