import { sql, type Kysely } from 'kysely';

/** Tables of one council each; a session or a membership without one is of the national body. */
const ofCouncils = [
  'tenant_council',
  'membership',
  'invitation',
  'session',
  'api_key',
  'council_sign_in',
] as const;

/**
 * People, and how they sign in. Who somebody is is asked before a council is chosen, by a role of its own:
 * `tocsin_sign_in` reads and writes these tables and nothing of what councils keep. No secret is stored, only its SHA-256:
 * of a session, an invitation, a link in a mail, a key.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  DO $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tocsin roles'));
    BEGIN
      CREATE ROLE tocsin_sign_in LOGIN NOINHERIT;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    GRANT tocsin_sign_in TO CURRENT_USER WITH SET TRUE;
  END $$;
  GRANT USAGE ON SCHEMA public TO tocsin_sign_in;

  CREATE TABLE tenant (
    id text PRIMARY KEY, name text NOT NULL, issuer text NOT NULL UNIQUE, is_national boolean NOT NULL DEFAULT false,
    added_at timestamptz NOT NULL DEFAULT now());
  COMMENT ON TABLE tenant IS
    'Directories whose people may sign in (the tid of their tokens) and who issues their tokens. Written by the command line (admin).';
  COMMENT ON COLUMN tenant.is_national IS 'Its people may be NPS lead or operator, at no council.';

  CREATE TABLE tenant_council (
    tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    PRIMARY KEY (tenant_id, council));
  COMMENT ON TABLE tenant_council IS 'The councils that a directory stands for. Written by the command line (admin).';

  CREATE TABLE person (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, way text NOT NULL CHECK (way IN ('directory', 'link')),
    name text NOT NULL, address text, tenant_id text REFERENCES tenant, object_id text, first_at timestamptz NOT NULL,
    UNIQUE (tenant_id, object_id),
    CHECK (num_nonnulls(tenant_id, object_id) = CASE way WHEN 'directory' THEN 2 ELSE 0 END),
    CHECK (way = 'directory' OR address IS NOT NULL));
  CREATE UNIQUE INDEX person_of_link ON person (lower(address)) WHERE way = 'link';
  COMMENT ON TABLE person IS
    'Who signs in: of a directory, known by tenant and object alone; or by links in mails, known by the address. Written by sign-in.';

  CREATE TABLE membership (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person_id bigint NOT NULL REFERENCES person,
    council text REFERENCES council ON UPDATE CASCADE, roles text[] NOT NULL CHECK (cardinality(roles) > 0),
    since timestamptz NOT NULL, ended_at timestamptz,
    UNIQUE NULLS NOT DISTINCT (person_id, council),
    CHECK (roles <@ CASE WHEN council IS NULL THEN ARRAY['nps-lead', 'operator']
      ELSE ARRAY['officer', 'contract-manager', 'administrator'] END));
  COMMENT ON TABLE membership IS
    'What a person may do at a council, or at the national body where there is none. Begun by sign-in, changed and ended by an administrator.';

  CREATE TABLE invitation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text REFERENCES council ON UPDATE CASCADE,
    address text NOT NULL, roles text[] NOT NULL CHECK (cardinality(roles) > 0),
    way text NOT NULL CHECK (way IN ('directory', 'link')), token_hash text NOT NULL, invited_by text NOT NULL,
    invited_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, accepted_at timestamptz,
    accepted_by bigint REFERENCES person, withdrawn_at timestamptz,
    UNIQUE NULLS NOT DISTINCT (token_hash, council),
    CHECK (roles <@ CASE WHEN council IS NULL THEN ARRAY['nps-lead', 'operator']
      ELSE ARRAY['officer', 'contract-manager', 'administrator'] END));
  CREATE INDEX invitation_address ON invitation (lower(address)) WHERE accepted_at IS NULL AND withdrawn_at IS NULL;
  COMMENT ON TABLE invitation IS
    'Who was asked to join, as what. Written by an administrator or the command line; accepted by sign-in.';

  CREATE TABLE session (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id_hash text NOT NULL UNIQUE, person_id bigint NOT NULL REFERENCES person,
    council text REFERENCES council ON UPDATE CASCADE, chosen boolean NOT NULL DEFAULT false, browser text NOT NULL,
    started_at timestamptz NOT NULL, seen_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, ended_at timestamptz);
  CREATE INDEX session_person ON session (person_id) WHERE ended_at IS NULL;
  COMMENT ON TABLE session IS 'Who is signed in, at which council, in which browser. Written by sign-in; ended by an administrator too.';
  COMMENT ON COLUMN session.chosen IS 'False until the person has chosen among her councils.';
  COMMENT ON COLUMN session.ends_at IS 'The absolute limit; the other one is how long nothing was seen of it.';

  CREATE TABLE sign_in_link (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, address text NOT NULL, token_hash text NOT NULL UNIQUE,
    browser_hash text NOT NULL, asked_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, used_at timestamptz);
  CREATE INDEX sign_in_link_address ON sign_in_link (address, asked_at);
  COMMENT ON TABLE sign_in_link IS 'Links that were mailed, each for the browser that asked. Written by sign-in; those that work no longer go when the next is asked for.';

  CREATE TABLE api_key (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    name text NOT NULL, key_hash text NOT NULL, scopes text[] NOT NULL CHECK (cardinality(scopes) > 0), made_by text NOT NULL,
    made_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, revoked_at timestamptz, used_at timestamptz,
    UNIQUE (key_hash, council));
  COMMENT ON TABLE api_key IS 'Keys by which programs of a council read the API. Written by an administrator; used_at by sign-in.';

  CREATE TABLE council_sign_in (
    council text PRIMARY KEY REFERENCES council ON UPDATE CASCADE, links_allowed boolean NOT NULL);
  COMMENT ON TABLE council_sign_in IS 'Whether people of a council may sign in by links in mails; yes where it says nothing. Written by an administrator.';

  ALTER TABLE person ENABLE ROW LEVEL SECURITY;
  ALTER TABLE person FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON person TO tocsin_web
    USING (EXISTS (SELECT FROM membership WHERE person_id = person.id
      AND council = nullif(current_setting('app.council', true), '')))
    WITH CHECK (EXISTS (SELECT FROM membership WHERE person_id = person.id
      AND council = nullif(current_setting('app.council', true), '')));
  CREATE POLICY worker_serves_all_councils ON person TO tocsin_worker USING (true) WITH CHECK (true);
  CREATE POLICY sign_in_asks_who_it_is ON person TO tocsin_sign_in USING (true) WITH CHECK (true);
  CREATE POLICY sign_in_asks_who_it_is ON audit TO tocsin_sign_in USING (true) WITH CHECK (true);

  GRANT SELECT ON person TO tocsin_web;
  GRANT SELECT (id, name) ON tenant TO tocsin_web;
  GRANT SELECT ON tenant_council, membership, council_sign_in TO tocsin_web;
  GRANT SELECT (id, council, address, roles, way, invited_by, invited_at, expires_at, accepted_at, accepted_by, withdrawn_at),
    INSERT (council, address, roles, way, token_hash, invited_by, invited_at, expires_at), UPDATE (withdrawn_at)
    ON invitation TO tocsin_web;
  GRANT UPDATE (roles, ended_at) ON membership TO tocsin_web;
  GRANT SELECT (id, person_id, council, chosen, browser, started_at, seen_at, ends_at, ended_at), UPDATE (ended_at)
    ON session TO tocsin_web;
  GRANT SELECT (id, council, name, scopes, made_by, made_at, expires_at, revoked_at, used_at),
    INSERT (council, name, key_hash, scopes, made_by, made_at, expires_at), UPDATE (revoked_at) ON api_key TO tocsin_web;
  GRANT INSERT (council, links_allowed), UPDATE (links_allowed) ON council_sign_in TO tocsin_web;

  GRANT SELECT ON council, tenant, tenant_council, person, membership, invitation, session, sign_in_link, api_key,
    council_sign_in TO tocsin_sign_in;
  GRANT INSERT, UPDATE ON person, membership, session, sign_in_link TO tocsin_sign_in;
  GRANT DELETE ON sign_in_link TO tocsin_sign_in;
  GRANT UPDATE (accepted_at, accepted_by) ON invitation TO tocsin_sign_in;
  GRANT UPDATE (used_at) ON api_key TO tocsin_sign_in;
  GRANT SELECT (id, council, hash), INSERT (council, actor, action, subject, detail) ON audit TO tocsin_sign_in;
  GRANT USAGE ON SEQUENCE audit_id_seq TO tocsin_sign_in;

  GRANT SELECT ON tenant, tenant_council, person, membership, invitation, session, sign_in_link, api_key, council_sign_in
    TO tocsin_worker;
  GRANT INSERT, UPDATE ON tenant, tenant_council, invitation TO tocsin_worker;
  GRANT DELETE ON tenant_council TO tocsin_worker;
  `.execute(db);
  for (const table of ofCouncils)
    await sql`
    ALTER TABLE ${sql.table(table)} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${sql.table(table)} FORCE ROW LEVEL SECURITY;
    CREATE POLICY council_of_the_signed_in_person ON ${sql.table(table)} TO tocsin_web
      USING (council = nullif(current_setting('app.council', true), ''))
      WITH CHECK (council = nullif(current_setting('app.council', true), ''));
    CREATE POLICY worker_serves_all_councils ON ${sql.table(table)} TO tocsin_worker USING (true) WITH CHECK (true);
    CREATE POLICY sign_in_asks_who_it_is ON ${sql.table(table)} TO tocsin_sign_in USING (true) WITH CHECK (true);
    `.execute(db);
}
