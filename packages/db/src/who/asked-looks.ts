import { firstInstantOf, addMonths, type CompanyNumber } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import { audit } from '../audit/audit.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { Trx } from '../schema/database.ts';

/** So many looks the people of one council ask for in a day; the register answers 600 requests in five minutes. */
export const ASKED_LOOKS_A_DAY = 50;
/** Who is asked for is watched for so long, and longer where somebody asks again. */
const WATCHED_MONTHS = 12;
const ASKED = 'asked for a look';

/**
 * Asks for a look at a company on behalf of everybody: once its profile has been read, whoever searches for it finds it.
 * False, and nothing is asked, where the council has asked for as many today as it may. `trx` acts for the council.
 */
export async function askForLook(
  trx: Trx,
  { council, number, by }: { readonly council: string; readonly number: CompanyNumber; readonly by: string },
): Promise<boolean> {
  const { rows } = await sql<{ asked: number }>`select count(*)::int as asked from audit
    where council = ${council} and action = ${ASKED} and at > now() - interval '24 hours'`.execute(trx);
  if ((rows[0]?.asked ?? 0) >= ASKED_LOOKS_A_DAY) return false;
  await audit(trx, { council, actor: by, action: ASKED, subject: `company ${number}` });
  await enqueue(trx, 'match', { v: 1, of: 'look', number });
  return true;
}

/** Notes that somebody asked for a look at a supplier now. `trx` acts as the worker. */
export async function noteAskedLook(trx: Trx, supplierId: string): Promise<void> {
  await sql`insert into asked_look (supplier_id) values (${supplierId})
    on conflict (supplier_id) do update set asked_at = now()`.execute(trx);
}

/**
 * Lets everybody see the companies that were asked for and whose profile has been read since; one that was followed and
 * read before waits for its next answer like any other, or its haste would tell of that. Returns them.
 */
export async function publishAsked(trx: Trx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update supplier set supplies_publicly = true, public_since = now() from asked_look
    where asked_look.supplier_id = supplier.id and not supplies_publicly and exists (
      select from supplier_ref join mention on mention.scheme = supplier_ref.scheme and mention.ref = supplier_ref.ref
      join look_answer on look_answer.mention_id = mention.id
      where supplier_ref.supplier_id = supplier.id and supplier_ref.scheme = 'GB-COH'
        and topic = 'company-profile' and answer = 'found' and last_at >= asked_at)
    returning supplier.id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Of the supplier whose id is `id`: somebody asked for a look at it lately. */
export function isAskedFor(id: string, today: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from asked_look
    where supplier_id = ${sql.ref(id)} and asked_at >= ${firstInstantOf(addMonths(today, -WATCHED_MONTHS))})`;
}
