import { PERSON } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';

/**
 * Whether the person of a membership may act there today: it has not ended, and her directory stands for the council, or
 * it allows links where she signs in by them. Every question of who may read, do or be told something asks this, of
 * `membership` joined to `person`, at each request.
 */
export const mayActToday: RawBuilder<boolean> = sql<boolean>`(membership.ended_at is null and case person.way
  when 'link' then not exists (
    select from council_sign_in where council_sign_in.council = membership.council and not links_allowed)
  else exists (
    select from tenant left join tenant_council on tenant_council.tenant_id = tenant.id
    where tenant.id = person.tenant_id and (tenant_council.council = membership.council
      or membership.council is null and tenant.is_national)) end)`;

/**
 * Whether what somebody made still holds, by the columns that say who made it and for which council: she may act there
 * today, in one of the roles where some are named. What the command line made holds by itself.
 */
export function makerMayAct(
  madeBy: string,
  council: string,
  roles: readonly string[] | null = null,
): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(madeBy)} not like ${sql.lit(`${PERSON}%`)} or exists (
    select from membership join person on person.id = membership.person_id
    where ${sql.ref(madeBy)} = ${sql.lit(PERSON)} || person.id and membership.council is not distinct from ${sql.ref(council)}
      and (${roles}::text[] is null or membership.roles && ${roles}::text[]) and ${mayActToday}))`;
}
