import { bandWords, formatDate } from '@tocsin/alerting';
import {
  findAssessmentBefore,
  findSupplierByRef,
  findTimeline,
  type Assessment,
  type Db,
  type TimelineEntry,
} from '@tocsin/db';
import { readCompanyNumber, type Signal, type SignalOf } from '@tocsin/domain';
import { askRegister } from './live.ts';

const MOST_SIGNALS = 15;
const MOST_YEARS = 5;
const FIGURES = [
  'turnover',
  'profit',
  'current_assets',
  'cash',
  'creditors_1y',
  'net_assets',
  'employees',
] as const;

/** `check <company number>`: a supplier on one screen, asked of the register now where a key is set, else as stored. */
export async function checkVerb(db: Db, printed: string): Promise<void> {
  const number = readCompanyNumber(printed);
  if (!number) throw new Error(`“${printed}” is not a company number: 8 characters, as on the register`);
  if (process.env['COMPANIES_HOUSE_KEY']) await askRegister(db, number);
  const id = await findSupplierByRef(db, { scheme: 'GB-COH', id: number });
  if (!id)
    throw new Error(
      `Nothing is known about ${number}. Set COMPANIES_HOUSE_KEY to ask the register, or feed its documents in with ingest`,
    );
  const today = new Date().toISOString().slice(0, 10);
  const timeline = await findTimeline(db, id, today, 500);
  const signals = timeline.filter(({ withdrawnAt }) => !withdrawnAt).map(({ signal }) => signal);
  const assessment = await findAssessmentBefore(db, id, today);
  const lines = [
    ...headLines(number, newest(signals, 'company-profile')),
    ...assessmentLines(assessment),
    ...figureLines(signals.filter((signal) => signal.kind === 'accounts-figures')),
    '',
    `Signals (${Math.min(MOST_SIGNALS, timeline.length)} of ${timeline.length}, newest first)`,
    ...timeline
      .slice(0, MOST_SIGNALS)
      .map((entry) => `  ${entry.occurredOn}  ${describe(entry).padEnd(46)} ${entry.url}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function newest<K extends Signal['kind']>(signals: readonly Signal[], kind: K): SignalOf<K> | undefined {
  return signals.find((signal): signal is SignalOf<K> => signal.kind === kind);
}

function headLines(number: string, profile: SignalOf<'company-profile'> | undefined): string[] {
  if (!profile) return [number, 'Its profile at Companies House has not been read'];
  const { accounts, confirmationStatement: statement } = profile;
  return [
    `${profile.name} (${number})`,
    `Status                  ${profile.status ?? 'unknown'}`,
    `Incorporated            ${dated(profile.incorporatedOn)}`,
    `Last accounts made up   ${dated(accounts.lastMadeUpTo)} (${accounts.lastType ?? 'kind unknown'})`,
    `Next accounts due       ${dated(accounts.nextDueOn)}`,
    `Confirmation due        ${dated(statement.nextDueOn)}`,
    ...profile.previousNames.map(({ name, to }) => `Former name             ${name}, until ${dated(to)}`),
  ];
}

function dated(day: string | null): string {
  return day === null ? 'unknown' : formatDate(day);
}

function assessmentLines(assessment: Assessment | undefined): string[] {
  if (!assessment) return ['', 'Not assessed yet'];
  const present = assessment.findings.filter(({ outcome }) => outcome === 'present');
  return [
    '',
    `${bandWords[assessment.band]}: ${assessment.score} of 100 on ${formatDate(assessment.as_of)}, ` +
      `${Math.round(assessment.coverage * 100)} % of the questions could be judged (model ${assessment.model_version})`,
    ...present.map(({ points, because }) => `  ${String(points).padStart(4)}  ${because}`),
  ];
}

function figureLines(accounts: readonly SignalOf<'accounts-figures'>[]): string[] {
  const years = yearsOf(accounts).slice(0, MOST_YEARS);
  const [newest] = years;
  if (!newest) return ['', 'No accounts have been read'];
  const row = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(16)}${cells.map((cell) => cell.padStart(15)).join('')}`;
  const cellOf = ({ figures }: Year, name: (typeof FIGURES)[number]) =>
    figures[name]?.toLocaleString('en-GB') ?? '–';
  const unread = years.filter(({ figures }) => Object.keys(figures).length === 0);
  return [
    '',
    `Figures in ${newest.currency ?? 'unknown currency'}, as filed; – is not stated`,
    row(
      'at',
      years.map(({ balanceDate }) => balanceDate),
    ),
    ...FIGURES.filter((name) => years.some(({ figures }) => figures[name] !== undefined)).map((name) =>
      row(
        name.replaceAll('_', ' '),
        years.map((year) => cellOf(year, name)),
      ),
    ),
    ...unread.map(({ balanceDate }) => `  The accounts to ${balanceDate} are not machine-readable`),
  ];
}

type Year = Pick<SignalOf<'accounts-figures'>, 'balanceDate' | 'figures' | 'currency'>;

/** One column a balance date, newest first: its own accounts, else what the next year's say of it. */
function yearsOf(accounts: readonly SignalOf<'accounts-figures'>[]): Year[] {
  const years = new Map<string, Year>();
  const own = accounts.filter(({ figures }) => Object.keys(figures).length > 0);
  const before = own.flatMap(({ previous, currency }) => (previous ? { ...previous, currency } : []));
  for (const year of [...own, ...before, ...accounts])
    if (!years.has(year.balanceDate)) years.set(year.balanceDate, year);
  return [...years.values()].sort((a, b) => (a.balanceDate < b.balanceDate ? 1 : -1));
}

const WORDS: Readonly<Partial<Record<Signal['kind'], (signal: never) => string>>> = {
  'insolvency-notice': (signal: SignalOf<'insolvency-notice'>) => `Gazette notice: ${signal.heading}`,
  'insolvency-case': (signal: SignalOf<'insolvency-case'>) => `insolvency case: ${spaced(signal.caseType)}`,
  'accounts-filed': (signal: SignalOf<'accounts-filed'>) =>
    `accounts to ${signal.madeUpTo} filed${signal.dueOn && signal.filedOn > signal.dueOn ? ' late' : ''}`,
  'accounts-figures': (signal: SignalOf<'accounts-figures'>) =>
    [`accounts figures at ${signal.balanceDate}`, ...signal.flags.map(({ kind }) => spaced(kind))].join(', '),
  charge: (signal: SignalOf<'charge'>) =>
    `charge ${spaced(signal.status)}${signal.floatingOverAll ? ', over all assets' : ''}`,
  'officer-changes': (signal: SignalOf<'officer-changes'>) =>
    `officers: ${signal.activeCount ?? 'unknown'} in office, ${signal.resignedOn.length} resigned`,
  'parent-company': (signal: SignalOf<'parent-company'>) =>
    `${signal.ceasedOn ? 'no longer controlled' : 'controlled'} by ${signal.parent.name}`,
  filing: (signal: SignalOf<'filing'>) =>
    [signal.description, signal.detail && spaced(signal.detail)].filter(Boolean).join(', '),
  'company-profile': (signal: SignalOf<'company-profile'>) =>
    `register status: ${spaced(signal.status ?? 'unknown')}`,
};

function describe({ signal, withdrawnAt }: TimelineEntry): string {
  const words = WORDS[signal.kind] as ((signal: Signal) => string) | undefined;
  const told = words ? words(signal) : spaced(signal.kind);
  return withdrawnAt ? `${told} (taken back ${withdrawnAt.slice(0, 10)})` : told;
}

function spaced(word: string): string {
  return word.replaceAll('-', ' ');
}
