import { Pence, type IsoDate, type Money } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { isOwnInForce, ownNamesTable, paidTo, type OwnSpend } from './own-names.ts';
import type { SpendLine } from './spend-record.ts';

/** A spending file in force with payments of a time: one that was published, or one that a council handed in alone. */
export interface PaymentFile {
  readonly origin: 'published' | 'own';
  readonly id: string;
  readonly council: string;
  /** Of the file as it was received. */
  readonly sha256: string;
}

/** One payment as its file prints it, and whom it is known to have gone to. */
export interface PaymentLine extends Pick<
  SpendLine,
  'paidOn' | 'dated' | 'payee' | 'department' | 'purpose' | 'category' | 'transactionRef'
> {
  /** Of the file. */
  readonly row: number;
  readonly amount: Money;
  /** As it is printed; null where the payee is a person, withheld or missing. */
  readonly payeeName: string | null;
  readonly supplierId: string | null;
}

interface Days {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** The files that tell what these councils paid, both days included; the earliest first. */
export async function findPaymentFiles(
  trx: Trx,
  councils: readonly string[],
  { from, to }: Days,
  { filesOf }: Pick<OwnSpend, 'filesOf'>,
): Promise<readonly PaymentFile[]> {
  const { rows } = await sql<PaymentFile>`
    select 'published' as origin, document_id::text as id, council, sha256, first_paid_on from spend_file
    join document on document.id = document_id
    where council = any(${[...councils]}::text[]) and replaced_by is null
      and first_paid_on <= ${to} and last_paid_on >= ${from}
    union all
    select 'own', id::text, council, sha256, first_paid_on from own_spend_file
    where ${isOwnInForce} and council = any(${filesOf.filter((one) => councils.includes(one))}::text[])
      and first_paid_on <= ${to} and last_paid_on >= ${from}
    order by first_paid_on, origin, id`.execute(trx);
  return rows.map(({ origin, id, council, sha256 }) => ({ origin, id, council, sha256 }));
}

/** Payments of one file behind a row of it, in its order. */
export async function findPaymentLines(
  trx: Trx,
  file: PaymentFile,
  { from, to, after, limit }: Days & { readonly after: number; readonly limit: number },
  { names }: Pick<OwnSpend, 'names'>,
): Promise<readonly PaymentLine[]> {
  const source = file.origin === 'published' ? publishedLines(file, names) : ownLines(file);
  const { rows } = await sql<Omit<PaymentLine, 'amount'> & { pence: number; vat: Money['vat'] }>`
    select row, paid_on as "paidOn", dated, payee, amount_pence as pence, vat, department, purpose, category,
      transaction_ref as "transactionRef", name as "payeeName", supplier_id as "supplierId"
    from (${source}) line
    where row > ${after} and paid_on >= ${from} and paid_on <= ${to}
    order by row limit ${limit}`.execute(trx);
  return rows.map(({ pence, vat, ...line }) => ({ ...line, amount: { pence: Pence.parse(pence), vat } }));
}

function publishedLines({ id }: PaymentFile, names: OwnSpend['names']) {
  return sql`
    select payment.*, mention.name, ${paidTo} as supplier_id from payment
    left join mention on mention.id = payment.mention_id
    left join ${ownNamesTable(names)} on own.mention_id = payment.mention_id and own.council = payment.council
    where payment.document_id = ${id}`;
}

/** But for days that the published files of the series cover: these have the same payments. */
function ownLines({ id }: PaymentFile) {
  return sql`
    select own_payment.*, own_payee.name, supplier_id from own_payment
    join own_spend_file on own_spend_file.id = file_id
    left join own_payee on own_payee.id = payee_id
    where own_payment.file_id = ${id} and own_payment.counts and not own_payment.paid_on <@ (
      select coalesce(range_agg(in_force), '{}') from spend_file
      where spend_file.council = own_spend_file.council and spend_file.series = own_spend_file.series
        and replaced_by is null)`;
}
