import { addDays, addMonths, type IsoDate } from '@tocsin/domain';
import { accountsOf, type FiledAccounts } from './accounts.ts';
import { indexOf, NAME_KEPT_DAYS, type Company } from './companies.ts';
import type { Country } from './country.ts';
import type { Fate, StepKind } from './fates.ts';
import { ixbrlOf } from './ixbrl.ts';
import { bytesOf, jsonDocument, type Made, truth } from './made.ts';
import { streamOf } from './random.ts';

const API = 'https://api.company-information.service.gov.uk';
const DOCUMENTS = 'https://document-api.company-information.service.gov.uk/document';
const COMPANY_SOURCE = 'companies-house-company';
/** As many sets of accounts as the source fetches. */
const SETS_OF_ACCOUNTS = 2;

/** What the register answers about every company on the last day, and the accounts it holds as data. */
export function* companiesHouseOf(country: Country): Generator<Made> {
  for (let index = 0; index < country.size.suppliers; index += 1) {
    const answer = answersAbout(country, country.supplier(index));
    for (const [path, answerOf] of Object.entries(answers)) yield answer(path, answerOf(country, index));
    for (const accounts of accountsOf(country, index).slice(-SETS_OF_ACCOUNTS))
      yield* accountsDocument(country.supplier(index), accounts);
  }
}

/** What the register answers about a company, by the last part of the address; null for a list that it has not. */
const answers: Readonly<Record<string, (country: Country, index: number) => unknown>> = {
  '': (country, index) => profileOf(country, index, accountsOf(country, index)),
  insolvency: (country, index) => insolvencyOf(country.fate(index)),
  'filing-history': (country, index) => filingHistoryOf(country, index, accountsOf(country, index)),
  charges: chargesOf,
  officers: officersOf,
  'persons-with-significant-control': controllersOf,
};

/** The answer under an address of the register such as `/company/99100000/insolvency`; null where there is none. */
export function registerAnswer(country: Country, pathname: string): unknown {
  const [, number = '', path = ''] = /^\/company\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
  const index = indexOf(number);
  return index >= 0 && index < country.size.suppliers ? (answers[path]?.(country, index) ?? null) : null;
}

/** A set of accounts as the register holds it, by the id of its filing; undefined for one that is not filed. */
export function filedDocument(country: Country, filing: string): string | undefined {
  const [, number = ''] = /^N(.{8})\d{4}$/.exec(filing) ?? [];
  const index = indexOf(number);
  if (!(index >= 0 && index < country.size.suppliers)) return undefined;
  const accounts = accountsOf(country, index).find((one) => one.filing === filing);
  return accounts && ixbrlOf(country.supplier(index).number, country.supplier(index).name, accounts);
}

/** Asked in the evening of the last day. */
function askedAt({ today }: Country): string {
  return `${today}T18:00:00.000Z`;
}

/** What is asked about a company; where the register has no such list, it answers 404. */
function answersAbout(country: Country, { number }: Company) {
  return (path: string, body: unknown): Made => {
    const url = [API, 'company', number, path].filter(Boolean).join('/');
    return jsonDocument(
      {
        source: COMPANY_SOURCE,
        file: `${COMPANY_SOURCE}/${number.slice(0, 5)}/${number}-${path || 'profile'}.json`,
        url,
        publishedOn: country.today,
        status: body === null ? 404 : 200,
      },
      body ?? notFound(country, new URL(url).pathname),
      askedAt(country),
    );
  };
}

/** One of the bodies that come with a 404; it is the status that says so. */
function notFound(country: Country, path: string): unknown {
  return { timestamp: askedAt(country), status: 404, error: 'Not Found', path };
}

function happened({ steps }: Fate, ...kinds: readonly StepKind[]): IsoDate | null {
  return steps.find(({ what }) => kinds.includes(what))?.on ?? null;
}

/** The register's word for how a company stands. */
function statusOf(fate: Fate): string {
  if (fate.dissolvedOn) return 'dissolved';
  if (happened(fate, 'winding-up-order', 'creditors-liquidation', 'members-liquidation'))
    return 'liquidation';
  // Whose administration ended in a notice of dissolution stays in it until it is dissolved.
  const isRescued = fate.kind === 'administration-rescued' && happened(fate, 'administration-ended');
  if (happened(fate, 'administration') && !isRescued) return 'administration';
  if (happened(fate, 'voluntary-arrangement')) return 'voluntary-arrangement';
  return happened(fate, 'receivership') ? 'receivership' : 'active';
}

function profileOf(country: Country, index: number, filed: readonly FiledAccounts[]): unknown {
  const { number, name, formerName, isPartnership, incorporatedOn, postcode, trade, yearEnds } =
    country.supplier(index);
  const fate = country.fate(index);
  const last = filed.at(-1);
  const nextMadeUpTo = last ? addMonths(last.madeUpTo, 12) : addMonths(incorporatedOn, 12);
  const nextDue = addMonths(nextMadeUpTo, last ? 9 : 21);
  const proposed = happened(fate, 'strike-off-proposed') && !happened(fate, 'strike-off-discontinued');
  return {
    company_name: name,
    company_number: number,
    company_status: statusOf(fate),
    ...(proposed && !fate.dissolvedOn ? { company_status_detail: 'active-proposal-to-strike-off' } : {}),
    type: isPartnership ? 'llp' : name.endsWith('PLC') ? 'plc' : 'ltd',
    jurisdiction: 'england-wales',
    date_of_creation: incorporatedOn,
    ...(fate.dissolvedOn ? { date_of_cessation: fate.dissolvedOn } : {}),
    ...(isPartnership ? {} : { sic_codes: [trade.sic] }),
    registered_office_address: { postal_code: postcode, country: 'England' },
    ...(formerName
      ? {
          previous_company_names: [
            {
              name: formerName,
              effective_from: incorporatedOn,
              ceased_on: addDays(incorporatedOn, NAME_KEPT_DAYS),
            },
          ],
        }
      : {}),
    accounts: {
      accounting_reference_date: { day: '31', month: String(yearEnds) },
      ...(last ? { last_accounts: { made_up_to: last.madeUpTo, type: last.type } } : {}),
      next_made_up_to: nextMadeUpTo,
      next_due: nextDue,
      overdue: nextDue < country.today && !fate.dissolvedOn,
    },
    confirmation_statement: { next_due: addDays(country.until, 90), overdue: false },
    has_charges: false,
    has_insolvency_history: insolvencyOf(fate) !== null,
    links: { self: `/company/${number}` },
  };
}

interface Case {
  readonly type: string;
  readonly dates: readonly { readonly type: string; readonly date: IsoDate }[];
}

const CASES: readonly (readonly [begins: StepKind, caseType: string, dateType: string])[] = [
  ['administration', 'in-administration', 'administration-started-on'],
  ['winding-up-order', 'compulsory-liquidation', 'wound-up-on'],
  ['creditors-liquidation', 'creditors-voluntary-liquidation', 'wound-up-on'],
  ['members-liquidation', 'members-voluntary-liquidation', 'wound-up-on'],
  ['voluntary-arrangement', 'corporate-voluntary-arrangement', 'voluntary-arrangement-started-on'],
  ['receivership', 'receiver-manager', 'instrumented-on'],
  ['moratorium', 'moratorium', 'moratorium-started-on'],
];

/** The cases that a company's fate has led to; null where the register has none. */
export function insolvencyOf(fate: Fate): unknown {
  const cases = CASES.flatMap(([begins, type, dateType]): Case[] => {
    const began = happened(fate, begins);
    if (began === null) return [];
    // Receivers are appointed under a charge whose deed is years older: the register dates that, and not them.
    const date = dateType === 'instrumented-on' ? addDays(began, -3_000) : began;
    const dates = [{ type: dateType, date }];
    const ended = begins === 'administration' ? happened(fate, 'administration-ended') : null;
    return [{ type, dates: ended ? [...dates, { type: 'administration-ended-on', date: ended }] : dates }];
  });
  if (cases.length === 0) return null;
  return {
    etag: fate.kind,
    cases: cases.map((one, at) => ({
      number: String(at + 1),
      ...one,
      practitioners: [{ name: 'Sam Example' }],
    })),
    status: [statusOf(fate)],
  };
}

type FilingKind = readonly [category: string, type: string, description: string];

const FILINGS: Partial<Record<StepKind, FilingKind>> = {
  'strike-off-proposed': ['gazette', 'GAZ1', 'gazette-notice-compulsory'],
  'strike-off-discontinued': ['gazette', 'DISS40', 'gazette-filings-brought-up-to-date'],
  dissolved: ['gazette', 'GAZ2', 'gazette-dissolved-compulsory'],
  administration: ['insolvency', 'AM01', 'liquidation-in-administration-appointment-of-administrator'],
  'winding-up-order': ['insolvency', 'COCOMP', 'liquidation-compulsory-winding-up-order'],
  'creditors-liquidation': ['insolvency', 'LIQ02', 'liquidation-voluntary-statement-of-affairs'],
  'members-liquidation': ['insolvency', 'LIQ01', 'liquidation-voluntary-declaration-of-solvency'],
  'voluntary-arrangement': [
    'insolvency',
    'CVA1',
    'liquidation-voluntary-arrangement-meeting-approving-companies-voluntary-arrangement',
  ],
  receivership: ['insolvency', 'RM01', 'liquidation-receiver-appointment-of-receiver'],
};

const DS01: FilingKind = ['dissolution', 'DS01', 'dissolution-application-strike-off-company'];

export interface Filing {
  readonly transaction_id: string;
  readonly date: IsoDate;
}

/** Filings of a company, the newest first: its accounts, and what its fate brought. */
export function filingsOf(
  country: Country,
  index: number,
  filed: readonly FiledAccounts[],
): readonly Filing[] {
  const { number } = country.supplier(index);
  const fate = country.fate(index);
  const accounts = filed.map(({ filing, filedOn, madeUpTo, type }) => ({
    transaction_id: filing,
    category: 'accounts',
    type: 'AA',
    date: filedOn,
    description: `accounts-with-accounts-type-${type}`,
    description_values: { made_up_date: madeUpTo },
    links: {
      self: `/company/${number}/filing-history/${filing}`,
      document_metadata: `${DOCUMENTS}/${filing}`,
    },
  }));
  const others = fate.steps.flatMap(({ what, on }, at) => {
    const kind =
      what === 'strike-off-proposed' && fate.kind === 'struck-off-voluntary' ? DS01 : FILINGS[what];
    if (!kind) return [];
    const [category, type, description] = kind;
    const transaction_id = `F${number}${String(at).padStart(2, '0')}`;
    const links = { self: `/company/${number}/filing-history/${transaction_id}` };
    return [{ transaction_id, category, type, date: on, description, links }];
  });
  return [...accounts, ...others].toSorted((a, b) => b.date.localeCompare(a.date));
}

function filingHistoryOf(country: Country, index: number, filed: readonly FiledAccounts[]): unknown {
  const items = filingsOf(country, index, filed);
  return {
    filing_history_status: 'filing-history-available',
    items_per_page: 100,
    start_index: 0,
    total_count: items.length,
    items,
  };
}

const LENDERS = ['EXAMPLE BANK PLC', 'SAMPLE INVOICE FINANCE LIMITED', 'SPECIMEN CAPITAL LLP'];

function chargesOf(country: Country, index: number): unknown {
  const random = streamOf(country.seed, 'charges', index);
  if (!random.chance(0.3)) return null;
  const { number, incorporatedOn } = country.supplier(index);
  const count = random.between(1, 3);
  const items = Array.from({ length: count }, (_, at) => {
    const created = addDays(country.until, -random.between(30, 1_800));
    const id = `C${number}${at}`;
    return {
      charge_number: at + 1,
      charge_code: `${number}000${at + 1}`,
      status: 'outstanding',
      created_on: created < incorporatedOn ? incorporatedOn : created,
      delivered_on: addDays(created < incorporatedOn ? incorporatedOn : created, 9),
      particulars: { contains_floating_charge: true, floating_charge_covers_all: random.chance(0.5) },
      persons_entitled: [{ name: random.pick(LENDERS) }],
      links: { self: `/company/${number}/charges/${id}` },
    };
  });
  return { total_count: count, satisfied_count: 0, part_satisfied_count: 0, items };
}

function officersOf(country: Country, index: number): unknown {
  const random = streamOf(country.seed, 'officers', index);
  const { number, incorporatedOn, isPartnership } = country.supplier(index);
  const items = Array.from({ length: random.between(1, 4) }, (_, at) => ({
    name: `EXAMPLE, ${'Kim Sam Pat Lou'.split(' ')[at]}`,
    officer_role: isPartnership ? 'llp-member' : 'director',
    appointed_on: incorporatedOn,
  }));
  return {
    kind: 'officer-list',
    active_count: items.length,
    total_results: items.length,
    items,
    links: { self: `/company/${number}/officers` },
  };
}

function controllersOf(country: Country, index: number): unknown {
  const { number, parent, incorporatedOn } = country.supplier(index);
  const self = `/company/${number}/persons-with-significant-control`;
  const company = parent && {
    kind: 'corporate-entity-person-with-significant-control',
    name: parent.name,
    notified_on: parent.notifiedOn,
    identification: {
      registration_number: parent.number,
      country_registered: 'England',
      place_registered: 'Companies House',
      legal_form: 'Limited company',
    },
    links: { self: `${self}/corporate-entity/P${parent.number}` },
  };
  const person = {
    kind: 'individual-person-with-significant-control',
    name: 'Pat Example',
    notified_on: incorporatedOn,
    links: { self: `${self}/individual/I${number}` },
  };
  return { total_results: 1, items: [company ?? person], links: { self } };
}

function* accountsDocument({ number, name }: Company, accounts: FiledAccounts): Generator<Made> {
  const { filing, filedOn, madeUpTo, figures, previous } = accounts;
  const asked = new URLSearchParams({ company: number, filing, filed: filedOn, madeUpTo });
  yield truth('accounts', { company: number, filing, madeUpTo, filedOn, figures, previous });
  yield {
    document: {
      source: COMPANY_SOURCE,
      file: `${COMPANY_SOURCE}/${number.slice(0, 5)}/Prod224_9900_${number}_${madeUpTo.replaceAll('-', '')}.html`,
      url: `${DOCUMENTS}/${filing}#${asked.toString()}`,
      retrievedAt: `${filedOn}T19:00:00.000Z`,
      contentType: 'application/xhtml+xml',
      body: bytesOf(ixbrlOf(number, name, accounts)),
      hasAddress: true,
      publishedOn: filedOn,
    },
  };
}
