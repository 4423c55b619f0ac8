import { expect, test } from 'vitest';
import { composeDigest } from './digest-mail.ts';

const digestOf = {
  council: 'Example Council',
  reviewsPage: 'https://tocsin.example/reviews',
  ledgerPage: 'https://tocsin.example/ledger',
};

test('a digest says of each alert what, when, how much hangs on it, where to read it, and why it is told', () => {
  const fact = {
    supplier: 'Example Care Homes Ltd',
    title: 'Risk band raised to elevated',
    day: '2 May 2026',
    stakes: '£12,000 left',
    source: { name: 'The Gazette', url: 'https://www.thegazette.co.uk/notice/4000001' },
    link: 'https://tocsin.example/alerts/1',
  };
  const because = 'Told as owner of contracts (“Adult social care”); £12,000 at stake.';
  const alerts = [
    { ...fact, because },
    { ...fact, because: null },
  ];
  const { subject, text, html } = composeDigest({ alerts, reviews: [] }, digestOf);
  expect(subject).toBe('Your digest: 2 supplier alerts');
  for (const said of [fact.supplier, fact.title, fact.day, fact.stakes, because]) {
    expect(text).toContain(said);
    expect(html).toContain(said);
  }
  expect(text).toContain('https://tocsin.example/alerts/1');
  expect(text).toContain('not a reason to exclude a supplier');
  expect(text.match(/Told as/g)).toHaveLength(1);
});

test('a digest counts the reviews that are due, and says that nothing has happened to their suppliers', () => {
  const review = {
    title: 'Respite care',
    supplier: 'Example Care Homes Ltd',
    what: 'Bond expires',
    says: 'The bond expires on 31 March 2027.',
    dueOn: '2026-12-31',
    because: null,
  };
  const one = composeDigest({ alerts: [], reviews: [review] }, digestOf);
  expect(one.subject).toBe('Your digest: 1 contract review due');
  expect(one.text).toContain(
    'Respite care (Example Care Homes Ltd): Bond expires, due from 31 December 2026. The bond expires on 31 March 2027.',
  );
  const undated = composeDigest({ alerts: [], reviews: [{ ...review, dueOn: null }] }, digestOf);
  expect(undated.text).toContain('Bond expires, due now, start not known. The bond');
  expect(one.text).toContain('By your own register it is time to look at these');
  expect(one.text).toContain('https://tocsin.example/reviews');
  expect(one.text).not.toContain('exclude a supplier');
  const many = composeDigest({ alerts: [], reviews: Array.from({ length: 21 }, () => review) }, digestOf);
  expect(many.text.match(/Bond expires, due/g)).toHaveLength(20);
  expect(many.text).toContain('And 1 more, on the page.');
  const twenty = composeDigest({ alerts: [], reviews: Array.from({ length: 20 }, () => review) }, digestOf);
  expect(twenty.text).not.toContain('on the page.');
  expect(one.text).not.toContain('no end');
  const without = composeDigest(
    { alerts: [], reviews: [{ ...review, withoutEnd: 1 }, review, { ...review, withoutEnd: 2 }] },
    digestOf,
  );
  expect(without.text).toContain('2 running contracts of your register have no end that can be read');
});

test('a digest after a month was sealed gives its hash, and where to compare it', () => {
  const alerts = [
    {
      supplier: 'Example Care Homes Ltd',
      title: 'Risk band raised to elevated',
      day: '2 May 2026',
      stakes: '',
      source: null,
      link: 'https://tocsin.example/alerts/1',
      because: null,
    },
  ];
  const sealed = { asOf: '2026-11-01', hash: 'ab'.repeat(32) };
  const { text } = composeDigest({ alerts, reviews: [], sealed }, digestOf);
  expect(text).toContain('stood on 1 November 2026 is sealed');
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    `while https://tocsin.example/ledger gives the hash ${sealed.hash},`,
  );
  expect(composeDigest({ alerts, reviews: [] }, digestOf).text).not.toContain('sealed');
});
