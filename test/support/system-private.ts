import { defaultSubscription, ownDays } from '@tocsin/alerting';
import {
  actOnAlerts,
  addEndpoint,
  allocate,
  asCouncil,
  contestFact,
  decideMatch,
  endOldEntries,
  findColleagues,
  findSupplierList,
  finishSupplierList,
  makeCalendarAddress,
  openFor,
  privateTables,
  raiseAlerts,
  recordAdjournment,
  recordExerciseRead,
  recordHold,
  recordReturned,
  releaseHold,
  recordReview,
  saveAssessment,
  saveDiagnostic,
  saveDraft,
  saveExercise,
  saveSectorExercise,
  saveOwnPayments,
  saveOwnSpend,
  saveRegister,
  saveSpendLayout,
  saveSubscription,
  saveSupplierList,
  saveSupplier,
  saveTellingRule,
  stopAddress,
  tieToPerson,
  type Colleague,
  type Db,
  type Trx,
} from '@tocsin/db';
import { CompanyNumber, GssCode, sumByBasis, SupplierId, type RiskAssessment } from '@tocsin/domain';
import { contractTotals, type ExerciseView, type MaturityLevel } from '@tocsin/exposure';
import { sql } from 'kysely';
import { seedPeople } from './people-seed.ts';
import type { FreshDatabase } from './stack.ts';

/** An assessment of nothing in particular. */
export function assessmentOn(supplierId: string, asOf: string): RiskAssessment {
  return {
    supplierId: SupplierId.parse(supplierId),
    modelVersion: 'test',
    asOf,
    band: 'severe',
    ownBand: 'severe',
    score: 60,
    rawScore: 60,
    coverage: 1,
    findings: [],
    formalEvents: [],
    reviewOn: null,
  };
}

/** A supplier that the tests made up, by its number; as if a published contract named it. */
export async function saveTestSupplier(db: Db, number: string): Promise<string> {
  const ref = { scheme: 'GB-COH' as const, id: CompanyNumber.parse(number) };
  return db.transaction().execute(async (trx) => {
    const id = await saveSupplier(trx, ref, `EXAMPLE ${number} LTD`);
    await trx.updateTable('supplier').set({ supplies_publicly: true }).where('id', '=', id).execute();
    return id;
  });
}

/** Stores one assessment as scoring does. */
export async function saveTestAssessment(db: Db, supplierId: string, asOf: string): Promise<string> {
  return db.transaction().execute((trx) =>
    saveAssessment(trx, {
      assessment: assessmentOn(supplierId, asOf),
      facts: { checked: {}, stated: {}, supplierId, asOf },
      previous: undefined,
      episode: 1,
      replayed: false,
    }),
  );
}

/** Raises an alert to one council as the notifier does; its recipients get their deliveries. */
export async function raiseTestAlert(db: Db, about: OfAlert, cause: string): Promise<string> {
  const [id] = await raiseTestAlerts(db, about, [cause]);
  if (id === undefined) throw new Error(`${cause} had been raised before`);
  return id;
}

interface OfAlert {
  readonly council: string;
  readonly supplierId: string;
  readonly assessmentId: string;
}

/** As `raiseTestAlert`, of several causes at once. */
export async function raiseTestAlerts(
  db: Db,
  about: OfAlert,
  causes: readonly string[],
): Promise<readonly string[]> {
  const { council, supplierId } = about;
  const exposure = {
    council: GssCode.parse(council),
    supplierId: SupplierId.parse(supplierId),
    asOf: '2026-11-23',
    contracts: [],
    spendLast12Months: null,
    basis: 'contract' as const,
  };
  const alert = {
    kind: 'band',
    title: 'Risk band raised to severe',
    fromBand: null,
    toBand: 'severe',
    fromLevel: null,
    toLevel: 'severe',
    levelBecause: null,
  } as const;
  const asOf = '2026-11-23';
  const rest = { asOf, days: ownDays(asOf), exposure, replayed: false };
  const raised = await db.transaction().execute((trx) =>
    raiseAlerts(
      trx,
      causes.map((cause) => ({ ...about, ...alert, ...rest, cause })),
    ),
  );
  return raised.map(({ id }) => id);
}

/** At least one row of a council in every private table. Needs the council and a recipient of it. */
export async function seedPrivateRows(
  db: Db,
  database: FreshDatabase,
  council: string,
  number: string,
): Promise<void> {
  await seedEndedEntries(db, council);
  await seedPeople(db, database, council);
  const supplierId = await saveTestSupplier(db, number);
  const assessmentId = await saveTestAssessment(db, supplierId, '2026-11-23');
  const alertId = await raiseTestAlert(db, { council, supplierId, assessmentId }, 'band:severe:1');
  await seedTellings(database, council, number);
  await seedReview(db, database, council, number);
  await seedExercise(database, council, number);
  await saveTestAnswers(db, [council]);
  await seedReturned(db, council, alertId);
  await seedOwnSpend(db, council, number);
  await seedContest(database, council, supplierId, alertId);
  await seedHold(database, council);
  await asCouncil(db, council, async (trx) => {
    await actOnAlerts(trx, council, [alertId], { action: 'acknowledge' }, 'officer');
    await actOnAlerts(trx, council, [alertId], { action: 'snooze', until: '2026-12-09' }, 'officer');
    await recordAdjournment(trx, alertId, { hearingOn: '2026-12-09', evidence: 'Example' }, 'officer');
    const contractRef = `award:ocds-h6vhtk-${number}/1`;
    const who = { by: 'officer', actingFor: council };
    await allocate(trx, { council, contractRef, successor: council, reason: 'Care homes', ...who });
    const line = {
      row: 2,
      supplierName: 'Example',
      printedRef: null,
      ref: null,
      title: `Contract of ${council}`,
    };
    const term = { valuePence: null, vat: 'unknown', startsOn: null, endsOn: null } as const;
    const rest = {
      criticality: 'unknown',
      owner: null,
      service: null,
      regime: 'unknown',
      details: {},
    } as const;
    await saveRegister(trx, {
      council,
      fileName: 'contracts.csv',
      sha256: council,
      uploadedBy: 'officer',
      columns: null,
      lines: [{ ...line, ...term, ...rest }],
    });
    const draft = {
      fileName: 'next.csv',
      sha256: council,
      body: Buffer.from(`of ${council}`),
      columns: null,
    };
    await saveDraft(trx, { ...draft, council, uploadedBy: 'officer' });
    await seedSupplierList(trx, council);
    const decision = { verdict: 'none', number: null, reason: 'known', note: `known to ${council}` } as const;
    await decideMatch(trx, { ...decision, council, subject: { printedText: 'EXAMPLE||' }, by: 'officer' });
  });
}

/** A list of suppliers that a council has had checked, with its own number of a firm. */
async function seedSupplierList(trx: Trx, council: string): Promise<void> {
  const row = { row: 2, name: 'Example Ltd', printedRef: null, number: null, postcode: null };
  const headings = ['Vendor number', 'Name'];
  await saveSupplierList(trx, {
    council,
    fileName: 'suppliers.csv',
    uploadedBy: 'officer',
    headings,
    bank: [],
    hasVendors: true,
    rows: [{ ...row, vendor: '1001', cells: ['1001', `Example Ltd of ${council}`] }],
  });
  const list = await findSupplierList(trx, council);
  if (list) await finishSupplierList(trx, list.id);
}

/** A spending file of a council that is published nowhere, and how its files are read. */
async function seedOwnSpend(db: Db, council: string, number: string): Promise<void> {
  const mention = { name: `EXAMPLE ${number} LTD`, ref: null, printedRef: null, postcode: null };
  const said = { department: 'Care', purpose: `known of ${number}`, category: null, transactionRef: number };
  const payment = {
    paidOn: '2026-10-05',
    dated: 'day',
    pence: 12_300,
    vat: 'net',
    payee: 'named',
    mention,
    ...said,
  } as const;
  const counts = { payments: 1, pence: 12_300, withheld: 0, ignored: 0, refused: 0, reasons: [] };
  await db.transaction().execute(async (trx) => {
    const file = {
      fileName: 'ledger.csv',
      sha256: number,
      body: Buffer.from(`of ${council}`),
      pageUrl: null,
    };
    const id = await saveOwnSpend(trx, { ...file, council, said: {}, uploadedBy: 'officer' });
    const records = [{ row: 2, outcome: 'payment', payment } as const];
    await saveOwnPayments(trx, {
      id,
      council,
      series: 'spend',
      month: null,
      isPart: false,
      today: payment.paidOn,
      records,
      counts,
    });
    await saveSpendLayout(trx, { council, signature: 'one', layout: {}, by: 'officer' });
  });
}

/** A line of its register that a council contests, as on the pages. */
async function seedContest(
  database: FreshDatabase,
  council: string,
  supplierId: string,
  alertId: string,
): Promise<void> {
  const web = openFor('pages', database.adminUrl, { max: 1 });
  await asCouncil(web, council, async (trx) => {
    await contestFact(trx, {
      council,
      supplierId,
      alertId,
      about: { of: 'register', line: '1' },
      fact: `Contract of ${council}`,
      url: null,
      claim: `known to ${council}`,
      evidence: 'Example',
      by: 'officer',
      form: null,
    });
  });
  await web.destroy();
}

/** An entry of the council's log that ended long ago; none where its log has begun already. */
export async function seedEndedEntries(db: Db, council: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`insert into audit (council, actor, action, subject, at)
      values (${council}, 'officer', 'signed in', 'officer', '2010-03-01T09:00:00Z')`.execute(trx);
    await endOldEntries(trx);
  });
}

/** A request for information of the council that is settled, as on the pages. */
async function seedHold(database: FreshDatabase, council: string): Promise<void> {
  const web = openFor('pages', database.adminUrl, { max: 1 });
  await asCouncil(web, council, async (trx) => {
    const about = {
      council,
      kind: 'information-request',
      reference: `FOI of ${council}`,
      supplierId: null,
    } as const;
    const id = await recordHold(trx, { ...about, by: 'officer' });
    await releaseHold(trx, { council, id, by: 'officer', at: '2026-11-23T12:00:00.000Z' });
  });
  await web.destroy();
}

/** A mail of an alert that came back, and an address that takes none. */
async function seedReturned(db: Db, council: string, alertId: string): Promise<void> {
  const { id, return_code: code } = await db
    .selectFrom('delivery')
    .select(['id', 'return_code'])
    .where('alert_id', '=', alertId)
    .limit(1)
    .executeTakeFirstOrThrow();
  const report = { action: 'failed', status: '5.2.2', said: '552 5.2.2 mailbox full' } as const;
  const at = '2026-11-23T12:00:00.000Z';
  await db.transaction().execute(async (trx) => {
    const token = { deliveryId: id, code: code ?? '' };
    await recordReturned(trx, { token, report, sha256: 'one' }, at);
    const place = { channel: 'smtp', address: 'left@council.example' };
    await stopAddress(trx, council, place, '550 5.1.1 unknown user', at);
  });
}

/** What a council and its administrator have chosen of who is told, as on the pages. */
async function seedTellings(database: FreshDatabase, council: string, number: string): Promise<void> {
  const web = openFor('pages', database.adminUrl, { max: 1 });
  await asCouncil(web, council, async (trx) => {
    const [{ id }] = (await findColleagues(trx)) as [Colleague];
    const rule = { lines: { otherDays: 2 }, inbox: `contracts-${number}@council.example` };
    await saveTellingRule(trx, council, { ...rule, headOfProcurement: id, mailBy: 'smtp' }, `person ${id}`);
    await saveSubscription(trx, council, id, defaultSubscription(['administrator']), `person ${id}`);
    await tieToPerson(trx, council, { of: 'service', printed: 'Care', personId: id }, `person ${id}`);
    const at = '2026-11-23T12:00:00.000Z';
    const [url, by] = [`https://hooks.example/${number}`, `person ${id}`];
    await addEndpoint(trx, { council, channel: 'webhook', name: 'Ledger', url, levels: [], by, at });
    await makeCalendarAddress(trx, { council, personId: id, at });
  });
  await web.destroy();
}

/** A look at a contract, and that somebody is told of another. */
/** What a council would lose if a supplier failed, of which nothing but its number is known. */
export function exerciseOf(council: string, number: string): ExerciseView {
  const gss = GssCode.parse(council);
  const [totals, paid] = [contractTotals([]), sumByBasis([])];
  const told = { contracts: [], totals, paid, services: [] };
  return {
    runOn: '2026-11-23',
    supposedOn: '2026-11-24',
    supplier: { id: null, key: number, number, name: `Example ${number}`, level: null },
    councils: [{ gss, name: 'Example Council', region: null, ...told, monthsRead: null, readTo: null }],
    totals,
    paid,
    services: [],
    alternatives: [],
    course: null,
    restsOn: null,
  };
}

/** Each of some councils came to the same level of one area of the diagnostic. */
export async function saveTestAnswers(
  db: Db,
  councils: readonly string[],
  level: MaturityLevel = 'Developing',
) {
  const answers = councils.map((council) => ({
    council: GssCode.parse(council),
    year: 2025,
    code: 'Managing strategic risk',
    level,
  }));
  await db.transaction().execute((trx) => saveDiagnostic(trx, answers));
}

/** An exercise of a council that somebody has read, and one of the national body. */
async function seedExercise(database: FreshDatabase, council: string, number: string): Promise<void> {
  const web = openFor('pages', database.adminUrl, { max: 1 });
  const exercise = { seen: exerciseOf(council, number), by: 'officer', form: `exercise of ${number}` };
  await asCouncil(web, council, async (trx) =>
    recordExerciseRead(trx, council, await saveExercise(trx, council, exercise), 'officer'),
  );
  await saveSectorExercise(web, exercise);
  await web.destroy();
}

async function seedReview(db: Db, database: FreshDatabase, council: string, number: string): Promise<void> {
  const web = openFor('pages', database.adminUrl, { max: 1 });
  const due = { key: `reference ${number}`, kind: 'critical', cause: 'critical:never', about: null } as const;
  const looked = { reviewedOn: '2026-11-23', nextOn: null, note: `known of ${number}` };
  await asCouncil(web, council, (trx) =>
    recordReview(trx, {
      council,
      due,
      title: `Contract of ${number}`,
      ...looked,
      by: 'officer',
      form: null,
    }),
  );
  await web.destroy();
  await db
    .insertInto('review_telling')
    .values({
      council,
      contract: due.key,
      cause: 'critical:after:1',
      channel: 'smtp',
      address: `contracts-${number}@council.example`,
      person_id: null,
      due_at: '2027-05-24T07:00:00.000Z',
      reason: JSON.stringify({ as: 'inbox', of: null, pence: 0, insteadOf: null }),
      said: JSON.stringify({
        title: `Contract of ${number}`,
        supplier: 'Example',
        what: 'Review',
        says: '',
        dueOn: '2027-05-23',
      }),
    })
    .execute();
}

/** How many rows of each private table a connection sees. */
export async function countPrivateRows(db: Db): Promise<number[]> {
  const counts: number[] = [];
  for (const table of privateTables) {
    const { rows } = await sql<{
      rows: number;
    }>`select count(*)::int as rows from ${sql.table(table)}`.execute(db);
    counts.push(rows[0]?.rows ?? 0);
  }
  return counts;
}
