import { dayAfter, GssCode, type IsoDate } from '@tocsin/domain';
import type { CouncilChange, Succession } from '@tocsin/exposure';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { CouncilRow } from './councils.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { Council } from '../schema/tables.ts';

/** Everything that the list of councils says about reorganisations, done and planned; it names those that take part. */
export async function findSuccession(db: Db | Trx): Promise<Succession> {
  const { rows: councils } = await sql<Council>`
    select * from council where ends_on is not null or gss in (select unnest(replaced_by) from council)
    order by name`.execute(db);
  const byCode = new Map(councils.map((council) => [council.gss, council]));
  const nameOf = (gss: string) => byCode.get(gss)?.name ?? gss;
  const changes = councils.flatMap((council) => changesOf(council, nameOf));
  const directions = councils.flatMap(({ gss, ends_on, direction_on }) =>
    ends_on && direction_on
      ? [{ council: GssCode.parse(gss), madeOn: direction_on, vestingDay: dayAfter(ends_on) }]
      : [],
  );
  return { changes, directions, nameOf };
}

function changesOf(
  { gss, ends_on, replaced_by }: CouncilRow,
  nameOf: (gss: string) => string,
): CouncilChange[] {
  if (ends_on === null) return [];
  return replaced_by.map((code) => ({
    predecessor: GssCode.parse(gss),
    successor: { code: GssCode.parse(code), name: nameOf(code) },
    startsOn: dayAfter(ends_on),
    extent: replaced_by.length === 1 ? 'whole' : 'partial',
  }));
}

/** Records the day of a direction under section 24 of the 2007 Act to a council that is to be replaced. */
export async function saveDirection(trx: Trx, council: string, madeOn: IsoDate): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('council')
    .set({ direction_on: madeOn })
    .where('gss', '=', council)
    .where('ends_on', 'is not', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    throw new Error(`No reorganisation of ${council} is known, so a direction to it cannot be recorded`);
  await audit(trx, {
    council,
    actor: 'command line',
    action: 'recorded section 24 direction',
    subject: madeOn,
  });
}
