import type { Database, Db } from '@tocsin/db';
import type { Insertable } from 'kysely';

type Row<Table extends keyof Database> = Partial<Insertable<Database[Table]>>;

/** Rows of what a council keeps of its spending to itself, each with what a test does not care about filled in. */
export function ownRows(db: Db) {
  let nth = 0;
  const fill = async (fileId: string) => {
    nth += 1;
    const { council } = await db
      .selectFrom('own_spend_file')
      .select('council')
      .where('id', '=', fileId)
      .executeTakeFirstOrThrow();
    return { file_id: fileId, council };
  };
  return {
    /** An unpublished spending file of some days, in force. */
    async file(council: string, from: string, to: string, row: Row<'own_spend_file'> = {}): Promise<string> {
      nth += 1;
      const all = {
        council,
        file_name: 'ledger.csv',
        sha256: String(nth).padStart(64, '0'),
        body: null,
        page_url: null,
        state: 'taken' as const,
        uploaded_by: 'officer',
        series: 'spend',
        first_paid_on: from,
        last_paid_on: to,
        covers: `{[${from},${to}]}`,
        ...row,
      };
      return (await db.insertInto('own_spend_file').values(all).returning('id').executeTakeFirstOrThrow()).id;
    },
    async payee(fileId: string, name: string, row: Row<'own_payee'> = {}): Promise<string> {
      const nothing = { printed_ref: null, scheme: null, ref: null, postcode: null };
      const untied = { supplier_id: null, match_reason: null };
      const all = { ...(await fill(fileId)), name, ...nothing, ...untied, ...row };
      return (await db.insertInto('own_payee').values(all).returning('id').executeTakeFirstOrThrow()).id;
    },
    async payment(fileId: string, row: Row<'own_payment'> & { readonly paid_on: string }): Promise<void> {
      const nothing = { department: null, purpose: null, category: null, transaction_ref: null };
      const all = {
        ...(await fill(fileId)),
        row: nth,
        payee_id: null,
        payee: row.payee_id ? ('named' as const) : ('unnamed' as const),
        dated: 'day',
        amount_pence: 100,
        vat: 'net' as const,
        ...nothing,
        ...row,
      };
      await db.insertInto('own_payment').values(all).execute();
    },
  };
}
