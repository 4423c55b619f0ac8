import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefused } from './filing.ts';
import { toLine } from './line.ts';
import { fileName, inlineFact, inlineFiling, thisYear } from './made-up-filing.ts';
import type { MadeUpFact } from './made-up-filing.ts';
import { createAccountsReader, readAccounts } from './reader.ts';
import type { AccountsOptions } from './reader.ts';

const contexts = { now: { end: thisYear.end }, year: thisYear };
const fact: MadeUpFact = { name: 'CurrentAssets', context: 'now', text: '5', unit: 'GBP' };
const honest = inlineFiling({ contexts, facts: [fact] });

function refusal(document: string | Uint8Array, options: AccountsOptions = {}): string | null {
  const reading = readAccounts(document, { fileName, ...options });
  return isRefused(reading) ? reading.refused : null;
}

function withDoctype(doctype: string, text = ''): string {
  return honest.replace('?>', `?>${doctype}`).replace('</h:body>', `<h:p>${text}</h:p></h:body>`);
}

/** Writes pieces until the reader has had enough; says how much it took and how far memory rose meanwhile. */
function flood(piece: string, total: number, options: AccountsOptions = {}) {
  const reader = createAccountsReader({ fileName, ...options });
  const before = process.memoryUsage().rss;
  let [taken, highest] = [0, before];
  reader.write(honest.slice(0, honest.indexOf('</h:body>')));
  while (taken < total && reader.write(piece)) {
    taken += piece.length;
    highest = Math.max(highest, process.memoryUsage().rss);
  }
  const reading = reader.close();
  return { refused: isRefused(reading) ? reading.refused : null, taken, rise: highest - before };
}

const gigabyte = 1_000_000_000;
const memoryAllowed = 200_000_000;

describe('a hostile document', () => {
  it('with entity bombs or external entities is refused; only the five of XML are known', () => {
    const bomb = ['<!DOCTYPE h [<!ENTITY a0 "ha">'];
    for (let level = 1; level < 30; level += 1)
      bomb.push(`<!ENTITY a${level} "${`&a${level - 1};`.repeat(10)}">`);
    expect(refusal(withDoctype(`${bomb.join('')}]>`, '&a29;'))).toBe(
      'not accepted: a document type declaration of its own',
    );
    for (const entity of ['SYSTEM "file:///etc/hostname"', 'SYSTEM "http://127.0.0.1/x"', '"x"']) {
      expect(refusal(withDoctype(`<!DOCTYPE h [<!ENTITY x ${entity}>]>`, '&x;'))).toMatch(/^not accepted/);
    }
    expect(refusal(withDoctype('<!DOCTYPE h [<!ENTITY % x SYSTEM "http://127.0.0.1/x">%x;]>'))).toMatch(
      /^not accepted/,
    );
    expect(refusal(withDoctype('', '&nbsp;'))).toMatch(/^not well-formed: .*undefined entity/);
    expect(refusal(withDoctype('<!DOCTYPE html>', '&lt;&gt;&amp;&quot;&apos;&#163;&#xA3;'))).toBeNull();
  });

  it('gets nothing fetched, whatever it refers to', async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/x`;
    const references = [
      `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "${address}">`,
      `<?xml-stylesheet type="text/xsl" href="${address}"?>`,
    ];
    const body = `<h:link rel="stylesheet" href="${address}"/><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${address}"/>`;
    for (const reference of references) expect(refusal(withDoctype(reference, body))).toBeNull();
    await new Promise((resolve) => {
      server.close(resolve);
    });
    expect(requests).toBe(0);
  });

  it('nested 200,000 deep is refused, in pages and in contexts', () => {
    const deep = '<h:div>'.repeat(200_000) + '</h:div>'.repeat(200_000);
    expect(refusal(withDoctype('', deep))).toBe('over the limit: depth 200');
    const segment = `<s xmlns="urn:s">${'<s>'.repeat(200_000)}`;
    expect(refusal(honest.replace('<xbrli:entity>', `<xbrli:entity>${segment}`))).toBe(
      'over the limit: depth 200',
    );
  });

  it('of a gigabyte is refused long before its end, with little memory', () => {
    const text = 'x'.repeat(1024 * 1024);
    const oneText = flood(text, gigabyte);
    expect(oneText.refused).toBe(`over the limit: token ${16 * 1024 * 1024}`);
    const oneTag = flood(`<h:p title="${text}`, gigabyte);
    expect(oneTag.refused).toMatch(/^not well-formed|^over the limit: token/);
    const comment = flood('<!-- and ', gigabyte);
    expect(comment.refused).toMatch(/^not well-formed/);
    const limits = { bytes: 16 * 1024 * 1024 };
    const manyTexts = flood('<h:p>Going concern. </h:p>'.repeat(10_000), gigabyte, { limits });
    expect(manyTexts.refused).toBe(`over the limit: bytes ${limits.bytes}`);
    for (const { taken, rise } of [oneText, oneTag, comment, manyTexts]) {
      expect(taken).toBeLessThan(32 * 1024 * 1024);
      expect(rise).toBeLessThan(memoryAllowed);
    }
  });

  it('of facts, contexts or kept text without end is refused', () => {
    const facts = `<h:p>${inlineFact(fact)}</h:p>`;
    expect(flood(facts.repeat(1_000), gigabyte, { limits: { facts: 5_000 } }).refused).toBe(
      'over the limit: facts 5000',
    );
    const context = honest.slice(honest.indexOf('<xbrli:context'), honest.indexOf('</xbrli:context>') + 16);
    let id = 0;
    const many = Array.from({ length: 3_000 }, () => context.replace('"now"', `"c${(id += 1)}"`)).join('');
    expect(flood(many, gigabyte, { limits: { contexts: 2_000 } }).refused).toBe(
      'over the limit: contexts 2000',
    );
    const note = inlineFact({ name: 'ReportTitle', context: 'year', text: 'word '.repeat(700) });
    expect(flood(note.repeat(100), gigabyte, { limits: { keptText: 100_000 } }).refused).toBe(
      'over the limit: keptText 100000',
    );
  });

  it('of facts continued in circles or all in one place is read or refused, quickly', () => {
    const continued = (at: string) =>
      inlineFact({ name: 'ReportTitle', context: 'year', text: 'a', attributes: { continuedAt: at } });
    const circle =
      '<ix:continuation id="a" continuedAt="b">b</ix:continuation><ix:continuation id="b" continuedAt="a"></ix:continuation>';
    expect(refusal(withDoctype('', continued('a').repeat(1_000) + circle))).toBeNull();
    const shared = `<ix:continuation id="a">${'long '.repeat(1_000)}</ix:continuation>`;
    expect(refusal(withDoctype('', continued('a').repeat(30_000) + shared))).toBe(
      `over the limit: keptText ${32 * 1024 * 1024}`,
    );
  });

  it('of numbers that no computer should write out is a fault of the fact', () => {
    const facts = [
      { ...fact, text: '9'.repeat(1_000_000) },
      { ...fact, attributes: { scale: '999999999' } },
      { ...fact, attributes: { scale: '-1e9' } },
    ];
    for (const hostile of facts) {
      const line = toLine(readAccounts(inlineFiling({ contexts, facts: [hostile] }), { fileName }));
      expect(line).toMatchObject({ figures: {}, issues: [{ kind: 'unreadable-value' }] });
      expect(JSON.stringify(line).length).toBeLessThan(1_000);
    }
  });

  it('with faults without end lists so many and no more, each short', () => {
    const faulty = inlineFact({ ...fact, context: 'nowhere'.repeat(1_000) });
    const line = JSON.stringify(toLine(readAccounts(withDoctype('', faulty.repeat(2_000)), { fileName })));
    expect(line.match(/unknown-context/g)).toHaveLength(1_000);
    expect(line.length).toBeLessThan(1_000_000);
  });
});

describe('something that is not accounts', () => {
  it.each([
    ['nothing', '', /^not accounts: it is empty/],
    ['a placeholder', 'ATTACHMENTPLACEHOLDER000000000', /^not well-formed/],
    ['a PDF', '%PDF-1.7\n%âãÏÓ', /^not well-formed/],
    [
      'a page without facts',
      '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
      /^not accounts: it is neither/,
    ],
    ['another XML', '<rss version="2.0"/>', /^not accounts: it is neither/],
    ['a page of HTML', '<!doctype html><html><body><br></body></html>', /^not well-formed/],
    ['half a filing', honest.slice(0, honest.length / 2), /^not well-formed/],
    [
      'an unknown encoding',
      honest.replace('UTF-8', 'x-klingon'),
      /^not readable: the encoding “x-klingon” is not known/,
    ],
  ])('is refused with the reason: %s', (_what, text, reason) => {
    expect(refusal(Buffer.from(text))).toMatch(reason);
  });

  it('is refused when its bytes are not its encoding', () => {
    expect(refusal(new Uint8Array([...Buffer.from(honest), 0xc3]))).toBe(
      'not well-formed: bytes that are not UTF-8',
    );
    const cut = Buffer.from(honest.replace('Accounts', 'Acc\u0000ounts').replace('\u0000', 'é'), 'latin1');
    expect(refusal(cut)).toBe('not well-formed: bytes that are not UTF-8');
  });

  it('never makes the reader throw, whatever bytes or damage it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(refusal(bytes)).not.toBeNull();
      }),
    );
    fc.assert(
      fc.property(
        fc.nat(honest.length),
        fc.nat(80),
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        (at, cut, put) => {
          const line = toLine(readAccounts(honest.slice(0, at) + put + honest.slice(at + cut), { fileName }));
          expect(JSON.parse(JSON.stringify(line))).toEqual(line);
        },
      ),
      { numRuns: 500 },
    );
  });
});
