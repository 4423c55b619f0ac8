import {
  buryMessage,
  decideMatch,
  findRegisterUploads,
  joinPublished,
  printedOf,
  redrive,
  saveAssessment,
  saveRegister,
  shareDecisions,
  writeSetting,
} from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { printedText } from '@tocsin/matching';
import { companiesHouseCompany } from '@tocsin/sources';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { matchOwnSpend, matchRegister } from '../../services/ingest/src/match-papers.ts';
import { ownRows } from '../support/own-rows.ts';
import { openRows, type Rows } from '../support/rows.ts';
import { assessmentOn } from '../support/system-private.ts';

const TODAY = '2026-11-23';
let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
  await writeSetting(rows.db, 'sources', [companiesHouseCompany.id]);
});
afterAll(() => rows.close());

/** What the messages of a queue are that one act asks for. */
async function asksFor(queue: string, act: () => Promise<unknown>): Promise<unknown[]> {
  await rows.db.deleteFrom('outbox').execute();
  await act();
  const asked = await rows.db.selectFrom('outbox').select('message').where('queue', '=', queue).execute();
  return asked.map(({ message }) => message);
}

const matched = (uploadId: string) =>
  rows.db.transaction().execute((trx) => matchRegister(trx, { v: 1, of: 'register', uploadId }, TODAY));
const matchedSpend = (fileId: string) =>
  rows.db.transaction().execute((trx) => matchOwnSpend(trx, { v: 1, of: 'own-spend', fileId }, TODAY));
const numbered = (ref: string) => ({ scheme: 'GB-COH', ref, printed_ref: ref });
const isWatched = async (id: string) =>
  (await rows.db.selectFrom('supplier').select('watched').where('id', '=', id).executeTakeFirst())?.watched;

async function tieOf(table: 'register_line' | 'own_payee', id: string): Promise<string> {
  const row = await rows.db.selectFrom(table).select('supplier_id').where('id', '=', id).executeTakeFirst();
  return row?.supplier_id ?? '';
}

/** A council says of a name and number, as its papers print them, that they mean the company of another number. */
async function decideIsAnother(
  council: string,
  printed: { readonly name: string; readonly ref: string },
  number: string,
): Promise<void> {
  const text = printedText(printedOf({ postcode: null, ...numbered(printed.ref), name: printed.name }));
  await rows.db.transaction().execute((trx) =>
    decideMatch(trx, {
      council,
      subject: { printedText: text },
      verdict: 'company',
      number: CompanyNumber.parse(number),
      reason: 'papers',
      note: null,
      by: 'officer',
    }),
  );
}

test('whom a register names is asked about at once, not when the clock next asks', async () => {
  const upload = await rows.upload(await rows.council());
  await rows.line(upload, numbered('99010001'));
  expect(await asksFor('ingest', () => matched(upload))).toEqual([
    { v: 1, sourceId: companiesHouseCompany.id },
  ]);
});

test('so is whom an unpublished spending file names, once its last payee is looked at', async () => {
  const message = { v: 1, of: 'own-spend', fileId: '990199' } as const;
  const looked = () => rows.db.transaction().execute((trx) => matchOwnSpend(trx, message, TODAY));
  expect(await asksFor('ingest', looked)).toEqual([{ v: 1, sourceId: companiesHouseCompany.id }]);
});

test('a company that a line named by mistake is watched no more once the line names another', async () => {
  const council = await rows.council();
  const upload = await rows.upload(council);
  const printed = { name: 'Example Meals Ltd', ref: '99010002' };
  const line = await rows.line(upload, { supplier_name: printed.name, ...numbered(printed.ref) });
  await matched(upload);
  const before = await tieOf('register_line', line);
  expect(await isWatched(before)).toBe(true);
  await decideIsAnother(council, printed, '99010003');
  await matched(upload);
  const after = await tieOf('register_line', line);
  expect(after).not.toBe(before);
  expect([await isWatched(before), await isWatched(after)]).toEqual([false, true]);
});

test('no other council’s word about a name says in place of the number of a register, or beside the name there, who is meant', async () => {
  const council = await rows.council();
  const upload = await rows.upload(council);
  const names = ['Example Orchards Ltd', 'Example Cellars Ltd'] as const;
  const numbers = ['99010020', '99010021'] as const;
  const lines: string[] = [];
  for (const [at, name] of names.entries())
    lines.push(await rows.line(upload, { supplier_name: name, ...numbered(numbers[at] ?? '') }));
  lines.push(await rows.line(upload, { supplier_name: names[1].toUpperCase() }));
  lines.push(await rows.line(upload, { supplier_name: 'Example Attics Ltd' }));
  const file = await ownRows(rows.db).file(council, '2026-10-01', '2026-10-31');
  const payee = await ownRows(rows.db).payee(file, names[1]);
  const told = async () => {
    await matched(upload);
    await matchedSpend(file);
    const tied = await Promise.all(lines.map((line) => tieOf('register_line', line)));
    return Promise.all([...tied, await tieOf('own_payee', payee)].map(numberOf));
  };
  const before = [numbers[0], numbers[1], numbers[1], '', numbers[1]];
  expect(await told()).toEqual(before);

  const other = await rows.council();
  const printed = [
    await rows.mention(names[0], { ...numbered(numbers[0]) }),
    await rows.mention(names[1]),
    await rows.mention('Example Attics Ltd'),
  ];
  const said = ['none', 'company', 'company'] as const;
  await rows.db.transaction().execute(async (trx) => {
    for (const [at, mentionId] of printed.entries()) {
      const verdict = said[at] ?? 'none';
      const number = verdict === 'company' ? CompanyNumber.parse('99010022') : null;
      const by = { reason: 'papers', note: null, by: 'officer' } as const;
      await decideMatch(trx, { council: other, subject: { mentionId }, verdict, number, ...by });
    }
    await shareDecisions(trx, printed);
  });
  expect(await told()).toEqual([numbers[0], numbers[1], numbers[1], '99010022', numbers[1]]);
});

/** The company number of a supplier; empty for none. */
async function numberOf(supplier: string): Promise<string> {
  const row = await rows.db
    .selectFrom('supplier_ref')
    .select('ref')
    .where('supplier_id', '=', supplier === '' ? '0' : supplier)
    .executeTakeFirst();
  return row?.ref ?? '';
}

test('a register whose matching is put aside says that it stopped, goes on once that is sent again, and can be handed in anew', async () => {
  const council = await rows.council();
  const line = {
    row: 2,
    supplierName: 'Example Barns Ltd',
    printedRef: null,
    ref: null,
    title: 'Barns',
    details: {},
  };
  const none = {
    valuePence: null,
    vat: 'unknown',
    startsOn: null,
    endsOn: null,
    criticality: 'unknown',
  } as const;
  const about = { owner: null, service: null, regime: 'unknown' } as const;
  const by = { uploadedBy: 'officer', columns: null };
  const file = { council, fileName: 'contracts.csv', sha256: 'barns', ...by };
  const handIn = () =>
    rows.worker.transaction().execute((trx) =>
      saveRegister(trx, {
        ...file,
        lines: [{ ...line, ...none, ...about }],
      }),
    );
  const isStopped = async (id: string | null) => {
    const uploads = await rows.db.transaction().execute((trx) => findRegisterUploads(trx, 50));
    return uploads.find((upload) => upload.id === id)?.isStopped;
  };
  await rows.db.deleteFrom('outbox').execute();
  const upload = await handIn();
  const { id: message } = await rows.db.selectFrom('outbox').select('id').executeTakeFirstOrThrow();
  expect(await isStopped(upload)).toBe(false);
  await buryMessage(rows.worker, message, 'given-up');
  expect(await isStopped(upload)).toBe(true);
  await rows.worker.transaction().execute((trx) => redrive(trx, message));
  expect([await isStopped(upload), await handIn()]).toEqual([false, null]);
  await buryMessage(rows.worker, message, 'given-up');
  const again = await handIn();
  expect([await isStopped(upload), await isStopped(again)]).toEqual([true, false]);
  await matched(upload ?? '');
  expect(await isStopped(upload)).toBe(false);
});

test('a register that was undone makes nobody known', async () => {
  const upload = await rows.upload(await rows.council(), { undone_at: '2026-11-20T09:00:00Z' });
  const line = await rows.line(upload, numbered('99010012'));
  await matched(upload);
  expect(await tieOf('register_line', line)).toBe('');
});

test('whom another council follows already is a supplier of its own, and assessed anew, for the council that comes to know it', async () => {
  const first = await rows.upload(await rows.council());
  await rows.line(first, numbered('99010004'));
  await matched(first);
  const { supplier_id: supplier } = await rows.db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', '99010004')
    .executeTakeFirstOrThrow();
  // Of nothing that anybody is told of.
  const calm = { ...assessmentOn(supplier, '2026-11-13'), band: 'low', ownBand: 'low', score: 10 } as const;
  const facts = { checked: {}, stated: {}, supplierId: supplier, asOf: calm.asOf };
  await rows.db
    .transaction()
    .execute((trx) =>
      saveAssessment(trx, { assessment: calm, facts, previous: undefined, episode: 1, replayed: false }),
    );
  const second = await rows.upload(await rows.council());
  await rows.line(second, numbered('99010004'));
  const asked = await asksFor('score', () => matched(second));
  const { supplier_id: own } = await rows.db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', '99010004')
    .where('since', 'is not', null)
    .executeTakeFirstOrThrow();
  expect(own).not.toBe(supplier);
  expect(asked).toMatchObject([{ supplierIds: [own] }]);
});

test('so is whom papers of another named until it said that they mean another, or until they went', async () => {
  const council = await rows.council();
  const upload = await rows.upload(council);
  const [meant, paid] = [
    { name: 'Example Larders Ltd', ref: '99010006' },
    { name: 'Example Pantries Ltd', ref: '99010008' },
  ];
  const line = await rows.line(upload, { supplier_name: meant.name, ...numbered(meant.ref) });
  const gone = await rows.line(upload, numbered('99010007'));
  await matched(upload);
  const file = await ownRows(rows.db).file(council, '2026-10-01', '2026-10-31');
  const payee = await ownRows(rows.db).payee(file, paid.name, numbered(paid.ref));
  await matchedSpend(file);
  const ties = async () => [await tieOf('register_line', line), await tieOf('own_payee', payee)];
  const [before, left] = [await ties(), await tieOf('register_line', gone)];

  for (const printed of [meant, paid]) await decideIsAnother(council, printed, '99010009');
  await matched(upload);
  await matchedSpend(file);
  expect((await ties()).filter((id) => before.includes(id))).toEqual([]);
  await rows.db.deleteFrom('register_line').where('id', '=', gone).execute();

  const nobodys = await rows.supplier('99010010', '99010010', { supplies_publicly: false });
  const second = await rows.upload(await rows.council());
  const lines: string[] = [];
  for (const ref of [meant.ref, paid.ref, '99010007', '99010010'])
    lines.push(await rows.line(second, numbered(ref)));
  await matched(second);
  const known: string[] = [];
  for (const id of lines) known.push(await tieOf('register_line', id));
  expect(known.filter((id) => [...before, left].includes(id))).toEqual([]);
  expect(known.at(-1)).toBe(nobodys);
});

test('whom a council paid as a supplier of its own is whom everybody knows, once everybody does', async () => {
  const base = await rows.supplier('99010011', '99010011', { supplies_publicly: false, followed: true });
  const file = await ownRows(rows.db).file(await rows.council(), '2026-10-01', '2026-10-31');
  const payee = await ownRows(rows.db).payee(file, 'Example Cellars Ltd', numbered('99010011'));
  await matchedSpend(file);
  const own = await tieOf('own_payee', payee);
  expect(own).not.toBe(base);
  const joined = () => rows.db.transaction().execute((trx) => joinPublished(trx, [base]));
  expect(await joined()).toEqual([]);
  await rows.db.updateTable('supplier').set({ supplies_publicly: true }).where('id', '=', base).execute();
  expect(await joined()).toEqual([own]);
  expect(await tieOf('own_payee', payee)).toBe(base);
});
