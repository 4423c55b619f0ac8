import { createHash } from 'node:crypto';
import { type Award, type BuyerMention, dayOf, groupBy, GssCode, Ocid, Pence } from '@tocsin/domain';
import { foldAward, tellAwardsApart } from '@tocsin/exposure';
import { sql, type Selectable } from 'kysely';
import { chunksOf } from '../schema/chunks.ts';
import type { Trx } from '../schema/database.ts';
import { findReleases, type StoredRelease } from './releases.ts';
import { saveAwards, type Folded } from './save-awards.ts';
import type { Database } from '../schema/tables.ts';

/** An award as some source printed it: `ref` is its id as observed, without its place among repeats. */
export interface PrintedAward {
  readonly source: string;
  readonly ref: string;
}

/** Which council a buyer is, on a day. */
type CouncilOf = (buyer: BuyerMention, on: string) => GssCode | null;

/** Printed awards that are folded at once: all their releases lie in memory meanwhile. */
const FOLDED_TOGETHER = 100;

/**
 * Folds all releases under each printed award id into the awards that stand behind it, each with its buyers and its
 * suppliers. What has not changed is not written again. In one order, so that two runs that fold the same awards wait for
 * each other and never both.
 */
export async function refoldAwards(
  trx: Trx,
  printed: Iterable<PrintedAward>,
  councilOf: CouncilOf,
): Promise<void> {
  const refsOf = groupBy(
    printed,
    ({ source }) => source,
    ({ ref }) => ref,
  );
  for (const source of [...refsOf.keys()].sort())
    for (const refs of chunksOf([...new Set(refsOf.get(source))].sort(), FOLDED_TOGETHER))
      await refold(trx, source, refs, councilOf);
}

/** Of one printed id the awards that stand behind it, and the identity that all of them print. */
interface PrintedId {
  readonly ocid: string;
  readonly awardId: string;
  readonly awards: readonly { readonly key: string; readonly releases: readonly StoredRelease[] }[];
}

async function refold(
  trx: Trx,
  source: string,
  refs: readonly string[],
  councilOf: CouncilOf,
): Promise<void> {
  const releasesOf = await findReleases(trx, source, refs);
  const told = refs.flatMap((ref) => toldBy(releasesOf.get(ref) ?? []));
  const standing = await findStanding(trx, told);
  const changed = new Map<string, Folded>();
  const gone: string[] = [];
  for (const { ocid, awardId, awards } of told) {
    const rows = standing.filter((row) => row.ocid === ocid && row.printed === awardId);
    for (const { key, releases } of awards) {
      const hash = createHash('sha256').update(JSON.stringify(releases)).digest('hex');
      if (!rows.some((row) => row.award_id === key && row.folded === hash))
        changed.set(`${ocid} ${key}`, folded({ source, key, hash }, releases, councilOf));
    }
    // An earlier release that was read late may begin an award under another name.
    gone.push(...rows.filter((row) => !awards.some(({ key }) => key === row.award_id)).map(({ id }) => id));
  }
  if (changed.size > 0) await saveAwards(trx, [...changed.values()]);
  if (gone.length > 0) await trx.deleteFrom('award').where('id', 'in', gone).execute();
}

function toldBy(releases: readonly StoredRelease[]): readonly PrintedId[] {
  const awards = tellAwardsApart(releases);
  const [first] = awards[0]?.releases ?? [];
  return first ? [{ ocid: first.award.ocid, awardId: first.award.awardId, awards }] : [];
}

function findStanding(trx: Trx, told: readonly PrintedId[]) {
  return trx
    .selectFrom('award')
    .select(['id', 'ocid', 'award_id', 'folded', sql<string>`coalesce(printed_id, award_id)`.as('printed')])
    .where('ocid', '=', sql<string>`any(${told.map(({ ocid }) => ocid)}::text[])`)
    .execute();
}

function folded(
  { source, key, hash }: { readonly source: string; readonly key: string; readonly hash: string },
  releases: readonly StoredRelease[],
  councilOf: CouncilOf,
): Folded {
  const published = [...releases].sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1));
  const [first, last] = [published[0]!, published.at(-1)!];
  const award = foldAward(releases);
  const day = award.awardedOn ?? dayOf(first.publishedAt);
  const buyers = new Map(award.buyers.map((buyer) => [buyer.name, buyer]));
  return {
    row: {
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
      folded: hash,
    },
    buyers: [...buyers.values()].map((buyer) => ({ name: buyer.name, council: councilOf(buyer, day) })),
    suppliers: award.suppliers,
    subcontractors: award.subcontractors ?? [],
  };
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
