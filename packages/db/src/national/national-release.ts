import { GssCode, RiskBand } from '@tocsin/domain';
import { countedUnder, exposedContract, isLive, type PrivateFact, type Release } from '@tocsin/exposure';
import type { Trx } from '../schema/database.ts';
import { contractOfRow } from '../holdings/registers.ts';
import { findSuccession } from '../councils/successions.ts';

/** Net value left in councils' own registers, by the band of the supplier and the region of the council: private. */
export async function findPrivateFacts(trx: Trx, asOf: string): Promise<PrivateFact[]> {
  const rows = await trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'register_line.upload_id')
    .innerJoin('current_assessment', 'current_assessment.supplier_id', 'register_line.supplier_id')
    .innerJoin('council', 'council.gss', 'register_line.council')
    .selectAll('register_line')
    .select(['band', 'region'])
    .where('undone_at', 'is', null)
    .where('vat', '=', 'net')
    .execute();
  const succession = await findSuccession(trx);
  return rows.flatMap((row) => {
    const contract = contractOfRow(row);
    const left = isLive(contract, asOf) ? exposedContract(contract, asOf).valueLeft : null;
    const path = [row.band, row.region ?? 'Region not known'];
    const council = countedUnder(GssCode.parse(row.council), succession, asOf);
    return left ? [{ council, path, pence: left.pence }] : [];
  });
}

/** The last publication; null before the first. */
export async function findLastRelease(trx: Trx): Promise<Release | null> {
  const row = await trx.selectFrom('national_release').select('release').forUpdate().executeTakeFirst();
  return row?.release ?? null;
}

/** Lets a publication out: its groups for the national role to read, its facts for the next comparison. */
export async function saveRelease(trx: Trx, asOf: string, release: Release): Promise<void> {
  const stored = JSON.stringify(release);
  await trx
    .insertInto('national_release')
    .values({ release: stored })
    .onConflict((conflict) => conflict.column('only_one').doUpdateSet({ release: stored }))
    .execute();
  await trx.deleteFrom('national_private').where('as_of', '=', asOf).execute();
  const groups = release.aggregates.flatMap(({ path: [band, region], councils, pence }) =>
    band === undefined
      ? []
      : [
          {
            dimension: region ? 'region' : 'band',
            member: region ?? band,
            band: RiskBand.parse(band),
            councils,
            pence,
          },
        ],
  );
  if (groups.length === 0) return;
  await trx
    .insertInto('national_private')
    .values(
      groups.map(({ pence, ...group }) => ({ ...group, as_of: asOf, contracts: null, net_pence: pence })),
    )
    .execute();
}
