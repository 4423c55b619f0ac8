import {
  closedToWeb,
  countedInside,
  ofThoseFollowed,
  ownerFunctions,
  privateTables,
  publicCouncilTables,
  readByOperator,
  signInTables,
  supplierTables,
  tablesOfPeople,
  tablesWithoutCanary,
  writtenByOperator,
  writtenByWeb,
  type Db,
} from '@tocsin/db';
import { sql } from 'kysely';

/** Public record that is seen by nobody until its month is laid open. */
const SEALED = 'ledger_leaf';
const ROLES = ['tocsin_web', 'tocsin_worker', 'tocsin_national', 'tocsin_sign_in', 'tocsin_operator'];

/**
 * Ways round row-level security that the catalogue of this database shows, one sentence each. `db` signs in as the
 * owner. The two lists in `packages/db/src/schema/tables.ts` are the word on which tables are private.
 */
export async function findHoles(db: Db): Promise<string[]> {
  const written = Object.entries(writtenByWeb).flatMap(([table, may]) => [
    ...(may.insert ?? []).map((column) => `${table} insert ${column}`),
    ...(may.update ?? []).map((column) => `${table} update ${column}`),
    ...(may.delete ? [`${table} delete`] : []),
  ]);
  const operators = Object.entries(readByOperator).flatMap(([table, columns]) =>
    columns.map((column) => `${table} ${column}`),
  );
  const inside = Object.entries(countedInside).flatMap(([table, columns]) =>
    columns.map((column) => `${table} ${column}`),
  );
  const { rows } = await sql<{ hole: string }>`
    with ours as (
      select * from pg_class where relnamespace = 'public'::regnamespace),
    listed as (select unnest(${[...privateTables]}::text[]) as name),
    guarded as (select unnest(${[...supplierTables]}::text[]) as name),
    of_people as (select unnest(${[...tablesOfPeople]}::text[]) as name),
    hiding as (select unnest(${[...tablesWithoutCanary]}::text[]) as name),
    of_sign_in as (select unnest(${[...signInTables]}::text[]) as name),
    open as (select unnest(${['council', ...publicCouncilTables]}::text[]) as name),
    roles as (select * from pg_roles where rolname = any(${ROLES}::text[])),
    columns as (
      select ours.relname as name, attname as column_name from pg_attribute join ours on ours.oid = attrelid
      where attnum > 0 and not attisdropped and relkind in ('r', 'p', 'f')),
    naming as (
      select name from columns where column_name ~ '^(council|gss|council_gss|gss_code|buyer_council)$'
      union
      select ours.relname from pg_constraint join ours on ours.oid = conrelid where confrelid = 'council'::regclass),
    column_rights as materialized (
      select table_name, column_name, grantee, privilege_type from information_schema.column_privileges
      where grantee in ('tocsin_web', 'tocsin_sign_in', 'tocsin_operator')),
    web_writes as (
      select table_name || ' ' || lower(privilege_type) || ' ' || column_name as write, table_name, column_name
        from column_rights where grantee = 'tocsin_web' and privilege_type in ('INSERT', 'UPDATE')
      union all
      select table_name || ' ' || lower(privilege_type), table_name, null from information_schema.role_table_grants
        where table_schema = 'public' and grantee = 'tocsin_web' and privilege_type not in ('SELECT', 'INSERT', 'UPDATE')),
    listed_writes as (select unnest(${written}::text[]) as write)

    select 'private table ' || name || ' does not exist' as hole from listed
      where name not in (select relname from ours where relkind in ('r', 'p'))
    union all
    select 'private table ' || relname || ' does not force row security' from ours
      where relname in (select name from listed) and not (relrowsecurity and relforcerowsecurity)
    union all
    select 'private table ' || name || ' has no policy of ' || role.rolname || ' by the council' from listed
      cross join roles role where role.rolname = 'tocsin_web' and not exists (
        select from pg_policies where tablename = name and role.rolname = any(roles)
          and qual like '%app.council%' and with_check like '%app.council%')
    union all
    select 'policy ' || policyname || ' of ' || tablename || ' opens it to ' || array_to_string(roles, ', ')
      from pg_policies where schemaname = 'public'
      and not (roles = '{tocsin_web}' and qual like '%app.council%' and with_check like '%app.council%')
      and not (roles = '{tocsin_worker}')
      and not (roles = '{tocsin_operator}' and (tablename, qual, with_check) in (
        ('contest', '(register_line IS NULL)', '(register_line IS NULL)'), ('audit', '(council IS NULL)', '(council IS NULL)'),
        ('audit_checkpoint', '(council IS NULL)', '(council IS NULL)')))
      and not (roles = '{tocsin_operator}' and cmd = 'SELECT' and tablename = 'delivery' and qual = '(NOT is_canary(council))')
      and not (tablename in (select name from hiding) and cmd = 'SELECT' and qual = '(NOT is_canary(gss))')
      and not (roles = '{tocsin_sign_in}' and tablename in (select name from of_sign_in))
      and not (tablename in (select name from guarded) and cmd = 'SELECT'
        and policyname in ('supplies_publicly', 'supplies_publicly_or_known_to_own_council', 'of_suppliers_that_are_seen'))
      and not (tablename = ${SEALED} and cmd = 'SELECT' and qual like '%ledger_month.opened_at IS NOT NULL%')
    union all
    select 'table ' || relname || ' has row security and is not listed as private' from ours
      where relrowsecurity and relname not in (
        select name from listed union select name from guarded union select name from of_people
        union select name from hiding union select ${SEALED})
    union all
    select 'table ' || name || ' shows ' || reader || ' the canary' from hiding
      cross join unnest('{tocsin_web,tocsin_national,tocsin_sign_in}'::name[]) as reader
      where not exists (select from pg_policies join ours on relname = tablename and relrowsecurity
        where tablename = name and reader = any(roles) and qual = '(NOT is_canary(gss))')
    union all
    select 'table ' || name || ' of people shows tocsin_web those of other councils' from of_people
      where not exists (select from ours where relname = name and relrowsecurity and relforcerowsecurity)
      or not exists (select from pg_policies where tablename = name and roles = '{tocsin_web}'
        and qual like '%membership%app.council%' and with_check like '%membership%app.council%')
    union all
    select 'tocsin_sign_in may ' || lower(privilege_type) || ' ' || table_name from column_rights
      where grantee = 'tocsin_sign_in' and table_name not in (select name from of_sign_in)
      group by privilege_type, table_name
    union all
    select 'tocsin_sign_in may read what ' || column_name || ' of audit says' from column_rights
      where table_name = 'audit' and grantee = 'tocsin_sign_in' and privilege_type = 'SELECT'
      and column_name not in ('id', 'council', 'hash')
    union all
    select 'tocsin_operator may ' || lower(privilege_type) || ' ' || column_name || ' of ' || table_name from column_rights
      where grantee = 'tocsin_operator' and not (privilege_type = 'SELECT'
        and table_name || ' ' || column_name = any(${operators}::text[]))
      and not table_name || ' ' || lower(privilege_type) || ' ' || column_name = any(${[...writtenByOperator]}::text[])
    union all
    select 'tocsin_web may read ' || column_name || ' of ' || table_name from column_rights
      where grantee = 'tocsin_web' and privilege_type = 'SELECT'
      and column_name ~ '_hash$' and table_name in (select name from of_sign_in where name <> 'audit')
    union all
    select 'table ' || name || ' of suppliers shows ' || reader || ' those that no published contract names' from guarded
      cross join unnest('{tocsin_web,tocsin_national}'::name[]) as reader
      where not exists (select from ours where relname = name and relrowsecurity)
      or not exists (select from pg_policies where tablename = name and reader = any(roles) and cmd = 'SELECT'
        and qual ~ '(supplies_publicly|FROM (supplier|supplier_ref|mention|assessment)\\M)')
    union all
    select 'policy ' || policyname || ' of ' || tablename || ' forgets the source ' || source from pg_policies
      cross join unnest(${[...ofThoseFollowed]}::text[]) as source
      where schemaname = 'public' and qual ~ '\\msource_id\\M' and position(source in qual) = 0
    union all
    select 'table ' || name || ' names a council and is in neither list' from naming
      where name not in (select name from listed union select name from open)
    union all
    select 'column ' || attname || ' of ' || relname || ' is counted over all councils'
      from pg_attribute join ours on ours.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where relname in (select name from listed union select name from guarded union select name from of_people
        union select 'shared_decision')
      and (attidentity <> '' or pg_get_expr(adbin, adrelid) like 'nextval%')
      and attname <> 'nth' and relname || ' ' || attname <> all (${inside}::text[])
    union all
    select 'view ' || relname || ' reads as its owner' from ours
      where relkind = 'v' and not coalesce('security_invoker=true' = any(reloptions), false)
    union all
    select 'materialised view ' || relname || ' keeps rows outside row security' from ours where relkind = 'm'
    union all
    select 'function ' || proname || ' runs as its owner' from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef
      and not (proname = any(${[...ownerFunctions]}::text[]) and pronargs = 0
        and coalesce('search_path=public, pg_temp' = any(proconfig), false)
        and not exists (select from listed where prosrc ~ ('\\m' || name || '\\M')))
    union all
    select kind || ' ' || name || ' belongs to ' || rolname from roles join (
      select 'relation' as kind, relname::text as name, relowner as owner from pg_class
      union all select 'function', proname, proowner from pg_proc
      union all select 'schema', nspname, nspowner from pg_namespace
      union all select 'type', typname, typowner from pg_type
      union all select 'database', datname, datdba from pg_database) owned on owner = roles.oid
    union all
    select 'role ' || rolname || ' passes over row security' from roles
      where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
    union all
    select 'role ' || member.rolname || ' is a member of ' || pg_get_userbyid(roleid) from pg_auth_members
      join roles member on member.oid = pg_auth_members.member
    union all
    select grantee || ' may ' || lower(privilege_type) || ' private table ' || table_name
      from information_schema.role_table_grants
      where table_name in (select name from listed) and grantee in ('PUBLIC', 'tocsin_national')
    union all
    select rolname || ' may truncate ' || relname from roles cross join ours
      where relkind = 'r' and relname in (select name from listed) and has_table_privilege(roles.oid, ours.oid, 'TRUNCATE')
    union all
    select 'key ' || conname || ' of ' || child.relname || ' refers to private table ' || parent.relname
        || ' without the council'
      from pg_constraint join ours child on child.oid = conrelid join ours parent on parent.oid = confrelid
      where contype = 'f' and parent.relname in (
        select name from listed union select 'shared_decision')
      and not exists (
        select from unnest(conkey, confkey) as pair (own, other)
        join pg_attribute its on its.attrelid = conrelid and its.attnum = own and its.attname = 'council'
        join pg_attribute their on their.attrelid = confrelid and their.attnum = other and their.attname = 'council')
    union all
    select 'what ' || index.relname || ' of ' || ours.relname || ' keeps unique can be asked for across councils'
      from pg_index join ours on ours.oid = indrelid join pg_class index on index.oid = indexrelid
      where indisunique and ours.relname in (select name from listed union select 'outbox')
      and not exists (select from pg_attribute where attrelid = indrelid and attnum = any(indkey) and attname = 'council')
      and not exists (select from pg_attribute where attrelid = indrelid and attnum = any(indkey)
        and attname not in (select column_name from web_writes where table_name = ours.relname and column_name is not null))
    union all
    select 'tocsin_web may ' || write || ', which is not listed' from web_writes
      where write not in (select write from listed_writes)
    union all
    select 'tocsin_web may not ' || write || ', which is listed' from listed_writes
      where write not in (select write from web_writes)
    union all
    select 'tocsin_web may read ' || name from unnest(${[...closedToWeb]}::text[]) as name
      where has_any_column_privilege('tocsin_web', name, 'SELECT')
    union all
    select 'tocsin_national may ' || lower(privilege_type) || ' ' || table_name
      from information_schema.role_table_grants
      where table_schema = 'public' and grantee = 'tocsin_national' and privilege_type <> 'SELECT'
    union all
    select 'everybody may ' || lower(privilege_type) || ' ' || table_name from information_schema.role_table_grants
      where table_schema = 'public' and grantee = 'PUBLIC'
    union all
    select 'statistics ' || stxname || ' keep values of private table ' || ours.relname
      from pg_statistic_ext join ours on ours.oid = stxrelid where ours.relname in (select name from listed)
    order by hole`.execute(db);
  return rows.map(({ hole }) => hole);
}
