import { correctFigures, isRefused, readAccounts, readFilingName, type FlagKind } from '@tocsin/accounts';
import { readCompanyNumber, type CompanyNumber, type IsoDate, type Signal } from '@tocsin/domain';
import { kindOfName } from '@tocsin/matching';
import { z } from 'zod';
import { readJson } from '../document.ts';
import { UnreadableDocument, type Item, type SourceDocument } from '../define-source.ts';
import { companyOf, dateOf, lookAt, state } from './answer.ts';
import { madeUpTo, type Filing } from './filing-history.ts';

type Flag = Extract<Signal, { kind: 'accounts-figures' }>['flags'][number];

/** An adverse opinion and a disclaimer are qualifications that go further. */
const FLAGS: Readonly<Record<FlagKind, Flag['kind']>> = {
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
  const start = new TextDecoder().decode(document.body.subarray(0, 4_000));
  return /^\uFEFF?\s*</.test(start) && /xbrl/i.test(start);
}

/** Reads the figures of filed accounts; figures that can only be typing slips are corrected. */
export function readAccountsDocument(document: SourceDocument): Item {
  const [address = '', fragment = ''] = document.url.split('#');
  const asked = new URLSearchParams(fragment);
  const named = readFilingName(address);
  const number = readCompanyNumber(asked.get('company') ?? named?.companyNumber ?? '');
  if (!number) throw new UnreadableDocument('accounts of a company that neither address nor file name gives');
  const filedOn = dateOf(asked.get('filed'));
  const accounts = readAccounts(document.body, {
    companyNumber: number,
    ...(filedOn ? { filedOn } : {}),
    ...(named?.balanceDate ? { balanceDate: named.balanceDate } : {}),
  });
  if (isRefused(accounts)) throw new UnreadableDocument(accounts.refused);
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
  const group = accounts.subsidiaries
    .filter((name) => COMPANIES.includes(kindOfName(name)))
    .map((name) =>
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
  return {
    item,
    outcome: 'observed',
    observations: [observation, ...group],
    looks: lookAt(answer, 'accounts-figures', 'found'),
  };
}

/** People among the names of a list are not read. */
const COMPANIES: readonly ReturnType<typeof kindOfName>[] = ['company', 'llp'];

type Accounts = Exclude<ReturnType<typeof readAccounts>, { refused: string }>;

function contentOf(accounts: Accounts, balanceDate: IsoDate): Signal {
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
