import { isUnread, plain, signalWords } from '@tocsin/alerting';
import type { Assessment, TimelineEntry } from '@tocsin/db';
import {
  type CompanyNumber,
  dayOf,
  formatDate,
  formatWholeShare,
  groupDigits,
  type IsoDate,
  levelWords,
  scoreShown,
  type RiskLevel,
  type Signal,
  type SignalOf,
  noLevelWords,
} from '@tocsin/domain';

const MOST_SIGNALS = 10;
const MOST_YEARS = 5;
const WIDTH = 86;
/** Two lines, with what word ends cost. */
const MOST_WORDS = 2 * WIDTH - 14;
const INDENT = ' '.repeat(14);
const FIGURES = [
  'turnover',
  'profit',
  'current_assets',
  'cash',
  'creditors_1y',
  'net_assets',
  'employees',
] as const;

/** What is stored of a supplier on a day: `timeline` newest first. */
interface Checked {
  readonly number: CompanyNumber;
  readonly timeline: readonly TimelineEntry[];
  readonly assessment: ScreenedAssessment | undefined;
}

type ScreenedAssessment = Pick<Assessment, 'score' | 'coverage' | 'as_of' | 'model_version' | 'findings'> & {
  readonly level: RiskLevel;
  /** Why its level is not Low; null where the level says it. */
  readonly levelBecause: string | null;
};

/** The lines of a supplier’s screen: its status, its level and why, its figures year by year, its signals with their pages. */
export function checkScreen({ number, timeline, assessment }: Checked): string[] {
  const signals = timeline.filter(({ withdrawnAt }) => !withdrawnAt).map(({ signal }) => signal);
  const profile = signals.find((signal) => signal.kind === 'company-profile');
  return [
    ...headLines(number, profile),
    '',
    ...assessmentLines(assessment),
    '',
    ...figureLines(signals),
    '',
    `Signals (${Math.min(MOST_SIGNALS, timeline.length)} of ${timeline.length}, newest first)`,
    ...timeline.slice(0, MOST_SIGNALS).flatMap(signalLines),
  ];
}

function headLines(number: string, profile: SignalOf<'company-profile'> | undefined): string[] {
  if (!profile) return [number, 'Its profile at Companies House has not been read'];
  const { accounts, confirmationStatement: statement } = profile;
  return [
    `${plain(profile.name)} (${number})`,
    `Status                  ${profile.status ?? 'unknown'}`,
    `Incorporated            ${dated(profile.incorporatedOn)}`,
    `Last accounts made up   ${dated(accounts.lastMadeUpTo)} (${accounts.lastType ?? 'kind unknown'})`,
    `Next accounts due       ${dated(accounts.nextDueOn)}`,
    `Confirmation due        ${dated(statement.nextDueOn)}`,
    ...profile.previousNames.map(
      ({ name, to }) => `Former name             ${plain(name)}, until ${dated(to)}`,
    ),
  ];
}

function dated(day: IsoDate | null): string {
  return day === null ? 'unknown' : formatDate(day);
}

function assessmentLines(assessment: ScreenedAssessment | undefined): string[] {
  if (!assessment) return [noLevelWords.notYet];
  const present = assessment.findings.filter(({ outcome }) => outcome === 'present');
  return [
    `${levelWords[assessment.level]}: ${scoreInBrief(assessment)} on ${formatDate(assessment.as_of)}, ` +
      `${formatWholeShare(assessment.coverage)} of the questions could be judged (model ${assessment.model_version})`,
    ...(assessment.levelBecause === null ? [] : wrapped(`Why: ${plain(assessment.levelBecause)}.`)).map(
      (line) => `      ${line}`,
    ),
    ...present.map(({ points, because }) => `  ${String(points).padStart(4)}  ${because}`),
  ];
}

function scoreInBrief({ score, level }: ScreenedAssessment): string {
  const shown = scoreShown(score, level);
  return shown === null ? 'no score' : `${shown} of 100`;
}

function figureLines(signals: readonly Signal[]): string[] {
  const accounts = signals.filter((signal) => signal.kind === 'accounts-figures');
  const read = accounts.filter((one) => !isUnread(one));
  const unread = unreadDates(signals, read).map(
    (day) => `  The accounts to ${formatDate(day)} are not machine-readable: their figures are unknown`,
  );
  const years = yearsOf(read).slice(0, MOST_YEARS);
  const [newest] = years;
  if (!newest) return [unread.length > 0 ? 'No figures are known' : 'No accounts have been read', ...unread];
  const row = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(16)}${cells.map((cell) => cell.padStart(15)).join('')}`;
  const cellOf = ({ figures }: Year, name: (typeof FIGURES)[number]) => {
    const figure = figures[name];
    return figure === undefined ? '–' : groupDigits(figure);
  };
  return [
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
    ...unread,
  ];
}

/** Balance dates of accounts that are pictures, newest first: by their entry, or as the list of filings says. */
function unreadDates(signals: readonly Signal[], read: readonly Year[]): IsoDate[] {
  const dates = signals.flatMap((signal) => {
    if (signal.kind === 'accounts-figures') return isUnread(signal) ? [signal.balanceDate] : [];
    return signal.kind === 'accounts-filed' && signal.machineReadable === false ? [signal.madeUpTo] : [];
  });
  const known = new Set(read.map(({ balanceDate }) => balanceDate));
  return [...new Set(dates)].filter((day) => !known.has(day)).toSorted((a, b) => (a < b ? 1 : -1));
}

type Year = Pick<SignalOf<'accounts-figures'>, 'balanceDate' | 'figures' | 'currency'>;

/** One column a balance date, newest first: its own accounts, else what the next year's say of it. */
function yearsOf(accounts: readonly SignalOf<'accounts-figures'>[]): Year[] {
  const years = new Map<string, Year>();
  const before = accounts.flatMap(({ previous, currency }) => (previous ? { ...previous, currency } : []));
  for (const year of [...accounts, ...before])
    if (!years.has(year.balanceDate)) years.set(year.balanceDate, year);
  return [...years.values()].sort((a, b) => (a.balanceDate < b.balanceDate ? 1 : -1));
}

function signalLines({ signal, occurredOn, url, withdrawnAt }: TimelineEntry): string[] {
  const { what, detail } = signalWords(signal);
  const takenBack = withdrawnAt ? `(taken back ${dayOf(withdrawnAt)}) ` : '';
  const told = plain(`${takenBack}${what}${detail ? `: ${detail}` : ''}`, MOST_WORDS);
  const [first = '', ...rest] = wrapped(told);
  return [`  ${occurredOn ?? 'no date   '}  ${first}`, ...[...rest, url].map((line) => INDENT + line)];
}

function wrapped(words: string): string[] {
  const lines = words.match(new RegExp(`.{1,${WIDTH}}(?: |$)|.{${WIDTH}}`, 'gu')) ?? [];
  return lines.map((line) => line.trimEnd());
}
