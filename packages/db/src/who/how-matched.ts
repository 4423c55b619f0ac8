import type { AlertDossier, AlertRecord, MatchedName } from '@tocsin/alerting';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';

/** At most so many spellings of each kind are told, those met first: what is met later moves none of them away. */
const MOST_NAMES = 3;

const firstMet = sql`min(mention.id)`;

/** The names printed in a council's contracts and in its register that became a supplier. */
export async function findMatchedNames(
  trx: Trx,
  about: About,
): Promise<Pick<AlertDossier['names'], 'contract' | 'register'>> {
  return { contract: await inContracts(trx, about), register: await inRegister(trx, about) };
}

type About = Pick<AlertRecord, 'supplierId' | 'council'>;

function inContracts(trx: Trx, { supplierId, council }: About): Promise<MatchedName[]> {
  return trx
    .selectFrom('mention')
    .innerJoin('award_supplier', 'award_supplier.mention_id', 'mention.id')
    .innerJoin('award_buyer', 'award_buyer.award_id', 'award_supplier.award_id')
    .select(['mention.name', 'mention.reason'])
    .where('mention.supplier_id', '=', supplierId)
    .where('award_buyer.council', '=', council)
    .groupBy(['mention.name', 'mention.reason'])
    .orderBy(firstMet)
    .limit(MOST_NAMES)
    .execute();
}

function inRegister(trx: Trx, { supplierId, council }: About): Promise<MatchedName[]> {
  return trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'upload_id')
    .select(['supplier_name as name', 'match_reason as reason'])
    .where('register_line.council', '=', council)
    .where('supplier_id', '=', supplierId)
    .where('undone_at', 'is', null)
    .groupBy(['supplier_name', 'match_reason'])
    .orderBy(sql`min(register_line.id)`)
    .limit(MOST_NAMES)
    .execute();
}

/** The names printed in notices of insolvency by a day that became a supplier. */
export function findNamesInNotices(
  trx: Trx,
  { supplierId, asOf }: Pick<AlertRecord, 'supplierId' | 'asOf'>,
): Promise<MatchedName[]> {
  return trx
    .selectFrom('mention')
    .innerJoin('observation', 'observation.mention_id', 'mention.id')
    .select(['mention.name', 'mention.reason'])
    .where('mention.supplier_id', '=', supplierId)
    .where('kind', '=', 'insolvency-notice')
    .where(publishedBy(asOf))
    .groupBy(['mention.name', 'mention.reason'])
    .orderBy(firstMet)
    .limit(MOST_NAMES)
    .execute();
}
