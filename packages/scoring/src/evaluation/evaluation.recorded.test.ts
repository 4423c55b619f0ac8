import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { mergeCases, type Case } from '../replay/cases.ts';
import { replayCase } from '../replay/replay.ts';
import { parseArff } from './arff.ts';
import { evaluate, type EvaluatedSample } from './evaluate.ts';
import { fitAccounts, refit, type Refit } from './fit.ts';
import { calibrationDeciles } from './deciles.ts';
import { measuredCases, measuredDeciles, measuredRows } from './measured.ts';
import { polishRatios } from './polish.ts';
import { calibrate, renderFittedPoints } from './render-fitted-points.ts';

const folder = new URL('../../../../../shared/data/models/', import.meta.url);
const here = existsSync(folder);
if (!here) console.warn(`skipped: no bankruptcy sets in ${folder.pathname}`);

function polish(name: string): EvaluatedSample {
  const { rows, failed } = parseArff(readFileSync(new URL(`polish/${name}.arff`, folder), 'utf8'));
  return { set: `Polish ${name}`, rows: rows.map(polishRatios), failed, refit: true };
}

describe.skipIf(!here)('on the recorded failures of other firms', () => {
  // The set that the points are fitted on, by name, with what fitting again ten times over gives.
  const FITTED_ON = '5year_dev_half';
  let fittedOn: EvaluatedSample;
  let refits: readonly Refit[];
  beforeAll(() => {
    fittedOn = polish(FITTED_ON);
    refits = refit(fittedOn);
  });

  test('the formulas reach the AUCs that others measured, to .002', () => {
    const unfitted = evaluate({ ...polish('1year'), refit: false });
    const auc = (title: string) => unfitted.find((row) => row.model.startsWith(title))!.auc;
    const yardsticks = {
      'Altman Z″': 0.6897,
      'Altman Z′': 0.6328,
      Taffler: 0.6839,
      Ohlson: 0.6999,
      Zmijewski: 0.681,
      Springate: 0.6531,
    };
    for (const [title, measured] of Object.entries(yardsticks))
      expect(Math.abs(auc(title) - measured), title).toBeLessThanOrEqual(0.002);
  });

  // Of the other set, which takes as long as all of this together, `test:faults -- evaluation` says the same.
  test('of the set that the points are fitted on what the card says is what the data give', () => {
    const rows = evaluate(fittedOn, refits);
    expect(rows).toEqual(measuredRows.filter((row) => row.set === `Polish ${FITTED_ON}`));
    expect(rows.length).toBeGreaterThan(4);
  });

  test('the balance-sheet component reaches what was asked of it, on folds that it never saw', () => {
    const row = (set: string, model: string) =>
      measuredRows.find((r) => r.set === `Polish ${set}` && r.model.startsWith(model))!;
    const ours = 'Tocsin balance sheet, 10';
    expect(row('1year', ours).auc).toBeGreaterThanOrEqual(0.7);
    const zone = row('5year_dev_half', 'Altman Z″');
    expect(row('5year_dev_half', ours).auc).toBeGreaterThanOrEqual(zone.auc + 0.03);
    for (const set of ['1year', '5year_dev_half']) expect(row(set, ours).brierSkill).toBeGreaterThan(0);
  });

  test('the shipped points are what fitting again gives, to the byte', () => {
    const text = renderFittedPoints(fittedOn, fitAccounts(fittedOn), calibrate(fittedOn, refits));
    expect(readFileSync(new URL('../fitted-points.ts', import.meta.url), 'utf8')).toBe(text);
  });

  test('the deciles of the card are what the data give; ever more firms fail the more was said', () => {
    expect(calibrationDeciles(fittedOn, refits)).toEqual(measuredDeciles);
    const failed = measuredDeciles.map(({ failures }) => failures);
    expect(failed.slice(6)).toEqual(failed.slice(6).toSorted((a, b) => a - b));
    expect(failed.at(-1)).toBeGreaterThan(failed.slice(0, 5).reduce((sum, one) => sum + one, 0));
  });

  test('Z″ on the given half of 5year is stated as recomputed', () => {
    const zone = measuredRows.find(
      (r) => r.set === 'Polish 5year_dev_half' && r.model.startsWith('Altman Z″'),
    );
    expect(Math.abs((zone?.auc ?? 0) - 0.737)).toBeLessThanOrEqual(0.002);
  });

  test('the cases of the card are what replaying them gives; no survivor is ever insolvent', () => {
    const { cases } = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8')) as { cases: Case[] };
    const replayed = mergeCases(cases, []).map(replayCase);
    expect(replayed).toEqual(measuredCases);
    for (const c of replayed.filter((r) => r.outcome === 'survived'))
      expect([c.ingestible.insolventOn, c.allRecord.insolventOn]).toEqual([null, null]);
    const insolvent = Object.fromEntries(replayed.map((c) => [c.id, c.ingestible.insolventOn]));
    expect(insolvent).toMatchObject({
      carillion: '2018-01-15',
      isg: '2024-09-20',
      working_links: '2019-02-15',
    });
  });
});
