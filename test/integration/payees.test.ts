import { EVERYBODY, findMentions, findTouchedMentions, loadRegister, printedOf } from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveAll } from '../../services/ingest/src/resolve.ts';
import { openRows, type Rows } from '../support/rows.ts';

let rows: Rows;
let [council, file] = ['', ''];
beforeAll(async () => {
  rows = await openRows();
  council = await rows.council({ name: 'Exeham City Council', alt_names: ['City of Exeham'] });
  file = await rows.spendFile(council, '2010-01-01', '2026-10-31');
  await loadRegister(rows.worker, 'test', companies());
});
afterAll(() => rows.close());

async function* companies() {
  const facts = { previousNames: [], postcode: null, status: 'Active', sicCodes: [] };
  yield [
    { ...facts, number: '99000001', name: 'EXEMPLAR CARE LIMITED', incorporatedOn: '2021-09-10' },
    { ...facts, number: '99000002', name: 'EXEMPLAR ROADS LIMITED', incorporatedOn: '2021-09-10' },
    { ...facts, number: '13620105', name: 'EXEMPLAR SURFACES LIMITED' },
    { ...facts, number: '99000003', name: 'EXEHAM COUNCIL ACADEMY TRUST' },
  ];
}

/** A name as a spending file prints it, paid on these days. */
async function paid(name: string, days: readonly string[], ref: string | null = null): Promise<string> {
  const scheme = ref === null ? null : 'GB-COH';
  const id = await rows.mention(name, { ref, scheme, printed_ref: ref, postcode: days[0] ?? null });
  for (const paid_on of days) await rows.payment(file, { paid_on, mention_id: id });
  return id;
}

async function resolved(id: string) {
  const [mention] = await findMentions(rows.db, [id]);
  if (!mention) throw new Error('no mention');
  const [one] = await rows.worker
    .transaction()
    .execute((trx) => resolveAll(trx, [mention], EVERYBODY, () => []));
  return { text: printedOf(mention).name, ...one?.resolution };
}

test('a firm incorporated after the earliest payment under its name is nobody’s payee, and a question', async () => {
  expect(await resolved(await paid('Exemplar Care Ltd', ['2021-09-10', '2022-01-01']))).toMatchObject({
    outcome: 'matched',
  });
  const early = await resolved(await paid('Exemplar Care Ltd', ['2021-09-09', '2022-01-01']));
  expect(early).toMatchObject({ outcome: 'ambiguous', candidates: ['99000001'] });
  expect(early.reason).toContain('incorporated after a payment under this name');
  expect(await resolved(await paid('Exemplar Surfaces Ltd', ['2012-10-04']))).toMatchObject({
    outcome: 'ambiguous',
  });
});

test('a file that goes further back has those looked at again that were tied to a younger firm', async () => {
  const supplier_id = await rows.supplier('EXEMPLAR ROADS LIMITED', '99000002', {
    watched: true,
    supplies_publicly: true,
    status: 'active',
  });
  const mention = await rows.mention('Exemplar Roads', { supplier_id, outcome: 'matched' });
  const touchedBy = async (from: string, paid_on: string) => {
    const document = await rows.spendFile(council, from, '2021-09-30');
    await rows.payment(document, { paid_on, mention_id: mention });
    return rows.db.transaction().execute((trx) => findTouchedMentions(trx, document));
  };
  expect(await touchedBy('2021-09-10', '2021-09-11')).toEqual([]);
  expect(await touchedBy('2021-09-09', '2021-09-11')).toEqual([mention]);
});

test('a council of the list is cleared, whatever its rank is called; its town council, and what has a number, are not', async () => {
  expect(await resolved(await paid('EXEHAM COUNCIL', ['2026-01-01']))).toMatchObject({
    outcome: 'not-a-company',
    reason: 'a public body: it is on the list of councils',
  });
  expect(await resolved(await paid('City of Exeham', ['2026-01-01']))).toMatchObject({
    outcome: 'not-a-company',
  });
  expect(await resolved(await paid('Exeham Town Council', ['2026-01-01']))).toMatchObject({
    outcome: 'none',
  });
  const trust = await paid('Exeham Council Academy Trust', ['2026-01-01'], '99000003');
  expect(await resolved(trust)).toMatchObject({ outcome: 'matched' });
});
