import { sql, type Kysely } from 'kysely';

/**
 * What the sector has with each supplier by public record, counted council by council, so that a ranking of all of them is
 * one sum; and counties in the region of their districts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE sector_contract (
    council text NOT NULL REFERENCES council_coverage ON UPDATE CASCADE ON DELETE CASCADE, supplier_id bigint NOT NULL REFERENCES supplier ON DELETE CASCADE,
    ref text NOT NULL, category text, ends_on date, vat text, left_pence numeric(15,0), is_shared boolean NOT NULL,
    is_framework boolean NOT NULL, PRIMARY KEY (council, supplier_id, ref));
  CREATE INDEX sector_contract_supplier ON sector_contract (supplier_id);
  COMMENT ON TABLE sector_contract IS
    'Live published contracts of each council by supplier, as they were counted last. Public; counted in turn by notifier.';
  CREATE TABLE sector_spend (
    council text NOT NULL REFERENCES council_coverage ON UPDATE CASCADE ON DELETE CASCADE, supplier_id bigint NOT NULL REFERENCES supplier ON DELETE CASCADE,
    service text NOT NULL, vat text NOT NULL, pence numeric(15,0) NOT NULL, PRIMARY KEY (council, supplier_id, service, vat));
  CREATE INDEX sector_spend_supplier ON sector_spend (supplier_id);
  COMMENT ON TABLE sector_spend IS
    'What each council published as paid to a supplier in its last twelve months read, by service. Public; counted in turn by notifier.';
  COMMENT ON COLUMN sector_spend.service IS 'Empty where the department printed says none.';
  CREATE TABLE sector_month (
    council text NOT NULL REFERENCES council_coverage ON UPDATE CASCADE ON DELETE CASCADE, supplier_id bigint NOT NULL REFERENCES supplier ON DELETE CASCADE,
    month date NOT NULL, vat text NOT NULL, pence numeric(15,0) NOT NULL, PRIMARY KEY (council, supplier_id, month, vat));
  CREATE INDEX sector_month_supplier ON sector_month (supplier_id);
  CREATE INDEX sector_month_month ON sector_month (month);
  COMMENT ON TABLE sector_month IS
    'The same by month, of two years. Public; counted in turn by notifier.';
  ALTER TABLE council_coverage ADD COLUMN months_read smallint;
  COMMENT ON COLUMN council_coverage.months_read IS 'Of the twelve months that spend covers; null where it was counted by an earlier version.';
  GRANT SELECT ON sector_contract, sector_spend, sector_month TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT, UPDATE, DELETE ON sector_contract, sector_spend, sector_month TO tocsin_worker;

  UPDATE council SET region = districts.region FROM (
    SELECT county_gss, min(region) AS region FROM council WHERE county_gss IS NOT NULL AND region IS NOT NULL
    GROUP BY county_gss HAVING count(DISTINCT region) = 1) AS districts
  WHERE council.gss = districts.county_gss;
  `.execute(db);
}
