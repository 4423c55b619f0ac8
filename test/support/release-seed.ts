import {
  asCouncil,
  askRetry,
  decideMatch,
  findPrivateFacts,
  keepReceipt,
  loadRegister,
  noteSlow,
  noteTrouble,
  openFor,
  rekeyCouncil,
  saveAlarms,
  saveDiagnosticCounts,
  saveQuery,
  saveRelease,
  sealLedger,
} from '@tocsin/db';
import { CompanyNumber, GssCode } from '@tocsin/domain';
import { suppress } from '@tocsin/exposure';
import { sql } from 'kysely';
import { saveController } from './group-seed.ts';
import { recordList } from './listed-homes.ts';
import { seedPages } from './pages-seed.ts';
import { plainSuppliers } from './pages-world.ts';
import { councilA, councilB, saveTestCouncils } from './system-councils.ts';
import { awardRelease, casesOf, documentOf, noticePage, profileOf, releasePage } from './system-documents.ts';
import { seedEndedEntries, seedPrivateRows } from './system-private.ts';
import { TODAY, type System } from './system.ts';
import { watchAt } from './watch.ts';

const NUMBER = '99000001';

/**
 * Fills the database of a system with made-up rows of every table: a council is told of a petition and of its
 * dismissal, companies are looked up, tied and controlled, councils hand in registers and spend, people decide.
 */
export async function seedRelease(system: System): Promise<void> {
  const { db, database } = system;
  await saveTestCouncils(db);
  await seedEndedEntries(db, councilA.gss);
  await seedPages(database.adminUrl, plainSuppliers);
  await loadRegister(db, 'made-up', companies());
  await seedRecord(system);
  await recordList(db, '2026-11-01', 'H1,99000001,30\nH2,99000002,40');
  await seedDecision(system);
  await seedTrouble(system);
  await seedPrivateRows(db, database, councilA.gss, NUMBER);
  await seedPrivateRows(db, database, councilB.gss, '99000002');
  await system.settled();
  await noteSlow(db, 'smtp mail.example:25');
  if (!(await sealLedger(db, watchAt(`${TODAY}T12:00:00.000Z`)))) throw new Error('no month was sealed');
  await seedWatching(system);
  const web = openFor('pages', database.adminUrl, { max: 1 });
  await keepReceipt(web, { reference: 'delivery-1', status: 'delivered' }, `${TODAY}T12:00:00.000Z`);
  await saveQuery(web, { name: 'Care in London', query: 'region=London' }, 'lead');
  await web.destroy();
  await db
    .insertInto('payments_notice')
    .values({
      council: councilA.gss,
      notice_id: '990001-2026',
      published_at: `${TODAY}T09:00:00Z`,
      url: 'https://www.find-tender.service.gov.uk/Notice/990001-2026',
    })
    .execute();
  await sql`insert into notice_tie (mention_id, supplier_id, reason)
    select mention.id, supplier.id, 'by the company number that others print beside this name' from mention, supplier
    order by mention.nth, supplier.nth limit 1`.execute(db);
  await db.transaction().execute(async (trx) => {
    const quarter = { quarterEnd: '2026-09-30', releasedOn: TODAY };
    await saveRelease(trx, quarter, suppress(await findPrivateFacts(trx, quarter.quarterEnd)));
    const { quarterEnd: asOf, releasedOn } = quarter;
    const counted = [{ label: ['Managing strategic risk', 'Developing'], councils: 5 }];
    await saveDiagnosticCounts(trx, { asOf, releasedOn, year: 2025 }, counted);
    await rekeyCouncil(trx, GssCode.parse(councilB.gss), GssCode.parse('E06000903'));
  });
  await asCouncil(db, councilA.gss, (trx) =>
    trx.updateTable('recipient').set({ active: false }).where('council', '=', councilA.gss).execute(),
  );
}

/** An alarm, a round of the canary, and what the operator wants sent again. */
async function seedWatching({ db, database }: System): Promise<void> {
  const at = `${TODAY}T12:00:00.000Z`;
  const alarm = {
    cause: 'backup-old',
    subject: '',
    says: 'No backup was taken yet.',
    foundAt: at,
    openedAt: at,
  };
  const rest = { clearSince: null, endedAt: null, toldAt: at, endToldAt: null };
  await saveAlarms(db, [], [{ ...alarm, ...rest }]);
  await db.insertInto('canary_round').values({ hour: at, recorded_at: at }).execute();
  const operator = openFor('operator', database.adminUrl, { max: 1 });
  await operator
    .transaction()
    .execute((trx) => askRetry(trx, { queue: 'deliver', reason: 'given-up' }, 'person 1'));
  await operator.destroy();
}

async function* companies() {
  yield ['99000001', '99000002', '99000003'].map((number, at) => ({
    number,
    name: `EXAMPLE ${number} LTD`,
    previousNames: at === 0 ? ['FORMERLY EXAMPLE LTD'] : [],
    postcode: 'LS1 4DL',
    status: 'Active',
    sicCodes: ['87300'],
  }));
}

async function seedRecord(system: System): Promise<void> {
  const award = { id: '990001', buyer: councilA.name, supplier: 'Example Care Homes Ltd', number: NUMBER };
  const subcontracted = awardRelease({ ...award, id: '990002' });
  const cleaner = { id: 'GB-COH-99000003', name: 'Example Cleaners Ltd', roles: ['subcontractor'] };
  await system.ingest(
    'find-a-tender',
    releasePage('page-1', awardRelease(award), {
      ...subcontracted,
      parties: [...subcontracted.parties, { ...cleaner, identifier: { scheme: 'GB-COH', id: '99000003' } }],
    }),
  );
  const petition = { company: 'EXAMPLE CARE HOMES LTD', number: NUMBER, caseRef: 'CR-2026-000001' };
  await system.ingest(
    'gazette-insolvency',
    noticePage({ ...petition, id: '9900001', code: '2450', published: '2026-11-20', hearing: '2026-12-09' }),
  );
  await system.ingest(
    'gazette-insolvency',
    noticePage({ ...petition, id: '9900002', code: '2461', published: TODAY }),
  );
  await system.ingest('companies-house-company', profileOf(NUMBER, 'EXAMPLE CARE HOMES LTD'));
  const retrievedAt = `${TODAY}T12:00:00.000Z`;
  await system.ingest(
    'companies-house-company',
    casesOf('99000003', 'in-administration', '2026-11-20', retrievedAt),
  );
  await saveController(system.db, NUMBER, { name: 'EXAMPLE HOLDINGS LTD', number: '99000002' });
  await system.ingest('companies-house-stream', deletion('99000003', retrievedAt));
}

/** A name of the public record that only a person can tie, and whom one took it to be. */
async function seedDecision({ db, ingest, settled }: System): Promise<void> {
  const award = awardRelease({ id: '990003', buyer: councilA.name, supplier: 'Unclear Example Services' });
  await ingest('find-a-tender', releasePage('page-2', award));
  const { id } = await db
    .selectFrom('mention')
    .select('id')
    .where('name', '=', 'Unclear Example Services')
    .executeTakeFirstOrThrow();
  const verdict = { verdict: 'company', number: CompanyNumber.parse('99000002'), reason: 'papers' } as const;
  const who = { council: councilA.gss, note: 'seen on an order', by: 'officer' };
  await asCouncil(db, councilA.gss, (trx) =>
    decideMatch(trx, { ...verdict, ...who, subject: { mentionId: id } }),
  );
  await settled();
}

/** A page that a source could not have, to be tried again. */
async function seedTrouble({ db }: System): Promise<void> {
  const at = `${TODAY}T12:00:00.000Z`;
  const trouble = { source: 'gazette-insolvency', item: 'notice/9900003', reason: '404', hides: false, at };
  await db.transaction().execute((trx) => noteTrouble(trx, { ...trouble, later: () => at }));
}

/** What the stream says when the register takes a company's insolvency cases back. */
function deletion(number: string, at: string) {
  const event = { timepoint: Date.parse(at), published_at: at, type: 'deleted' };
  const about = { resource_uri: `/company/${number}/insolvency`, resource_id: number };
  const line = JSON.stringify({ resource_kind: 'company-insolvency', ...about, event });
  return documentOf('https://stream.companieshouse.gov.uk/insolvency-cases', line, at);
}
