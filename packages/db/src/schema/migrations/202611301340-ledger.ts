import { sql, type Kysely } from 'kysely';

/**
 * How every supplier of the public record stood, sealed month by month before anybody knows what becomes of it. What was
 * sealed is never written again; leaves are seen by nobody until their month is laid open.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE ledger_month (
    month text PRIMARY KEY CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'), as_of date NOT NULL, sealed_at timestamptz NOT NULL,
    leaves int NOT NULL, root text NOT NULL, previous text NOT NULL UNIQUE, hash text NOT NULL UNIQUE,
    signature text NOT NULL, public_key text NOT NULL, opened_at timestamptz);
  COMMENT ON TABLE ledger_month IS 'Each month of the sealed ledger; its hash stands for it and all before it.';
  COMMENT ON COLUMN ledger_month.opened_at IS 'When its leaves were laid open; null = they are sealed.';
  CREATE TABLE ledger_leaf (
    month text NOT NULL REFERENCES ledger_month, nth int NOT NULL, number text NOT NULL, level text NOT NULL,
    raw_score int NOT NULL, model text NOT NULL, rests text NOT NULL CHECK (rests IN ('formal', 'estimate')),
    left_net numeric NOT NULL, left_gross numeric NOT NULL, left_unknown numeric NOT NULL,
    paid_net numeric NOT NULL, paid_gross numeric NOT NULL, paid_unknown numeric NOT NULL, nonce text NOT NULL,
    PRIMARY KEY (month, nth));
  COMMENT ON TABLE ledger_leaf IS 'How one supplier stood when a month was sealed, by public record alone.';
  CREATE TABLE ledger_key (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), private_key text NOT NULL);
  COMMENT ON TABLE ledger_key IS 'The Ed25519 key by which months are signed, made with the first of them.';
  REVOKE ALL ON ledger_month, ledger_leaf, ledger_key FROM PUBLIC;
  GRANT SELECT, INSERT ON ledger_month, ledger_leaf, ledger_key TO tocsin_worker;
  GRANT UPDATE (opened_at) ON ledger_month TO tocsin_worker;
  GRANT SELECT ON ledger_month, ledger_leaf TO tocsin_web, tocsin_national;
  ALTER TABLE ledger_leaf ENABLE ROW LEVEL SECURITY;
  CREATE POLICY of_the_ledger ON ledger_leaf TO tocsin_worker USING (true) WITH CHECK (true);
  CREATE POLICY laid_open ON ledger_leaf FOR SELECT TO tocsin_web, tocsin_national
    USING (EXISTS (SELECT FROM ledger_month WHERE ledger_month.month = ledger_leaf.month AND opened_at IS NOT NULL));
  `.execute(db);
}
