import {
  actOnAlerts,
  allocate,
  asCouncil,
  decideMatch,
  openDatabase,
  recordAdjournment,
  saveDraft,
  saveRecipient,
  saveRegister,
  type Db,
} from '@tocsin/db';
import { openLogger } from '@tocsin/runtime';
import { Redis } from 'ioredis';
import { sourceById, type SourceDocument } from '@tocsin/sources';
import { sql } from 'kysely';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { ingestDocument } from '../../services/cli/src/ingest.ts';
import { addressesToRead } from '../support/addresses.ts';
import { formOf, openPages } from '../support/pages-app.ts';
import { serve } from '../support/publishers/server.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, documentOf, noticePage, releasePage } from '../support/system-documents.ts';
import { findShownIds } from '../support/shown-ids.ts';
import { until } from '../support/system-wait.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** What people, mail servers, publishers and operators say, none of which is anybody else's business. */
const planted = {
  supplier: 'PLANTED01 JANE EXAMPLE CATERING',
  title: 'PLANTED02 care of Mr Example at 1 Sample Street',
  owner: 'PLANTED03 owner',
  service: 'PLANTED04 service',
  reference: 'PLANTED05-reference',
  unread: 'PLANTED06 born on 1 January 1970',
  fileName: 'PLANTED07-contracts.csv',
  draft: 'PLANTED08 draft',
  note: 'PLANTED09 Jane told us on the telephone',
  evidence: 'PLANTED10 letter of Jane Example',
  reason: 'PLANTED11 reason',
  assignee: 'PLANTED12 assignee',
  recipient: 'planted13.jane@council-a.example',
  mailServer: 'PLANTED14 <planted13.jane@council-a.example> has left, ask PLANTED14 John',
  smtpPassword: 'PLANTED15secret',
  webhookPath: 'PLANTED16token',
  webhookAnswer: 'PLANTED17 answer',
  notifyAnswer: 'PLANTED18 answer',
  search: 'PLANTED19 search',
  parameter: 'PLANTED20parameter',
  cookie: 'PLANTED21cookie',
  header: 'PLANTED22header',
  row: 'PLANTED23 A PERSON',
  document: 'PLANTED24 not a page of The Gazette',
  file: 'PLANTED25 bytes of a file',
} as const;
const KEY = '3d844edf-8d35-48ac-975b-e847b4f122b0';
const strings = [...Object.values(planted).map((text) => /PLANTED\d+/i.exec(text)?.[0] ?? text), KEY];

const company = { name: 'Example Care Homes Ltd', number: '99000001' };

/** A mail server that knows whom it refuses: of council A for good and in many words, of others for the time being. */
async function openRefusingMail(): Promise<string> {
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth: ({ username }, _session, answer) => answer(null, { user: username }),
    onRcptTo({ address }, _session, answer) {
      const responseCode = address === planted.recipient ? 550 : 450;
      answer(Object.assign(new Error(planted.mailServer), { responseCode }));
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => new Promise((stopped) => server.close(() => stopped(null))));
  const { port } = server.server.address() as AddressInfo;
  return `smtp://tocsin:${planted.smtpPassword}@127.0.0.1:${port}`;
}

/** A system whose every channel fails and says more than it should. */
async function startFailing(log: string[]): Promise<System> {
  const notify = JSON.stringify({ errors: [{ error: 'Error', message: planted.notifyAnswer }] });
  const peer = await serve(({ url }, response) => {
    response.writeHead(500).end(url?.startsWith('/v2/') ? notify : planted.webhookAnswer);
  });
  closing.push(peer.close);
  const url = await openRefusingMail();
  const allowAddresses = ['127.0.0.1'];
  const configs: Readonly<Record<string, unknown>> = {
    smtp: { url, from: 'Tocsin <alerts@tocsin.example>' },
    webhook: { signingKey: 'x'.repeat(32), allowAddresses },
    teams: { allowAddresses },
    'govuk-notify': {
      apiKey: `tocsin-26785a09-ab16-4eb0-8407-a37497a57506-${KEY}`,
      templateId: '9d751e0e-f929-4891-82a1-a3e1c3c18ee3',
      baseUrl: peer.url,
      allowAddresses,
    },
  };
  const logger = openLogger('test', 'debug', { write: (line) => void log.push(line) });
  const system = await startSystem({ logger, configOf: (channel) => configs[channel] });
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const told = { council: councilA.gss, role: 'officer', levels: ['severe', 'insolvent'] as const };
  const webhook = `${peer.url}/${planted.webhookPath}`;
  await asCouncil(system.db, councilA.gss, async (trx) => {
    await saveRecipient(trx, { ...told, address: planted.recipient });
    for (const channel of ['webhook', 'teams'])
      await saveRecipient(trx, { ...told, channel, address: webhook });
    const notified = 'notified@council-a.example';
    await saveRecipient(trx, { ...told, channel: 'govuk-notify', address: notified });
  });
  return system;
}

/** Everything that people of council A can write down, written down. */
async function writeDown(db: Db): Promise<void> {
  const council = councilA.gss;
  await asCouncil(db, council, async (trx) => {
    const line = { row: 2, printedRef: planted.reference, ref: null, valuePence: 1, vat: 'unknown' } as const;
    const dates = { startsOn: null, endsOn: null, criticality: 'unknown', regime: 'unknown' } as const;
    const { supplier: supplierName, title, owner, service, reference, unread } = planted;
    await saveRegister(trx, {
      council,
      fileName: planted.fileName,
      sha256: 'a'.repeat(64),
      uploadedBy: 'officer',
      columns: null,
      lines: [
        {
          ...line,
          ...dates,
          supplierName,
          title,
          owner,
          service,
          reference,
          unread: { Value: unread },
          details: {},
        },
      ],
    });
    const draft = { fileName: planted.draft, sha256: 'b'.repeat(64), body: Buffer.from(planted.draft) };
    await saveDraft(trx, { ...draft, columns: null, council, uploadedBy: 'officer' });
    const decision = { verdict: 'none', number: null, reason: 'known', note: planted.note } as const;
    await decideMatch(trx, {
      ...decision,
      council,
      subject: { printedText: planted.supplier },
      by: 'officer',
    });
    const who = { by: 'officer', actingFor: council };
    const contractRef = 'award:ocds-h6vhtk-990001/1';
    await allocate(trx, { council, contractRef, successor: council, reason: planted.reason, ...who });
    for (const { id } of await trx.selectFrom('alert').select('id').execute()) {
      await recordAdjournment(trx, id, { hearingOn: '2026-12-09', evidence: planted.evidence }, 'officer');
      const given = { to: planted.assignee, owner: planted.assignee };
      await actOnAlerts(trx, council, [id], { action: 'assign', ...given }, 'officer');
      await actOnAlerts(trx, council, [id], { action: 'note', text: planted.note }, 'officer');
      await actOnAlerts(trx, council, [id], { action: 'plan', keptAt: planted.note }, 'officer');
    }
  });
}

/** As `ingest --from` does, without waiting for what follows from it: deliveries are tried for hours. */
async function read(db: Db, sourceId: string, document: SourceDocument): Promise<void> {
  const source = sourceById(sourceId);
  if (!source) throw new Error(`there is no source ${sourceId}`);
  await ingestDocument(db, source, document, null);
}

async function everythingInRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const kept: unknown[] = [];
    for (const key of await redis.keys('*'))
      kept.push(key, (await redis.type(key)) === 'hash' ? await redis.hgetall(key) : null);
    return JSON.stringify(kept);
  } finally {
    redis.disconnect();
  }
}

function plantedIn(text: string): readonly string[] {
  return strings.filter((one) => text.toLowerCase().includes(one.toLowerCase()));
}

test('what people and failing channels say is in no log, on no queue, in no error, and on no page of another council', async () => {
  const log: string[] = [];
  const system = await startFailing(log);
  const { db } = system;
  const award = awardRelease({
    id: '990001',
    buyer: councilA.name,
    supplier: company.name,
    number: company.number,
  });
  const owner = openDatabase(system.database.adminUrl, { max: 1 });
  await sql`alter table mention add constraint unlucky
    check (name <> ${sql.lit(planted.row)} or outcome = 'waiting')`.execute(owner);
  await owner.destroy();
  const unlucky = awardRelease({ id: '990002', buyer: councilA.name, supplier: planted.row });
  await read(db, 'find-a-tender', releasePage('page-1', award, unlucky));
  const petition = {
    id: '9900001',
    code: '2450',
    published: '2026-11-20',
    company: 'EXAMPLE CARE HOMES LTD',
  };
  await read(db, 'gazette-insolvency', noticePage({ ...petition, number: company.number }));
  await until(async () => {
    const { rows } = await sql<{ failed: number }>`
      select count(*)::int as failed from delivery where tries > 0`.execute(db);
    return (rows[0]?.failed ?? 0) === 5;
  });
  await read(
    db,
    'gazette-insolvency',
    documentOf('https://www.thegazette.co.uk/notice/1', planted.document),
  ).catch(() => undefined);

  const logger = openLogger('web', 'debug', { write: (line) => void log.push(line) });
  const pages = await openPages(system.database, TODAY, 'local', 100_000, () => false, logger);
  closing.push(pages.stop);
  const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
  closing.push(() => web.destroy());
  await writeDown(web);

  const told = await sql<{ id: string; last_error: string | null }>`
    select alert_id as id, last_error from delivery where tries > 0`.execute(db);
  const shown = await findShownIds(db, councilA.gss);
  const ids = [...new Set([...told.rows.map(({ id }) => id), ...shown.rows]), 'x'];
  const own = await pages.app.inject({ url: `/alerts/${ids[0]}`, cookies: { tocsin_council: councilA.gss } });
  // Its own council reads how the mail server put it: that is where the words are kept.
  expect(own.body).toContain('PLANTED14');

  const cookies = { tocsin_council: councilB.gss };
  const { items } = shown;
  const asked = { ids, numbers: [company.number, planted.parameter], searches: ['example', 'PLAN'], items };
  const leaks: string[] = [];
  for (const url of addressesToRead(pages.app, asked)) {
    const { body } = await pages.app.inject({ url, cookies });
    if (plantedIn(body.replaceAll(planted.parameter, '')).length > 0) leaks.push(url);
  }
  const foreign = { cookies: { tocsin_council: planted.cookie }, headers: { 'user-agent': planted.header } };
  const send = await formOf(pages.app, councilA.gss, '/register');
  const broken = [
    await pages.app.inject({ url: `/suppliers?q=${encodeURIComponent(planted.search)}`, ...foreign }),
    await pages.app.inject({ url: `/alerts/${planted.parameter}`, cookies }),
    await pages.app.inject({ url: `/api/v1/alerts/${planted.parameter}`, cookies }),
    await send('/register', { file: planted.file }),
    await send(`/alerts/${planted.parameter}`, { action: planted.file }),
    await pages.app.inject({ method: 'POST', url: '/register', payload: planted.file, cookies }),
  ];
  for (const { body, statusCode } of broken.slice(1)) {
    expect(statusCode).toBeGreaterThanOrEqual(400);
    if (plantedIn(body).length > 0) leaks.push(body);
  }

  const { rows: outbox } = await sql<{ row: string }>`select outbox::text as row from outbox`.execute(db);
  expect({
    leaks,
    log: plantedIn(log.join('')),
    outbox: plantedIn(outbox.map(({ row }) => row).join('\n')),
    redis: plantedIn(await everythingInRedis(system.redis.url)),
  }).toEqual({ leaks: [], log: [], outbox: [], redis: [] });
  // It would prove nothing if nothing had failed: of every kind something is in the log, by its code.
  const reasons = new Set(outbox.map(({ row }) => row).flatMap((row) => /database/.exec(row)?.[0] ?? []));
  expect([...reasons]).toEqual(['database']);
  expect(log.join('')).toContain('unlucky');
  expect(strings.length).toBeGreaterThanOrEqual(20);
});

test('a session of a council may add messages, and neither read nor change any, nor ask which wait', async () => {
  const system = await startSystem();
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
  closing.push(() => web.destroy());
  const tried = [
    sql`select id from outbox`,
    sql`update outbox set priority = 0`,
    sql`delete from outbox`,
    sql`insert into outbox (queue, key, message) values ('score', '1:', '{}')`,
    sql`insert into outbox (queue, message) values ('score', '{}') returning id`,
  ];
  for (const statement of tried)
    await expect(asCouncil(web, councilA.gss, (trx) => statement.execute(trx))).rejects.toThrow(
      /permission denied/,
    );
});
