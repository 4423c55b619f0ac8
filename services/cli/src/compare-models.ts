import { readFileSync } from 'node:fs';
import { type Db, eachAssessedFacts, findSupplierNames } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import {
  type BandMove,
  compareModels,
  type Model,
  type ModelChanges,
  models,
  type SupplierFacts,
  withChanges,
} from '@tocsin/scoring';
import { z } from 'zod';
import { printTable } from './print-table.ts';

const Points = z.int().min(-100).max(100);
const Weight = z.strictObject({
  points: Points,
  /** The last bin is open: `"below": null`. */
  bins: z.array(z.strictObject({ below: z.number().nullable(), points: Points })).optional(),
  levels: z.record(z.string(), Points).optional(),
  thresholds: z.record(z.string(), z.number()).optional(),
  fade: z.strictObject({ full: z.int().positive(), half: z.int().positive() }).optional(),
});
const Changes = z.strictObject({
  version: z.string().min(1),
  /** The released version that is changed. */
  base: z.string(),
  cuts: z.strictObject({ watch: Points, elevated: Points, severe: Points }).optional(),
  weights: z.record(z.string(), Weight.nullable()).default({}),
});

/**
 * `compare-models <old> <new>`: runs two models over the facts of every current assessment and lists which suppliers
 * would change band and why. Each is a released version or a JSON file of changes to one. Nothing is stored, nobody is
 * told. A table, and one JSON line last.
 */
export async function compareModelsVerb(db: Db, old: string, next: string): Promise<void> {
  const [before, after] = [readModel(old), readModel(next)];
  const found: NamedMove[] = [];
  let suppliers = 0;
  for await (const batch of eachAssessedFacts(db)) {
    suppliers += batch.length;
    const moved = batch.flatMap(({ facts, ...stored }) => {
      const supplierId = SupplierId.parse(stored.supplierId);
      return compareModels({ ...stored, supplierId, facts: facts as SupplierFacts }, before, after) ?? [];
    });
    found.push(...(await nameSuppliers(db, moved)));
  }
  const moves = found.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  printTable(
    ['supplier', 'number', 'as of', 'from', 'to', 'score', 'because'],
    moves.map((m) => [
      m.name,
      m.number ?? '–',
      m.asOf,
      m.from,
      m.to,
      `${m.scoreFrom} → ${m.scoreTo}`,
      m.because.join('; '),
    ]),
  );
  const report = { old: before.version, new: after.version, suppliers, moves };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

type NamedMove = BandMove & { readonly name: string; readonly number: string | null };

async function nameSuppliers(db: Db, moves: readonly BandMove[]): Promise<readonly NamedMove[]> {
  const ids = moves.map((move) => move.supplierId);
  const cards = await findSupplierNames(db, ids);
  return moves.map((move) => {
    const card = cards.get(move.supplierId);
    return { ...move, name: card?.name ?? move.supplierId, number: card?.number ?? null };
  });
}

/** A released version by its name, else a JSON file: `{"version","base","cuts"?,"weights":{"<indicator>":{…}|null}}`. */
export function readModel(name: string): Model {
  const released = models[name];
  if (released) return released;
  if (!name.endsWith('.json'))
    throw new Error(
      `no model ${name}; there are: ${Object.keys(models).join(', ')}, or a JSON file of changes`,
    );
  const { version, base, cuts, weights } = Changes.parse(JSON.parse(readFileSync(name, 'utf8')));
  return withChanges(readModel(base), { version, weights: opened(weights), ...(cuts && { cuts }) });
}

function opened(weights: z.infer<typeof Changes>['weights']): ModelChanges['weights'] {
  return Object.fromEntries(
    Object.entries(weights).map(([id, weight]) => {
      const bins = weight?.bins?.map(({ below, points }) => ({ below: below ?? Infinity, points }));
      if (weight === null) return [id, null];
      const { points, levels, thresholds, fade } = weight;
      return [
        id,
        {
          points,
          ...(bins && { bins }),
          ...(levels && { levels }),
          ...(thresholds && { thresholds }),
          ...(fade && { fade }),
        },
      ];
    }),
  );
}
