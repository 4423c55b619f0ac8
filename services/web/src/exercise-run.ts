import { restsOnWords } from '@tocsin/alerting';
import {
  asCouncil,
  findAlternatives,
  findCouncil,
  findExposuresOf,
  findSectorBasis,
  findSupplierByKey,
  findSupplierCards,
  type Db,
  type Trx,
} from '@tocsin/db';
import { GssCode, SupplierId, sumByBasis, type IsoDate } from '@tocsin/domain';
import {
  contractTotals,
  courseOf,
  lostCategories,
  type Alternatives,
  type DependingCouncil,
  type ExerciseView,
} from '@tocsin/exposure';
import { measuredCases } from '@tocsin/scoring';
import { findBrief } from './pages/sector-brief.ts';
import { watchNow, type Ports } from './ports.ts';
import { Refusal } from './refusal.ts';

/** What is supposed: who fails, when, and which failure of the past shows how it would have come. */
export interface Supposed {
  readonly supplierKey: string;
  readonly supposedOn: IsoDate;
  readonly pastCase: string | null;
}

/** Suppliers named for each category and region. */
const EACH = 5;

/** Failures of the past whose course an exercise can follow. */
export const pastFailures = measuredCases
  .filter(({ outcome, outcomeOn }) => outcome === 'failed' && outcomeOn)
  .map(({ id, name }) => ({ id, name }));

/** What all councils would lose, by public record. */
export async function runForSector(ports: Ports, supposed: Supposed, today: IsoDate): Promise<ExerciseView> {
  const supplier = await findSupposed(ports, ports.national, supposed.supplierKey, today, 'everybody');
  const { councils, totals, paid } = await findBrief(ports, supplier.id, today);
  return {
    ...(await frame(ports, supposed, today, supplier, councils)),
    totals,
    paid,
    restsOn: restsOnWords(await findSectorBasis(ports.national, { region: null, type: null }, today)),
  };
}

/** What one council would lose, by all that it knows itself. */
export async function runForCouncil(
  ports: Ports,
  gss: string,
  supposed: Supposed,
  today: IsoDate,
): Promise<ExerciseView> {
  const council = await findCouncil(ports.db, gss);
  const found = await asCouncil(ports.db, gss, async (trx) => {
    const supplier = await findSupposed(ports, trx, supposed.supplierKey, today, 'own');
    const exposures = (await findExposuresOf(trx, [supplier.id], today)).get(supplier.id) ?? [];
    const own = exposures.find(({ exposure }) => exposure.council === gss);
    return { supplier, exposure: own?.exposure ?? null };
  });
  const contracts = found.exposure?.contracts ?? [];
  const totals = contractTotals(contracts);
  const spend = found.exposure?.spend ?? null;
  const ours: DependingCouncil = {
    gss: GssCode.parse(gss),
    name: council?.name ?? gss,
    region: council?.region ?? null,
    contracts: [...contracts],
    totals,
    paid: spend?.last12Months ?? null,
    services: [...new Set(contracts.flatMap(({ service }) => service ?? []))].toSorted(),
    monthsRead: null,
    readTo: spend?.to ?? null,
  };
  return {
    ...(await frame(ports, supposed, today, found.supplier, [ours])),
    totals,
    paid: spend?.last12Months ?? sumByBasis([]),
    restsOn: null,
  };
}

/** The supplier of that number, as everybody or the council that `db` acts for may know it. */
async function findSupposed(
  ports: Ports,
  db: Db | Trx,
  key: string,
  today: IsoDate,
  reader: 'everybody' | 'own',
) {
  const id = await findSupplierByKey(db, key.trim().toUpperCase());
  const card = id ? (await findSupplierCards(db, [id], today, watchNow(ports), reader)).get(id) : undefined;
  if (card) return card;
  throw new Refusal(
    422,
    'No supplier of that number is known here',
    'Give the company number as the supplier’s page shows it, such as 01234567.',
  );
}

async function frame(
  ports: Ports,
  { supposedOn, pastCase }: Supposed,
  today: IsoDate,
  { id, key, number, name, level }: Awaited<ReturnType<typeof findSupposed>>,
  councils: readonly DependingCouncil[],
) {
  return {
    runOn: today,
    supposedOn,
    supplier: { id: SupplierId.parse(id), key, number, name, level },
    councils: [...councils],
    services: [...new Set(councils.flatMap(({ services }) => services))].toSorted(),
    alternatives: await findNamedAlternatives(ports, id, councils, today),
    course: courseAsIn(pastCase, supposedOn),
  };
}

async function findNamedAlternatives(
  ports: Ports,
  supplierId: string,
  councils: readonly DependingCouncil[],
  today: IsoDate,
): Promise<Alternatives[]> {
  const lost = lostCategories(councils);
  const rows = await findAlternatives(ports.national, supplierId, lost, EACH);
  const ids = [...new Set(rows.map((row) => row.supplierId))];
  const cards = await findSupplierCards(ports.national, ids, today, watchNow(ports), 'everybody');
  return lost.map(({ category, region }) => ({
    category,
    region,
    suppliers: rows
      .filter((row) => row.category === category && row.region === region)
      .flatMap((row) => {
        const card = cards.get(row.supplierId);
        if (!card) return [];
        const { id, key, number, name, level } = card;
        return [{ id, key, number, name, level, councils: row.councils }];
      }),
  }));
}

function courseAsIn(pastCase: string | null, supposedOn: IsoDate): ExerciseView['course'] {
  const past = measuredCases.find(({ id, outcome }) => id === pastCase && outcome === 'failed');
  if (!past?.outcomeOn) return null;
  const { firstWatch, firstElevated, firstSevere } = past.ingestible;
  const stages = [
    { level: 'Watch', on: firstWatch },
    { level: 'Elevated', on: firstElevated },
    { level: 'Severe', on: firstSevere },
  ].flatMap(({ level, on }) => (on ? [{ level, on }] : []));
  return courseOf({ name: past.name, failedOn: past.outcomeOn, stages }, supposedOn);
}
