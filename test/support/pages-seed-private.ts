import type { AlertDeed } from '@tocsin/alerting';
import { actOnAlerts, asCouncil, contestFact, type Db } from '@tocsin/db';
import { ExposedContract, Pence } from '@tocsin/domain';
import { otherCouncil, ourCouncil, privateMark, seedDay } from './pages-world.ts';
import type { SeedSupplier } from './seed-supplier.ts';

/** One register of contracts a council. Returns their ids by council. */
export async function seedUploads(db: Db, lines: number): Promise<Readonly<Record<string, string>>> {
  const rows = await db
    .insertInto('register_upload')
    .values(
      [ourCouncil, otherCouncil].map(({ gss }) => ({
        council: gss,
        file_name: 'contracts.csv',
        sha256: 'a'.repeat(64),
        line_count: 2 * lines,
        uploaded_by: 'Seed',
      })),
    )
    .returning(['id', 'council'])
    .execute();
  return Object.fromEntries(rows.map((row) => [row.council, row.id]));
}

/** One line that is matched and one that is not, for each council. */
export async function seedRegisterLine(
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

/** An alert of a council and the mail that told it. Returns its id. */
export async function seedAlert(
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
export async function seedDeeds(
  db: Db,
  alerts: Readonly<Record<string, readonly string[]>>,
  say: SeedSupplier['say'],
): Promise<void> {
  for (const { gss } of [ourCouncil, otherCouncil]) {
    const owner = say(`Assignee ${privateMark(gss)}`);
    const first = (alerts[gss] ?? []).slice(-1);
    const [alertId] = first;
    if (alertId === undefined) continue;
    const deeds: readonly AlertDeed[] = [
      { action: 'assign', to: owner, owner },
      { action: 'note', text: owner },
      { action: 'plan', keptAt: owner },
      { action: 'outcome', outcome: 'managed-exit', evidence: owner },
      { action: 'money', of: 'saving', pence: Pence.parse(1_250_000), evidence: owner },
    ];
    await asCouncil(db, gss, async (trx) => {
      for (const deed of deeds) await actOnAlerts(trx, gss, first, deed, say('Seed'));
      const { supplier_id: supplierId } = await trx
        .selectFrom('alert')
        .select('supplier_id')
        .where('id', '=', alertId)
        .executeTakeFirstOrThrow();
      const about = { of: 'register', line: '1' } as const;
      const words = { fact: owner, url: null, claim: owner, evidence: owner };
      await contestFact(trx, {
        council: gss,
        supplierId,
        alertId,
        about,
        ...words,
        by: say('Seed'),
        form: null,
      });
      // To the operator, who decides: what somebody of a council writes there is for the operator to read.
      await contestFact(trx, {
        council: gss,
        supplierId,
        alertId,
        about: { of: 'published', source: 'gazette-insolvency', ref: `1/${gss}`, version: '1' },
        fact: say('Notice in The Gazette'),
        url: say('https://www.thegazette.co.uk/notice/1'),
        claim: say('It is another company'),
        evidence: say('The number in the notice'),
        by: say('Seed'),
        form: null,
      });
    });
  }
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
