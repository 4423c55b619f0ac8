import { findCurrentAssessment } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import {
  assess,
  foldSignals,
  model,
  models,
  type Relative,
  releases,
  type SupplierFacts,
} from '@tocsin/scoring';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveAdministration, saveController } from '../support/group-seed.ts';
import { runVerb } from '../support/system-cli.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { saveTestSupplier } from '../support/system-private.ts';
import { startSystem, type System } from '../support/system.ts';

const NEW = model.version;
/** The last version under which the fall of a parent alone led to another band than it does now. */
const OLD = releases.findLast(
  ({ version }) => byParentAlone(version).band !== byParentAlone(NEW).band,
)!.version;
const [before, after] = [byParentAlone(OLD), byParentAlone(NEW)];
const parent = '99200001';
const [rescored, met] = ['99200002', '99200003'];

function byParentAlone(version: string) {
  const fallen: Relative = {
    supplierId: SupplierId.parse('2'),
    name: 'Parent',
    relation: 'parent',
    chain: ['Parent'],
    asOf: '2026-11-23',
    ownBand: 'insolvent',
    proceeding: { title: 'Administrators appointed', on: '2026-07-02' },
    evidence: [],
  };
  const context = { supplierId: SupplierId.parse('1'), asOf: '2026-11-23', previousBand: null };
  return assess(foldSignals({}, [], [fallen]), context, models[version]);
}

let system: System;
const ids: Record<string, string> = {};

/** Two subsidiaries of a company in administration, as the older version of the score left them. */
beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db);
  for (const number of [parent, rescored, met]) {
    ids[number] = await saveTestSupplier(system.db, number);
    if (number !== parent) await saveController(system.db, number, { name: 'Parent', number: parent });
  }
  await saveAdministration(system.db, parent, '2026-07-02T09:00:00Z');
  await system.settled();
  for (const number of [parent, rescored, met]) await scoreByOld(ids[number] ?? '');
});
afterAll(() => system.stop());

/** Nobody depended on these suppliers so far, so that nothing was told; their past is written anew. */
async function scoreByOld(id: string): Promise<void> {
  const rows = await system.db
    .selectFrom('assessment')
    .innerJoin('fact_set', 'fact_set.facts_hash', 'assessment.facts_hash')
    .select(['id', 'as_of', 'facts'])
    .where('supplier_id', '=', id)
    .orderBy('id')
    .execute();
  const last = rows.at(-1)!;
  const context = { supplierId: SupplierId.parse(id), asOf: last.as_of, previousBand: null };
  const old = assess(last.facts as SupplierFacts, context, models[OLD]);
  await system.db
    .updateTable('assessment')
    .set({
      model_version: OLD,
      band: old.band,
      own_band: old.ownBand,
      score: old.score,
      raw_score: old.rawScore,
    })
    .set({ findings: JSON.stringify(old.findings), episode: 0, lifted_to: null, previous_band: null })
    .where('id', '=', last.id)
    .execute();
  await system.db
    .updateTable('current_assessment')
    .set({ band: old.band, score: old.score })
    .where('supplier_id', '=', id)
    .execute();
}

const standing = async (number: string) => findCurrentAssessment(system.db, ids[number] ?? '');
const contract = (number: string, buyer: string) =>
  releasePage(
    `page-${number}-${buyer}`,
    awardRelease({ id: `${number}${buyer}`.replaceAll(' ', ''), buyer, supplier: number, number }),
  );

/** Whom an alert about this supplier itself has reached; its parent has failed, and is told of on its own. */
async function toldOf(number: string): Promise<readonly string[]> {
  const alerts = await system.db
    .selectFrom('alert')
    .select('council')
    .where('supplier_id', '=', ids[number] ?? '')
    .orderBy('council')
    .execute();
  return alerts.map(({ council }) => council);
}

test('the new version runs beside the old one and lists who would change band, and why', async () => {
  const { report, code } = await runVerb(system, 'compare-models', OLD, NEW);
  expect(code).toBe(0);
  const moves = [rescored, met].map((number) => ({
    supplierId: ids[number],
    name: `EXAMPLE ${number} LTD`,
    number,
    asOf: '2026-11-23',
    from: before.band,
    to: after.band,
    scoreFrom: before.score,
    scoreTo: after.score,
    because: [`group-contagion: ${before.score} → ${after.score}`],
  }));
  expect(report).toEqual({ old: OLD, new: NEW, suppliers: 3, moves });
  expect(await standing(rescored)).toMatchObject({ model_version: OLD, band: before.band });
});

test('a supplier that is met again after the change is told of by no alert', async () => {
  await system.ingest('find-a-tender', contract(met, councilA.name));
  expect(await standing(met)).toMatchObject({ model_version: NEW, band: after.band, lifted_to: after.band });
  expect(await toldOf(met)).toEqual([]);
});

test('everybody scored again at once: no alert, then or with the next look', async () => {
  expect((await runVerb(system, 'rescore')).report).toEqual({
    model: NEW,
    suppliers: 2,
    moved: 1,
    ended: { alerts: 0, councils: 0 },
  });
  expect(await standing(rescored)).toMatchObject({ model_version: NEW, band: after.band, episode: 1 });
  await system.ingest('find-a-tender', contract(rescored, councilA.name));
  await system.ingest('find-a-tender', contract(rescored, councilB.name));
  expect([await toldOf(met), await toldOf(rescored)]).toEqual([[], []]);
});

test('what happens afterwards is told as ever', async () => {
  const petition = { id: '9920001', code: '2450', company: `EXAMPLE ${rescored} LTD`, number: rescored };
  await system.ingest('gazette-insolvency', noticePage({ ...petition, published: '2026-11-20' }));
  expect(await standing(rescored)).toMatchObject({ band: 'severe', episode: 1 });
  expect(await toldOf(rescored)).toEqual([councilA.gss, councilB.gss].toSorted());
});
