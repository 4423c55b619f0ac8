import type { IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { namedInAudit } from '../audit/audit-names.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { OwnSpendCounts } from '../schema/tables.ts';

/** A spending file that a council handed in, without its bytes. */
export interface OwnSpendFile {
  readonly id: string;
  readonly fileName: string;
  readonly pageUrl: string | null;
  readonly state: 'draft' | 'waits' | 'taken' | 'refused' | 'undone';
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  readonly reason: string | null;
  readonly series: string | null;
  readonly counts: OwnSpendCounts | null;
  readonly firstPaidOn: string | null;
  readonly lastPaidOn: string | null;
}

/** What a person hands in: the file, and what she says of it. */
export interface HandedInSpend {
  readonly council: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly body: Buffer;
  /** Where the file is published; null = nowhere. */
  readonly pageUrl: string | null;
  readonly said: unknown;
  readonly uploadedBy: string;
}

/** Keeps a spending file for its council to look at. Returns its id. `trx` acts for the council or as the worker. */
export async function saveOwnSpend(trx: Trx, given: HandedInSpend): Promise<string> {
  const { id } = await trx
    .insertInto('own_spend_file')
    .values({
      council: given.council,
      file_name: given.fileName,
      sha256: given.sha256,
      body: given.body,
      page_url: given.pageUrl,
      said: JSON.stringify(given.said),
      uploaded_by: given.uploadedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * As `saveOwnSpend`, unless the council looks at these very bytes already: then that file stands for both, at the page that
 * is given now, if any. `isAgain` says so.
 */
export async function saveOwnSpendOnce(
  trx: Trx,
  given: HandedInSpend,
): Promise<{ readonly id: string; readonly isAgain: boolean }> {
  await sql`select pg_advisory_xact_lock(hashtext(${`own spend:${given.council}`}))`.execute(trx);
  const open = await trx
    .selectFrom('own_spend_file')
    .select('id')
    .where('council', '=', given.council)
    .where('sha256', '=', given.sha256)
    .where('state', '=', 'draft')
    .orderBy('uploaded_at')
    .executeTakeFirst();
  if (!open) return { id: await saveOwnSpend(trx, given), isAgain: false };
  if (given.pageUrl !== null)
    await trx
      .updateTable('own_spend_file')
      .set({ page_url: given.pageUrl })
      .where('id', '=', open.id)
      .execute();
  return { id: open.id, isAgain: true };
}

const shown = [
  'id',
  'file_name as fileName',
  'page_url as pageUrl',
  'state',
  'uploaded_by as uploadedBy',
  'uploaded_at as uploadedAt',
  'reason',
  'series',
  'counts',
  'first_paid_on as firstPaidOn',
  'last_paid_on as lastPaidOn',
] as const;

/** A file in the list of those handed in. */
export interface ListedSpendFile extends OwnSpendFile {
  /** Of its payments, those that a file handed in later says again: they count there. */
  readonly again: number;
}

/** The spending files that a council has handed in, newest first. */
export async function findOwnSpendFiles(
  trx: Trx,
  council: string,
  limit: number,
): Promise<ListedSpendFile[]> {
  return trx
    .selectFrom('own_spend_file')
    .select(shown)
    .select(
      sql<number>`(select count(*)::int from own_payment where file_id = own_spend_file.id and not own_payment.counts)`.as(
        'again',
      ),
    )
    .where('council', '=', council)
    .orderBy('uploaded_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** One of them, with its bytes while it waits and what was said of it. */
export async function findOwnSpendFile(
  trx: Trx,
  id: string,
): Promise<
  | (OwnSpendFile & {
      readonly council: string;
      readonly body: Buffer | null;
      readonly said: unknown;
      readonly sha256: string;
    })
  | undefined
> {
  return trx
    .selectFrom('own_spend_file')
    .select([...shown, 'council', 'body', 'said', 'sha256'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The file of the same bytes, if there is another one, that the council has in force or has taken already. */
export async function findSameSpend(
  trx: Trx,
  { id, council, sha256 }: { readonly id: string; readonly council: string; readonly sha256: string },
): Promise<{ readonly id: string; readonly fileName: string } | undefined> {
  return trx
    .selectFrom('own_spend_file')
    .select(['id', 'file_name as fileName'])
    .where('council', '=', council)
    .where('sha256', '=', sha256)
    .where('id', '<>', id)
    .where('state', 'in', ['waits', 'taken'])
    .orderBy('uploaded_at', 'desc')
    .executeTakeFirst();
}

/** The other files of one series that a council has in force with payments of any of some days, the earliest first. */
export async function findSpendOfDays(
  trx: Trx,
  { id, council }: { readonly id: string; readonly council: string },
  { series, days }: { readonly series: string; readonly days: readonly string[] },
): Promise<readonly Pick<OwnSpendFile, 'id' | 'fileName' | 'firstPaidOn' | 'lastPaidOn'>[]> {
  return trx
    .selectFrom('own_spend_file')
    .select(['id', 'file_name as fileName', 'first_paid_on as firstPaidOn', 'last_paid_on as lastPaidOn'])
    .where('council', '=', council)
    .where('id', '<>', id)
    .where('state', '=', 'taken')
    .where('series', '=', series)
    .where((paid) =>
      paid.exists(
        paid
          .selectFrom('own_payment')
          .select('row')
          .whereRef('file_id', '=', 'own_spend_file.id')
          .where('paid_on', 'in', [...days]),
      ),
    )
    .orderBy('first_paid_on')
    .orderBy('id')
    .execute();
}

/** Changes what was said of a file that is looked at. */
export async function sayOfOwnSpend(
  trx: Trx,
  id: string,
  { said, pageUrl }: Pick<HandedInSpend, 'said' | 'pageUrl'>,
): Promise<void> {
  await trx
    .updateTable('own_spend_file')
    .set({ said: JSON.stringify(said), page_url: pageUrl })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .execute();
}

/** Has a file taken in that a person has looked at. False where it is looked at no more. */
export async function takeOwnSpend(trx: Trx, council: string, id: string, actor: string): Promise<boolean> {
  const file = await changeState(trx, id, ['draft'], 'waits');
  if (file === undefined) return false;
  const detail = { file: await namedInAudit(trx, council, file) };
  await audit(trx, { council, actor, action: 'handed in spending', subject: `spending file ${id}`, detail });
  await enqueue(trx, 'ingest', { v: 1, ownSpend: id });
  return true;
}

/** Writes what became of a file that was taken in, or why it was not. `trx` acts as the worker. */
export async function settleOwnSpendFile(
  trx: Trx,
  id: string,
  as: {
    readonly state: 'taken' | 'refused';
    readonly reason: string | null;
    readonly series?: string;
    readonly counts?: OwnSpendCounts;
    readonly days?: { readonly first: IsoDate | null; readonly last: IsoDate | null };
  },
): Promise<void> {
  await trx
    .updateTable('own_spend_file')
    .set({
      state: as.state,
      reason: as.reason,
      settled_at: sql<string>`now()`,
      ...(as.state === 'taken' ? { body: null } : {}),
      ...(as.series === undefined ? {} : { series: as.series }),
      ...(as.counts === undefined ? {} : { counts: JSON.stringify(as.counts) }),
      ...(as.days === undefined ? {} : { first_paid_on: as.days.first, last_paid_on: as.days.last }),
    })
    .where('id', '=', id)
    .execute();
}

/** Forgets a file that was looked at or refused. False where it is being read, counts, or did. */
export async function dropOwnSpend(trx: Trx, id: string): Promise<boolean> {
  const dropped = await trx
    .deleteFrom('own_spend_file')
    .where('id', '=', id)
    .where('state', 'in', ['draft', 'refused'])
    .returning('id')
    .executeTakeFirst();
  return dropped !== undefined;
}

/** Takes an unpublished file out again: what it replaced counts once more. False where it is not in force. */
export async function undoOwnSpend(trx: Trx, council: string, id: string, actor: string): Promise<boolean> {
  const file = await findOwnSpendFile(trx, id);
  if (file?.pageUrl !== null || (await changeState(trx, id, ['taken'], 'undone')) === undefined) return false;
  await audit(trx, { council, actor, action: 'undid spending', subject: `spending file ${id}`, detail: {} });
  await enqueue(trx, 'ingest', { v: 1, ownSpend: id });
  return true;
}

async function changeState(
  trx: Trx,
  id: string,
  from: readonly OwnSpendFile['state'][],
  to: OwnSpendFile['state'],
): Promise<string | undefined> {
  const changed = await trx
    .updateTable('own_spend_file')
    .set({ state: to, settled_at: sql<string>`now()` })
    .where('id', '=', id)
    .where('state', 'in', from)
    .returning('file_name')
    .executeTakeFirst();
  return changed?.file_name;
}

/** Keeps how a council’s files with this header are read. `trx` acts as the worker. */
export async function saveSpendLayout(
  trx: Trx,
  kept: {
    readonly council: string;
    readonly signature: string;
    readonly layout: unknown;
    readonly by: string;
  },
): Promise<void> {
  const row = { layout: JSON.stringify(kept.layout), said_by: kept.by, said_at: new Date().toISOString() };
  await trx
    .insertInto('spend_layout')
    .values({ ...row, council: kept.council, signature: kept.signature })
    .onConflict((conflict) => conflict.columns(['council', 'signature']).doUpdateSet(row))
    .execute();
}

/** How files of a council are read that no map in the code knows. */
export interface SpendLayouts {
  readonly gss: string;
  readonly name: string;
  readonly layouts: readonly unknown[];
}

/** How councils’ files are read that no map in the code knows, the last said first; of one council, or of all. */
export async function findSpendLayouts(db: Db | Trx, council?: string): Promise<readonly SpendLayouts[]> {
  const { rows } = await sql<SpendLayouts>`
    select gss, name, json_agg(layout order by said_at desc) as layouts
    from spend_layout join council on gss = spend_layout.council
    where ${council ?? null}::text is null or gss = ${council ?? null}
    group by gss, name order by gss`.execute(db);
  return rows;
}
