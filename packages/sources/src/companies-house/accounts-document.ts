import { correctFigures, isRefused, readAccounts, readFilingName, type FlagKind } from '@tocsin/accounts';
import { readCompanyNumber, type CompanyNumber, type IsoDate, type Signal } from '@tocsin/domain';
import { kindOfName } from '@tocsin/matching';
import { z } from 'zod';
import { readJson, textOf } from '../document.ts';
import { UnreadableDocument, type Item, type SourceDocument } from '../define-source.ts';
import { companyOf, dateOf, lookAt, state } from './answer.ts';
import { bytesOf } from '../members.ts';
import { madeUpTo, type Filing } from './filing-history.ts';

type StoredFlag = Extract<Signal, { kind: 'accounts-figures' }>['flags'][number];

/** An adverse opinion and a disclaimer are qualifications that go further. */
const FLAGS: Readonly<Record<FlagKind, StoredFlag['kind']>> = {
  'material-uncertainty-going-concern': 'going-concern-uncertainty',
  'qualified-opinion': 'qualified-opinion',
  'adverse-opinion': 'qualified-opinion',
  'disclaimer-of-opinion': 'qualified-opinion',
  'not-going-concern-basis': 'not-going-concern',
};

/** The Document API's address says nothing of company or filing: what was asked for stands in the fragment. */
export function documentAddress(address: string, number: CompanyNumber, filing: Filing): string {
  const asked = {
    company: number,
    filing: filing.transaction_id,
    filed: filing.date,
    madeUpTo: madeUpTo(filing) ?? '',
  };
  return `${address}#${new URLSearchParams(asked)}`;
}

const DocumentEntry = z.object({ resources: z.record(z.string(), z.unknown()) });

/** Accounts that are only a picture: recorded without figures, which is all that can be known of them. */
export function readDocumentEntry(document: SourceDocument): Item | null {
  if (!document.url.includes('#')) return null;
  const body = readJson(document);
  const asked = new URLSearchParams(document.url.split('#')[1]);
  const number = readCompanyNumber(asked.get('company') ?? '');
  const balanceDate = dateOf(asked.get('madeUpTo'));
  if (!DocumentEntry.safeParse(body).success || !number || !balanceDate) return null;
  const item = `${number}/accounts/${asked.get('filing') ?? balanceDate}`;
  const answer = { item, number, body: null, retrievedAt: document.retrievedAt };
  const observation = state(answer, {
    ref: `accounts/${asked.get('filing')}`,
    path: 'filing-history',
    about: companyOf(number),
    content: { ...UNREAD, flags: [], balanceDate },
    saidOn: dateOf(asked.get('filed')),
    occurredOn: balanceDate,
  });
  return {
    item,
    outcome: 'observed',
    observations: [observation],
    looks: lookAt(answer, 'accounts-figures', 'found'),
  };
}

const UNREAD = {
  kind: 'accounts-figures',
  currency: null,
  figures: {},
  consolidated: null,
  previous: null,
  standard: null,
  dormant: null,
  audited: null,
} as const;

/** True for a set of accounts: a document of the Document API, or a file of the accounts packs by its name. */
export function isAccounts(document: SourceDocument): boolean {
  const start = startOf(document);
  return start.startsWith(KEPT) || (/^\uFEFF?\s*</.test(start) && /xbrl/i.test(start));
}

function startOf({ body }: SourceDocument): string {
  return new TextDecoder().decode(body.subarray(0, 4_000));
}

/** Whose accounts a document holds, and when they were filed, by its address or the name of its file. */
function askedFor({ url }: SourceDocument) {
  const [address = '', fragment = ''] = url.split('#');
  const asked = new URLSearchParams(fragment);
  const named = readFilingName(address);
  const number = readCompanyNumber(asked.get('company') ?? named?.companyNumber ?? '');
  if (!number) throw new UnreadableDocument('accounts of a company that neither address nor file name gives');
  return { asked, named, number, filedOn: dateOf(asked.get('filed')) };
}

/** What is read of a set of accounts; directors, auditors and their words are left behind. */
type KeptAccounts =
  | { readonly refused: string }
  | (Pick<
      Accounts,
      | 'name'
      | 'balanceDate'
      | 'currency'
      | 'figures'
      | 'consolidated'
      | 'previous'
      | 'standard'
      | 'dormant'
      | 'audited'
      | 'profitAndLoss'
    > & {
      readonly flags: readonly Pick<Accounts['flags'][number], 'kind' | 'quote'>[];
      readonly subsidiaries: readonly string[];
      /** What was left out of its figures, and why; not there in what was kept before it was said. */
      readonly doubts?: readonly string[];
    });

/** Faults of a whole set of accounts: of figures that are missing or contradict each other nobody hears otherwise. */
const DOUBTS: ReadonlySet<string> = new Set([
  'contradicting-figures',
  'conflicting-values',
  'nothing-read',
  'nothing-at-date',
  'other-company',
]);

const KEPT = '{"accountsAsRead":';

/** What the archive keeps of a set of accounts. */
export function keepAccounts(document: SourceDocument): Uint8Array {
  const { number, filedOn, named } = askedFor(document);
  return bytesOf({ accountsAsRead: keptAccounts(document, number, filedOn, named?.balanceDate) });
}

/** What the archive keeps of the entry of a document that is only a picture: its forms. Null for anything else. */
export function keepDocumentEntry(document: SourceDocument): Uint8Array | null {
  if (!document.url.includes('#')) return null;
  const { resources } = DocumentEntry.safeParse(readJson(document)).data ?? {};
  if (!resources) return null;
  return bytesOf({ resources: Object.fromEntries(Object.keys(resources).map((form) => [form, {}])) });
}

function keptAccounts(
  document: SourceDocument,
  number: CompanyNumber,
  filedOn: IsoDate | null,
  balanceDate: IsoDate | null | undefined,
): KeptAccounts {
  if (startOf(document).startsWith(KEPT))
    return (JSON.parse(textOf(document)) as { readonly accountsAsRead: KeptAccounts }).accountsAsRead;
  const accounts = readAccounts(document.body, {
    companyNumber: number,
    ...(filedOn ? { filedOn } : {}),
    ...(balanceDate ? { balanceDate } : {}),
  });
  if (isRefused(accounts)) return { refused: accounts.refused };
  const { name, currency, figures, consolidated, previous, standard, dormant, audited, issues } = accounts;
  const doubts = issues.flatMap(({ kind, message }) => (DOUBTS.has(kind) ? [message] : []));
  return {
    name,
    currency,
    figures,
    consolidated,
    previous,
    standard,
    dormant,
    audited,
    balanceDate: accounts.balanceDate,
    profitAndLoss: accounts.profitAndLoss,
    flags: accounts.flags.map(({ kind, quote }) => ({ kind, quote })),
    ...(doubts.length > 0 ? { doubts: [...new Set(doubts)] } : {}),
    // People among the names of a list are not read.
    subsidiaries: accounts.subsidiaries.filter((company) => COMPANIES.includes(kindOfName(company))),
  };
}

/**
 * Reads the figures of filed accounts; figures that can only be typing slips are corrected. Those that contradict each
 * other are left out, and that is said.
 */
export function readAccountsDocument(document: SourceDocument): Item[] {
  const { asked, named, number, filedOn } = askedFor(document);
  const accounts = keptAccounts(document, number, filedOn, named?.balanceDate);
  if ('refused' in accounts) throw new UnreadableDocument(accounts.refused);
  const balanceDate = accounts.balanceDate;
  if (!balanceDate) throw new UnreadableDocument('accounts without a balance sheet date');
  const item = `${number}/accounts/${asked.get('filing') ?? balanceDate}`;
  const answer = { item, number, body: null, retrievedAt: document.retrievedAt };
  const observation = state(answer, {
    ref: `accounts/${asked.get('filing') ?? balanceDate}`,
    path: 'filing-history',
    about: companyOf(number),
    content: contentOf(accounts, balanceDate),
    saidOn: filedOn,
    occurredOn: balanceDate,
    quote: accounts.flags[0]?.quote ?? null,
  });
  const group = accounts.subsidiaries.map((name) =>
    state(answer, {
      ref: `accounts/subsidiary/${name
        .toUpperCase()
        .replaceAll(/[^A-Z0-9]+/g, ' ')
        .trim()}`,
      path: 'filing-history',
      // A name alone: matching says who that is, or does not.
      about: { name, ref: null, printedRef: null, postcode: null },
      content: {
        kind: 'parent-company',
        parent: { name: accounts.name ?? number, ref: { scheme: 'GB-COH', id: number }, country: null },
        notifiedOn: balanceDate,
        ceasedOn: null,
        listedOn: balanceDate,
      },
      saidOn: filedOn,
      occurredOn: balanceDate,
    }),
  );
  return [
    {
      item,
      outcome: 'observed',
      observations: [observation, ...group],
      looks: lookAt(answer, 'accounts-figures', 'found'),
    },
    ...(accounts.doubts ?? []).map((reason, at): Item => ({
      item: `${item}, figures ${at + 1}`,
      outcome: 'refused',
      reason,
    })),
  ];
}

const COMPANIES: readonly ReturnType<typeof kindOfName>[] = ['company', 'llp'];

type Accounts = Exclude<ReturnType<typeof readAccounts>, { refused: string }>;

function contentOf(accounts: Exclude<KeptAccounts, { refused: string }>, balanceDate: IsoDate): Signal {
  const { consolidated, previous } = accounts;
  return {
    kind: 'accounts-figures',
    balanceDate,
    currency: accounts.currency,
    figures: correctFigures(accounts.figures).values,
    consolidated: consolidated ? correctFigures(consolidated).values : null,
    previous: previous
      ? { balanceDate: previous.balanceDate, figures: correctFigures(previous.figures).values }
      : null,
    standard: accounts.standard,
    dormant: accounts.dormant,
    audited: accounts.audited,
    ...(accounts.profitAndLoss === 'readable' ? {} : { profitAndLoss: accounts.profitAndLoss }),
    flags: accounts.flags.map(({ kind, quote }) => ({ kind: FLAGS[kind], quote })),
  };
}
