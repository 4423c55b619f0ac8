import { actOnAlerts, asCouncil, factsHash, openDatabase, type Db } from '@tocsin/db';
import {
  ExposedContract,
  type Evidence,
  type Finding,
  type FormalEvent,
  type RiskBand,
  type Signal,
} from '@tocsin/domain';
import { seedSpend } from './pages-spend.ts';
import type { SeedSupplier } from './seed-supplier.ts';
import { thirtyFacts } from './scoring-facts.ts';

/** Two councils that the tests look through, and six more so that groups of five can be shown. */
export const ourCouncil = { gss: 'E08000025', name: 'Birmingham City Council' };
export const otherCouncil = { gss: 'E06000052', name: 'Cornwall Council' };
const councils = [
  { ...ourCouncil, region: 'West Midlands' },
  { ...otherCouncil, region: 'South West' },
  { gss: 'E08000003', name: 'Manchester City Council', region: 'North West' },
  { gss: 'E10000014', name: 'Hampshire County Council', region: 'South East' },
  { gss: 'E09000007', name: 'Camden London Borough Council', region: 'London' },
  { gss: 'E06000023', name: 'Bristol City Council', region: 'South West' },
];

/** The day on which the seeded world stands. */
export const seedDay = '2026-03-02';

export const plainSuppliers: readonly SeedSupplier[] = [
  { number: '01000001', name: 'Example Care Homes Limited', band: 'insolvent', say: (text) => text },
  {
    number: '01000002',
    name: 'Northfield Highways Maintenance Limited',
    band: 'severe',
    say: (text) => text,
  },
  { number: '01000003', name: 'Riverside School Catering Limited', band: 'elevated', say: (text) => text },
  { number: '01000004', name: 'Sample Leisure Centres Limited', band: 'low', say: (text) => text },
];

interface Seeded {
  /** Alert ids by council. */
  readonly alerts: Readonly<Record<string, readonly string[]>>;
}

/** Fills an empty, migrated database. */
export async function seedPages(adminUrl: string, suppliers: readonly SeedSupplier[]): Promise<Seeded> {
  const db = openDatabase(adminUrl, { max: 2 });
  try {
    await db
      .insertInto('council')
      .values(councils.map((council) => ({ ...council, type: 'Unitary authority' })))
      .execute();
    const documentId = await seedDocument(db);
    await seedSources(db, suppliers[0]?.say ?? ((text) => text));
    const alerts: Record<string, string[]> = { [ourCouncil.gss]: [], [otherCouncil.gss]: [] };
    const uploads = await seedUploads(db, suppliers.length);
    for (const [at, supplier] of suppliers.entries()) {
      const supplierId = await seedSupplier(db, documentId, supplier);
      const assessmentId = await seedAssessments(db, supplierId, supplier);
      await seedContracts(db, supplierId, supplier, at);
      await seedRegisterLine(db, uploads, supplierId, supplier, at);
      if (supplier.band === 'low') continue;
      for (const { gss } of [ourCouncil, otherCouncil])
        alerts[gss]?.push(await seedAlert(db, gss, supplierId, assessmentId, supplier));
    }
    await seedSpend(db, ourCouncil.gss, suppliers);
    await seedDeeds(db, alerts, suppliers[0]?.say ?? ((text) => text));
    return { alerts };
  } finally {
    await db.destroy();
  }
}

const sha256 = 'a'.repeat(64);

async function seedDocument(db: Db): Promise<string> {
  const { id } = await db
    .insertInto('document')
    .values({
      source_id: 'gazette-insolvency',
      sha256,
      url: 'https://www.thegazette.co.uk/notice/0000001',
      content_type: 'application/json',
      retrieved_at: '2026-03-02T09:00:40Z',
      body: Buffer.from('{}'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function evidence(say: SeedSupplier['say'], day: string): Evidence {
  return {
    source: 'gazette-insolvency',
    url: say('https://www.thegazette.co.uk/notice/0000001'),
    publishedAt: `${day}T09:00:00Z`,
    retrievedAt: `${day}T09:00:40Z`,
    sha256,
    quote: say('A petition to wind up the above-named company was presented on 20 February 2026'),
  };
}

async function seedSupplier(db: Db, documentId: string, supplier: SeedSupplier): Promise<string> {
  const { say, name, number } = supplier;
  const { id } = await db
    .insertInto('supplier')
    .values({
      name: say(name),
      status: say('active'),
      postcode: 'ZZ1 1ZZ',
      previous_names: [say('Former Example Limited')],
      watched: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('supplier_ref').values({ scheme: 'GB-COH', ref: number, supplier_id: id }).execute();
  const mention = await db
    .insertInto('mention')
    .values({
      name: say(`${name.toUpperCase()} ${number}`),
      printed_ref: say(number),
      scheme: 'GB-COH',
      ref: number,
      outcome: 'matched',
      supplier_id: id,
      reason: say('by its company number, and the name agrees'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('look')
    .values({
      mention_id: mention.id,
      topic: 'company-profile',
      source_id: 'companies-house-company',
      first_at: '2025-01-10T06:00:00Z',
      last_at: '2026-03-02T06:00:00Z',
    })
    .execute();
  for (const [at, [day, signal]] of signals(supplier).entries())
    await db
      .insertInto('observation')
      .values({
        source_id: 'gazette-insolvency',
        ref: `${number}-${at}`,
        version: `${day}T09:00:00Z`,
        kind: signal.kind,
        occurred_on: day,
        published_at: `${day}T09:00:00Z`,
        observed_at: `${day}T09:00:40Z`,
        document_id: documentId,
        mention_id: mention.id,
        url: say('https://www.thegazette.co.uk/notice/0000001'),
        quote: say('as published'),
        content: JSON.stringify(signal),
      })
      .execute();
  return id;
}

function signals({ say, band }: SeedSupplier): (readonly [string, Signal])[] {
  const filed: Signal = {
    kind: 'accounts-filed',
    madeUpTo: '2024-12-31',
    filedOn: '2025-11-20',
    dueOn: '2025-09-30',
    type: say('full'),
    machineReadable: true,
  };
  const charge: Signal = {
    kind: 'charge',
    chargeId: 'one',
    status: 'outstanding',
    createdOn: '2025-06-01',
    deliveredOn: '2025-06-04',
    satisfiedOn: null,
    personsEntitled: [say('Example Bank plc')],
    floatingOverAll: true,
  };
  const petition: Signal = {
    kind: 'insolvency-notice',
    code: '2450',
    family: 'winding-up-petition',
    heading: say('Petitions to Wind Up (Companies)'),
    noticeId: '0000001',
    hearing: { on: '2026-03-18', court: say('High Court of Justice, Business and Property Courts') },
    petitioner: say('HM Revenue and Customs'),
    caseRef: say('CR-2026-000001'),
  };
  const quiet: (readonly [string, Signal])[] = [
    ['2025-06-04', charge],
    ['2025-11-20', filed],
  ];
  return band === 'insolvent' || band === 'severe' ? [...quiet, [seedDay, petition]] : quiet;
}

const scores: Readonly<Record<RiskBand, number>> = {
  low: 4,
  watch: 18,
  elevated: 34,
  severe: 58,
  insolvent: 100,
};

/** Three days of history: quiet, then late accounts, then today. Returns the newest. */
async function seedAssessments(db: Db, supplierId: string, supplier: SeedSupplier): Promise<string> {
  const days = [
    ['2025-03-03', 'low', 0],
    ['2025-11-21', supplier.band === 'low' ? 'low' : 'watch', supplier.band === 'low' ? 4 : 18],
    [seedDay, supplier.band, scores[supplier.band]],
  ] as const;
  let previous: { id: string; band: RiskBand } | null = null;
  for (const [day, band, score] of days) {
    const facts = thirtyFacts(Number(supplier.number), day);
    await db
      .insertInto('fact_set')
      .values({ facts_hash: factsHash(facts), facts: JSON.stringify(facts) })
      .execute();
    const row: { id: string } = await db
      .insertInto('assessment')
      .values({
        supplier_id: supplierId,
        model_version: '1',
        as_of: day,
        facts_hash: factsHash(facts),
        previous_id: previous?.id ?? null,
        previous_band: previous?.band ?? null,
        band,
        own_band: band,
        score,
        raw_score: score,
        coverage: 0.83,
        findings: JSON.stringify(findings(supplier, score)),
        formal_events: JSON.stringify(day === seedDay ? formalEvents(supplier) : []),
        episode: 1,
        replayed: true,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    previous = { id: row.id, band };
  }
  if (!previous) throw new Error('no day was seeded');
  await db
    .insertInto('current_assessment')
    .values({
      supplier_id: supplierId,
      assessment_id: previous.id,
      band: supplier.band,
      score: scores[supplier.band],
      as_of: seedDay,
    })
    .execute();
  return previous.id;
}

function findings({ say, band }: SeedSupplier, score: number): Finding[] {
  const late = Math.min(score, 18);
  const notice = score - late;
  return [
    {
      indicator: 'insolvency-notice',
      outcome: notice > 0 ? 'present' : 'absent',
      points: notice,
      because: say(
        notice > 0
          ? `A winding-up petition was advertised on 2 March 2026${band === 'insolvent' ? ' and an order made' : ''}`
          : 'The Gazette holds no insolvency notice about this company',
      ),
      evidence: notice > 0 ? [evidence(say, seedDay)] : [],
    },
    {
      indicator: 'late-before',
      outcome: late > 0 ? 'present' : 'absent',
      points: late,
      because: say('The accounts to 31 December 2024 were filed 51 days late'),
      evidence: late > 0 ? [evidence(say, '2025-11-20')] : [],
    },
    {
      indicator: 'confirmation-overdue',
      outcome: 'unknown',
      points: 0,
      because: say('Nobody has looked at the confirmation statement'),
      evidence: [],
    },
  ];
}

function formalEvents({ say, band, number }: SeedSupplier): FormalEvent[] {
  if (band !== 'insolvent' && band !== 'severe') return [];
  return [
    {
      ref: `${number}-petition`,
      family: band === 'insolvent' ? 'winding-up-order' : 'winding-up-petition',
      on: seedDay,
      title: say(band === 'insolvent' ? 'Winding-up order made' : 'Winding-up petition advertised'),
      evidence: [evidence(say, seedDay)],
    },
  ];
}

function exposedContract(say: SeedSupplier['say'], at: number): ExposedContract {
  return ExposedContract.parse({
    ref: `award:ocds-b5fd17-${at}/1`,
    origin: 'notice',
    title: say('Residential care for adults, south of the city'),
    startsOn: '2024-04-01',
    endsOn: '2027-03-31',
    value: { pence: 412_000_000, vat: 'net' },
    valueLeft: { pence: 148_400_000, vat: 'net' },
    criticality: 'critical',
    owner: say('Adult social care commissioning'),
    service: say('Adult social care'),
    regime: 'pcr-2015',
    url: say('https://www.contractsfinder.service.gov.uk/notice/1'),
    agreement: 'contract',
  });
}

async function seedContracts(
  db: Db,
  supplierId: string,
  { say, name }: SeedSupplier,
  at: number,
): Promise<void> {
  const matched = await db
    .selectFrom('mention')
    .select('id')
    .where('supplier_id', '=', supplierId)
    .executeTakeFirstOrThrow();
  const unnamed = await db
    .insertInto('mention')
    .values({
      name: say(`${name} (no number printed)`),
      outcome: at % 2 === 0 ? 'waiting' : 'ambiguous',
      reason: at % 2 === 0 ? null : say('2 companies fit equally well'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [n, buyers] of [[ourCouncil], [otherCouncil, ourCouncil], [ourCouncil]].entries()) {
    const { id } = await db
      .insertInto('award')
      .values({
        ocid: `ocds-b5fd17-${at}-${n}`,
        award_id: '1',
        source_id: 'contracts-finder',
        title: say(['Residential care for adults', 'Joint framework call-off', 'Small works'][n] ?? ''),
        value_pence: [412_000_000, 90_000_000, 12_500_000][n] ?? null,
        vat: n === 2 ? 'unknown' : 'net',
        awarded_on: '2024-03-01',
        starts_on: '2024-04-01',
        ends_on: n === 1 ? '2026-09-30' : '2027-03-31',
        agreement: 'contract',
        status: 'active',
        regime: 'pcr-2015',
        url: say('https://www.contractsfinder.service.gov.uk/notice/1'),
        published_at: '2024-03-05T10:00:00Z',
        updated_at: '2024-03-05T10:00:00Z',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('award_buyer')
      .values(buyers.map((buyer) => ({ award_id: id, name: say(buyer.name), council: buyer.gss })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await db
      .insertInto('award_supplier')
      .values({ award_id: id, mention_id: n === 2 ? unnamed.id : matched.id })
      .execute();
  }
}

async function seedUploads(db: Db, lines: number): Promise<Readonly<Record<string, string>>> {
  const rows = await db
    .insertInto('register_upload')
    .values(
      [ourCouncil, otherCouncil].map(({ gss }) => ({
        council: gss,
        file_name: 'contracts.csv',
        sha256,
        line_count: 2 * lines,
        uploaded_by: 'Seed',
      })),
    )
    .returning(['id', 'council'])
    .execute();
  return Object.fromEntries(rows.map((row) => [row.council, row.id]));
}

/** What only one council may see: each line, owner and service names its council. */
export function privateMark(gss: string): string {
  return `private-to-${gss}`;
}

async function seedRegisterLine(
  db: Db,
  uploads: Readonly<Record<string, string>>,
  supplierId: string,
  { say, name, number }: SeedSupplier,
  at: number,
): Promise<void> {
  await db
    .insertInto('register_line')
    .values(
      [ourCouncil, otherCouncil].map(({ gss }) => ({
        upload_id: uploads[gss] ?? '',
        council: gss,
        row: at + 2,
        supplier_name: say(name),
        printed_ref: say(number),
        scheme: 'GB-COH',
        ref: number,
        supplier_id: supplierId,
        match_outcome: 'matched' as const,
        match_reason: say('by its company number'),
        title: say(`Extra places, ${privateMark(gss)}`),
        value_pence: 5_000_000,
        vat: 'net' as const,
        starts_on: '2025-04-01',
        ends_on: '2026-12-31',
        criticality: 'critical' as const,
        owner: say(`Owner ${privateMark(gss)}`),
        service: say(`Service ${privateMark(gss)}`),
      })),
    )
    .execute();
  await db
    .insertInto('register_line')
    .values(
      [ourCouncil, otherCouncil].map(({ gss }) => ({
        upload_id: uploads[gss] ?? '',
        council: gss,
        row: at + 102,
        supplier_name: say(`${name} of ${privateMark(gss)}`),
        match_outcome: 'none' as const,
        match_reason: say('no registered name is like it'),
        title: say(`Odd jobs, ${privateMark(gss)}`),
        value_pence: 1_000_000 + at,
      })),
    )
    .execute();
}

async function seedAlert(
  db: Db,
  gss: string,
  supplierId: string,
  assessmentId: string,
  { say, band, number }: SeedSupplier,
): Promise<string> {
  const formal = band === 'insolvent' || band === 'severe';
  const contract = { ...exposedContract(say, 1), owner: say(`Owner ${privateMark(gss)}`) };
  const { id } = await db
    .insertInto('alert')
    .values({
      council: gss,
      supplier_id: supplierId,
      assessment_id: assessmentId,
      cause: formal ? `formal:${number}-petition` : `band:${band}:1`,
      kind: formal ? 'formal' : 'band',
      title: say(
        band === 'insolvent'
          ? 'Winding-up order made'
          : formal
            ? 'Winding-up petition advertised'
            : 'Risk band raised to elevated',
      ),
      from_band: 'watch',
      to_band: band,
      as_of: seedDay,
      event_day: seedDay,
      published_on: formal ? seedDay : null,
      seen_at: formal ? `${seedDay}T09:00:00Z` : null,
      exposure: JSON.stringify({
        council: gss,
        supplierId,
        asOf: seedDay,
        contracts: [contract],
        spendLast12Months: 83_123_456,
        basis: 'contract',
      }),
      replayed: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('delivery')
    .values({
      alert_id: id,
      council: gss,
      channel: 'smtp',
      recipient: say(`officer-${privateMark(gss)}@council.example`),
      status: 'delivered',
    })
    .execute();
  return id;
}

/** The first alert of each council is assigned to somebody whose name only that council may see. */
async function seedDeeds(
  db: Db,
  alerts: Readonly<Record<string, readonly string[]>>,
  say: SeedSupplier['say'],
): Promise<void> {
  for (const { gss } of [ourCouncil, otherCouncil]) {
    const owner = say(`Assignee ${privateMark(gss)}`);
    const first = (alerts[gss] ?? []).slice(-1);
    await asCouncil(db, gss, (trx) => actOnAlerts(trx, gss, first, { action: 'assign', owner }, say('Seed')));
  }
}

async function seedSources(db: Db, say: SeedSupplier['say']): Promise<void> {
  await db
    .insertInto('setting')
    .values({ key: 'sample', value: JSON.stringify(say('Sample: public record replayed, 2016–2025')) })
    .execute();
  await db
    .insertInto('source_state')
    .values({
      source_id: 'gazette-insolvency',
      last_started_at: '2026-03-02T09:00:00Z',
      last_good_at: '2026-03-02T09:00:45Z',
      last_error: say('The Gazette answered 503'),
      last_error_at: '2026-03-02T09:15:00Z',
      note: say('Maintenance announced'),
    })
    .execute();
  await db
    .insertInto('source_run')
    .values({
      source_id: 'gazette-insolvency',
      trigger: 'schedule',
      started_at: '2026-03-02T09:00:00Z',
      finished_at: '2026-03-02T09:00:45Z',
      outcome: 'ok',
      report: JSON.stringify({
        source: 'gazette-insolvency',
        documents: 1,
        items: 3,
        observations: 1,
        recorded: 1,
        duplicates: 0,
        ignored: { [say('not a corporate notice')]: 1 },
        refused: [{ document: say('page 1'), item: say('notice 0000002'), reason: say('unknown code 2499') }],
      }),
      error: say('none'),
    })
    .execute();
  await db
    .insertInto('outbox')
    .values([
      {
        queue: 'ingest',
        message: JSON.stringify({ v: 1, sourceId: 'gazette-insolvency' }),
        dead_at: '2026-03-02T09:20:00Z',
        dead_reason: say('503 four times'),
      },
      {
        queue: 'deliver',
        message: JSON.stringify({ v: 1, deliveryId: '1' }),
        dead_at: '2026-03-02T09:21:00Z',
        dead_reason: `bounced: ${privateMark(otherCouncil.gss)} ${privateMark(ourCouncil.gss)}`,
      },
    ])
    .execute();
  await db
    .insertInto('national_private')
    .values({
      as_of: seedDay,
      dimension: 'country',
      member: 'England',
      band: 'insolvent',
      councils: 5,
      contracts: 7,
      net_pence: 35_000_000,
    })
    .execute();
}
