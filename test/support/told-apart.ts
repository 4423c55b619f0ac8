import { asCouncil, openDatabase, saveOwnSpend, saveRegister, takeOwnSpend } from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import type { SourceDocument } from '@tocsin/sources';
import { sql } from 'kysely';
import { addressesToRead } from './addresses.ts';
import type { openPages } from './pages-app.ts';
import { documentOf, profileOf } from './system-documents.ts';
import type { System } from './system.ts';

// Whether anything that can be read tells a company from another one: each is in the place of the other.

type Pages = Awaited<ReturnType<typeof openPages>>;

/** Their names are told apart by one word each. */
export interface NamedCompany {
  readonly number: string;
  readonly name: string;
}

const COMPANY = 'https://api.company-information.service.gov.uk/company';

/** A whole look at the register, or some parts of one: profile, no insolvency case, one charge. */
export async function lookAt(
  system: System,
  { number, name }: NamedCompany,
  at: string,
  said: Readonly<Record<string, unknown>> = {},
  parts: readonly ('profile' | 'insolvency' | 'charges')[] = ['profile', 'insolvency', 'charges'],
): Promise<void> {
  const none: SourceDocument = { ...documentOf(`${COMPANY}/${number}/insolvency`, '', at), status: 404 };
  const charge = {
    charge_number: 1,
    status: 'outstanding',
    created_on: '2024-05-01',
    delivered_on: '2024-05-03',
  };
  const charges = {
    items: [{ ...charge, links: { self: `/company/${number}/charges/c1` } }],
    total_count: 1,
  };
  const documents = {
    profile: profileOf(number, name, said, at),
    insolvency: none,
    charges: documentOf(`${COMPANY}/${number}/charges`, JSON.stringify(charges), at),
  };
  await system.ingest('companies-house-company', ...parts.map((part) => documents[part]));
}

/** A council's own register, as if it had been handed in at a moment. */
export async function handInRegister(
  system: System,
  council: string,
  named: readonly NamedCompany[],
  at: string,
): Promise<string> {
  const id = await asCouncil(system.db, council, (trx) =>
    saveRegister(trx, {
      council,
      fileName: 'contracts.csv',
      sha256: 'a'.repeat(64),
      uploadedBy: 'officer',
      columns: null,
      lines: named.map(({ number, name }, nth) => ({
        row: nth + 2,
        supplierName: name,
        printedRef: number,
        ref: { scheme: 'GB-COH', id: CompanyNumber.parse(number) },
        title: 'Respite care',
        valuePence: 5_000_000_00,
        vat: 'net',
        startsOn: '2026-01-01',
        endsOn: '2029-12-31',
        criticality: 'critical',
        owner: null,
        service: null,
        regime: 'unknown',
        details: {},
      })),
    }),
  );
  await system.settled();
  const owner = openDatabase(system.database.adminUrl, { max: 1 });
  await sql`update register_upload set uploaded_at = ${at} where id = ${id}`.execute(owner);
  await sql`update supplier_ref set since = ${at} where since is not null and supplier_id in (
    select supplier_id from register_line where upload_id = ${id})`.execute(owner);
  await owner.destroy();
  return id ?? '';
}

/** A council's own spending, published where a page lists it: each company was paid each day of a month. */
export async function handInSpend(
  system: System,
  council: string,
  named: readonly NamedCompany[],
  pageUrl: string | null = null,
): Promise<void> {
  const days = Array.from({ length: 24 }, (_, at) => `2026-10-${String(at + 1).padStart(2, '0')}`);
  const lines = named.flatMap(({ number, name }) =>
    days.map((day, at) => `${name},${number},${day},1000.00,R${at}`),
  );
  const header = 'Supplier Name,Company Number,Payment Date,Amount,Reference';
  await asCouncil(system.db, council, async (trx) => {
    const body = Buffer.from([header, ...lines].join('\r\n'));
    const file = { council, fileName: '2026-10.csv', sha256: 'b'.repeat(64), body, uploadedBy: 'officer' };
    const id = await saveOwnSpend(trx, { ...file, pageUrl, said: {} });
    await takeOwnSpend(trx, council, id, 'officer');
  });
  await system.settled();
}

/** Every address that can be read about these companies, or about all, with what a council is answered. */
export async function readAll(
  pages: Pages,
  council: string,
  about: { readonly companies: readonly NamedCompany[]; readonly searches?: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { companies, searches = [] } = about;
  const asked = {
    ids: [],
    items: [],
    numbers: companies.map(({ number }) => number),
    searches: [...companies.flatMap(({ number, name }) => [number, name]), ...searches],
  };
  const answers = new Map<string, string>();
  for (const url of addressesToRead(pages.app, asked)) answers.set(url, await readAs(pages, council, url));
  return answers;
}

/** What differs from moment to moment, and who of several alike is named first. */
const BY_CHANCE =
  /name="token" value="[^"]*"|"raisedAt":"[^"]*"|\([^()]* and \d+ more\)|\by="\d+"(?= (?:width|text-anchor)=)/g;

export async function readAs(pages: Pages, council: string, url: string): Promise<string> {
  const { statusCode, headers, body } = await pages.app.inject({ url, cookies: { tocsin_council: council } });
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(x-ratelimit|ratelimit|set-cookie|date|content-length)/.test(name),
  );
  // A workbook bears the moment at which it was made, and holds what the other format holds.
  const said = /\.xlsx/.test(url) ? '' : body;
  const text = [statusCode, JSON.stringify(kept), said.replaceAll(BY_CHANCE, '')].join('\n');
  // Ids are drawn by lot, and hashes are of documents that name the company.
  return text.replaceAll(/\b(\d{14,16}|[0-9a-f]{64})\b/g, '#');
}

/** Of what tells two companies apart at an address. */
const MOST_SHOWN = 500;

/** The addresses at which something tells the two of a pair apart, each with what is said of one alone. */
export function toldApart(
  answers: ReadonlyMap<string, string>,
  pairs: readonly (readonly [NamedCompany, NamedCompany])[],
): readonly string[] {
  const swapped = swapOf(pairs);
  return [...answers].flatMap(([url, answer]) => {
    const other = answers.get(decodeURIComponent(swapped(url))) ?? answers.get(swapped(url)) ?? '';
    const [said, expected] = [partsOf(swapped(answer)), partsOf(other)];
    if (JSON.stringify(said) === JSON.stringify(expected)) return [];
    const alone = said.filter((part) => !expected.includes(part)).join(' | ');
    return [`${url}: ${alone.slice(0, MOST_SHOWN)}`];
  });
}

/** Puts either company of a pair in the place of the other. */
function swapOf(pairs: readonly (readonly [NamedCompany, NamedCompany])[]): (text: string) => string {
  const words = new Map<string, string>();
  for (const [one, other] of pairs) {
    const [ours, theirs] = [one, other].map(({ name }) => name.split(' '));
    const [own, others] = [
      ours?.find((word) => !theirs?.includes(word)) ?? '',
      theirs?.find((word) => !ours?.includes(word)) ?? '',
    ];
    for (const [a, b] of [
      [one.number, other.number],
      [own, others],
      [own.toLowerCase(), others.toLowerCase()],
    ] as const)
      words.set(a, b).set(b, a);
  }
  return (text) =>
    text.replaceAll(new RegExp([...words.keys()].join('|'), 'g'), (word) => words.get(word) ?? word);
}

/** What is said, whatever stands first. */
function partsOf(text: string): readonly string[] {
  return text
    .split(/[\n[\],;<]/)
    .map((part) => part.trim())
    .toSorted();
}
