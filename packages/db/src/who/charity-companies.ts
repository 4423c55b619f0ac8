import { CHARITY_SOURCE, CompanyNumber, type IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import { enqueue, enqueueMatching } from '../outbox/outbox.ts';
import { chunksOf } from '../schema/chunks.ts';
import type { Db, Trx } from '../schema/database.ts';
import { inForce } from '../holdings/in-force.ts';
import { isOwnInForce } from '../spend/own-names.ts';

/** A charity that is a company, as the register of charities has it. */
export interface CharityCompany {
  readonly name: string;
  readonly number: CompanyNumber;
}

/** Of these charities, by their numbers, those to which the register of charities gives a company number. */
export async function findCharityCompanies(
  db: Db | Trx,
  charities: readonly string[],
): Promise<ReadonlyMap<string, CharityCompany>> {
  const found = new Map<string, CharityCompany>();
  for (const some of chunksOf([...new Set(charities)])) {
    const { rows } = await sql<{ charity: string; name: string; number: string }>`
      select row_id as charity, "row" ->> 'name' as name, "row" ->> 'company' as number from table_row
      where source_id = ${CHARITY_SOURCE} and row_id = any(${[...some]}::text[])
        and "row" ->> 'company' is not null`.execute(db);
    for (const { charity, name, number } of rows)
      found.set(charity, { name, number: CompanyNumber.parse(number) });
  }
  return found;
}

/**
 * Within the transaction that compares an edition of the register of charities: asks matching to look again at whoever is
 * printed with the number of a charity of which it now says that it is another company than it is tied to.
 */
export async function rematchCharities(trx: Trx, asOf: IsoDate | null): Promise<void> {
  const { rows: mentions } = await sql<{ id: string }>`
    select printed.id from mention as printed ${byChangedCharity} and printed.outcome <> 'waiting'
    order by printed.nth`.execute(trx);
  await enqueueMatching(
    trx,
    mentions.map(({ id }) => id),
    asOf,
  );
  const { rows: uploads } = await sql<{ id: string }>`
    select distinct upload_id as id from register_line as printed
    join register_upload on register_upload.id = upload_id and ${inForce} ${byChangedCharity}`.execute(trx);
  for (const { id } of uploads)
    await enqueue(trx, 'match', { v: 1, of: 'register', uploadId: id }, { key: `register:${id}` });
  const { rows: files } = await sql<{ id: string }>`
    select distinct own_spend_file.id from own_payee as printed
    join own_spend_file on own_spend_file.id = file_id and ${isOwnInForce} ${byChangedCharity}`.execute(trx);
  for (const { id } of files)
    await enqueue(trx, 'match', { v: 1, of: 'own-spend', fileId: id }, { key: `own-spend:${id}` });
}

/** Of `printed`: it bears the number of a changed charity, and is tied to another company than that is by now. */
const byChangedCharity = sql`
  join changed on printed.scheme = 'GB-CHC' and changed.row_id = printed.ref and not gone
  join table_row on source_id = ${CHARITY_SOURCE} and table_row.row_id = changed.row_id
  left join supplier_ref on supplier_ref.supplier_id = printed.supplier_id
    and supplier_ref.scheme = 'GB-COH' and since is null
  where supplier_ref.ref is distinct from table_row."row" ->> 'company'`;
