import { sql, type Kysely } from 'kysely';

/** How far the firms behind the pounds that a council has published are known, so that it stands beside every total. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE council_coverage (
    council text PRIMARY KEY REFERENCES council ON UPDATE CASCADE, as_of date NOT NULL, counted_at timestamptz NOT NULL DEFAULT now(),
    spent_from date, spent_to date, spend jsonb NOT NULL, contracts jsonb NOT NULL);
  COMMENT ON TABLE council_coverage IS
    'Published pounds of each council by how far the firm behind them is known. Public; counted in turn by notifier.';
  COMMENT ON COLUMN council_coverage.spend IS 'Pence paid in the twelve months by bucket and VAT basis.';
  COMMENT ON COLUMN council_coverage.contracts IS 'Pence of the live published contracts by bucket and VAT basis.';
  GRANT SELECT ON council_coverage TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT, UPDATE ON council_coverage TO tocsin_worker;
  `.execute(db);
}
