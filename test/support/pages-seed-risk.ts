import { factsHash, type Db } from '@tocsin/db';
import type { Evidence, Finding, FormalEvent, RiskBand, Signal } from '@tocsin/domain';
import { ourCouncil, seedDay } from './pages-world.ts';
import { thirtyFacts } from './scoring-facts.ts';
import type { SeedSupplier } from './seed-supplier.ts';

/** A watched supplier with its number, looked at, and what the public record says of it. Returns its id. */
export async function seedSupplier(db: Db, documentId: string, supplier: SeedSupplier): Promise<string> {
  const { say, name, number } = supplier;
  const { id } = await db
    .insertInto('supplier')
    .values({
      name: say(name),
      status: say('active'),
      postcode: 'ZZ1 1ZZ',
      previous_names: [say('Former Example Limited')],
      watched: true,
      supplies_publicly: true,
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
        source_id: signal.kind === 'care-location' ? 'care-locations' : 'gazette-insolvency',
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
  const care = band === 'insolvent' ? careHomes(say) : [];
  return band === 'insolvent' || band === 'severe' ? [...quiet, ...care, [seedDay, petition]] : quiet;
}

/** A home in the council that the tests sign in as, one elsewhere that is rated worst, and one that closed. */
function careHomes(say: SeedSupplier['say']): (readonly [string, Signal])[] {
  const home = {
    kind: 'care-location',
    locationId: '1-990000001',
    name: say('Example House'),
    careHome: true,
    places: 42,
    authority: ourCouncil.name,
    rating: 'good',
    ratedOn: '2025-03-12',
    inherited: true,
    dormant: false,
    state: 'registered',
    endedOn: null,
  } as const satisfies Signal;
  const bad = {
    name: say('Example Lodge'),
    authority: say('Elsewhere'),
    places: null,
    rating: 'inadequate',
  } as const;
  return [
    ['2026-02-02', home],
    ['2026-02-03', { ...home, ...bad }],
    ['2026-02-04', { ...home, name: say('Example Grange'), state: 'closed', endedOn: '2026-01-15' }],
  ];
}

const scores: Readonly<Record<RiskBand, number>> = {
  low: 4,
  watch: 18,
  elevated: 34,
  severe: 58,
  insolvent: 100,
};

/** Three days of history: quiet, then late accounts, then today. Returns the newest. */
export async function seedAssessments(db: Db, supplierId: string, supplier: SeedSupplier): Promise<string> {
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

function evidence(say: SeedSupplier['say'], day: string): Evidence {
  return {
    source: 'gazette-insolvency',
    url: say('https://www.thegazette.co.uk/notice/0000001'),
    publishedAt: `${day}T09:00:00Z`,
    retrievedAt: `${day}T09:00:40Z`,
    sha256: 'a'.repeat(64),
    quote: say('A petition to wind up the above-named company was presented on 20 February 2026'),
  };
}
