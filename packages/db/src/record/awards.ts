import { createHash } from 'node:crypto';
import {
  type Award,
  type BuyerMention,
  dayOf,
  GssCode,
  Ocid,
  Pence,
  type SupplierMention,
} from '@tocsin/domain';
import { foldAward, tellAwardsApart } from '@tocsin/exposure';
import { sql, type Selectable } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { mentionText, saveMentions } from '../who/mentions.ts';
import { findReleases } from './releases.ts';
import type { Database } from '../schema/tables.ts';

/**
 * Folds all releases under one printed award id into the awards that stand behind it, each with its buyers and its
 * suppliers. `ref` is the id as observed, without its place among repeats. What has not changed is not written again.
 */
export async function refoldAwards(
  trx: Trx,
  source: string,
  ref: string,
  councilOf: (buyer: BuyerMention, on: string) => GssCode | null,
): Promise<void> {
  const awards = tellAwardsApart(await findReleases(trx, source, ref));
  const [first] = awards[0]?.releases ?? [];
  if (!first) return;
  const { ocid, awardId } = first.award;
  const standing = await trx
    .selectFrom('award')
    .select(['id', 'award_id', 'folded'])
    .where('ocid', '=', ocid)
    .where(sql<string>`coalesce(printed_id, award_id)`, '=', awardId)
    .execute();
  for (const { key, releases } of awards) {
    const folded = createHash('sha256').update(JSON.stringify(releases)).digest('hex');
    if (standing.some((row) => row.award_id === key && row.folded === folded)) continue;
    await saveAward(trx, { source, key, folded }, releases, councilOf);
  }
  // An earlier release that was read late may begin an award under another name.
  const gone = standing.filter((row) => !awards.some(({ key }) => key === row.award_id));
  for (const { id } of gone) await trx.deleteFrom('award').where('id', '=', id).execute();
}

type StoredRelease = Awaited<ReturnType<typeof findReleases>>[number];

async function saveAward(
  trx: Trx,
  { source, key, folded }: { readonly source: string; readonly key: string; readonly folded: string },
  releases: readonly StoredRelease[],
  councilOf: (buyer: BuyerMention, on: string) => GssCode | null,
): Promise<void> {
  const published = [...releases].sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1));
  const [first, last] = [published[0]!, published.at(-1)!];
  const award = foldAward(releases);
  const row = {
    ocid: award.ocid,
    award_id: key,
    printed_id: key === award.awardId ? null : award.awardId,
    source_id: source,
    title: award.title,
    value_pence: award.value?.pence ?? null,
    vat: award.value?.vat ?? null,
    gross_pence: award.valueGross?.pence ?? null,
    foreign_value: award.foreignValue ? JSON.stringify(award.foreignValue) : null,
    value_doubt: award.valueDoubt ?? null,
    performance: award.notices ? JSON.stringify(award.notices) : null,
    awarded_on: award.awardedOn,
    starts_on: award.startsOn,
    ends_on: award.endsOn,
    extends_to: award.extendsTo ?? null,
    agreement: award.agreement,
    status: award.status,
    cpv: award.cpv,
    regime: award.regime,
    url: last.url,
    published_at: first.publishedAt,
    updated_at: last.publishedAt,
    folded,
  };
  const { id } = await trx
    .insertInto('award')
    .values(row)
    .onConflict((conflict) => conflict.columns(['ocid', 'award_id']).doUpdateSet(row))
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx.deleteFrom('award_buyer').where('award_id', '=', id).execute();
  await trx.deleteFrom('award_supplier').where('award_id', '=', id).execute();
  await trx.deleteFrom('award_subcontractor').where('award_id', '=', id).execute();
  const day = award.awardedOn ?? dayOf(first.publishedAt);
  await saveBuyers(trx, id, award.buyers, (buyer) => councilOf(buyer, day));
  await saveNamed(trx, 'award_supplier', id, award.suppliers);
  await saveNamed(trx, 'award_subcontractor', id, award.subcontractors ?? []);
}

async function saveBuyers(
  trx: Trx,
  awardId: string,
  buyers: readonly BuyerMention[],
  councilOf: (buyer: BuyerMention) => GssCode | null,
): Promise<void> {
  const byName = new Map(buyers.map((buyer) => [buyer.name, buyer]));
  if (byName.size > 0)
    await trx
      .insertInto('award_buyer')
      .values(
        [...byName.values()].map((buyer) => ({
          award_id: awardId,
          name: buyer.name,
          council: councilOf(buyer),
        })),
      )
      .execute();
}

async function saveNamed(
  trx: Trx,
  table: 'award_supplier' | 'award_subcontractor',
  awardId: string,
  named: readonly SupplierMention[],
): Promise<void> {
  const mentions = await saveMentions(trx, named);
  const ids = new Set(named.map((mention) => mentions.get(mentionText(mention))?.id));
  for (const mentionId of ids)
    if (mentionId) await trx.insertInto(table).values({ award_id: awardId, mention_id: mentionId }).execute();
}

/** A stored award in the words of the domain, without its buyers. */
export function awardOf(
  row: Selectable<Database['award']> & { readonly suppliers: readonly string[] },
): Award {
  return {
    kind: 'award',
    ocid: Ocid.parse(row.ocid),
    awardId: row.award_id,
    noticeId: null,
    noticeType: null,
    title: row.title,
    buyers: [],
    suppliers: row.suppliers.map((name) => ({ name, ref: null, printedRef: null, postcode: null })),
    value:
      row.value_pence === null ? null : { pence: Pence.parse(row.value_pence), vat: row.vat ?? 'unknown' },
    valueGross: row.gross_pence === null ? null : { pence: Pence.parse(row.gross_pence), vat: 'gross' },
    ...(row.foreign_value ? { foreignValue: row.foreign_value } : {}),
    ...(row.value_doubt ? { valueDoubt: row.value_doubt } : {}),
    ...(row.performance ? { notices: row.performance } : {}),
    awardedOn: row.awarded_on,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    extendsTo: row.extends_to,
    agreement: row.agreement,
    status: row.status,
    cpv: row.cpv,
    regime: row.regime,
  };
}
