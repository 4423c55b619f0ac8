import { addDays, addMonths, lastOfMonth, type IsoDate } from '@tocsin/domain';
import type { Company } from './companies.ts';
import type { Country } from './country.ts';
import { streamOf } from './random.ts';

/** Figures in whole pounds, by the names of `packages/accounts`. */
export type Figures = Readonly<Record<string, number>>;

/** A set of accounts as it reached the register. */
export interface FiledAccounts {
  readonly startsOn: IsoDate;
  readonly madeUpTo: IsoDate;
  readonly filedOn: IsoDate;
  /** Companies House's id of the filing. */
  readonly filing: string;
  readonly type: 'micro-entity' | 'total-exemption-full' | 'full';
  readonly figures: Figures;
  readonly previous: { readonly balanceDate: IsoDate; readonly figures: Figures } | null;
}

/** Accounts of so many years are known. */
const YEARS = 7;
/** A private company has nine months. */
const MONTHS_TO_FILE = 9;

/** The accounts that a company has filed, the oldest first. */
export function accountsOf(country: Country, index: number): readonly FiledAccounts[] {
  const company = country.supplier(index);
  const { filesUntil, kind } = country.fate(index);
  const lastDay = filesUntil ?? country.today;
  return periodsOf(country, company).flatMap(({ startsOn, madeUpTo, first }) => {
    const filedOn = filedOnOf(country, index, madeUpTo, kind === 'files-late');
    if (filedOn > country.today || filedOn >= lastDay) return [];
    const before = addDays(startsOn, -1);
    return [
      {
        startsOn,
        madeUpTo,
        filedOn,
        filing: `N${company.number}${madeUpTo.slice(0, 4)}`,
        type: typeOf(company),
        figures: figuresOf(country, index, madeUpTo),
        previous: first ? null : { balanceDate: before, figures: figuresOf(country, index, before) },
      },
    ];
  });
}

/** Years that ended: the first begins when the company does, and takes at most eighteen months. */
function periodsOf({ until, today }: Country, { incorporatedOn, yearEnds }: Company) {
  const year = Number(until.slice(0, 4));
  const ends = Array.from({ length: YEARS }, (_, at) => yearEndIn(year - YEARS + 1 + at, yearEnds));
  return ends
    .filter((madeUpTo) => madeUpTo < today && madeUpTo >= addMonths(incorporatedOn, 6))
    .map((madeUpTo) => {
      const usual = addDays(lastOfMonth(addMonths(madeUpTo, -12)), 1);
      const first = usual < addMonths(incorporatedOn, 6);
      return { startsOn: first ? incorporatedOn : usual, madeUpTo, first };
    });
}

function yearEndIn(year: number, month: number): IsoDate {
  return lastOfMonth(`${year}-${String(month).padStart(2, '0')}-01`);
}

/** Most file in the last weeks, some early; those that file late do so by weeks or months. */
function filedOnOf({ seed }: Country, index: number, madeUpTo: IsoDate, isLate: boolean): IsoDate {
  const random = streamOf(seed, 'filed', index, madeUpTo);
  const due = addMonths(madeUpTo, MONTHS_TO_FILE);
  if (isLate) return addDays(due, random.between(5, 120));
  return addDays(due, -(random.chance(0.7) ? random.between(1, 60) : random.between(60, 200)));
}

function typeOf({ scale }: Company): FiledAccounts['type'] {
  if (scale === 'large') return 'full';
  return scale === 'micro' ? 'micro-entity' : 'total-exemption-full';
}

/** When accounts of a company that will fail begin to show it, and how often they do. */
const SHOWS_MONTHS = 30;
const SHARE_THAT_SHOWS = 0.7;
/** Of the others, so many look as weak and never fail. */
const SHARE_WEAK_AND_WELL = 0.07;

/** A balance sheet that adds up, and profit and loss of those who publish it. Weak ones owe more than they own. */
export function figuresOf(country: Country, index: number, balanceDate: IsoDate): Figures {
  const company = country.supplier(index);
  const random = streamOf(country.seed, 'figures', index, balanceDate);
  const isWeak = random.chance(chanceOfWeakness(country, index, balanceDate));
  const size = 10 ** { micro: 4.8, small: 5.8, large: 7.2 }[company.scale];
  const fixed_assets = Math.round(size * (0.2 + random.next()));
  const cash = Math.round(size * (isWeak ? 0.02 : 0.3) * (0.2 + random.next()));
  const debtors = Math.round(size * 0.5 * (0.2 + random.next()));
  const stocks = Math.round(size * 0.1 * random.next());
  const current_assets = cash + debtors + stocks;
  const creditors_1y = Math.round(
    current_assets * (isWeak ? 1.5 + random.next() : 0.3 + 0.5 * random.next()),
  );
  const creditors_after_1y = Math.round(
    fixed_assets * (isWeak ? 0.8 + 0.6 * random.next() : 0.4 * random.next()),
  );
  const nca = current_assets - creditors_1y;
  const talcl = fixed_assets + nca;
  const equity = talcl - creditors_after_1y;
  const sheet = {
    fixed_assets,
    current_assets,
    cash,
    debtors,
    stocks,
    creditors_1y,
    creditors_after_1y,
    nca,
    talcl,
  };
  const employees = Math.max(1, Math.round((size / 60_000) * (0.5 + random.next())));
  const turnover = Math.round(size * (1 + 2 * random.next()));
  const operating_profit = Math.round(
    turnover * (isWeak ? -0.12 * random.next() : 0.02 + 0.1 * random.next()),
  );
  const interest = Math.round(creditors_after_1y * 0.05);
  const pbt = operating_profit - interest;
  return {
    ...(company.scale === 'large' ? { turnover, operating_profit, pbt, interest } : {}),
    ...sheet,
    net_assets: equity,
    equity,
    employees,
  };
}

function chanceOfWeakness(country: Country, index: number, balanceDate: IsoDate): number {
  const { insolventOn, exit } = country.fate(index);
  const fails = insolventOn ?? (exit?.kind === 'struck-off' ? exit.on : null);
  const shows = fails !== null && balanceDate >= addMonths(fails, -SHOWS_MONTHS);
  return shows ? SHARE_THAT_SHOWS : SHARE_WEAK_AND_WELL;
}
