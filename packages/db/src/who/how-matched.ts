import type { Trx } from '../schema/database.ts';
import type { AlertRow } from '../schema/tables.ts';

/** At most so many spellings of each kind are told. */
const MOST_NAMES = 3;

/**
 * In sentences: how the names printed in this council's contracts, in its register and in the notices of insolvency
 * became this legal person.
 */
export async function howMatched(trx: Trx, alert: AlertRow): Promise<string> {
  const sentences = [
    ...(await inContracts(trx, alert)).map(says('Printed', 'in a contract notice')),
    ...(await inRegister(trx, alert)).map(says('Written', 'in your own register')),
    ...(await inNotices(trx, alert)).map(says('Printed', 'in a notice of insolvency')),
  ];
  return sentences.length > 0 ? sentences.join(' ') : 'Matched through published spending.';
}

interface Named {
  readonly name: string;
  readonly reason: string | null;
}

function says(verb: string, where: string): (named: Named) => string {
  return ({ name, reason }) => `${verb} as “${name}” ${where}; matched ${reason}.`;
}

function inContracts(trx: Trx, { supplier_id, council }: AlertRow): Promise<Named[]> {
  return trx
    .selectFrom('mention')
    .innerJoin('award_supplier', 'award_supplier.mention_id', 'mention.id')
    .innerJoin('award_buyer', 'award_buyer.award_id', 'award_supplier.award_id')
    .select(['mention.name', 'mention.reason'])
    .distinct()
    .where('mention.supplier_id', '=', supplier_id)
    .where('award_buyer.council', '=', council)
    .limit(MOST_NAMES)
    .execute();
}

function inRegister(trx: Trx, { supplier_id, council }: AlertRow): Promise<Named[]> {
  return trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'upload_id')
    .select(['supplier_name as name', 'match_reason as reason'])
    .distinct()
    .where('register_line.council', '=', council)
    .where('supplier_id', '=', supplier_id)
    .where('undone_at', 'is', null)
    .limit(MOST_NAMES)
    .execute();
}

function inNotices(trx: Trx, { supplier_id, as_of }: AlertRow): Promise<Named[]> {
  return trx
    .selectFrom('mention')
    .innerJoin('observation', 'observation.mention_id', 'mention.id')
    .select(['mention.name', 'mention.reason'])
    .distinct()
    .where('mention.supplier_id', '=', supplier_id)
    .where('kind', '=', 'insolvency-notice')
    .where('occurred_on', '<=', as_of)
    .limit(MOST_NAMES)
    .execute();
}
