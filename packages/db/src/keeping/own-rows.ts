import { sql, type RawBuilder } from 'kysely';
import { catalogueRows, type Catalogued } from './catalogue.ts';

/** The tables that hold what a council is controller of, by their names. */
export const ownTables: readonly Catalogued[] = catalogueRows.filter(
  ({ controller, table }) => controller === 'council' && table !== 'sign_in_link',
);

/** Which rows of a table are a council's: also those of the audit log under codes that it had before. */
export function isOwn({ table }: Catalogued, council: string): RawBuilder<boolean> {
  if (table === 'person')
    return sql<boolean>`exists (select from membership where membership.person_id = person.id and membership.council = ${council})`;
  const codes = sql`(select ${council}::text union select former from council_code where gss = ${council})`;
  return sql<boolean>`${sql.ref(`${table}.council`)} in ${codes}`;
}
