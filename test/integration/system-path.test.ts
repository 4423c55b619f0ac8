import { enqueue } from '@tocsin/db';
import { afterEach, expect, test } from 'vitest';
import { virtualClock } from '../support/publishers/clock.ts';
import { findATenderServer } from '../support/publishers/find-a-tender.ts';
import { gazetteServer } from '../support/publishers/gazette.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function systemWithCouncils(options: Parameters<typeof startSystem>[0] = {}): Promise<System> {
  const system = await startSystem(options);
  closing.push(system.stop);
  await saveTestCouncils(system.db);
  return system;
}

const supplier = { company: 'EXAMPLE CARE HOMES LTD', number: '99000001' };
const award = { id: '990001', buyer: councilA.name, supplier: 'Example Care Homes Ltd', number: '99000001' };
const petition = {
  ...supplier,
  id: '9900001',
  code: '2450',
  published: '2026-11-20',
  caseRef: 'CR-2026-000001',
  hearing: '2026-12-09',
};

async function alertsOf({ db }: System) {
  const rows = await db.selectFrom('alert').selectAll().orderBy('nth').execute();
  return rows.map(({ council, cause, kind, status, title }) => ({ council, cause, kind, status, title }));
}

test('what two publishers say reaches the officer of the exposed council as one mail, through five queues', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T22:00:00Z'));
  const tenders = await findATenderServer(clock, [{ id: '990001', updated: '2026-11-20T10:00:00' }]);
  const notice = { ...petition, published: '2026-11-23' };
  const gazette = await gazetteServer(clock, [notice]);
  closing.push(tenders.close, gazette.close);
  const system = await systemWithCouncils({
    clock,
    settings: {
      FIND_A_TENDER_URL: tenders.url,
      FIND_A_TENDER_FROM: '2026-11-20T00:00:00',
      GAZETTE_URL: gazette.url,
      GAZETTE_HOURS: 'always',
    },
  });
  for (const sourceId of ['find-a-tender', 'gazette-insolvency']) {
    await system.db.transaction().execute((trx) => enqueue(trx, 'ingest', { v: 1, sourceId }));
    await system.settled();
  }
  const handled = await system.db.selectFrom('outbox').select('queue').distinct().execute();
  expect(handled.map(({ queue }) => queue).sort()).toEqual(['deliver', 'ingest', 'match', 'notify', 'score']);
  expect(await system.deadLetters()).toEqual([]);
  expect(system.mails.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
  const [mail] = system.mails;
  expect(mail?.subject).toMatch(/^EXAMPLE CARE HOMES LTD: winding-up petition advertised \(1 contract/i);
  expect(mail?.text).toContain('https://www.thegazette.co.uk/notice/9900001');
  expect(mail?.text).toContain('This alert is not a reason to exclude a supplier.');
});

test('the same documents a second time are all duplicates and nobody is told twice', async () => {
  const system = await systemWithCouncils();
  const documents = [
    ['find-a-tender', releasePage('page-1', awardRelease(award))],
    ['gazette-insolvency', noticePage(petition)],
  ] as const;
  for (const [source, document] of documents)
    expect(await system.ingest(source, document)).toMatchObject({ items: 1, recorded: 1, duplicates: 0 });
  expect(system.mails).toHaveLength(1);
  for (const [source, document] of documents)
    expect(await system.ingest(source, document)).toMatchObject({ items: 1, recorded: 0, duplicates: 1 });
  expect(system.mails).toHaveLength(1);
  expect(await alertsOf(system)).toHaveLength(1);
});

test('a petition that is dismissed: every council that was told is told that, and the alert is superseded', async () => {
  const system = await systemWithCouncils();
  await system.ingest(
    'find-a-tender',
    releasePage(
      'page-1',
      awardRelease(award),
      awardRelease({ ...award, id: '990002', buyer: councilB.name }),
    ),
  );
  await system.ingest('gazette-insolvency', noticePage(petition));
  expect(await alertsOf(system)).toMatchObject([
    { council: councilB.gss, kind: 'formal', status: 'raised' },
    { council: councilA.gss, kind: 'formal', status: 'raised' },
  ]);
  const dismissal = { ...petition, id: '9900002', code: '2461', published: '2026-11-23' };
  await system.ingest('gazette-insolvency', noticePage(dismissal));
  const alerts = await alertsOf(system);
  expect(alerts).toMatchObject([
    { council: councilB.gss, kind: 'formal', status: 'superseded' },
    { council: councilA.gss, kind: 'formal', status: 'superseded' },
    { kind: 'ended', status: 'raised', cause: `${alerts[0]?.cause}:ended` },
    { kind: 'ended', status: 'raised', cause: `${alerts[0]?.cause}:ended` },
  ]);
  const told = system.mails.map(({ to }) => to).sort();
  const officers = [officerOf(councilB.gss), officerOf(councilA.gss)];
  expect(told).toEqual([...officers, ...officers].sort());
  const ended = system.mails.slice(2);
  for (const mail of ended) {
    expect(mail.subject).toContain(': winding-up petition dismissed');
    expect(mail.text).toContain('https://www.thegazette.co.uk/notice/9900002');
    const first = system.mails.find(({ to }) => to === mail.to);
    expect([first?.inReplyTo, mail.inReplyTo]).toEqual([null, first?.messageId]);
  }
});
