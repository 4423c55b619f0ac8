import { generateKeyPairSync } from 'node:crypto';
import { IsoDate, IsoInstant, RiskLevel } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultsOfLedger, NOTHING_BEFORE, sealMonth, textOfLeaf, type LedgerLeaf } from './ledger.ts';
import { merkleRoot } from './merkle.ts';

const newKey = () =>
  generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
const key = newKey();

const pounds = fc.record({ net: fc.maxSafeNat(), gross: fc.maxSafeNat(), unknown: fc.maxSafeNat() });
const leaves: fc.Arbitrary<LedgerLeaf[]> = fc.array(
  fc.record({
    number: fc.integer({ min: 0, max: 99_999_999 }).map((n) => `GB-COH ${String(n).padStart(8, '0')}`),
    level: fc.constantFrom(...RiskLevel.options),
    rawScore: fc.integer({ min: 0, max: 400 }).map((n) => n / 4),
    model: fc.constant('2026.12.2'),
    rests: fc.constantFrom('formal' as const, 'estimate' as const),
    left: pounds,
    paid: pounds,
    nonce: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  }),
  { minLength: 1, maxLength: 20 },
);

function chainOf(lists: readonly LedgerLeaf[][]) {
  let previous = NOTHING_BEFORE;
  return lists.map((given, at) => {
    const month = `2026-${String(at + 1).padStart(2, '0')}`;
    const when = {
      month,
      asOf: IsoDate.parse(`${month}-01`),
      sealedAt: IsoInstant.parse(`${month}-01T00:10:00.000Z`),
    };
    const sealed = sealMonth(given, when, previous, key);
    previous = sealed.hash;
    return { ...sealed, given };
  });
}

test('the root of a tree is that of RFC 6962, as its reference implementation gives it', () => {
  const texts = ['', '\0', '\x10'];
  expect(merkleRoot([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(merkleRoot(texts.slice(0, 1))).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
  expect(merkleRoot(texts.slice(0, 2))).toBe(
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  );
  expect(merkleRoot(texts)).toBe('aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77');
});

test('what was sealed holds, month upon month', () => {
  fc.assert(
    fc.property(fc.array(leaves, { maxLength: 4 }), (lists) => {
      expect(faultsOfLedger(chainOf(lists))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

const changes: readonly ((leaf: LedgerLeaf) => LedgerLeaf)[] = [
  (leaf) => ({ ...leaf, number: 'GB-COH 00000000' === leaf.number ? 'GB-COH 1' : 'GB-COH 00000000' }),
  (leaf) => ({ ...leaf, level: leaf.level === 'low' ? 'severe' : 'low' }),
  (leaf) => ({ ...leaf, rawScore: leaf.rawScore + 1 }),
  (leaf) => ({ ...leaf, model: '2026.12.1' }),
  (leaf) => ({ ...leaf, rests: leaf.rests === 'formal' ? 'estimate' : 'formal' }),
  (leaf) => ({ ...leaf, left: { ...leaf.left, gross: leaf.left.gross + 1 } }),
  (leaf) => ({ ...leaf, paid: { ...leaf.paid, unknown: leaf.paid.unknown + 1 } }),
  (leaf) => ({
    ...leaf,
    nonce: leaf.nonce.startsWith('0') ? `1${leaf.nonce.slice(1)}` : `0${leaf.nonce.slice(1)}`,
  }),
];

test('one altered, lost or moved row breaks the chain, whichever field it is', () => {
  fc.assert(
    fc.property(
      fc.array(leaves, { minLength: 1, maxLength: 3 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom(...changes),
      (lists, month, row, change) => {
        const chain = chainOf(lists);
        const at = month % chain.length;
        const altered = (given: LedgerLeaf[]) =>
          chain.map((one, place) => (place === at ? { ...one, given } : one));
        const rows = chain[at]?.given ?? [];
        const place = row % rows.length;
        expect(
          faultsOfLedger(altered(rows.map((leaf, n) => (n === place ? change(leaf) : leaf)))),
        ).toHaveLength(1);
        expect(faultsOfLedger(altered(rows.filter((_, n) => n !== place)))).not.toEqual([]);
        const turned = rows.toReversed();
        if (rows.map(textOfLeaf).join() !== turned.map(textOfLeaf).join())
          expect(faultsOfLedger(altered(turned))).toHaveLength(1);
      },
    ),
    { numRuns: 60 },
  );
});

test('a month that is altered, taken out, signed by another or sealed anew is found', () => {
  const list = fc.sample(leaves, { numRuns: 3, seed: 1 });
  const chain = chainOf(list);
  const [first, second, third] = chain;
  if (!first || !second || !third) throw new Error('three months');
  expect(faultsOfLedger([first, third])).toEqual(['2026-03 does not follow the month before it']);
  expect(
    faultsOfLedger([first, { ...second, sealedAt: IsoInstant.parse('2026-02-02T00:00:00Z') }, third]),
  ).toEqual(['2026-02 says something else than was sealed']);
  const anew = sealMonth(second.given, second, first.hash, newKey());
  expect(faultsOfLedger([first, anew, third])).toEqual(['2026-02 is signed by another key than the first']);
  expect(faultsOfLedger([first, { ...second, signature: third.signature }, third])).toEqual([
    '2026-02 is not signed by its key',
  ]);
  const forged = sealMonth([], second, first.hash, key);
  expect(faultsOfLedger([first, forged, third])).toEqual(['2026-03 does not follow the month before it']);
});
