import { sql, type Kysely } from 'kysely';

const tables = ['review', 'review_telling'] as const;

/** Contracts that somebody is to look at again: that it was done, and who was told that it is due. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE review (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    contract text NOT NULL, title text NOT NULL, kind text NOT NULL, cause text NOT NULL, about date, reviewed_on date NOT NULL, next_on date,
    note text, by_whom text NOT NULL, at timestamptz NOT NULL DEFAULT now(), form text,
    CHECK (next_on > reviewed_on));
  CREATE UNIQUE INDEX review_form ON review (council, form) WHERE form IS NOT NULL;
  CREATE INDEX review_contract ON review (council, contract);
  COMMENT ON TABLE review IS
    'That people of a council have looked at a contract again, and when they will next, added only. Written by web.';
  COMMENT ON COLUMN review.contract IS 'By what the contract is known from one register of the council to the next.';
  COMMENT ON COLUMN review.about IS 'The day of the contract that it was about; null of a review that comes again and again.';
  COMMENT ON COLUMN review.cause IS 'Why it was due: who is told of that cause is told no more.';
  COMMENT ON COLUMN review.form IS 'Of the form by which it was sent, so that one that is sent twice is one review.';

  CREATE TABLE review_telling (
    council text NOT NULL REFERENCES council ON UPDATE CASCADE, contract text NOT NULL, cause text NOT NULL,
    channel text NOT NULL, address text NOT NULL, person_id bigint REFERENCES person, due_at timestamptz NOT NULL,
    reason jsonb NOT NULL, said jsonb NOT NULL, letter_id bigint,
    PRIMARY KEY (council, contract, cause, channel, address),
    FOREIGN KEY (letter_id, council) REFERENCES letter (id, council) ON UPDATE CASCADE);
  CREATE INDEX review_telling_digest ON review_telling (due_at) WHERE letter_id IS NULL;
  CREATE INDEX review_telling_letter ON review_telling (letter_id) WHERE letter_id IS NOT NULL;
  COMMENT ON TABLE review_telling IS
    'Who is told in a digest that a contract is to be looked at again, once a cause, and why. Written by notifier.';
  COMMENT ON COLUMN review_telling.letter_id IS 'The digest in which it was told.';

  GRANT SELECT, INSERT (council, contract, title, kind, cause, about, reviewed_on, next_on, note, by_whom, form)
    ON review TO tocsin_web;
  GRANT SELECT ON review_telling TO tocsin_web;
  GRANT SELECT ON review TO tocsin_worker;
  GRANT SELECT, INSERT, UPDATE (letter_id, address), DELETE ON review_telling TO tocsin_worker;
  GRANT DELETE ON review TO tocsin_worker;
  `.execute(db);
  for (const table of tables)
    await sql`
    ALTER TABLE ${sql.table(table)} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${sql.table(table)} FORCE ROW LEVEL SECURITY;
    CREATE POLICY council_of_the_signed_in_person ON ${sql.table(table)} TO tocsin_web
      USING (council = nullif(current_setting('app.council', true), ''))
      WITH CHECK (council = nullif(current_setting('app.council', true), ''));
    CREATE POLICY worker_serves_all_councils ON ${sql.table(table)} TO tocsin_worker USING (true) WITH CHECK (true);
    `.execute(db);
}
