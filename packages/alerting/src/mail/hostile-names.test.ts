import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertFacts } from '../alert/alert-facts.ts';
import { composeAlertMail } from './alert-mail.ts';
import { petitionFacts, published } from '../fixtures/alert-facts.ts';

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
    ...petitionFacts,
    exposure: {
      ...petitionFacts.exposure,
      contracts: [
        {
          ...published,
          title: word,
          owner: word,
          service: word,
          url: word,
          joined: [{ ref: word, reason: word }],
        },
      ],
    },
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
    othersExposed: { publicCount: 1, publicNames: [word] },
    unknowns: [word],
    links: { ...links, alert: word, supplier: word },
    sampleBanner: word,
  };
}

const OUR_TAG =
  /^<(!doctype html|\/?(html|head|meta|title|body|div|h1|h2|h3|p|ul|li|strong|a)( (lang|charset|name|content|style|href)="[^"]*")*)>$/;

describe('an alert about hostile names', () => {
  const hidden = /[\p{Cf}\p{Zl}\p{Zp}]/u;

  it('has no tag, no attribute and no address of theirs', () => {
    fc.assert(
      fc.property(hostile, (word) => {
        const { html } = composeAlertMail(hostileFacts(word));
        const tags = html.match(/<[^>]*>/g) ?? [];
        expect(tags.filter((tag) => !OUR_TAG.test(tag))).toEqual([]);
        const addresses = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
        expect(addresses.filter((address) => !/^https?:\/\/[^@]*$/.test(address))).toEqual([]);
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
