import type { GssCode, SupplierMention } from '@tocsin/domain';
import { sql, type Insertable } from 'kysely';
import { chunksOf } from '../schema/chunks.ts';
import type { Trx } from '../schema/database.ts';
import { mentionText, saveMentions } from '../who/mentions.ts';
import type { Database } from '../schema/tables.ts';

/** An award as it is stored, and whom it names. */
export interface Folded {
  readonly row: Insertable<Database['award']>;
  readonly buyers: readonly { readonly name: string; readonly council: GssCode | null }[];
  readonly suppliers: readonly SupplierMention[];
  readonly subcontractors: readonly SupplierMention[];
}

/** Writes awards in place of what stood under their ids, in as many statements for a hundred as for one. */
export async function saveAwards(trx: Trx, awards: readonly Folded[]): Promise<void> {
  const saved = await trx
    .insertInto('award')
    .values(awards.map(({ row }) => row))
    .onConflict((conflict) =>
      conflict
        .columns(['ocid', 'award_id'])
        .doUpdateSet(
          Object.fromEntries(
            Object.keys(awards[0]?.row ?? {}).map((column) => [column, sql.ref(`excluded.${column}`)]),
          ),
        ),
    )
    .returning(['id', 'ocid', 'award_id'])
    .execute();
  const idOf = new Map(saved.map(({ id, ocid, award_id }) => [`${ocid} ${award_id}`, id]));
  const withIds = awards.flatMap((award) => {
    const id = idOf.get(`${award.row.ocid} ${award.row.award_id}`);
    return id === undefined ? [] : [{ ...award, id }];
  });
  for (const table of ['award_buyer', 'award_supplier', 'award_subcontractor'] as const)
    await trx
      .deleteFrom(table)
      .where('award_id', 'in', [...idOf.values()])
      .execute();
  const buyers = withIds.flatMap(({ id, buyers: named }) =>
    named.map((buyer) => ({ award_id: id, ...buyer })),
  );
  for (const chunk of chunksOf(buyers))
    await trx
      .insertInto('award_buyer')
      .values([...chunk])
      .execute();
  const mentions = await saveMentions(
    trx,
    withIds.flatMap(({ suppliers, subcontractors }) => [...suppliers, ...subcontractors]),
  );
  await saveNamed(
    trx,
    'award_supplier',
    mentions,
    withIds.map(({ id, suppliers }) => [id, suppliers]),
  );
  await saveNamed(
    trx,
    'award_subcontractor',
    mentions,
    withIds.map(({ id, subcontractors }) => [id, subcontractors]),
  );
}

async function saveNamed(
  trx: Trx,
  table: 'award_supplier' | 'award_subcontractor',
  mentions: Awaited<ReturnType<typeof saveMentions>>,
  named: readonly (readonly [string, readonly SupplierMention[]])[],
): Promise<void> {
  const rows = named.flatMap(([awardId, suppliers]) =>
    [...new Set(suppliers.flatMap((mention) => mentions.get(mentionText(mention))?.id ?? []))].map(
      (mentionId) => ({ award_id: awardId, mention_id: mentionId }),
    ),
  );
  for (const chunk of chunksOf(rows))
    await trx
      .insertInto(table)
      .values([...chunk])
      .execute();
}
