import { Cause } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertFacts } from './alert-facts.ts';
import { composeAlertMail, fixedLine } from './alert-mail.ts';
import { petitionFacts, published } from './fixtures/alert-facts.ts';
import { composeCorrection, composeEnding } from './follow-up-mail.ts';
import { playbookFamilies } from './playbooks.ts';
import { unfairWords } from './wording.ts';

const mail = composeAlertMail(petitionFacts);

function withContracts(...contracts: AlertFacts['exposure']['contracts']): AlertFacts {
  return { ...petitionFacts, exposure: { ...petitionFacts.exposure, contracts } };
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
    ['the dated fact', '1 May 2026: Example Care Homes Ltd. Winding-up petition advertised.'],
    ['its link', 'The Gazette (https://www.thegazette.co.uk/notice/4000001), published 2 May 2026.'],
    ['the hearing with days left', 'Hearing: 20 May 2026 (18 days left)'],
    ['the court', 'Court: High Court of Justice'],
    ['a petitioner that is a public body', 'Presented by: HM Revenue and Customs'],
    ['what it is', 'A request to a court to wind the company up, not yet decided.'],
    ['what it is not', 'It is not a court order. The petition may be dismissed'],
    ['the total', 'has 2 live contracts with Example Care Homes Ltd with £2,710,000 of value left.'],
    ['value left of each contract', 'Value left: £710,000 (without VAT)'],
    ['the end date', 'Ends: 31 December 2027'],
    ['critical or not', 'Critical or not: Critical'],
    ['12-month spend', 'Published spend in the last 12 months: £1,200,000, without VAT.'],
    ['the band before and after', 'Risk band: Severe (before: Watch)'],
    ['the score before and after', 'Score: 62 of 100 (before: 17)'],
    ['the model version', 'Model version: 2026.1'],
    ['coverage', 'Could be judged: 71 % of the questions'],
    [
      'points with source and date',
      '+17 points: Accounts were due on 31 March 2026 and have not been filed. Companies House (',
    ],
    ['how the supplier was matched', 'company number 01234567. The notice prints this company number'],
    ['other councils', '7 other councils depend on this supplier by public record.'],
    ['private exposure under five hidden', 'fewer than five are never shown'],
    ['the base rate', 'In 2025, 52.5 in every 10,000 companies'],
    ['what we do not know', '1 question could not be judged for want of data.'],
    ['timed next steps', 'Today: Tell the contract owner, the section 151 officer and legal services.'],
    ['the regime', 'Section 78 of the Procurement Act 2023 does not apply.'],
    ['the fixed line', fixedLine],
    ['the data date', 'Public record read up to 2 May 2026.'],
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
      exposure: { ...facts.exposure, spendLast12Months: null },
    });
    expect(subject).toContain('(1 framework agreement)');
    expect(text).toContain('its ceiling is not a contract value');
    expect(text).toContain('No spending file of your council has been read.');
  });

  it('the same words in its text alternative as in its HTML', () => {
    const letters = (text: string) => text.replace(/[^\p{L}\p{N}£%]/gu, '');
    const text = letters(mail.text.replace(/\(https?:[^)]*\)/g, ''));
    for (const line of words(mail.html).split('\n')) expect(text).toContain(letters(line));
  });
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

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title><svg onload=alert(1)>',
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'https://a.example/"onclick="alert(1)',
    'https://user:password@a.example/',
    '{{ constructor.constructor("alert(1)")() }}',
    'Ltd\r\nBcc: everyone@example.org',
    'Ltd\u2028Bcc: everyone@example.org',
    '\u202Edetimil elpmaxE',
    'Exa\u200Bmple\uFEFF Lt\u00ADd',
    '&lt;script&gt;',
  ),
);

/** The same facts with every sentence and address that comes from outside replaced. */
function hostileFacts(word: string): AlertFacts {
  const { assessment, supplier, council, links } = petitionFacts;
  const evil = {
    source: word,
    url: word,
    publishedAt: '2026-05-02',
    retrievedAt: '2026-05-02',
    sha256: '',
    quote: word,
  };
  return {
    ...withContracts({
      ...published,
      title: word,
      owner: word,
      service: word,
      url: word,
      joined: [{ ref: word, reason: word }],
    }),
    alert: { ...petitionFacts.alert, title: word },
    assessment: {
      ...assessment,
      modelVersion: word,
      findings: [{ indicator: word, outcome: 'present', points: 1, because: word, evidence: [evil] }],
      formalEvents: assessment.formalEvents.map((event) => ({ ...event, title: word, evidence: [evil] })),
    },
    petition: { hearing: { on: null, court: word }, petitioner: word },
    supplier: { ...supplier, name: word, number: word, matched: word },
    council: { ...council, name: word },
    othersExposed: { publicCount: 1, publicNames: [word], privateCount: 6 },
    unknowns: [word],
    links: { ...links, alert: word, supplier: word },
    sampleBanner: word,
  };
}

describe('an alert about hostile names', () => {
  const hidden = /[\p{Cf}\p{Zl}\p{Zp}]/u;

  it('has no tag, no attribute and no address of theirs', () => {
    fc.assert(
      fc.property(hostile, (word) => {
        const { html } = composeAlertMail(hostileFacts(word));
        for (const [, tag, attributes] of html.matchAll(/<\/?([a-z0-9]*)([^>]*)>/gi)) {
          expect(tag).toMatch(/^(|html|head|meta|title|body|div|h1|h2|h3|p|ul|li|strong|a)$/);
          expect(attributes).toMatch(
            /^( (lang|charset|name|content|style|href)="[^"]*")*$|^!?doctype html$|^!doctype html$/,
          );
        }
        for (const [, address] of html.matchAll(/href="([^"]*)"/g))
          expect(address).toMatch(/^https?:\/\/[^@]*$/);
      }),
    );
  });

  it('has one line of subject, and nothing that hides or turns text round', () => {
    fc.assert(
      fc.property(hostile, (word) => {
        const { subject, text, html } = composeAlertMail(hostileFacts(word));
        expect(subject).not.toMatch(/\p{Cc}/u);
        expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
        for (const part of [subject, text, html]) expect(part).not.toMatch(hidden);
      }),
    );
  });
});

describe('wording', () => {
  const kinds = [
    ...playbookFamilies.map((family) => ({
      ...petitionFacts,
      assessment: {
        ...petitionFacts.assessment,
        formalEvents: petitionFacts.assessment.formalEvents.map((event) => ({ ...event, family })),
      },
    })),
    ...(
      [
        ['band', 'band:severe:1'],
        ['band', 'band:insolvent:1'],
        ['award-gate', 'award-gate:ocds-h6vhtk-1/1'],
        ['paid-while-inactive', 'paid-while-inactive:dormant:2026-01-31'],
        ['paid-while-inactive', 'paid-while-inactive:dissolved:2026-01-31'],
        ['paid-while-inactive', 'paid-while-inactive:strike-off:2026-01-31'],
      ] as const
    ).map(([kind, cause]) => ({
      ...petitionFacts,
      alert: { ...petitionFacts.alert, kind, cause: Cause.parse(cause) },
    })),
  ];
  const facts = fc
    .record({
      facts: fc.constantFrom<AlertFacts>(...kinds),
      to: fc.constantFrom('elevated' as const, 'severe' as const, 'insolvent' as const),
      contracts: fc.subarray([...petitionFacts.exposure.contracts]),
      spend: fc.option(fc.constant(petitionFacts.exposure.spendLast12Months)),
      others: fc.nat(3),
      privateCount: fc.option(fc.integer({ min: 5, max: 20 })),
      hearing: fc.constantFrom(null, '2026-05-02', '2026-05-03', '2026-04-01'),
    })
    .map(({ facts: base, to, contracts, spend, others, privateCount, hearing }): AlertFacts => ({
      ...base,
      alert: { ...base.alert, to },
      exposure: { ...base.exposure, contracts, spendLast12Months: spend },
      othersExposed: { publicCount: others, privateCount },
      petition: hearing === null ? null : { hearing: { on: hearing, court: null }, petitioner: null },
    }));

  it('says nothing unfair in any alert, correction or notice of an end', () => {
    fc.assert(
      fc.property(facts, (one) => {
        const alert = composeAlertMail(one);
        const correction = composeCorrection(one, {
          wrong: 'Two contracts',
          right: 'One contract',
          originallySentOn: '2026-05-03',
        });
        for (const { subject, text } of [alert, correction])
          expect(unfairWords(`${subject}\n${text}`)).toEqual([]);
        expect(alert.text).toContain(fixedLine);
      }),
    );
  });

  it('gives source, date and link with every finding that has points', () => {
    fc.assert(
      fc.property(facts, (one) => {
        const { text } = composeAlertMail(one);
        const findings = text.split('\n').filter((line) => /^- [+−]\d+ points?:/.test(line));
        expect(findings).toHaveLength(2);
        for (const line of findings) expect(line).toMatch(/\w+ \(https:\/\/[^)]+\), published \d+ \w+ \d{4}/);
      }),
    );
  });

  it('catches the words that we do not use, unless an order is quoted', () => {
    expect(unfairWords('The company is insolvent and failing; avoid it.')).toEqual([
      'insolvent',
      'failing',
      'avoid',
    ]);
    expect(unfairWords('The order says “the company is insolvent”.')).toEqual([]);
    expect(unfairWords('In a formal insolvency procedure')).toEqual([]);
  });
});

describe('those who were told are told again', () => {
  it('of a correction, with what was wrong and what is right before the alert as it stands', () => {
    const { subject, text } = composeCorrection(petitionFacts, {
      wrong: 'The petition concerned Example Care Homes Ltd.',
      right: 'It concerned another company of the same name.',
      originallySentOn: '2026-05-03',
    });
    expect(subject).toMatch(/^Correction: Example Care Homes Ltd: /);
    expect(text).toContain('On 3 May 2026 we sent you an alert that was not right.');
    expect(text.indexOf('It should read')).toBeLessThan(text.indexOf('What happened'));
  });

  it('of the end of a proceeding, with its source', () => {
    const { subject, text } = composeEnding({
      supplier: petitionFacts.supplier,
      council: petitionFacts.council,
      earlier: { title: 'Winding-up petition advertised', sentOn: '2026-05-03' },
      title: 'Winding-up petition dismissed',
      on: '2026-05-20',
      evidence: petitionFacts.assessment.formalEvents[0]!.evidence,
      link: petitionFacts.links.alert,
    });
    expect(subject).toBe('Superseded: Example Care Homes Ltd: winding-up petition dismissed');
    expect(text).toContain('This supersedes our alert of 3 May 2026: “Winding-up petition advertised”.');
    expect(text).toContain('https://www.thegazette.co.uk/notice/4000001');
    expect(text).toContain(fixedLine);
  });
});
