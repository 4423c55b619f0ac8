import { Pence } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import { describe, expect, it, test } from 'vitest';
import type { AlertFacts } from '../alert/alert-facts.ts';
import { composeAlertMail, fixedLine } from './alert-mail.ts';
import { exposure, petitionFacts, published } from '../fixtures/alert-facts.ts';

const mail = composeAlertMail(petitionFacts);

function withContracts(...contracts: AlertFacts['exposure']['contracts']): AlertFacts {
  return { ...petitionFacts, exposure: viewOfExposure({ ...exposure, contracts }) };
}

/** The words that a reader of the HTML sees, without the addresses of links. */
function words(html: string): string {
  return html
    .replace(/<title>.*?<\/title>|<[^>]*>/gs, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

describe('an alert holds', () => {
  it('supplier, fact and stakes in the subject', () => {
    expect(mail.subject).toBe('Example Care Homes Ltd: winding-up petition advertised (2 contracts, £2.71m)');
  });

  it.each([
    ['the dated fact', 'Example Care Homes Ltd: Winding-up petition advertised, 1 May 2026.'],
    ['its link', 'The Gazette (https://www.thegazette.co.uk/notice/4000001), published 2 May 2026.'],
    ['the event’s own day under its name', 'Advertised: 1 May 2026'],
    ['the day of its publication', 'Published: 2 May 2026'],
    ['when we saw it', 'First seen by us: 2 May 2026 at 9:00am'],
    ['the date of the hearing, and no count of days', 'Hearing: 20 May 2026\n'],
    ['the court', 'Court: High Court of Justice'],
    ['a petitioner that is a public body', 'Presented by: HM Revenue and Customs'],
    ['what it is', 'A request to a court to wind the company up. Once it is advertised'],
    ['what it is not', 'It is not a court order. The petition may be dismissed'],
    [
      'the total',
      'had 2 live contracts with Example Care Homes Ltd with value left of £2,710,000 without VAT.',
    ],
    ['value left of each contract', 'Value left: £710,000 (without VAT)'],
    ['the end date', 'Ends: 31 December 2027'],
    ['critical or not', 'Critical or not: Critical'],
    ['12-month spend', 'Paid in the last 12 months: £1,200,000 without VAT.'],
    ['the level before and after', 'Level: Severe (before: watch)'],
    ['the score before and after', 'Score: 62 of 100 (before: 17)'],
    ['the model version', 'Model version: 2026.1'],
    ['coverage', 'Could be judged: 71% of the questions'],
    [
      'points with source and date',
      '+17 points: Accounts were due on 31 March 2026 and have not been filed. Companies House (',
    ],
    ['how the supplier was matched', 'company number 01234567. The notice prints this company number'],
    ['other councils', 'On 2 May 2026 7 other councils depended on this supplier by public record.'],
    ['private exposure of others', 'only from their own private registers are not counted here'],
    ['the base rate', 'In 2025, 52.5 in every 10,000 companies'],
    ['what we do not know', '1 question could not be judged for want of data.'],
    [
      'timed next steps',
      'Today: Tell the contract owner, the section 151 officer, the monitoring officer and legal services.',
    ],
    ['the regime', 'Section 78 of the Procurement Act 2023 does not apply.'],
    ['the fixed line', fixedLine],
    ['the data date', 'As far as the public record had been read on 2 May 2026.'],
    ['signed-in pages', 'Open this alert: https://tocsin.example/alerts/1'],
  ])('%s', (_, sentence) => {
    expect(mail.text).toContain(sentence);
  });

  it('the strongest finding first, and only findings that are present', () => {
    expect(mail.text.indexOf('+45 points')).toBeLessThan(mail.text.indexOf('+17 points'));
    expect(mail.text).not.toContain('No charge was registered');
  });

  it('sums of different VAT bases side by side, never added', () => {
    const gross = {
      ...published,
      ref: 'register:2',
      valueLeft: { ...published.valueLeft!, vat: 'gross' as const },
    };
    const { subject } = composeAlertMail(withContracts(published, gross));
    expect(subject).toContain('(2 contracts, £2m without VAT and £2m with VAT)');
  });

  it('no ceiling of a framework as if it were a contract value', () => {
    const facts = withContracts({ ...published, agreement: 'framework', value: null, valueLeft: null });
    const { subject, text } = composeAlertMail({
      ...facts,
      exposure: { ...facts.exposure, spend: null },
    });
    expect(subject).toContain('(1 framework agreement)');
    expect(text).toContain('its ceiling is not a contract value');
    expect(text).toContain('no spending file of your council had been read when this alert was raised.');
  });

  it('the same words in its text alternative as in its HTML', () => {
    const letters = (text: string) => text.replace(/[^\p{L}\p{N}£%]/gu, '');
    const text = letters(mail.text.replace(/\(https?:[^)]*\)/g, ''));
    for (const line of words(mail.html).split('\n')) expect(text).toContain(letters(line));
  });
});

test('senior officers are named from the line that the council has set', () => {
  const facts = withContracts(published);
  const text = (council: AlertFacts['council']) => composeAlertMail({ ...facts, council }).text;
  expect(text(facts.council)).toContain('section 151 officer');
  const higher = { ...facts.council, keyDecisionFrom: Pence.parse(9_000_000_00) };
  expect(text(higher)).not.toContain('section 151 officer');
});

test('a person reads why she is told, below everything else', () => {
  const because = 'Told as owner of contracts (“Care”); £2,000,000 at stake.';
  expect(composeAlertMail(petitionFacts, because).text.trimEnd().endsWith(because)).toBe(true);
});

describe('an alert is plain', () => {
  it('loads nothing, runs nothing, and links only where it says', () => {
    expect(mail.html).not.toMatch(/<(img|script|iframe|object|form|link|video|style)\b|url\(|@import/i);
    const addresses = [...mail.html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
    for (const address of addresses) expect(mail.text).toContain(address);
  });

  it('has one column without fixed widths, so that it fits a phone', () => {
    expect(mail.html).not.toMatch(/<table|[^-]width:\s*\d|nowrap|min-width/);
    expect(mail.html).toContain('name="viewport"');
    expect(mail.html).toContain('overflow-wrap:anywhere');
  });

  it('uses no red and no emoji', () => {
    const colours = [...mail.html.matchAll(/#([0-9a-f]{6})/g)].map((match) => match[1]);
    expect(new Set(colours)).toEqual(new Set(['ffffff', '0b0c0c', '00703c', '1d70b8', 'b1b4b6']));
    expect(mail.text).not.toMatch(/\p{Extended_Pictographic}/u);
  });

  it('says that it is a replayed sample on top of everything', () => {
    const banner = 'Sample: public record replayed, 2016–2025';
    const sample = composeAlertMail({ ...petitionFacts, sampleBanner: banner });
    expect(sample.text.startsWith(`*** ${banner} ***`)).toBe(true);
    expect(sample.html.indexOf(banner)).toBeLessThan(sample.html.indexOf('<h1'));
  });
});
