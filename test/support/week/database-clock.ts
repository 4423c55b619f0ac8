import { Client } from 'pg';
import { onServer } from '../admin.ts';

/** Keeps the time of a database by another clock: `now()` in its queries and defaults says what it was told last. */
export interface DatabaseClock {
  /** Says what time it is; answers whether a message waits to be sent. */
  readonly tell: (milliseconds: number) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

/** What `now()` says in queries and defaults of this database; who connects afterwards sees it. */
const keepTimeBy = (moment: string) => `
create function simulated.now() returns timestamptz language sql stable as '${moment}';
grant usage on schema simulated to public;
do $$
declare one record;
begin
  for one in
    select format('alter table %s alter column %I set default simulated.now()', attrelid::regclass, attname) as statement
    from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum
    where pg_get_expr(adbin, adrelid) = 'now()'
  loop execute one.statement; end loop;
  execute format('alter database %I set search_path = simulated, pg_catalog, public', current_database());
end $$`;

const SCHEMA = `
create schema simulated;
create sequence simulated.milliseconds;
${keepTimeBy('select to_timestamp(last_value / 1000.0) from simulated.milliseconds')};
grant select on sequence simulated.milliseconds to public`;

const TELL = `select setval('simulated.milliseconds', $1), exists (select from outbox where sent_at is null
  and done_at is null and dead_at is null and available_at <= to_timestamp($1 / 1000.0)) as due`;

/** Call it before anybody else connects; `adminUrl` signs in as the owner. */
export async function openDatabaseClock(adminUrl: string, startsAt: number): Promise<DatabaseClock> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(SCHEMA);
  const tell = async (milliseconds: number) => {
    const { rows } = await client.query<{ due: boolean }>({
      name: 'tell',
      text: TELL,
      values: [Math.round(milliseconds)],
    });
    return rows[0]?.due ?? false;
  };
  await tell(startsAt);
  return { tell, stop: () => client.end() };
}

/** Has a database keep the time of the machine, but for so many milliseconds. Call it before anybody else connects. */
export async function shiftDatabaseClock(adminUrl: string, byMs: number): Promise<void> {
  const moment = `select pg_catalog.now() + interval ''${Math.round(byMs)} milliseconds''`;
  await onServer(adminUrl, `create schema simulated; ${keepTimeBy(moment)}`);
}
