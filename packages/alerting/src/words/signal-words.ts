import { careRatingWords, formatDate, isSatisfiedCharge, type Signal, type SignalOf } from '@tocsin/domain';
import {
  charityWords,
  housingWords,
  judgementWords,
  provisionWords,
  societyWords,
  type SignalWords,
} from './register-words.ts';

/** One published signal in words. It repeats what was published and judges nothing. */
export function signalWords(signal: Signal): SignalWords {
  switch (signal.kind) {
    case 'insolvency-notice':
      return { what: `Notice in The Gazette: ${signal.heading}`, detail: noticeDetail(signal) };
    case 'company-profile':
      return { what: 'Entry on the companies register', detail: profileDetail(signal) };
    case 'insolvency-case':
      return {
        what: `Insolvency case on the companies register: ${spaced(signal.caseType)}`,
        detail: joined(
          [...signal.dates, ...(signal.besides ?? [])].map(
            ({ type, on }) => `${spaced(type)} ${formatDate(on)}`,
          ),
        ),
      };
    case 'accounts-filed':
      return { what: `Accounts to ${formatDate(signal.madeUpTo)} filed`, detail: filedDetail(signal) };
    case 'accounts-figures':
      return isUnread(signal)
        ? {
            what: `Accounts to ${formatDate(signal.balanceDate)} are not machine-readable`,
            detail: 'filed on paper or as a picture, so their figures are unknown here',
          }
        : {
            what: `Figures in the accounts to ${formatDate(signal.balanceDate)}`,
            detail: joined([
              signal.profitAndLoss && profitAndLossWords[signal.profitAndLoss],
              ...signal.flags.map(({ quote }) => `“${quote}”`),
            ]),
          };
    case 'charge':
      return {
        what: isSatisfiedCharge(signal) ? 'Charge satisfied' : 'Charge registered',
        detail: joined([
          signal.createdOn && `created ${formatDate(signal.createdOn)}`,
          signal.satisfiedOn && `satisfied ${formatDate(signal.satisfiedOn)}`,
          signal.personsEntitled.length > 0 && `in favour of ${signal.personsEntitled.join(', ')}`,
          signal.floatingOverAll && 'floating charge over all assets',
        ]),
      };
    case 'officer-changes':
      return {
        what: 'Officers on the companies register',
        detail: joined([
          signal.activeCount !== null && `${signal.activeCount} in office`,
          `${signal.resignedOn.length} resignations recorded`,
        ]),
      };
    case 'filing':
      return { what: `Filing: ${spaced(signal.about)}`, detail: signal.description };
    case 'parent-company':
      return {
        what: controlWords(signal),
        detail: joined([
          signal.parent.name,
          signal.listedOn && `made up to ${formatDate(signal.listedOn)}`,
          !signal.listedOn && signal.notifiedOn && `since ${formatDate(signal.notifiedOn)}`,
          signal.ceasedOn && `until ${formatDate(signal.ceasedOn)}`,
        ]),
      };
    case 'payment-practices':
      return {
        what: `Payment practices to ${formatDate(signal.periodEnd)}`,
        detail: joined([
          signal.averageDaysToPay !== null && `${signal.averageDaysToPay} days to pay on average`,
          signal.percentNotPaidInTerms !== null && `${signal.percentNotPaidInTerms}% not paid within terms`,
        ]),
      };
    case 'short-interest':
      return { what: 'Net short positions', detail: `${signal.percent}% of the shares` };
    case 'contract-performance':
      return { what: 'Contract performance notice', detail: signal.statement };
    case 'care-location':
      return {
        what: `${signal.careHome ? 'Care home' : 'Care service'} ${careWords(signal)}: ${signal.name}`,
        detail: joined([
          signal.authority,
          signal.places !== null && `${signal.places} places`,
          signal.inherited && signal.rating !== null && 'rated under whoever had it before',
          signal.dormant && 'dormant',
        ]),
      };
    case 'public-report':
      return { what: `Public report: ${spaced(signal.type)}`, detail: signal.what };
    case 'charity-entry':
      return charityWords(signal);
    case 'society-entry':
      return societyWords(signal);
    case 'housing-entry':
      return housingWords(signal);
    case 'housing-judgement':
      return judgementWords(signal);
    case 'childrens-provision':
      return provisionWords(signal);
  }
}

const profitAndLossWords = {
  'not-required': 'no profit and loss account: none is required',
  'withheld-by-choice': 'profit and loss account withheld from publication by its choice',
  'not-readable': 'its profit and loss account could not be read',
} as const;

/** True for accounts that were filed as a picture: nothing but their existence is known. */
export function isUnread({ figures, consolidated, standard }: SignalOf<'accounts-figures'>): boolean {
  return Object.keys(figures).length === 0 && consolidated === null && standard === null;
}

function careWords({ state, rating }: SignalOf<'care-location'>): string {
  if (state === 'closed') return 'closed';
  if (state === 'changed-hands') return 'passed to another provider, not closed';
  if (state === 'registered-anew') return 'registered anew, not closed';
  return rating === null ? 'registered, not rated' : `rated ${careRatingWords[rating]}`;
}

function noticeDetail({ hearing, petitioner, caseRef, code }: SignalOf<'insolvency-notice'>): string | null {
  return joined([
    hearing?.on && `hearing on ${formatDate(hearing.on)}`,
    hearing?.court,
    petitioner && `presented by ${petitioner}`,
    caseRef && `case ${caseRef}`,
    code && `notice code ${code}`,
  ]);
}

function profileDetail(signal: SignalOf<'company-profile'>): string | null {
  const { accounts, confirmationStatement } = signal;
  return joined([
    signal.status && `status ${spaced(signal.status)}`,
    accounts.nextDueOn && `next accounts due ${formatDate(accounts.nextDueOn)}`,
    confirmationStatement.nextDueOn &&
      `next confirmation statement due ${formatDate(confirmationStatement.nextDueOn)}`,
  ]);
}

function filedDetail({ filedOn, dueOn, type, machineReadable }: SignalOf<'accounts-filed'>): string | null {
  return joined([
    `filed ${formatDate(filedOn)}`,
    dueOn && `due ${formatDate(dueOn)}`,
    dueOn && filedOn > dueOn && 'late',
    type && spaced(type),
    machineReadable === false && 'on paper: not machine-readable, so their figures are unknown here',
  ]);
}

function joined(parts: readonly (string | null | undefined | false)[]): string | null {
  const said = parts.filter((part) => typeof part === 'string' && part !== '');
  return said.length === 0 ? null : said.join(', ');
}

function spaced(word: string): string {
  return word.replaceAll('-', ' ');
}

function controlWords({ ceasedOn, listedOn }: SignalOf<'parent-company'>): string {
  if (listedOn) return 'Listed as a subsidiary in the accounts of';
  return ceasedOn ? 'No longer controlled by' : 'Controlled by';
}
