import { readFileSync } from 'node:fs';
import { findTimeline } from '@tocsin/db';
import { parseMessage } from '@tocsin/messages';
import { sourceById } from '@tocsin/sources';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signalWords } from '@tocsin/alerting';
import { ingestDocument } from '../../services/cli/src/ingest.ts';
import { matchSuppliers } from '../../services/ingest/src/match.ts';
import { openRows, type Rows } from '../support/rows.ts';

const TODAY = '2026-11-23';
const FIXTURES = new URL('../../packages/sources/src/fixtures/', import.meta.url);
let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

interface Edition {
  readonly retrievedAt?: string;
  readonly written?: Readonly<Record<string, string>>;
}

/** Takes in an edition of a list, with some of its text written otherwise, and ties whom it names. */
async function take(
  id: string,
  file: string,
  { retrievedAt = '2026-11-21T05:40:00Z', written = {} }: Edition = {},
) {
  const source = sourceById(id);
  if (!source) throw new Error(`no source ${id}`);
  let text = readFileSync(new URL(file, FIXTURES), 'utf8');
  for (const [from, to] of Object.entries(written)) text = text.replaceAll(from, to);
  const document = { url: file, retrievedAt, contentType: null, body: new TextEncoder().encode(text) };
  const report = await ingestDocument(rows.worker, source, document, null, { acceptFewer: true });
  await match();
  return report;
}

/** Does what the messages to match ask for, until none is left. */
async function match(): Promise<void> {
  for (;;) {
    const asked = await rows.db
      .deleteFrom('outbox')
      .where('queue', '=', 'match')
      .returning(['id', 'message'])
      .execute();
    if (asked.length === 0) return;
    for (const { id, message } of asked)
      await matchSuppliers(
        rows.worker,
        {
          message: parseMessage('match', message),
          outboxId: id,
          afterDeath: false,
          finish: () => Promise.resolve(),
        },
        () => TODAY,
      );
  }
}

/** Whom a printed supplier is tied to, by what it is registered as, and why. */
async function tieOf(table: 'mention' | 'register_line', id: string) {
  const reason = sql.ref(table === 'mention' ? 'reason' : 'match_reason');
  const { rows: found } = await sql<{ ref: string; name: string; reason: string }>`
    select supplier_ref.scheme || '-' || supplier_ref.ref as ref, supplier.name, ${reason} as reason
    from ${sql.table(table)} as printed join supplier_ref on supplier_ref.supplier_id = printed.supplier_id
    join supplier on supplier.id = printed.supplier_id where printed.id = ${id}`.execute(rows.db);
  return found[0];
}

const charity = (ref: string) => ({ scheme: 'GB-CHC', ref, printed_ref: `GB-CHC-${ref}` });

async function timelineOf(ref: string, asOf: string) {
  const row = await rows.db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', ref)
    .executeTakeFirstOrThrow();
  const entries = await findTimeline(rows.db, row.supplier_id, asOf, 10);
  return entries.map(({ signal, withdrawnAt }) => ({ ...signalWords(signal), isBack: withdrawnAt !== null }));
}

test('a charity that is a company is followed as that company, whoever prints its charity number', async () => {
  const printed = await rows.mention('Example Care', charity('9900001'));
  const trust = await rows.mention('Example Almshouses', charity('9900003'));
  const upload = await rows.upload(await rows.council());
  const line = await rows.line(upload, { supplier_name: 'Example Advice', ...charity('9900004') });
  await sql`insert into outbox (queue, message) select 'match', jsonb_build_object('v', 1, 'of', 'mentions',
    'mentionIds', jsonb_build_array(${printed}::text, ${trust}::text), 'asOf', null)`.execute(rows.db);
  await sql`insert into outbox (queue, message) values
    ('match', jsonb_build_object('v', 1, 'of', 'register', 'uploadId', ${upload}::text))`.execute(rows.db);
  await match();
  expect(await tieOf('mention', printed)).toMatchObject({ ref: 'GB-CHC-9900001' });
  expect(await tieOf('register_line', line)).toMatchObject({ ref: 'GB-CHC-9900004' });

  const report = await take('charities', 'charities.txt');
  expect(report).toMatchObject({ items: 9, recorded: 5, ignored: { 'says nothing of its own': 1 } });
  expect(await tieOf('mention', printed)).toEqual({
    ref: 'GB-COH-99000001',
    name: 'EXAMPLE CARE HOLDINGS',
    reason: 'by the charity number 9900001: the register of charities gives it the company number 99000001',
  });
  expect(await tieOf('register_line', line)).toMatchObject({ ref: 'GB-COH-09000044' });
  expect(await tieOf('mention', trust)).toMatchObject({ ref: 'GB-CHC-9900003' });
  expect(await timelineOf('99000001', TODAY)).toEqual([
    {
      what: 'Entry on the register of charities',
      detail:
        'its annual return is overdue, income of £2,150,000 and expenditure of £2,305,000 in the year to 31 March 2026',
      isBack: false,
    },
  ]);
  expect(await timelineOf('9900003', TODAY)).toMatchObject([
    { detail: 'its annual returns for two years or more are overdue' },
  ]);
});

test('what the next extract says otherwise counts from its day, and a charity that is no company any more is itself', async () => {
  const printed = await rows.mention('Example Advice', charity('9900004'));
  await sql`insert into outbox (queue, message) select 'match', jsonb_build_object('v', 1, 'of', 'mentions',
    'mentionIds', jsonb_build_array(${printed}::text), 'asOf', null)`.execute(rows.db);
  await match();
  expect(await tieOf('mention', printed)).toMatchObject({ ref: 'GB-COH-09000044' });
  const report = await take('charities', 'charities.txt', {
    retrievedAt: '2026-11-28T05:40:00Z',
    written: {
      '2026-11-20': '2026-11-27',
      'Submission Overdue': 'Submission Received Late',
      '\t9000044\t': '\t\t',
    },
  });
  expect(report).toMatchObject({ recorded: 1, duplicates: 5 });
  expect(await timelineOf('99000001', '2026-11-28')).toMatchObject([
    { detail: expect.stringMatching(/^its latest annual return was received late,/) },
  ]);
  expect(await timelineOf('99000001', '2026-11-26')).toMatchObject([
    { detail: expect.stringMatching(/^its annual return is overdue,/) },
  ]);
  expect(await tieOf('mention', printed)).toMatchObject({ ref: 'GB-CHC-9900004' });
});

test('an extract without a charity takes back what the one before said of it', async () => {
  const [gone] = /^.*EXAMPLE YOUTH CIO.*\n/m.exec(
    readFileSync(new URL('charities.txt', FIXTURES), 'utf8'),
  ) ?? [''];
  await take('charities', 'charities.txt', {
    retrievedAt: '2026-11-29T05:40:00Z',
    written: { [gone]: '', '2026-11-20': '2026-11-28' },
  });
  expect(await timelineOf('CE099002', '2026-11-29')).toMatchObject([{ isBack: true }]);
});

test('a society is followed under its number, and a landlord as whom the other registers have under its name', async () => {
  await take('housing-providers', 'housing-providers.csv');
  const reasons = async () => {
    const { rows: found } = await sql<{ name: string; outcome: string; reason: string }>`
      select name, outcome, reason from mention where starts_with(printed_ref, 'GB-SHPE-') order by name`.execute(
      rows.db,
    );
    return found.map(({ name, outcome, reason }) => `${name}: ${outcome}: ${reason}`);
  };
  const nobody = 'none: a landlord that is no company, or of whom no corporate form is known';
  expect(await reasons()).toMatchObject([
    expect.stringContaining(`Example Almshouse Charity: ${nobody}`),
    expect.stringContaining(`Example Homes Society Limited: ${nobody}`),
    expect.stringMatching(/^Example Living Ltd: none: no company number is printed/),
  ]);
  expect(await take('mutuals', 'mutuals.csv')).toMatchObject({ items: 6, recorded: 4 });
  const said = await timelineOf('IP099012', TODAY);
  expect(said.toSorted((a, b) => (a.what < b.what ? -1 : 1))).toEqual([
    { what: 'Entry on the register of mutual societies', detail: 'Community Benefit Society', isBack: false },
    {
      what: 'Registered provider of social housing',
      detail: 'Non-profit, Registered society',
      isBack: false,
    },
  ]);
  await take('housing-judgements', 'housing-judgements.csv');
  expect(await timelineOf('IP099012', TODAY)).toContainEqual({
    what: 'Judgement of the Regulator of Social Housing: C3, G3, V2',
    detail: 'C3 and G3: the standard is not met; V2 is common: it meets the standard and has risks to manage',
    isBack: false,
  });
});
