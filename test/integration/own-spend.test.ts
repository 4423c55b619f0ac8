import {
  asCouncil,
  decideMatch,
  buryMessage,
  dropOwnSpend,
  findExposures,
  findOwnSpendFile,
  findPaidNames,
  findPaymentFiles,
  findPaymentLines,
  findPrinted,
  findSpendOfDays,
  findUnmatched,
  findYearOfSpend,
  openFor,
  saveOwnSpend,
  saveOwnSpendOnce,
  saveRegister,
  takeOwnSpend,
  undoOwnSpend,
  type Db,
  type PaymentFile,
} from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findOurCoverage } from '../../services/web/src/our-coverage.ts';
import { findOurExposure } from '../../services/web/src/our-exposure.ts';
import { loadSpend } from '../support/spend-files.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { noticePage, profileOf } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

const TODAY = '2026-11-23';
const company = { name: 'EXAMPLE CARE HOMES LTD', number: '99000001' };
let [system, web]: [System, Db] = [null as never, null as never];
beforeAll(async () => {
  system = await startSystem({ today: TODAY });
  await saveTestCouncils(system.db);
  web = openFor('pages', system.database.adminUrl, { max: 2 });
  await system.ingest('companies-house-company', profileOf(company.number, company.name));
});
afterAll(async () => {
  await web.destroy();
  await system.stop();
});

interface Line {
  readonly day: string;
  readonly sum: string;
  readonly payee?: string;
}

const HEADER = 'Supplier Name,Company Number,Payment Date,Amount,Reference';

/** A ledger of a council under headings that no map knows, with the number that it prints of its supplier. */
function ledger(lines: readonly Line[], header = HEADER): Buffer {
  const rows = lines.map(({ day, sum, payee = company.name }, at) =>
    [payee, payee === company.name ? company.number : '', day, sum, `R${at}`].join(','),
  );
  return Buffer.from([header, ...rows].join('\r\n'));
}

/** Days of a month, one payment each. */
function month(of: string, sum = '1000.00', count = 24): Line[] {
  return Array.from({ length: count }, (_, at) => ({ day: `${of}-${String(at + 1).padStart(2, '0')}`, sum }));
}

async function handIn(
  fileName: string,
  body: Buffer,
  said = {},
  pageUrl: string | null = null,
  council = councilA.gss,
) {
  const given = {
    council,
    fileName,
    sha256: fileName,
    body,
    pageUrl,
    said,
    uploadedBy: 'person 1',
  };
  const id = await asCouncil(web, council, async (trx) => {
    const saved = await saveOwnSpend(trx, given);
    await takeOwnSpend(trx, council, saved, 'person 1');
    return saved;
  });
  await system.settled();
  const file = await system.db.transaction().execute((trx) => findOwnSpendFile(trx, id));
  return { id, state: file?.state, reason: file?.reason, counts: file?.counts };
}

async function supplierId(number = company.number): Promise<string> {
  const { supplier_id } = await system.db
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', number)
    .executeTakeFirstOrThrow();
  return supplier_id;
}

const exposed = async () =>
  (await findExposures(system.db, await supplierId(), TODAY)).map(({ exposure, onRecord }) => ({
    council: exposure.council,
    unknown: exposure.spend?.last12Months.unknown ?? null,
    onRecord,
  }));

const watched = async () =>
  (
    await system.db
      .selectFrom('supplier')
      .select('watched')
      .where('id', '=', await supplierId())
      .execute()
  )[0]?.watched;

const pounds = (count: number) => count * 100;

/** What the payments of October come to one by one, as they are told to programs, by where they stand. */
async function paidInOctober(): Promise<Partial<Record<PaymentFile['origin'], number>>> {
  const days = { from: '2026-10-01', to: '2026-10-31' } as const;
  const own = { names: [], filesOf: [councilA.gss] };
  return asCouncil(web, councilA.gss, async (trx) => {
    const sums: Partial<Record<PaymentFile['origin'], number>> = {};
    for (const file of await findPaymentFiles(trx, [councilA.gss], days, own))
      for (const { amount } of await findPaymentLines(trx, file, { ...days, after: -1, limit: 100 }, own))
        sums[file.origin] = (sums[file.origin] ?? 0) + amount.pence;
    return sums;
  });
}

test('an unpublished ledger that is not in doubt is taken as it is, and counts for its council alone', async () => {
  const taken = await handIn('2026-10.csv', ledger(month('2026-10')));
  expect(taken).toMatchObject({
    state: 'taken',
    counts: { payments: 24, sums: { net: 0, gross: 0, unknown: pounds(24_000) }, refused: 0 },
  });
  expect(await exposed()).toEqual([{ council: councilA.gss, unknown: pounds(24_000), onRecord: false }]);
  expect(await watched()).toBe(true);
  const names = async (as: string, council: string) => {
    const about = [{ supplierId: await supplierId(), councils: [council] }];
    return (await asCouncil(web, as, (trx) => findPaidNames(trx, about)))[0];
  };
  expect(await names(councilA.gss, councilA.gss)).toMatchObject([
    { name: company.name, since: '2026-10-01', isPublished: false },
  ]);
  expect(await names(councilB.gss, councilA.gss)).toEqual([]);
  const ours = await findOurExposure(web, councilA.gss, TODAY, {
    now: `${TODAY}T12:00:00.000Z`,
    sources: [],
  });
  expect(JSON.stringify(ours)).toContain(company.name);
  expect(
    await asCouncil(web, councilA.gss, (trx) => trx.selectFrom('supplier').select('name').execute()),
  ).toEqual([{ name: company.name }]);
  for (const table of ['own_payment', 'own_payee', 'own_spend_file', 'supplier', 'mention'] as const)
    expect([
      table,
      await asCouncil(web, councilB.gss, (trx) => trx.selectFrom(table).selectAll().execute()),
    ]).toEqual([table, []]);
  expect(await system.db.selectFrom('payment').selectAll().execute()).toEqual([]);
});

test('its layout is kept: the next file under these headings is read by it', async () => {
  const layouts = await system.db.selectFrom('spend_layout').select(['council', 'layout']).execute();
  expect(layouts).toMatchObject([
    { council: councilA.gss, layout: { columns: { amount: 'Amount', supplier: 'Supplier Name' } } },
  ]);
});

test('a later file that says the same of some days takes their place, and undone gives it back', async () => {
  const again = await handIn(
    '2026-10-revised.csv',
    ledger([...month('2026-10', '1000.00', 20), { day: '2026-10-30', sum: '9.00' }]),
  );
  expect((await exposed())[0]?.unknown).toBe(pounds(20_009));
  await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, again.id, 'person 1'));
  await system.settled();
  expect((await exposed())[0]?.unknown).toBe(pounds(24_000));
});

test('a part of a month takes nothing of the rest; what is called a correction has its place, however little is left', async () => {
  const october = month('2026-10');
  for (const [name, lines, left] of [
    ['2026-10-a.csv', october.slice(0, 13), 24_000],
    ['October 2026 adults.csv', october.slice(0, 18), 24_000],
    ['2026-10-corrected.csv', october.slice(0, 9), 9_000],
  ] as const) {
    const { id } = await handIn(name, ledger(lines));
    expect((await exposed())[0]?.unknown, name).toBe(pounds(left));
    await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, id, 'person 1'));
    await system.settled();
  }
});

test('a correction that is handed in before the month keeps its place, and the higher number has it', async () => {
  const july = month('2026-07');
  const handed: string[] = [];
  const before = (await exposed())[0]?.unknown ?? 0;
  for (const [name, lines, left] of [
    ['2026-07-v3.csv', july.slice(0, 5), 5_000],
    ['2026-07-v2.csv', july.slice(0, 9), 5_000],
    ['2026-07.csv', july, 5_000],
  ] as const) {
    handed.push((await handIn(name, ledger(lines))).id);
    expect((await exposed())[0]?.unknown, name).toBe(before + pounds(left));
  }
  for (const id of handed)
    await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, id, 'person 1'));
  await system.settled();
});

test('only a file with payments of the same days is named beside another, and what is dated ahead is counted', async () => {
  const { id, counts } = await handIn(
    'ledger-2.csv',
    ledger([
      { day: '2026-06-01', sum: '7.00' },
      { day: '2026-12-31', sum: '9.00' },
    ]),
  );
  expect(counts?.ahead).toEqual({ payments: 1, pence: 900, rows: [3] });
  const beside = (days: readonly string[]) =>
    asCouncil(web, councilA.gss, (trx) =>
      findSpendOfDays(trx, { id: '0', council: councilA.gss }, { series: 'spend', days }),
    );
  const named = async (days: readonly string[]) => (await beside(days)).map(({ fileName }) => fileName);
  expect(await named(['2026-06-02', '2026-08-01'])).toEqual([]);
  expect(await named(['2026-06-01'])).toEqual(['ledger-2.csv']);
  await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, id, 'person 1'));
  await system.settled();
});

test('of two files of one month that have little in common both count, and what is the same counts once', async () => {
  const { id } = await handIn(
    '2026-10-schools.csv',
    ledger([{ day: '2026-10-01', sum: '1000.00' }, ...month('2026-10', '7.00', 20)]),
  );
  expect((await exposed())[0]?.unknown).toBe(pounds(24_000 + 140));
  expect(await paidInOctober()).toEqual({ own: pounds(24_000 + 140) });
  await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, id, 'person 1'));
  await system.settled();
});

test('a doubtful file is refused with what a person must say, and taken once it is said', async () => {
  const body = ledger(month('2026-09', '5.00'), 'Supplier Name,Company Number,Payment Date,Col 4,Reference');
  const refused = await handIn('2026-09.csv', body);
  expect(refused).toMatchObject({ state: 'refused', counts: null });
  expect(refused.reason).toContain('“Col 4” holds sums, and its heading does not say that they were paid');
  const { id } = await handIn('2026-09.csv', body, { columns: { amount: 3 } });
  expect((await exposed())[0]?.unknown).toBe(pounds(24_000 + 120));
  await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, id, 'person 1'));
  await system.settled();
});

test('a file of which no line is read is not taken, known headings or not, published or not', async () => {
  const body = ledger(month('2026-09').map((line) => ({ ...line, day: '275760-09-01' })));
  for (const page of [null, 'https://www.example.gov.uk/spending']) {
    const refused = await handIn('2026-09-nothing.csv', body, {}, page);
    expect(refused).toMatchObject({ state: 'refused', counts: null });
    expect(refused.reason).toContain('no line can be read as a payment, the first of them, line 2: the date');
  }
});

test('names that are withheld or missing, and people, are as many in the file as in the exposure', async () => {
  const paid = [
    ...month('2026-04'),
    { day: '2026-04-25', sum: '700.00', payee: '' },
    { day: '2026-04-26', sum: '70.00', payee: 'REDACTED PERSONAL DATA' },
    { day: '2026-04-27', sum: '650.00', payee: 'Mr Peter Jones' },
  ];
  const { id, counts } = await handIn('2026-04.csv', ledger(paid));
  expect(counts).toMatchObject({ payments: 27, withheld: 2, people: 1 });
  const year = await asCouncil(web, councilA.gss, (trx) =>
    findYearOfSpend(trx, [councilA.gss], TODAY, { names: [], filesOf: [councilA.gss] }),
  );
  const nameless = (year?.bySupplier ?? []).filter(({ supplierId: of }) => of === null);
  expect(nameless.map(({ outcome, payments, pence }) => [outcome, payments, pence])).toEqual(
    expect.arrayContaining([
      ['person', counts?.people, 65_000],
      ['redacted', counts?.withheld, 77_000],
    ]),
  );
  expect(nameless).toHaveLength(2);
  await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, id, 'person 1'));
  await system.settled();
});

test('what is insolvent reaches the council that pays it without having published so, and no other', async () => {
  const petition = {
    company: company.name,
    number: company.number,
    id: '9900001',
    code: '2450',
    published: '2026-11-20',
  };
  await system.ingest('gazette-insolvency', noticePage(petition));
  await system.settled();
  const told = system.mails.filter(({ subject }) => /petition/.test(subject));
  expect(told.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
  expect(told[0]?.subject).toContain('(£24k paid in 12 months)');
  expect(told[0]?.text).toContain('24 October 2026: £24,000 VAT not stated. 1 of the 12 months were read.');
  expect(told[0]?.text).not.toMatch(/published spend|paid to this supplier is published/i);
});

test('a payment on a day that has not come was not made, before or since what stands against its supplier', async () => {
  const sinceOf = async () => {
    const [one] = await findExposures(system.db, await supplierId(), TODAY);
    return one?.exposure.paid?.since ?? null;
  };
  const before = await sinceOf();
  const { id } = await handIn(
    '2026-09-ahead.csv',
    ledger([...month('2026-09', '1.00', 20), { day: '2049-12-15', sum: '777.00' }]),
  );
  expect(await sinceOf()).toEqual(before);
  await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, id, 'person 1'));
  await system.settled();
});

test('how much of the year was read is one number, of whatever year: on the exposure, month by month, and in the alert', async () => {
  const watch = { now: `${TODAY}T12:00:00.000Z`, sources: [] };
  const ours = await findOurExposure(web, councilA.gss, TODAY, watch);
  expect(ours.spend).toMatchObject({ to: '2026-10-24', monthsRead: 1, monthsReadBefore: 0 });
  const coverage = await findOurCoverage(web, councilA.gss, TODAY, watch);
  expect(coverage.months.map(({ isRead }) => isRead)).toEqual([true, ...Array(11).fill(false)]);
  expect(coverage.notRead).toEqual({ months: 11, refusedLines: 0 });
  const [alerted] = await findExposures(system.db, await supplierId(), TODAY);
  expect(alerted?.exposure.spend).toMatchObject({ to: '2026-10-24', monthsRead: 1, monthsReadBefore: 0 });
});

test('of days that a published file covers the published payments count, and no others', async () => {
  const published = [{ day: '2026-10-01', payee: 'Another Example Ltd', net: '30.00' }];
  await loadSpend(system.db, councilA.gss, '2026-10.csv', published);
  await system.settled();
  expect(await exposed()).toEqual([]);
  expect(await paidInOctober()).toEqual({ published: pounds(30) });
});

test('undone, nobody depends on its supplier any more', async () => {
  const { id } = await handIn('2026-08.csv', ledger(month('2026-08')));
  expect(await exposed()).toEqual([{ council: councilA.gss, unknown: pounds(24_000), onRecord: false }]);
  await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, id, 'person 1'));
  await system.settled();
  expect(await exposed()).toEqual([]);
});

/** A line of the council's own register in force. */
async function register(supplierName: string, number: string): Promise<void> {
  await asCouncil(web, councilA.gss, (trx) =>
    saveRegister(trx, {
      council: councilA.gss,
      fileName: 'contracts.csv',
      sha256: number,
      uploadedBy: 'person 1',
      columns: null,
      lines: [
        {
          row: 2,
          supplierName,
          printedRef: number,
          ref: { scheme: 'GB-COH', id: CompanyNumber.parse(number) },
          title: 'Footway repairs',
          valuePence: 310_000_00,
          vat: 'net',
          startsOn: '2024-06-01',
          endsOn: '2027-05-31',
          criticality: 'standard',
          owner: null,
          service: null,
          regime: 'unknown',
          details: {},
        },
      ],
    }),
  );
  await system.settled();
}

test('a payee that is nobody’s waits under names to match, with what the exposure says is not tied, until a person says who', async () => {
  const { id } = await handIn(
    '2026-03.csv',
    ledger([
      ...month('2026-03', '3.00').map((line) => ({ ...line, payee: 'Example Bricks Ltd' })),
      { day: '2026-03-25', sum: '650.00', payee: 'Mr Peter Jones' },
    ]),
  );
  const waiting = () => asCouncil(web, councilA.gss, (trx) => findUnmatched(trx, councilA.gss, TODAY));
  const [bricks, ...others] = await waiting();
  expect(bricks).toMatchObject({
    of: 'payee',
    name: 'Example Bricks Ltd',
    outcome: 'none',
    paid: { unknown: 7_200 },
  });
  expect(others.map(({ of, name }) => [of, name])).toEqual([['mention', 'Another Example Ltd']]);
  const year = await asCouncil(web, councilA.gss, (trx) =>
    findYearOfSpend(trx, [councilA.gss], TODAY, { names: [], filesOf: [councilA.gss] }),
  );
  expect(year?.bySupplier.find(({ outcome, vat }) => outcome === 'none' && vat === 'unknown')).toMatchObject({
    pence: 7_200,
  });
  expect(await asCouncil(web, councilB.gss, (trx) => findUnmatched(trx, councilB.gss, TODAY))).toEqual([]);
  const printed = await asCouncil(web, councilA.gss, (trx) =>
    findPrinted(trx, councilA.gss, TODAY, { of: 'payee', id: bricks?.id ?? '' }),
  );
  expect(printed).toEqual(bricks);
  await asCouncil(web, councilA.gss, (trx) =>
    decideMatch(trx, {
      council: councilA.gss,
      subject: { printedText: bricks?.text ?? '' },
      verdict: 'company',
      number: CompanyNumber.parse('99000004'),
      reason: 'register',
      note: null,
      by: 'person 1',
    }),
  );
  await system.settled();
  expect(await paidTo('99000004')).toEqual([[councilA.gss, 7_200]]);
  expect((await waiting()).filter(({ of }) => of === 'payee')).toEqual([]);
  await asCouncil(web, councilA.gss, (trx) => undoOwnSpend(trx, councilA.gss, id, 'person 1'));
  await system.settled();
});

const paidTo = async (number: string) =>
  (await findExposures(system.db, await supplierId(number), TODAY)).map(({ exposure }) => [
    exposure.council,
    exposure.spend?.last12Months.unknown ?? null,
  ]);

test('whom its register numbers a council has paid by its own files, whichever came first and however Ltd is spelt', async () => {
  const paid = [...month('2026-05'), ...month('2026-05', '9.00')];
  const payees = paid.map((line, at) => ({
    ...line,
    payee: at < 24 ? 'Example Paving Ltd' : 'Example Meals Ltd',
  }));
  await handIn('2026-05.csv', ledger(payees));
  await register('Example Paving Limited', '99000002');
  expect(await paidTo('99000002')).toEqual([[councilA.gss, pounds(24_000)]]);
});

test('whom a notice names by number a council is told of by its own files, whichever came first', async () => {
  const petition = { id: '9900003', code: '2450', published: '2026-11-20' };
  const meals = { company: 'EXAMPLE MEALS LTD', number: '99000003' };
  await system.ingest('gazette-insolvency', noticePage({ ...petition, ...meals }));
  await system.settled();
  expect(await paidTo(meals.number)).toEqual([[councilA.gss, pounds(216)]]);
  const told = system.mails.filter(({ subject }) => subject.startsWith(meals.company));
  expect(told.map(({ to }) => to)).toEqual([officerOf(councilA.gss)]);
});

test('a published file with the address of its page is public: its lines are payments of the record', async () => {
  const page = 'https://www.example.gov.uk/spending';
  const taken = await handIn('2026-07.csv', ledger(month('2026-07', '11.00')), {}, page);
  expect(taken).toMatchObject({ state: 'taken', counts: { payments: 24 } });
  const { rows } = {
    rows: await system.db
      .selectFrom('payment')
      .select('council')
      .where('paid_on', '<', '2026-08-01')
      .execute(),
  };
  expect(rows).toHaveLength(24);
  expect((await exposed()).map(({ council, onRecord }) => [council, onRecord])).toEqual([
    [councilA.gss, true],
  ]);
});

test('councils that publish one file on one page each have it taken in', async () => {
  const joint = [
    'joint.csv',
    ledger(month('2026-05', '9.00')),
    {},
    'https://www.example.gov.uk/joint',
  ] as const;
  const [first, second] = [await handIn(...joint), await handIn(...joint, councilB.gss)];
  expect([first, second]).toMatchObject([
    { state: 'taken', counts: { payments: 24 } },
    { state: 'taken', counts: { payments: 24 } },
  ]);
  const files = await system.db
    .selectFrom('spend_file')
    .innerJoin('document', 'document.id', 'document_id')
    .select(['council', 'payments', 'url'])
    .where('url', 'like', '%/joint#%')
    .orderBy('url')
    .execute();
  expect(files).toEqual([
    { council: councilA.gss, payments: 24, url: 'https://www.example.gov.uk/joint#joint.csv' },
    {
      council: councilB.gss,
      payments: 24,
      url: `https://www.example.gov.uk/joint#joint.csv#${councilB.gss}`,
    },
  ]);
});

test('a file whose message is put aside waits no longer, and says what to do', async () => {
  const given = {
    council: councilA.gss,
    fileName: 'aside.csv',
    sha256: 'aside',
    body: ledger(month('2026-04')),
    pageUrl: null,
    said: {},
    uploadedBy: 'person 1',
  };
  const save = () => asCouncil(web, councilA.gss, (trx) => saveOwnSpend(trx, given));
  const [waits, looked] = [await save(), await save()];
  await asCouncil(web, councilA.gss, (trx) => takeOwnSpend(trx, councilA.gss, waits, 'person 1'));
  const { id } = await system.db
    .selectFrom('outbox')
    .select('id')
    .where('queue', '=', 'ingest')
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow();
  const drop = (file: string) => asCouncil(web, councilA.gss, (trx) => dropOwnSpend(trx, file));
  expect(await drop(waits)).toBe(false);
  await buryMessage(system.db, id, 'given-up');
  const find = (file: string) => system.db.transaction().execute((trx) => findOwnSpendFile(trx, file));
  expect(await find(waits)).toMatchObject({
    state: 'refused',
    reason: expect.stringMatching(/not with the file/),
  });
  expect(await find(looked)).toMatchObject({ state: 'draft', reason: null });
  expect([await drop(waits), await drop(looked), await drop(looked)]).toEqual([true, true, false]);
});

test('the same bytes handed in again while they wait for a decision are one file, at the page given last', async () => {
  const given = {
    council: councilA.gss,
    fileName: 'again.csv',
    sha256: 'again',
    body: ledger(month('2026-04')),
    pageUrl: null,
    said: {},
    uploadedBy: 'person 1',
  };
  const hand = (pageUrl: string | null = null, council = councilA.gss) =>
    asCouncil(web, council, (trx) => saveOwnSpendOnce(trx, { ...given, pageUrl, council }));
  const [one, other] = await Promise.all([hand(), hand()]);
  expect(one.id).toBe(other.id);
  expect(one.isAgain).not.toBe(other.isAgain);
  const page = 'https://www.example.gov.uk/spending';
  expect(await hand(page)).toEqual({ id: one.id, isAgain: true });
  const find = (file: string) => system.db.transaction().execute((trx) => findOwnSpendFile(trx, file));
  expect(await find(one.id)).toMatchObject({ state: 'draft', pageUrl: page });
  expect((await hand(null, councilB.gss)).isAgain).toBe(false);
  await asCouncil(web, councilA.gss, (trx) => dropOwnSpend(trx, one.id));
  expect((await hand()).isAgain).toBe(false);
});
