import { viewOfOpening } from '@tocsin/alerting';
import {
  asCouncil,
  findLetter,
  findOpeningPart,
  findOpenings,
  finishRun,
  saveRegister,
  startRun,
  sumReports,
  writeSetting,
  type Db,
  type NewRegisterLine,
  type Trx,
} from '@tocsin/db';
import { CompanyNumber, type IsoInstant } from '@tocsin/domain';
import { sourceById, type SourceDocument } from '@tocsin/sources';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordFetched } from '../../services/ingest/src/record-fetched.ts';
import { sendLetters } from '../../services/notifier/src/send-letters.ts';
import { somebodyWaits } from '../support/somebody-waits.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { casesOf, documentOf, noticePage, profileOf } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { watchAt } from '../support/watch.ts';

const councilC = { gss: 'E07000903', name: 'Third District Council' };
/** The registers came in at nine, and their suppliers were looked at by noon. */
const BEGAN = '2026-11-23T09:00:00.000Z';
const LOOKED = '2026-11-23T12:00:00.000Z';
const REGISTER = 'https://api.company-information.service.gov.uk';
/** Suppliers 0 to 239; the councils share some. */
const number = (at: number) => String(99_400_000 + at);
const name = (at: number) => `EXAMPLE ${number(at)} LTD`;
const registers = [
  { council: councilA.gss, from: 0, to: 160 },
  { council: councilB.gss, from: 100, to: 220 },
  { council: councilC.gss, from: 200, to: 240 },
];
/** In administration when somebody looks for the first time. */
const inAdministration = (at: number) => at % 6 === 1;
/** A petition of which a notice was read before any register came in. */
const petitioned = [2, 102, 110, 202];
/** Nobody could look at the last ones of council C. */
const LOOKED_AT = 230;

let system: System;
let today = TODAY;
beforeAll(async () => {
  system = await startSystem({ today: () => today });
  await saveTestCouncils(system.db, { isNew: true, councils: [councilA, councilB, councilC] });
  await system.ingest('gazette-insolvency', ...petitioned.map((at) => petition(at, `99${at}`)));
  for (const { council, from, to } of registers) await handIn(council, from, to);
  await system.settled();
  await system.db.updateTable('letter').set({ begun_at: BEGAN }).execute();
  await firstLooks();
}, 300_000);
afterAll(() => system.stop());

function petition(at: number, id: string, code = '2450', published = '2026-11-20'): SourceDocument {
  return noticePage({ company: name(at), number: number(at), id, code, published, caseRef: `CR-2026-${at}` });
}

async function handIn(council: string, from: number, to: number, sha256 = council): Promise<void> {
  const lines = Array.from({ length: to - from }, (_, place) => lineOf(from + place, place + 2));
  const register = {
    council,
    fileName: 'contracts.csv',
    sha256,
    uploadedBy: 'officer',
    columns: null,
  };
  await asCouncil(system.db, council, (trx) => saveRegister(trx, { ...register, lines }));
}

function lineOf(at: number, row: number): NewRegisterLine {
  return {
    row,
    supplierName: name(at),
    printedRef: number(at),
    ref: { scheme: 'GB-COH', id: CompanyNumber.parse(number(at)) },
    title: `Contract ${at}`,
    valuePence: 100_000_00,
    vat: 'net',
    startsOn: '2026-01-01',
    endsOn: '2028-12-31',
    criticality: at % 12 === 1 ? 'critical' : 'standard',
    owner: null,
    service: null,
    regime: 'unknown',
    details: {},
  };
}

/** A run on schedule of Companies House, which asks for each supplier's profile and cases for the first time. */
async function firstLooks(): Promise<void> {
  const suppliers = Array.from({ length: LOOKED_AT }, (_, at) => at);
  await runOnSchedule('companies-house-company', [
    ...suppliers.map((at) => profileOf(number(at), name(at), {}, LOOKED)),
    ...suppliers.map((at) =>
      inAdministration(at)
        ? casesOf(number(at), 'in-administration', '2026-10-01', LOOKED)
        : { ...documentOf(`${REGISTER}/company/${number(at)}/insolvency`, '', LOOKED), status: 404 },
    ),
  ]);
}

async function runOnSchedule(sourceId: string, documents: readonly SourceDocument[]): Promise<string> {
  const source = sourceById(sourceId);
  if (!source) throw new Error(`there is no source ${sourceId}`);
  const runId = await startRun(system.db, source.id, 'schedule');
  for (let from = 0; from < documents.length; from += 10)
    await Promise.all(
      documents
        .slice(from, from + 10)
        .map((document) => recordFetched(system.db, source, { document }, runId)),
    );
  await system.db.transaction().execute((trx) => finishRun(trx, runId, sumReports(source.id).total()));
  await system.settled();
  return runId;
}

const mailsTo = (gss: string) => system.mails.filter(({ to }) => to === officerOf(gss));
const subjectsTo = (gss: string) => mailsTo(gss).map(({ subject }) => subject);
const at = (moment: string) => sendLetters(system.db, watchAt(moment));

test('the first day is no flood: dozens of distressed suppliers of three councils send no mail before the report', async () => {
  const { alerts } = await system.db
    .selectFrom('alert')
    .select(({ fn }) => fn.countAll<string>().as('alerts'))
    .executeTakeFirstOrThrow();
  expect(Number(alerts)).toBeGreaterThan(50);
  expect(system.mails).toEqual([]);
  expect(await at('2026-11-23T12:04:00Z')).toEqual({ opening: 0, 'catch-up': 0 });
});

test('a notice handed in after the first register is told at once and singly, before the report is out', async () => {
  await system.ingest('gazette-insolvency', petition(3, '9903', '2450', '2026-11-23'));
  expect(subjectsTo(councilA.gss)).toEqual([
    'EXAMPLE 99400003 LTD: winding-up petition advertised (1 contract, £70.3k)',
  ]);
  expect(mailsTo(councilB.gss)).toEqual([]);
});

test('each council whose own suppliers were all looked at gets one report, however often and by however many it is sent', async () => {
  const together = await Promise.all(['2026-11-23T12:06:00Z', '2026-11-23T12:06:00Z'].map(at));
  expect(together.reduce((sum, { opening }) => sum + opening, 0)).toBe(2);
  expect(await at('2026-11-23T12:07:00Z')).toEqual({ opening: 0, 'catch-up': 0 });
  await system.settled();
  expect(subjectsTo(councilA.gss).slice(1)).toEqual([
    'How your suppliers stand today: 31 of 160 with a sign of difficulty (Example County Council)',
  ]);
  expect(subjectsTo(councilB.gss)).toEqual([
    'How your suppliers stand today: 23 of 120 with a sign of difficulty (Sample Borough Council)',
  ]);
  expect(mailsTo(councilC.gss)).toEqual([]);
});

test('a council of whose suppliers some could not be looked at gets its report after a day, which says so', async () => {
  const resting = new Map<string, IsoInstant>();
  expect(await sendLetters(system.db, watchAt('2026-11-24T08:59:00Z'), { resting })).toEqual({
    opening: 0,
    'catch-up': 0,
  });
  // What could not be looked at is ten: by now it need not rest at all.
  expect([...resting.values()]).toEqual(['2026-11-24T08:59:00.000Z']);
  resting.set([...resting.keys()][0] ?? '', '2026-11-24T09:00:00.001Z');
  expect(await sendLetters(system.db, watchAt('2026-11-24T09:00:00.000Z'), { resting })).toEqual({
    opening: 0,
    'catch-up': 0,
  });
  const { alertId, sent } = await sendWhileRaising(councilC.gss, '2026-11-24T09:00:00Z');
  expect(sent).toEqual({ opening: 1, 'catch-up': 0 });
  await system.settled();
  // What was raised while it was about to be sent had joined it, and is told by nothing else.
  const report = await findLetter(system.db, { openingOf: councilC.gss });
  expect(report?.said?.pressing.flatMap(({ facts }) => facts.map((fact) => fact.alertId))).toContain(alertId);
  const [only, another] = mailsTo(councilC.gss);
  expect(another).toBeUndefined();
  expect(only?.text).toContain('30 of 40 suppliers with a company number were looked at one by one');
});

/** Sends what is due while another service raises an alert that joins the report, in a transaction that ends only then. */
async function sendWhileRaising(council: string, moment: string) {
  const { id } = await system.db
    .selectFrom('alert')
    .innerJoin('letter', 'letter.id', 'letter_id')
    .where('letter.kind', '=', 'opening')
    .where('alert.council', '=', council)
    .orderBy('alert.nth')
    .select('alert.id')
    .executeTakeFirstOrThrow();
  const stands = (db: Db | Trx, status: 'raised' | 'superseded') =>
    db.updateTable('alert').set({ status }).where('id', '=', id).execute();
  await stands(system.db, 'superseded');
  const sent = await system.db.transaction().execute(async (trx) => {
    await findOpenings(trx, [council]);
    const sending = at(moment);
    await Promise.race([sending, somebodyWaits(system.db)]);
    await stands(trx, 'raised');
    return { sending };
  });
  return { alertId: id, sent: await sent.sending };
}

test('of what was told in a report alone a change and an end are told, each singly, to whom the report went', async () => {
  const before = system.mails.length;
  await system.ingest(
    'gazette-insolvency',
    petition(2, '9904', '2452', TODAY),
    petition(102, '9905', '2461', TODAY),
  );
  const told = system.mails.slice(before).map(({ to, subject }) => `${to} ${subject}`);
  expect(told.toSorted()).toEqual([
    `${officerOf(councilB.gss)} EXAMPLE 99400102 LTD: winding-up petition dismissed`,
    `${officerOf(councilA.gss)} EXAMPLE 99400002 LTD: winding-up order made (1 contract, £70.3k)`,
    `${officerOf(councilA.gss)} EXAMPLE 99400102 LTD: winding-up petition dismissed`,
  ]);
});

test('what a source missed while it was not read is told in one letter that says the gap; what is fresh, at once', async () => {
  today = '2026-12-05';
  const before = system.mails.length;
  const earlier = await runOnSchedule('gazette-insolvency', []);
  await ranFrom(earlier, '2026-11-24T06:00:00Z', '2026-11-24T06:10:00Z');
  const later = await startRun(system.db, 'gazette-insolvency', 'schedule');
  await ranFrom(later, '2026-12-04T06:00:00Z', '2026-12-04T06:10:00Z');
  const seen = (document: SourceDocument) => ({ ...document, retrievedAt: '2026-12-04T06:05:00.000Z' });
  const source = sourceById('gazette-insolvency')!;
  for (const document of [
    petition(4, '9906', '2450', '2026-11-27'),
    petition(13, '9907', '2450', '2026-11-26'),
    petition(5, '9908', '2450', '2026-12-04'),
  ])
    await recordFetched(system.db, source, { document: seen(document) }, later);
  await system.settled();
  expect(system.mails.slice(before).map(({ subject }) => subject)).toEqual([
    'EXAMPLE 99400005 LTD: winding-up petition advertised (1 contract, £69.2k)',
  ]);
  const gathering = await system.db
    .selectFrom('letter')
    .select('id')
    .where('kind', '=', 'catch-up')
    .execute();
  expect(gathering).toHaveLength(1);
  await system.db
    .updateTable('letter')
    .set({ begun_at: '2026-12-04T06:05:00Z' })
    .where('kind', '=', 'catch-up')
    .execute();
  await system.db
    .updateTable('alert')
    .set({ raised_at: '2026-12-04T06:06:00Z' })
    .where('letter_id', '=', gathering[0]?.id ?? '')
    .execute();
  expect(await at('2026-12-04T06:35:00Z')).toEqual({ opening: 0, 'catch-up': 0 });
  expect(await at('2026-12-04T06:36:00Z')).toEqual({ opening: 0, 'catch-up': 1 });
  await system.settled();
  const letter = system.mails.slice(before + 1);
  expect(letter.map(({ to, subject }) => `${to} ${subject}`)).toEqual([
    `${officerOf(councilA.gss)} What became known late: 2 supplier alerts`,
  ]);
  expect(letter[0]?.text).toContain('was not read from 24 November 2026 to 4 December 2026');
  expect(letter[0]?.text.indexOf('99400013')).toBeLessThan(letter[0]?.text.indexOf('99400004') ?? 0);
});

async function ranFrom(runId: string, from: string, to: string): Promise<void> {
  await system.db
    .updateTable('source_run')
    .set({ started_at: from, finished_at: to, outcome: 'ok' })
    .where('id', '=', runId)
    .execute();
}

test('a supplier whose contract has left the register is counted no more, though its alert stands', async () => {
  const opening = async () =>
    viewOfOpening(
      await findOpeningPart(system.db, councilC.gss, today, watchAt(`${today}T12:00:00Z`), BEGAN),
    );
  const before = await opening();
  expect(before.pressing.map((one) => one.number)).toContain(number(202));
  await handIn(councilC.gss, 210, 240, 'later');
  await system.settled();
  const after = await opening();
  expect([before.suppliers, after.suppliers]).toEqual([40, 30]);
  expect(after.pressing.map((one) => one.number)).not.toContain(number(202));
  expect(after.pressing.map((one) => one.number)).toContain(number(217));
});

test('a report of which no source looks at the suppliers says so, and waits for none', async () => {
  const from = async (begunAt: string) =>
    (await findOpeningPart(system.db, councilC.gss, today, watchAt(`${today}T12:00:00Z`), begunAt)).looks;
  expect((await from(BEGAN)).isOff).toBe(false);
  expect((await from(`${today}T11:00:00Z`)).isOff).toBe(true);
  await writeSetting(system.db, 'sources', ['companies-house-company']);
  expect((await from(`${today}T11:00:00Z`)).isOff).toBe(false);
});

test('a number that was never issued counts as looked at by its profile alone, and no other does', async () => {
  const done = async () =>
    (await findOpeningPart(system.db, councilC.gss, today, watchAt(`${today}T12:00:00Z`), BEGAN)).looks.done;
  const before = await done();
  const gone = { ...documentOf(`${REGISTER}/company/${number(231)}`, '', LOOKED), status: 404 };
  await runOnSchedule('companies-house-company', [gone, profileOf(number(232), name(232), {}, LOOKED)]);
  expect(await done()).toBe(before + 1);
});

test('what a replay of past days raised is no fact of today', async () => {
  const told = async () => {
    const { facts } = await findOpeningPart(
      system.db,
      councilC.gss,
      today,
      watchAt(`${today}T12:00:00Z`),
      BEGAN,
    );
    return [...facts.values()].flat().map(({ alertId }) => alertId);
  };
  const before = await told();
  const [replayed = ''] = before;
  await system.db.updateTable('alert').set({ replayed: true }).where('id', '=', replayed).execute();
  expect(await told()).toEqual(before.slice(1));
});
