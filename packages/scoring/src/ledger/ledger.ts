import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import { IsoDate, IsoInstant, RiskLevel } from '@tocsin/domain';
import { z } from 'zod';
import { merkleRoot } from './merkle.ts';

const Pounds = z.object({ net: z.int(), gross: z.int(), unknown: z.int() });
const Hex = z.string().regex(/^[0-9a-f]*$/);

/** How one supplier stood when a month was sealed: all by public record, so that it may be laid open one day. */
export const LedgerLeaf = z.object({
  /** The number under which it is registered, with its register: `GB-COH 01234567`. */
  number: z.string().regex(/^[A-Z-]+ [A-Z0-9]+$/),
  level: RiskLevel,
  /** The points before anything is lifted or capped. */
  rawScore: z.number(),
  model: z.string().regex(/^[0-9.]+$/),
  /** What the level rests on: a proceeding that is on record, or what accounts and filings let expect. */
  rests: z.enum(['formal', 'estimate']),
  /** Left of live published contracts, and paid in the twelve months before by published files, in pence by VAT basis. */
  left: Pounds,
  paid: Pounds,
  /** At random, so that who knows the rest of a leaf cannot tell from its hash that he is right. */
  nonce: Hex.length(32),
});
export type LedgerLeaf = z.infer<typeof LedgerLeaf>;

/** A month as it was sealed: its root stands for every leaf, its hash for all months up to it. */
export const LedgerMonth = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  asOf: IsoDate,
  sealedAt: IsoInstant,
  leaves: z.int(),
  root: Hex.length(64),
  /** The hash of the month that was sealed before; noughts of the first. */
  previous: Hex.length(64),
  hash: Hex.length(64),
  /** Ed25519 over the bytes of the hash, and the key to check it by. */
  signature: z.base64(),
  publicKey: z.string(),
});
export type LedgerMonth = z.infer<typeof LedgerMonth>;

/** What the first month follows. */
export const NOTHING_BEFORE = '0'.repeat(64);

/** A leaf as it is hashed: its fields with a bar between them, none of which holds one. */
export function textOfLeaf(leaf: LedgerLeaf): string {
  return leafCells(leaf).join('|');
}

/** The fields of a leaf in the order in which they are hashed, and the names of their columns. */
export function leafCells({
  number,
  level,
  rawScore,
  model,
  rests,
  left,
  paid,
  nonce,
}: LedgerLeaf): string[] {
  const pounds = [left, paid].flatMap(({ net, gross, unknown }) => [net, gross, unknown]);
  return [number, level, rawScore, model, rests, ...pounds, nonce].map(String);
}

export const leafColumns = [
  'number',
  'level',
  'raw_score',
  'model',
  'rests',
  'left_net',
  'left_gross',
  'left_unknown',
  'paid_net',
  'paid_gross',
  'paid_unknown',
  'nonce',
] as const;

/** Seals some leaves, in the order of their numbers, as the month after another. `key`: a private Ed25519 key, PEM. */
export function sealMonth(
  leaves: readonly LedgerLeaf[],
  { month, asOf, sealedAt }: Pick<LedgerMonth, 'month' | 'asOf' | 'sealedAt'>,
  previous: string,
  key: string,
): LedgerMonth {
  const said = {
    month,
    asOf,
    sealedAt,
    leaves: leaves.length,
    root: merkleRoot(leaves.map(textOfLeaf)),
    previous,
  };
  const hash = hashOf(said);
  const signature = sign(null, Buffer.from(hash, 'hex'), key).toString('base64');
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return { ...said, hash, signature, publicKey };
}

function hashOf({
  month,
  asOf,
  sealedAt,
  leaves,
  root,
  previous,
}: Omit<LedgerMonth, 'hash' | 'signature' | 'publicKey'>): string {
  return createHash('sha256').update([month, asOf, sealedAt, leaves, root, previous].join('|')).digest('hex');
}

/**
 * What is wrong with a chain of months, the oldest first, in words; nothing where every month follows from the one before,
 * is signed, and its leaves (those of the months that are given with them) are what was sealed.
 */
export function faultsOfLedger(
  months: readonly (LedgerMonth & { readonly given?: readonly LedgerLeaf[] })[],
): readonly string[] {
  let previous = NOTHING_BEFORE;
  const [first] = months;
  return months.flatMap((one) => {
    const isSigned = verify(
      null,
      Buffer.from(one.hash, 'hex'),
      one.publicKey,
      Buffer.from(one.signature, 'base64'),
    );
    const faults = [
      one.previous === previous ? null : 'does not follow the month before it',
      one.hash === hashOf(one) ? null : 'says something else than was sealed',
      isSigned ? null : 'is not signed by its key',
      one.publicKey === first?.publicKey ? null : 'is signed by another key than the first',
      one.given && one.given.length !== one.leaves ? 'has not as many leaves as were sealed' : null,
      one.given && merkleRoot(one.given.map(textOfLeaf)) !== one.root
        ? 'has other leaves than were sealed'
        : null,
    ];
    previous = one.hash;
    return faults.flatMap((fault) => (fault === null ? [] : [`${one.month} ${fault}`]));
  });
}
