import { createRegisterIndex, normaliseCompanyNumber, evaluate } from '@tocsin/matching';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { createLookAlikes, createRandom } from '../../test/bench/look-alike-names.ts';
const dir = '/work/shared/data/names/';
const reg = parse(readFileSync(dir + 'register_names_slice.csv'), { columns: true }) as any[];
const pairs = parse(readFileSync(dir + 'pairs.csv'), { columns: true }) as any[];
const names = reg.map((r) => r.register_name_2019_2026);
const rows = Number(process.argv[2] ?? 1e6),
  seed = Number(process.argv[3] ?? 1),
  mode = process.argv[4] ?? 'mix';
const seeds =
  mode === 'slice' ? names : [...names, ...pairs.filter((p) => p.use === 'absent').map((p) => p.name)];
const next = createLookAlikes([...names, ...pairs.map((p) => p.name)], seeds, createRandom(seed));
const b = createRegisterIndex();
for (const r of reg)
  b.add({
    number: normaliseCompanyNumber(r.company_number)!,
    name: r.register_name_2019_2026,
    formerNames: [],
    postcode: null,
    status: null,
  });
for (let i = 0; i < rows; i++)
  b.add({ number: String(90000000 + i) as any, name: next(), formerNames: [], postcode: null, status: null });
const ix = b.finish();
const ev = evaluate(
  pairs.map((p) => ({ name: p.name, number: p.company_number, use: p.use })),
  ix.find,
);
console.log(
  rows,
  seed,
  mode,
  ev.precision,
  ev.recall,
  ev.abstained,
  ev.disagreements,
  ev.wrong.map((w) => w.label.name + '>' + w.result.candidates[0]?.name),
);
for (const n of ['EMAP PUBLISH LTD', 'DAVID PHILIPS FURNITURE LTD', 'MATTHEWS & GOODMANE LLP']) {
  const r = ix.find({ name: n });
  console.log(
    n,
    r.outcome,
    r.candidates
      .slice(0, 3)
      .map((c) => c.name + ' ' + c.score)
      .join(' | '),
  );
}
for (const p of pairs)
  if (p.use === 'conflict') {
    const r = ix.find({ name: p.name, number: p.company_number });
    if (!r.reason.includes('disagree'))
      console.log(
        p.name,
        p.company_number,
        r.outcome,
        r.reason,
        r.candidates.map((c) => c.name + ' ' + c.score),
      );
  }
