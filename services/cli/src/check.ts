import { bandWords, formatDate } from '@tocsin/alerting';
import { findAssessmentBefore, findSupplierByRef, findTimeline, type Assessment, type Db } from '@tocsin/db';
import { readCompanyNumber, type Signal, type SignalOf } from '@tocsin/domain';
import { askRegister } from './live.ts';

const MOST_SIGNALS = 15;
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
  const signals = timeline.map(({ signal }) => signal);
  const assessment = await findAssessmentBefore(db, id, today);
  const lines = [
    ...headLines(number, newest(signals, 'company-profile')),
    ...assessmentLines(assessment),
    ...figureLines(signals.filter((signal) => signal.kind === 'accounts-figures')),
    '',
    `Signals (${Math.min(MOST_SIGNALS, timeline.length)} of ${timeline.length}, newest first)`,
    ...timeline
      .slice(0, MOST_SIGNALS)
      .map(({ occurredOn, signal, url }) => `  ${occurredOn}  ${describe(signal).padEnd(46)} ${url}`),
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
  if (accounts.length === 0) return ['', 'No machine-readable accounts have been read'];
  const years = accounts.slice(0, 5);
  const row = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(16)}${cells.map((cell) => cell.padStart(16)).join('')}`;
  return [
    '',
    row(
      `Figures in ${years[0]?.currency ?? 'unknown currency'}`,
      years.map(({ balanceDate }) => balanceDate),
    ),
    ...FIGURES.map((name) =>
      row(
        name,
        years.map(({ figures }) => figures[name]?.toLocaleString('en-GB') ?? 'unknown'),
      ),
    ),
  ];
}

const WORDS: Readonly<Partial<Record<Signal['kind'], (signal: never) => string>>> = {
  'insolvency-notice': (signal: SignalOf<'insolvency-notice'>) => `Gazette notice: ${signal.heading}`,
  'insolvency-case': (signal: SignalOf<'insolvency-case'>) => `insolvency case: ${signal.caseType}`,
  'accounts-filed': (signal: SignalOf<'accounts-filed'>) => `accounts to ${signal.madeUpTo} filed`,
  'accounts-figures': (signal: SignalOf<'accounts-figures'>) => `accounts figures at ${signal.balanceDate}`,
  charge: (signal: SignalOf<'charge'>) => `charge ${signal.status}`,
  filing: (signal: SignalOf<'filing'>) => signal.description,
  'company-profile': (signal: SignalOf<'company-profile'>) =>
    `register status: ${signal.status ?? 'unknown'}`,
};

function describe(signal: Signal): string {
  const words = WORDS[signal.kind] as ((signal: Signal) => string) | undefined;
  return words ? words(signal) : signal.kind.replaceAll('-', ' ');
}
