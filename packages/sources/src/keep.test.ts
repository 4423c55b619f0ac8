import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnreadableDocument } from './define-source.ts';
import { readJson } from './document.ts';
import { documentSource } from './sources.ts';
import { documentOf, fixture, itemsOf } from './testing.ts';

/** Small documents of ours, each with the address that tells what it is. */
const documents = [
  ['companies-house-company', 'companies-house-company.json', '/company/99000001'],
  ['companies-house-company', 'companies-house-company.json', 'companies-house-company.json'],
  ['companies-house-stream', 'companies-house-stream.ndjson', '/companies'],
  ['find-a-tender', 'find-a-tender.json', '/api/1.0/ocdsReleasePackages'],
  ['contracts-finder', 'contracts-finder.json', '/Published/Notices/OCDS/Search'],
  ['gazette-insolvency', 'gazette-insolvency.json', '/insolvency/notice/data.json'],
] as const;

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', 'DOE, Jane', '2026-11-20', [], {}, [[]], [null]),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Puts a value where some path of a document leads: at random, or in place of the whole. */
function withOdd(body: unknown, turns: readonly number[], value: unknown): unknown {
  const [turn, ...rest] = turns;
  if (turn === undefined || body === null || typeof body !== 'object') return value;
  const members = Object.entries(body);
  const [name] = members[turn % Math.max(1, members.length)] ?? [];
  if (name === undefined) return value;
  const changed = members.map(([key, member]) => [key, key === name ? withOdd(member, rest, value) : member]);
  return Array.isArray(body) ? changed.map(([, member]) => member) : Object.fromEntries(changed);
}

const BROKEN = '{"resource_kind"';

function linesOf(text: string): unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      try {
        return readJson({ body: Buffer.from(line) });
      } catch {
        return BROKEN;
      }
    });
}

test.each(documents)(
  'whatever stands in a document of %s (%s), what the archive keeps of it says the same',
  (id, name, url) => {
    const source = documentSource(id);
    const { body } = fixture(name);
    const isLines = name.endsWith('ndjson');
    const bodies = isLines ? linesOf(new TextDecoder().decode(body)) : [readJson({ body })];
    let read = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 8 }), odd, fc.nat(40), (turns, value, at) => {
        const place = at % bodies.length;
        const changed = bodies.map((one, index) => (index === place ? withOdd(one, turns, value) : one));
        const lines = changed.map((one) => (one === BROKEN ? BROKEN : JSON.stringify(one)));
        const document = documentOf(lines.join('\n'), `https://publisher.example${url}`);
        // `itemsOf` holds the one to the other.
        try {
          read += itemsOf(source, document).length;
        } catch (error) {
          if (!(error instanceof UnreadableDocument)) throw error;
        }
      }),
      { numRuns: 100, seed: 2026 },
    );
    expect(read).toBeGreaterThan(30);
  },
);
