/**
 * What a status of the companies register says of whether a company is there at all: `live`, in a `proceeding` (which
 * one, its cases and notices say), or `gone` from the register under that number.
 */
type StatusKind = 'live' | 'proceeding' | 'gone';

interface StatusWords {
  readonly standing: StatusKind;
  /** As it is printed behind “on the register as” or “no longer on the register as”. */
  readonly words: string;
  /** The only types of company of which it is understood; missing = every type. */
  readonly ofTypes?: readonly string[];
}

/** Branches in the United Kingdom of companies that are registered elsewhere. */
const BRANCHES = ['oversea-company', 'uk-establishment'];

/** `company_status` in the register's own words. A word that is not here is not understood, and never read as fine. */
const statuses: Readonly<Record<string, StatusWords>> = {
  active: { standing: 'live', words: 'active' },
  registered: { standing: 'live', words: 'registered', ofTypes: BRANCHES },
  open: { standing: 'live', words: 'open', ofTypes: BRANCHES },
  administration: { standing: 'proceeding', words: 'in administration' },
  liquidation: { standing: 'proceeding', words: 'in liquidation' },
  receivership: { standing: 'proceeding', words: 'in receivership' },
  'voluntary-arrangement': { standing: 'proceeding', words: 'in a voluntary arrangement' },
  'insolvency-proceedings': { standing: 'proceeding', words: 'in insolvency proceedings' },
  dissolved: { standing: 'gone', words: 'dissolved' },
  'converted-closed': { standing: 'gone', words: 'converted or closed' },
  closed: { standing: 'gone', words: 'closed' },
  removed: { standing: 'gone', words: 'removed' },
};

/** `company_status_detail`, likewise. */
const details: Readonly<Record<string, StatusWords>> = {
  'active-proposal-to-strike-off': { standing: 'live', words: 'active, with a proposal to strike it off' },
  'petition-to-restore-dissolved': { standing: 'gone', words: 'dissolved, with a petition to restore it' },
  'converted-to-plc': { standing: 'live', words: 'converted to a public limited company' },
  'transferred-from-uk': { standing: 'gone', words: 'transferred from the United Kingdom' },
  'transformed-to-se': { standing: 'gone', words: 'transformed to a European company' },
  'transferred-to-slp': { standing: 'gone', words: 'transferred to a Scottish limited partnership' },
  'converted-to-uk-societas': { standing: 'gone', words: 'converted to a UK Societas' },
  'converted-to-ukeig': { standing: 'gone', words: 'converted to a UK Economic Interest Grouping' },
};

/** A company's entry on the register, as far as its standing needs it. */
export interface RegisterFacts {
  readonly status: string | null;
  readonly statusDetail: string | null;
  readonly type: string | null;
  /** The day on which the register says that it ended; null where it gives none. */
  readonly dissolvedOn: string | null;
}

export interface RegisterStanding {
  /** What it is gone from the register as; null for a company that is on it. */
  readonly goneAs: string | null;
  /** What the entry says that is on none of our lists, or contradicts itself, each within a sentence. */
  readonly notUnderstood: readonly string[];
}

/** Whether a company is on the register, and what its entry says that we do not understand. */
export function registerStanding(entry: RegisterFacts): RegisterStanding {
  const status = understood(statuses, entry.status, entry.type);
  const detail = understood(details, entry.statusDetail, entry.type);
  const notUnderstood = [
    ...(entry.status === null ? ['the register states no status'] : []),
    ...(entry.status !== null && !status
      ? [`the register’s status “${entry.status}” is not understood`]
      : []),
    ...(entry.statusDetail !== null && !detail
      ? [`the register’s addition to the status, “${entry.statusDetail}”, is not understood`]
      : []),
    ...(status?.standing === 'live' && detail?.standing !== 'gone' && entry.dissolvedOn !== null
      ? [`the register shows it as ${status.words} and gives a day on which it ended`]
      : []),
  ];
  const ended = [detail, status].find((one) => one?.standing === 'gone');
  return { goneAs: ended?.words ?? null, notUnderstood };
}

function understood(
  list: Readonly<Record<string, StatusWords>>,
  word: string | null,
  type: string | null,
): StatusWords | undefined {
  const found = word !== null && Object.hasOwn(list, word) ? list[word] : undefined;
  if (!found?.ofTypes || type === null) return found;
  return found.ofTypes.includes(type) ? found : undefined;
}
