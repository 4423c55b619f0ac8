import { generateKeyPairSync } from 'node:crypto';
import { canonicalInstant, type IsoDate, type IsoInstant } from '@tocsin/domain';
import { LedgerLeaf, LedgerMonth } from '@tocsin/scoring';
import { sql } from 'kysely';
import { chunksOf } from '../schema/chunks.ts';
import type { Db, Trx } from '../schema/database.ts';

/** A month of the ledger as it stands: sealed, or laid open. */
export type StoredMonth = LedgerMonth & { readonly openedAt: IsoInstant | null };

/** Every month of the ledger, the oldest first. */
export async function findLedger(db: Db | Trx): Promise<readonly StoredMonth[]> {
  const rows = await db.selectFrom('ledger_month').selectAll().orderBy('month').execute();
  return rows.map(({ as_of, sealed_at, public_key, opened_at, ...row }) => ({
    ...LedgerMonth.parse({
      ...row,
      asOf: as_of,
      sealedAt: canonicalInstant(sealed_at),
      publicKey: public_key,
    }),
    openedAt: opened_at,
  }));
}

/** The leaves of a month in their order; as a web page only those of one that was laid open. */
export async function findLeaves(db: Db | Trx, month: string): Promise<readonly LedgerLeaf[]> {
  const rows = await db
    .selectFrom('ledger_leaf')
    .selectAll()
    .where('month', '=', month)
    .orderBy('nth')
    .execute();
  return rows.map((row) =>
    LedgerLeaf.parse({
      number: row.number,
      level: row.level,
      rawScore: row.raw_score,
      model: row.model,
      rests: row.rests,
      left: { net: row.left_net, gross: row.left_gross, unknown: row.left_unknown },
      paid: { net: row.paid_net, gross: row.paid_gross, unknown: row.paid_unknown },
      nonce: row.nonce,
    }),
  );
}

/** Writes a month that was sealed, with its leaves. Throws where one of that name, or after the same one, is there. */
export async function saveMonth(trx: Trx, month: LedgerMonth, leaves: readonly LedgerLeaf[]): Promise<void> {
  const { asOf, sealedAt, publicKey, ...sealed } = month;
  await trx
    .insertInto('ledger_month')
    .values({ ...sealed, as_of: asOf, sealed_at: sealedAt, public_key: publicKey, opened_at: null })
    .execute();
  const rows = leaves.map(({ number, level, rawScore, model, rests, left, paid, nonce }, nth) => ({
    month: month.month,
    nth,
    number,
    level,
    raw_score: rawScore,
    model,
    rests,
    left_net: left.net,
    left_gross: left.gross,
    left_unknown: left.unknown,
    paid_net: paid.net,
    paid_gross: paid.gross,
    paid_unknown: paid.unknown,
    nonce,
  }));
  for (const chunk of chunksOf(rows))
    await trx
      .insertInto('ledger_leaf')
      .values([...chunk])
      .execute();
}

/** The key by which months are signed, as PEM; made where there is none yet. */
export async function ledgerKey(trx: Trx): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await sql`insert into ledger_key (private_key) values (${privateKey}) on conflict do nothing`.execute(trx);
  const row = await trx.selectFrom('ledger_key').select('private_key').executeTakeFirstOrThrow();
  return row.private_key;
}

/** Of the months that were sealed between a digest and the one before it to the same address, the last. */
export async function findSealToTell(
  trx: Trx,
  letterId: string,
): Promise<{ readonly asOf: IsoDate; readonly hash: string } | null> {
  const { rows } = await sql<{ asOf: IsoDate; hash: string }>`
    select ledger_month.as_of as "asOf", hash from letter join ledger_month on sealed_at <= letter.sent_at
    where letter.id = ${letterId} and not exists (select from letter earlier
      where earlier.kind = 'digest' and earlier.council = letter.council and earlier.channel = letter.channel
        and earlier.address = letter.address and earlier.sent_at < letter.sent_at and earlier.sent_at >= sealed_at)
    order by month desc limit 1`.execute(trx);
  return rows[0] ?? null;
}

/** Lays a month open: from now on everybody may read its leaves. False where there is none of that name. */
export async function openMonth(trx: Trx, month: string, at: IsoInstant): Promise<boolean> {
  const row = await trx
    .updateTable('ledger_month')
    .set({ opened_at: sql<string>`coalesce(opened_at, ${at}::timestamptz)` })
    .where('month', '=', month)
    .returning('month')
    .executeTakeFirst();
  return row !== undefined;
}
