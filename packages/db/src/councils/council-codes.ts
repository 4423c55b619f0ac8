import type { GssCode } from '@tocsin/domain';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { buyerKey, findFormerCodes, type CouncilRow } from './councils.ts';
import type { Db, Trx } from '../schema/database.ts';
import { privateTables } from '../schema/tables.ts';

/** What is keyed by codes of councils, such as the maps of their files, under the codes that they have now. */
export async function underCurrentCodes<T extends { readonly gss: GssCode }>(
  db: Db | Trx,
  keyed: readonly T[],
): Promise<readonly T[]> {
  const former = await findFormerCodes(db);
  return keyed.map((one) => ({ ...one, gss: former.get(one.gss) ?? one.gss }));
}

/** What became of a request to re-key; `payments` = lines of its spending that were carried over with all the rest. */
export interface Rekeyed {
  readonly outcome: 're-keyed' | 'already';
  readonly name: string;
  readonly payments: number;
}

/**
 * Gives a council another code, with everything that is stored for it, public and private; the old code keeps leading
 * to it. Throws, saying why, where `from` names no council, `to` is another council's, or was the code of one.
 */
export async function rekeyCouncil(trx: Trx, from: GssCode, to: GssCode): Promise<Rekeyed> {
  if (from === to) throw new Error(`${from} is the code that it has: nothing was changed`);
  const former = await findFormerCodes(trx);
  const councils = await trx
    .selectFrom('council')
    .selectAll()
    .where('gss', 'in', [from, to])
    .forUpdate()
    .execute();
  const [council, other] = [from, to].map((code) => councils.find(({ gss }) => gss === code));
  if (former.get(from) === to && other && !council)
    return { outcome: 'already', name: other.name, payments: 0 };
  refuseUnfit({ from, to, council, other, former });
  if (!council) throw new Error(`${from} is not the GSS code of an English council: nothing was changed`);
  if (other) await giveUpRow(trx, council, other);
  const payments = await carryOver(trx, from, to);
  await trx.updateTable('council').set({ gss: to }).where('gss', '=', from).execute();
  await trx.insertInto('council_code').values({ former: from, gss: to }).execute();
  await audit(trx, {
    council: to,
    actor: 'command line',
    action: 're-keyed council',
    subject: to,
    detail: { from, to, name: council.name },
  });
  return { outcome: 're-keyed', name: council.name, payments };
}

interface Request {
  readonly from: GssCode;
  readonly to: GssCode;
  readonly council: CouncilRow | undefined;
  readonly other: CouncilRow | undefined;
  readonly former: ReadonlyMap<string, GssCode>;
}

function refuseUnfit({ from, to, council, other, former }: Request): void {
  const now = former.get(from);
  if (!council && now)
    throw new Error(`${from} was re-keyed to ${now} before: nothing was changed. Re-key ${now}`);
  const owner = former.get(to);
  if (owner) throw new Error(`${to} is a code that ${owner} had before: nothing was changed`);
  if ([...former.values()].includes(to))
    throw new Error(`Another council was re-keyed to ${to} before: nothing was changed`);
  if (council && other && buyerKey(other.name) !== buyerKey(council.name))
    throw new Error(`${to} is the code of ${other.name}, not of ${council.name}: nothing was changed`);
}

/** A newer list of councils may bring the council under its new code already: that row goes, as long as it holds nothing. */
async function giveUpRow(trx: Trx, council: CouncilRow, other: CouncilRow): Promise<void> {
  const holding = await findHolding(trx, other.gss);
  if (holding.length > 0)
    throw new Error(
      `${other.gss} (${other.name}) has rows of its own in ${holding.join(', ')}, which would be mixed with those of ` +
        `${council.gss}: nothing was changed`,
    );
  await trx.deleteFrom('council').where('gss', '=', other.gss).execute();
}

/** The tables that hold anything of a council. */
async function findHolding(trx: Trx, gss: string): Promise<string[]> {
  const holding: string[] = [];
  for (const table of [
    ...privateTables,
    'award_buyer',
    'payments_notice',
    'payment',
    'spend_file',
    'shared_decision',
  ] as const) {
    const found = await trx.selectFrom(table).select('council').where('council', '=', gss).limit(1).execute();
    if (found.length > 0) holding.push(table);
  }
  const taking = await trx
    .selectFrom('allocation')
    .select('id')
    .where('successor', '=', gss)
    .limit(1)
    .execute();
  return taking.length > 0 ? [...new Set([...holding, 'allocation'])] : holding;
}

/** What no foreign key carries over: lines of spending, codes within lists, and codes within stored answers. */
async function carryOver(trx: Trx, from: string, to: string): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('payment')
    .set({ council: to })
    .where(
      'document_id',
      '=',
      sql<string>`any(array(select document_id from spend_file where council = ${from}))`,
    )
    .executeTakeFirst();
  await sql`update council set replaced_by = array_replace(replaced_by, ${from}, ${to})
    where ${from} = any(replaced_by)`.execute(trx);
  await trx.updateTable('council').set({ county_gss: to }).where('county_gss', '=', from).execute();
  const [old, now] = [`"${from}"`, `"${to}"`];
  for (const [table, column] of codedJson)
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = replace(${sql.ref(column)}::text, ${old}, ${now})::jsonb
      where strpos(${sql.ref(column)}::text, ${old}) > 0`.execute(trx);
  return Number(numUpdatedRows);
}

/** JSON that names councils by their code: what an alert told, the facts of the last release, and the set-up. */
const codedJson = [
  ['alert', 'exposure'],
  ['exercise', 'seen'],
  ['sector_exercise', 'seen'],
  ['letter', 'said'],
  ['national_release', 'release'],
  ['private_release', 'release'],
  ['setting', 'value'],
] as const;
