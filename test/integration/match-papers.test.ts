import { decideMatch, printedOf, saveAssessment, writeSetting } from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { printedText } from '@tocsin/matching';
import type { Work } from '@tocsin/queue';
import { companiesHouseCompany } from '@tocsin/sources';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { matchSuppliers } from '../../services/ingest/src/match.ts';
import { matchOwnSpend, matchRegister } from '../../services/ingest/src/match-papers.ts';
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
const numbered = (ref: string) => ({ scheme: 'GB-COH', ref, printed_ref: ref });
const isWatched = async (id: string) =>
  (await rows.db.selectFrom('supplier').select('watched').where('id', '=', id).executeTakeFirst())?.watched;

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
  const printed = { name: 'Example Meals Ltd', postcode: null, ...numbered('99010002') };
  const line = await rows.line(upload, { supplier_name: printed.name, ...numbered('99010002') });
  await matched(upload);
  const supplierOf = async () =>
    (
      await rows.db
        .selectFrom('register_line')
        .select('supplier_id')
        .where('id', '=', line)
        .executeTakeFirst()
    )?.supplier_id ?? '';
  const before = await supplierOf();
  expect(await isWatched(before)).toBe(true);
  await rows.db.transaction().execute((trx) =>
    decideMatch(trx, {
      council,
      subject: { printedText: printedText(printedOf(printed)) },
      verdict: 'company',
      number: CompanyNumber.parse('99010003'),
      reason: 'papers',
      note: null,
      by: 'officer',
    }),
  );
  await matched(upload);
  expect(await supplierOf()).not.toBe(before);
  expect([await isWatched(before), await isWatched(await supplierOf())]).toEqual([false, true]);
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

test('so is whom a council that has left followed', async () => {
  const followed = await rows.supplier('99010006', '99010006', { supplies_publicly: false, followed: true });
  const nobodys = await rows.supplier('99010007', '99010007', { supplies_publicly: false });
  const upload = await rows.upload(await rows.council());
  await rows.line(upload, numbered('99010006'));
  await rows.line(upload, numbered('99010007'));
  await matched(upload);
  const tied = await rows.db
    .selectFrom('register_line')
    .select('supplier_id')
    .where('upload_id', '=', upload)
    .orderBy('ref')
    .execute();
  expect(tied).toEqual([{ supplier_id: expect.not.stringMatching(followed) }, { supplier_id: nobodys }]);
});

test('a number alone that now is public is compared with the profile that was read, if of one company only', async () => {
  const supplier = await rows.supplier('QUITE ANOTHER NAME LIMITED', '99010005', {
    supplies_publicly: false,
    status: 'active',
  });
  const mention = await rows.mention('Example Paving Ltd', {
    ...numbered('99010005'),
    supplier_id: supplier,
  });
  const file = await rows.spendFile(await rows.council(), '2026-10-01', '2026-10-31');
  await rows.payment(file, { paid_on: '2026-10-02', mention_id: mention });
  const work: Work<'match'> = {
    message: { v: 1, of: 'mentions', mentionIds: [mention], asOf: null },
    outboxId: '1',
    afterDeath: false,
    finish: () => Promise.resolve(),
  };
  const asked = await asksFor('match', () => matchSuppliers(rows.db, work, () => TODAY));
  expect(asked).toMatchObject([{ of: 'mentions', mentionIds: [mention] }]);
});
