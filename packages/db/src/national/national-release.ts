import { GssCode, RiskBand, type IsoDate } from '@tocsin/domain';
import {
  countedUnder,
  exposedContract,
  isLive,
  type PrivateFact,
  type QuarterRelease,
} from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { contractOfRow } from '../holdings/registers.ts';
import { findSuccession } from '../councils/successions.ts';
import { inForce } from '../holdings/in-force.ts';

/** Net value left in councils' own registers, by the band of the supplier and the region of the council: private. */
export async function findPrivateFacts(trx: Trx, asOf: string): Promise<PrivateFact[]> {
  const rows = await trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'register_line.upload_id')
    .innerJoin('current_assessment', 'current_assessment.supplier_id', 'register_line.supplier_id')
    .innerJoin('council', 'council.gss', 'register_line.council')
    .selectAll('register_line')
    .select(['band', 'region'])
    .where(inForce)
    .where('vat', '=', 'net')
    .where(sql<boolean>`not is_canary(register_line.council)`)
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

/** Every release, the oldest first, with its private facts. */
export async function findPrivateReleases(
  trx: Trx,
): Promise<readonly { quarterEnd: IsoDate; release: QuarterRelease }[]> {
  return trx
    .selectFrom('private_release')
    .select(['quarter_end as quarterEnd', 'release'])
    .orderBy('quarter_end')
    .execute();
}

/**
 * Lets the release of a quarter out: its groups for the national role to read, its facts to judge later ones by. What
 * was let out is never written again.
 */
export async function saveRelease(
  trx: Trx,
  { quarterEnd, releasedOn }: { readonly quarterEnd: IsoDate; readonly releasedOn: IsoDate },
  release: QuarterRelease,
): Promise<void> {
  await trx
    .insertInto('private_release')
    .values({ quarter_end: quarterEnd, released_on: releasedOn, release: JSON.stringify(release) })
    .execute();
  // A daily sum of an earlier version may stand on the same day.
  await trx.deleteFrom('national_private').where('as_of', '=', quarterEnd).execute();
  const groups = release.aggregates.flatMap(({ path: [band, region], councils, pence }) =>
    band === undefined
      ? []
      : [
          {
            as_of: quarterEnd,
            released_on: releasedOn,
            dimension: region ? 'region' : 'band',
            member: region ?? band,
            band: RiskBand.parse(band),
            councils,
            contracts: null,
            net_pence: pence,
          },
        ],
  );
  if (groups.length > 0) await trx.insertInto('national_private').values(groups).execute();
}
