import { addMonths, groupBy, MoneyByBasis, type IsoDate, type VatBasis } from '@tocsin/domain';
import { titleOf } from '@tocsin/exposure';
import { kindOfName, printedState, printedText, standingDecisions } from '@tocsin/matching';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';
import { findSpendRead } from '../spend/council-spend.ts';
import { findOwnNames, ownNamesTable, ownPaid } from '../spend/own-names.ts';
import { findPaperDecisions } from './decision-entries.ts';
import { findSameText } from './mentions.ts';
import { byOwnNumbers } from './namesakes.ts';
import { printedOf, type PrintedRow } from './printed.ts';
import type { MentionOutcome } from '../schema/tables.ts';
import { inForce, linesInForce } from '../holdings/in-force.ts';
import { notOver } from '../holdings/not-over.ts';

/** A printed name of one council that matching could not tie to anybody, with the pounds that hang on it. */
export interface Unmatched extends PrintedRow {
  /** Of the public record, of the council's own register, or of its own spending files alone. */
  readonly of: 'mention' | 'line' | 'payee';
  /** Of one of them; the others that print the same text are counted with it. */
  readonly id: string;
  readonly text: string;
  readonly outcome: MentionOutcome;
  readonly reason: string | null;
  readonly contracts: number;
  /** Null where none of them states a value. */
  readonly contractValue: MoneyByBasis | null;
  /** Payments in the last 12 months that were read; null where no file of the council was. */
  readonly paid: MoneyByBasis | null;
  /** The last day of those 12 months. */
  readonly paidTo: IsoDate | null;
}

interface Row extends PrintedRow {
  readonly of: Unmatched['of'];
  readonly id: string;
  /** The earlier written stands for all that print the same text. */
  readonly nth: string;
  readonly outcome: MentionOutcome;
  readonly reason: string | null;
  readonly vat: VatBasis;
  readonly contracts: number;
  readonly placed: number | null;
  readonly paid: number | null;
}

/**
 * What waits for a person at the council that `trx` acts for: names of its published contracts and payments, of its
 * own register and of its own spending files that are tied to nobody, or into which a proceeding is printed; those on which most pounds hang first.
 * Individuals and hidden names are left out.
 */
export async function findUnmatched(trx: Trx, council: string, asOf: string): Promise<Unmatched[]> {
  const waiting = sql`(outcome in ('ambiguous', 'none') or ${claimsState('mention.name')}) and decided_by is null`;
  const read = await findRead(trx, council, asOf);
  const published = group(await findPublished(trx, council, asOf, read, waiting), read);
  const untied = ({ outcome, name }: Columns) =>
    sql`(${sql.ref(outcome)} in ('ambiguous', 'none') or ${claimsState(name)})`;
  const lines = group(await findOwn(trx, council, read, untied), read);
  const decisionsOf = await findPaperDecisions(trx, { council, uploadId: null }, lines);
  const undecided = lines.filter((line) => standingDecisions(decisionsOf(line)).length === 0);
  const decided = await findDecidedHere(trx, council);
  return [...published.filter(({ id }) => !decided.has(id)), ...undecided]
    .filter(({ name }) => !['individual', 'redacted'].includes(kindOfName(name)))
    .filter(isWaiting)
    .sort((a, b) => stake(b) - stake(a) || (a.text < b.text ? -1 : 1));
}

/** Mentions that people of the council have decided, though matching may not have applied it yet. */
async function findDecidedHere(trx: Trx, council: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ mention_id: string }>`
    select mention_id from match_decision
    where council = ${council} and mention_id is not null and verdict is not null
      and not exists (select from match_decision later where later.undoes = match_decision.id)`.execute(trx);
  return new Set(rows.map((row) => row.mention_id));
}

function isWaiting({ name, outcome }: Unmatched): boolean {
  if (outcome === 'matched') return printedState(name) !== null;
  return outcome === 'ambiguous' || outcome === 'none';
}

/** Tied, though a proceeding seems to be printed into the name: a person is asked whether it is so. */
function claimsState(column: string) {
  return sql`${sql.ref(column)} ~* '\\min [a-z ’'']*(liq|admin|receiv)'`;
}

/** One name of the council, decided or not; undefined when it prints no such name. */
export async function findPrinted(
  trx: Trx,
  council: string,
  asOf: string,
  item: Pick<Unmatched, 'of' | 'id'>,
): Promise<Unmatched | undefined> {
  const read = await findRead(trx, council, asOf);
  if (item.of !== 'mention') {
    const lines = group(await findOwn(trx, council, read, () => sql`true`), read);
    const text = await textOfOwn(trx, item);
    return lines.find((line) => line.text === text);
  }
  const { mentions } = await findSameText(trx, [item.id]);
  const ids = mentions.map(({ id }) => id);
  const rows = await findPublished(trx, council, asOf, read, sql`mention.id = any(${ids}::bigint[])`);
  const [found] = group(rows, read);
  return found && { ...found, id: item.id };
}

async function textOfOwn(trx: Trx, { of, id }: Pick<Unmatched, 'of' | 'id'>): Promise<string | undefined> {
  if (of === 'payee') {
    const payee = await trx.selectFrom('own_payee').selectAll().where('id', '=', id).executeTakeFirst();
    return payee && printedText(printedOf(payee));
  }
  const line = await trx
    .selectFrom('register_line')
    .select(['supplier_name as name', 'ref', 'printed_ref'])
    .where('id', '=', id)
    .executeTakeFirst();
  return line && printedText(printedOf({ ...line, postcode: null }));
}

/** The last day that the council's files cover, published or its own: both are counted over the same twelve months. */
async function findRead(trx: Trx, council: string, asOf: IsoDate): Promise<IsoDate | null> {
  return (await findSpendRead(trx, [council], asOf, { filesOf: [council] }))?.to ?? null;
}

async function findPublished(
  trx: Trx,
  council: string,
  asOf: string,
  read: IsoDate | null,
  where: ReturnType<typeof sql>,
): Promise<Row[]> {
  // Whom the council means by a name of its payments stands in its own register: nobody has to say so again.
  const own = await findOwnNames(trx, { councils: [council] });
  const told = own.filter((one) => one.supplierId !== null).map(({ mentionId }) => mentionId);
  const severally = own.filter((one) => one.supplierId === null);
  const { rows } = await sql<Row>`
    with printed as (
      select mention_id, coalesce(vat, 'unknown') as vat, 1 as contracts, 0 as paid,
        case when agreement <> 'framework' then value_pence end as placed
      from award join award_supplier on award_supplier.award_id = award.id
      where award.id in (select award_id from award_buyer where council = ${council})
        and ${notOver(asOf)}
        and ${publishedBy(asOf)}
      union all
      select mention_id, vat, 0, amount_pence, null from payment
      where council = ${council} and mention_id <> all(${told}::bigint[]) and paid_on <= ${read}
        and paid_on > ${read === null ? null : addMonths(read, -12)})
    select 'mention' as of, mention.id, mention.nth, name, ref, printed_ref, postcode, outcome, reason, vat, sum(contracts)::int as contracts,
      sum(placed)::numeric as placed, sum(paid)::numeric as paid
    from printed join (
      select mention.id, mention.nth, name, ref, printed_ref, postcode, decided_by,
        case when own.number is null then outcome else 'ambiguous' end as outcome,
        case when own.number is null then reason else ${byOwnNumbers('')} || own.number end as reason
      from mention left join (select mention_id, number from ${ownNamesTable(severally)}) own on own.mention_id = mention.id
    ) mention on mention.id = mention_id
    where ${where}
    group by mention.id, mention.nth, name, ref, printed_ref, postcode, outcome, reason, vat`.execute(trx);
  return rows;
}

/** Where a table has the printed name, and what matching made of it. */
interface Columns {
  readonly name: string;
  readonly outcome: string;
}

/** Names of the council's own register, and after them those of its own spending files. */
async function findOwn(
  trx: Trx,
  council: string,
  read: IsoDate | null,
  where: (columns: Columns) => ReturnType<typeof sql>,
): Promise<Row[]> {
  const lines = await sql<Row>`
    select 'line' as of, (array_agg(register_line.id order by register_line.nth))[1] as id, min(register_line.nth) as nth, supplier_name as name, ref, printed_ref, null as postcode,
      min(match_outcome) as outcome, min(match_reason) as reason, vat, count(*)::int as contracts,
      sum(value_pence)::numeric as placed, 0 as paid
    from ${linesInForce} where register_line.council = ${council} and ${where({ name: 'supplier_name', outcome: 'match_outcome' })}
    group by supplier_name, ref, printed_ref, vat`.execute(trx);
  if (read === null) return lines.rows;
  const payees = await sql<Row>`
    select 'payee' as of, min(own_payee.id) as id, min(own_payee.id) as nth, name, ref, printed_ref, postcode,
      min(own_payee.match_outcome) as outcome, min(match_reason) as reason, vat, 0 as contracts, null as placed,
      sum(amount_pence)::numeric as paid
    from ${ownPaid([council])} paid join own_payee on own_payee.id = payee_id
    where paid_on > ${addMonths(read, -12)} and paid_on <= ${read}
      and ${where({ name: 'own_payee.name', outcome: 'own_payee.match_outcome' })}
    group by name, ref, printed_ref, postcode, vat`.execute(trx);
  return [...lines.rows, ...payees.rows];
}

/** One item for each text, with the sums of every row that prints it. */
function group(rows: readonly Row[], read: IsoDate | null): Unmatched[] {
  const byText = groupBy(rows, (row) => printedText(printedOf(row)));
  return [...byText].flatMap(([text, same]) => {
    const [first] = same
      .toSorted((a, b) => Number(a.nth) - Number(b.nth))
      .toSorted((a, b) => Number(a.of === 'payee') - Number(b.of === 'payee'));
    if (!first) return [];
    const { of, id, name, ref, printed_ref, postcode, outcome, reason } = first;
    const sums = {
      contractValue: sumOf(same, 'placed'),
      paid: read === null ? null : sumOf(same, 'paid'),
      paidTo: read,
    };
    const contracts = same.reduce((count, row) => count + row.contracts, 0);
    return [{ of, id, text, name, ref, printed_ref, postcode, outcome, reason, contracts, ...sums }];
  });
}

/** Null where none of the rows states a sum. */
function sumOf(rows: readonly Row[], what: 'placed' | 'paid'): MoneyByBasis | null {
  const sums = { net: 0, gross: 0, unknown: 0 };
  const stated = rows.filter((row) => row[what] !== null);
  for (const row of stated) sums[row.vat] += row[what] ?? 0;
  return stated.length > 0 ? MoneyByBasis.parse(sums) : null;
}

/** For the order only: sums of different VAT bases are never shown as one. */
export function stake({ contractValue, paid }: Pick<Unmatched, 'contractValue' | 'paid'>): number {
  return [contractValue, paid].reduce(
    (pence, sums) => pence + (sums ? sums.net + sums.gross + sums.unknown : 0),
    0,
  );
}

/** A published contract or a line of the own register in which a name is printed. */
export interface PrintedPlace {
  readonly title: string;
  readonly url: string | null;
}

/** Where the council prints a name: the first few contracts, for a person to know whom it means. */
export async function findPlaces(
  trx: Trx,
  council: string,
  item: Unmatched,
  limit: number,
): Promise<PrintedPlace[]> {
  if (item.of === 'payee') return [];
  if (item.of === 'line') {
    const rows = await trx
      .selectFrom('register_line')
      .innerJoin('register_upload', 'register_upload.id', 'upload_id')
      .select('title')
      .where('supplier_name', '=', item.name)
      .where(inForce)
      .orderBy('register_line.row')
      .limit(limit)
      .execute();
    return rows.map(({ title }) => ({ title, url: null }));
  }
  const { mentions } = await findSameText(trx, [item.id]);
  const rows = await trx
    .selectFrom('award')
    .innerJoin('award_supplier', 'award_supplier.award_id', 'award.id')
    .select(['title', 'url'])
    .where(
      'mention_id',
      'in',
      mentions.map(({ id }) => id),
    )
    .where('award.id', 'in', (award) =>
      award.selectFrom('award_buyer').select('award_id').where('council', '=', council),
    )
    .orderBy('award.published_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ title, url }) => ({ title: titleOf(title), url }));
}
