import { existsSync, readFileSync } from 'node:fs';
import { loadRegister } from '@tocsin/db';
import { addDays, IsoDate } from '@tocsin/domain';
import { csvObjects } from '@tocsin/sources';
import { load } from 'cheerio';
import { z } from 'zod';
import { loadCouncils } from '../../services/cli/src/councils.ts';
import { createLookAlikes, createRandom } from './look-alike-names.ts';
import { openPages, type PagesUnderTest } from './pages-app.ts';
import { saveTestCouncils } from './system-councils.ts';
import { documentOf, noticePage } from './system-documents.ts';
import { startSystem, type System } from './system.ts';
import { watchAt } from './watch.ts';

/** Real failures that councils' spending files print, joined by hand; they lie beside the project, never in it. */
const shared = new URL('../../../shared/data/', import.meta.url);
export const hasDrill = existsSync(new URL('drill/drill.csv', shared));

const Row = z.object({
  case: z.string(),
  company_number: z.string(),
  company_name: z.string(),
  procedure: z.string(),
  notice_date: IsoDate.or(z.literal('')),
  file: z.string(),
  supplier_as_printed: z.string(),
  payments_in_file: z.coerce.number(),
  total_in_file_gbp: z.coerce.number(),
  first_payment: z.string(),
  last_payment: z.string(),
  payments_12_months_before_notice: z.coerce.number(),
  total_12_months_before_notice_gbp: z.coerce.number(),
  payments_on_or_after_notice: z.coerce.number(),
  same_legal_person: z.enum(['yes', 'no']),
});
type Row = z.infer<typeof Row>;

function read(file: string): readonly unknown[] {
  return csvObjects(readFileSync(new URL(file, shared)));
}

export const drill: readonly Row[] = hasDrill ? z.array(Row).parse(read('drill/drill.csv')) : [];

/** How The Gazette heads or codes what the drill words; what no code is known of comes as a text without one. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/^winding-up order/, '2452'],
  [/^administration/, '2410'],
  [/^meeting of creditors/, '2442'],
  [/prohibited name/, '2403'],
];
const HEADINGS: readonly (readonly [RegExp, string])[] = [
  [/^resolutions for winding-up/, 'Resolutions for Winding-up'],
  [/^appointment of liquidators/, 'Appointment of Liquidators'],
  [/^notice to creditors/, 'Notices to Creditors'],
  [/^insolvency of/, 'Winding-up Orders'],
];
const wordsOf = (table: typeof CODES, procedure: string) =>
  table.find(([pattern]) => pattern.test(procedure))?.[1];

function noticeOf({ case: id, company_number: number, company_name, procedure }: Row, published: IsoDate) {
  const company = company_name.startsWith('(') ? 'RESOLUTION' : company_name;
  const noticeId = `99${id.slice(1)}001`;
  const code = wordsOf(CODES, procedure);
  if (code) return noticePage({ id: noticeId, code, company, number, published });
  const heading = wordsOf(HEADINGS, procedure) ?? '';
  const text = `${company}\n(Company Number ${number})\nRegistered office: 1 Example Street`;
  return documentOf('notices.json', JSON.stringify([{ notice_id: noticeId, heading, published, text }]));
}

/** What one council published as paid, in pence, as the page of the supplier says it. */
interface Told {
  readonly council: string;
  readonly year: number;
  readonly before: number;
  readonly since: number;
  readonly lastBefore: string | null;
  readonly lastOn: string;
}

/** What came of one notice. */
export interface Outcome {
  readonly id: string;
  readonly seconds: number;
  /** The band and the pence of the twelve months as each council that was told has it stored. */
  readonly stored: readonly {
    readonly council: string;
    readonly band: string;
    readonly year: number;
    readonly since: number;
  }[];
  readonly paidBy: readonly Told[];
  /** What the page says to the council that was told, or else to the first that paid. */
  readonly page: string;
}

/** Which lines of a file are read: all of them, or the header, those of the drill and a few others. */
export type Cut = (body: Uint8Array) => Uint8Array;

const printed = [...new Set(drill.map((one) => one.supplier_as_printed.toUpperCase()))];

export function fewLines(body: Uint8Array): Uint8Array {
  const lines = Buffer.from(body).toString('latin1').split('\n');
  const kept = lines.filter(
    (line, at) => at === 0 || at % 60 === 0 || printed.some((name) => line.toUpperCase().includes(name)),
  );
  // A quotation that spans lines would swallow what follows.
  const whole = kept.filter((line) => (line.match(/"/g) ?? []).length % 2 === 0);
  return Buffer.from(whole.join('\n'), 'latin1');
}

/** Lives the drill: the files of all councils and a register are held, then each notice comes on the day after its own. */
export async function liveDrill(cut: Cut, lookAlikes: number): Promise<readonly Outcome[]> {
  let today: IsoDate = '2017-01-01';
  const system = await startSystem({ today: () => today, watch: () => watchAt(`${today}T12:00:00Z`) });
  const pages = await openPages(system.database, () => today);
  try {
    const councils = await loadCouncils(system.db);
    const paying = councils.flatMap(({ gss, name }) =>
      Object.values(COUNCILS).includes(gss) ? [{ gss, name }] : [],
    );
    await saveTestCouncils(system.db, { councils: paying });
    await loadCouncils(system.db);
    await loadRegister(system.db, 'drill', register(lookAlikes));
    for (const file of new Set(drill.map((one) => one.file)))
      await system.ingest('council-spend', {
        url: file.replace('spend/full/', ''),
        retrievedAt: '2017-01-01T00:00:00.000Z',
        contentType: null,
        body: cut(readFileSync(new URL(file, shared))),
      });
    const cases = [...new Map(drill.map((one) => [one.case, one])).values()];
    const dated = cases.map((one) => ({ one, on: one.notice_date || '2021-10-01' }));
    const outcomes: Outcome[] = [];
    for (const { one, on } of dated.toSorted((a, b) => (a.on < b.on ? -1 : 1))) {
      today = addDays(on, 1);
      outcomes.push(await outcomeOf({ system, pages }, one, on, today));
    }
    return outcomes;
  } finally {
    await pages.stop();
    await system.stop();
  }
}

async function* register(lookAlikes: number) {
  const slice = z
    .array(z.object({ company_number: z.string(), register_name_2019_2026: z.string() }))
    .parse(read('names/register_names_slice.csv'));
  const names = new Map(slice.map((one) => [one.company_number, one.register_name_2019_2026]));
  for (const one of drill)
    if (!one.company_name.startsWith('(')) names.set(one.company_number, one.company_name);
  const known = [...names.values()];
  const next = createLookAlikes(known, [...printed, ...known.slice(0, 500)], createRandom(14));
  for (let at = 0; at < lookAlikes; at += 1) names.set(`98${`${at}`.padStart(6, '0')}`, next());
  const facts = { previousNames: [], postcode: null, status: null, sicCodes: [] };
  yield [...names].map(([number, name]) => ({ ...facts, number, name }));
}

interface Lived {
  readonly system: System;
  readonly pages: Pick<PagesUnderTest, 'app'>;
}

async function outcomeOf({ system, pages }: Lived, one: Row, on: IsoDate, today: IsoDate): Promise<Outcome> {
  const began = performance.now();
  const document = { ...noticeOf(one, on), retrievedAt: `${today}T08:00:00.000Z` };
  await system.ingest('gazette-insolvency', document);
  const alerts = await system.db
    .selectFrom('alert')
    .innerJoin('supplier_ref', 'supplier_ref.supplier_id', 'alert.supplier_id')
    .select(['council', 'to_band', 'exposure'])
    .where('ref', '=', one.company_number)
    .orderBy('council')
    .execute();
  const api = await pages.app.inject({ url: `/api/v1/suppliers/${one.company_number}` });
  const { paidBy = [] } = api.statusCode === 200 ? SaidOfSupplier.parse(api.json()) : {};
  const told = paidBy.map(({ council, paid, year }) => ({
    council: council.gss,
    year: sumOf(year.last12Months),
    before: sumOf(paid.before?.sum),
    since: sumOf(paid.since?.sum),
    lastBefore: paid.before?.lastOn ?? null,
    lastOn: paid.since?.lastOn ?? paid.before?.lastOn ?? '',
  }));
  const cookies = { tocsin_council: alerts[0]?.council ?? told[0]?.council ?? '' };
  const page = await pages.app.inject({ url: `/suppliers/${one.company_number}`, cookies });
  return {
    id: one.case,
    seconds: (performance.now() - began) / 1000,
    stored: alerts.map(({ council, to_band: band, exposure }) => ({
      council,
      band,
      year: sumOf(exposure.spend?.last12Months),
      since: sumOf(exposure.paid?.since?.sum),
    })),
    paidBy: told.toSorted((a, b) => (a.council < b.council ? -1 : 1)),
    page: load(page.body)('main').text().replaceAll(/\s+/g, ' '),
  };
}

const Sums = z.object({ net: z.number(), gross: z.number(), unknown: z.number() });
const Sum = z.object({ sum: Sums, lastOn: z.string() }).nullable();
const SaidOfSupplier = z.object({
  paidBy: z.array(
    z.object({
      council: z.object({ gss: z.string() }),
      paid: z.object({ before: Sum, since: Sum }),
      year: z.object({ last12Months: Sums }),
    }),
  ),
});

/** A council's files state one VAT basis, so one of the three is the sum and the others are nothing. */
function sumOf(sums: z.infer<typeof Sums> | undefined): number {
  return sums ? sums.net + sums.gross + sums.unknown : 0;
}

/** The same as the drill's own rows have it: each file once, for two may hold the same month. */
export function expected(id: string): readonly Told[] {
  const rows = drill.filter((one) => one.case === id && one.same_legal_person === 'yes');
  const files = new Map(
    rows.map((one) => [one.file.replace('/raw_', '/'), { ...one, council: councilOf(one.file) }]),
  );
  const pence = (some: readonly Row[], of: (row: Row) => number) =>
    some.reduce((sum, row) => sum + Math.round(of(row) * 100), 0);
  const councils = [...new Set([...files.values()].map(({ council }) => council))].sort();
  return councils.map((council) => {
    const own = [...files.values()].filter((one) => one.council === council);
    const isSince = (one: Row) => one.payments_on_or_after_notice > 0;
    const before = own.filter((one) => !isSince(one));
    const last = (some: readonly Row[]) =>
      some
        .map((one) => one.last_payment)
        .sort()
        .at(-1);
    return {
      council,
      year: pence(before, (one) => one.total_12_months_before_notice_gbp),
      before: pence(before, (one) => one.total_in_file_gbp),
      since: pence(own.filter(isSince), (one) => one.total_in_file_gbp),
      lastBefore: last(before) ?? null,
      lastOn: last(own) ?? '',
    };
  });
}

const COUNCILS: Readonly<Record<string, string>> = {
  bradford: 'E08000032',
  gateshead: 'E08000037',
  oldham: 'E08000004',
  salford: 'E08000006',
  manchester: 'E08000003',
  darlington: 'E06000005',
  leeds: 'E08000035',
};

function councilOf(file: string): string {
  return COUNCILS[file.split('/')[2] ?? ''] ?? '';
}
