import { addDays, type IsoDate, type NoticeFamily, type ObservedSignal, type Signal } from '@tocsin/domain';
import type { Case, CaseAccounts, CaseEvent } from './cases.ts';
import { lastDayOf } from './partial-date.ts';

/** An event of a case as the score would have read it, and whether a connector of ours takes in such a thing. */
export interface CaseSignal {
  readonly on: IsoDate;
  readonly ingestible: boolean;
  readonly signal: ObservedSignal;
}

type Reader = (event: CaseEvent, whole: Case) => { signal: Signal; ingestible: boolean };

/** Event types that a connector of ours ingests, and as what. Every other type is a report of the press: hindsight. */
const readers: Readonly<Record<string, Reader>> = {
  insolvency: (event, whole) => notice(event, insolvencyFamily(event, whole)),
  administration: (event) => notice(event, 'administration'),
  administrative_receivership: (event) => notice(event, 'administrative-receivership'),
  receivership: (event) => notice(event, 'receivership'),
  liquidation: (event, whole) => notice(event, insolvencyFamily(event, whole)),
  compulsory_liquidation: (event) => notice(event, 'winding-up-order'),
  winding_up_order: (event) => notice(event, 'winding-up-order'),
  cvl: (event) => notice(event, 'creditors-voluntary-liquidation'),
  mvl: (event) => notice(event, 'members-voluntary-liquidation'),
  creditors_meeting: (event) => notice(event, 'creditors-decision'),
  winding_up_petition: (event) => notice(event, 'winding-up-petition'),
  petition: (event) => notice(event, 'winding-up-petition'),
  petition_dismissed: (event) => notice(event, 'petition-dismissed'),
  moratorium: (event) => notice(event, 'moratorium'),
  moratorium_ended: (event) => notice(event, 'moratorium-ended'),
  cva: (event) => (isIntended(event) ? report(event) : notice(event, 'company-voluntary-arrangement')),
  strike_off: (event) => filing(event, 'strike-off-proposed'),
  auditor_resignation: (event) => filing(event, 'auditor-resigned'),
  accounts_overdue: (event) => ({ signal: profileOverdueOn(lastDayOf(event.date)), ingestible: true }),
  director_resignation: (event) => ({
    signal: {
      kind: 'officer-changes',
      appointedOn: [],
      // The record gives no count: one resignation, on the last day it can mean.
      resignedOn: [lastDayOf(event.date) ?? event.date],
      activeCount: null,
    },
    ingestible: true,
  }),
  charge: (event) => ({
    signal: {
      kind: 'charge',
      chargeId: event.date,
      status: 'outstanding',
      createdOn: lastDayOf(event.date),
      deliveredOn: null,
      satisfiedOn: null,
      personsEntitled: [],
      floatingOverAll: true,
    },
    ingestible: true,
  }),
  short_interest: (event) => {
    const [percent] = /\d+(?:\.\d+)?(?=\s?%)/.exec(event.what) ?? [];
    if (!percent) return report(event);
    const on = lastDayOf(event.date) ?? event.date;
    // No connector takes in short positions yet.
    return {
      signal: { kind: 'short-interest', on, percent: Number(percent), series: 'named' },
      ingestible: false,
    };
  },
};

/** The dated public record of a case as signals; events whose date cannot be read are left out by name. */
export function caseSignals(whole: Case): { signals: readonly CaseSignal[]; undated: readonly CaseEvent[] } {
  const events = [...whole.events, ...outcomeEvent(whole)];
  const undated = events.filter((event) => lastDayOf(event.date) === null);
  const signals = events.flatMap((event, i) => {
    const on = lastDayOf(event.date);
    if (!on) return [];
    const { signal, ingestible } = (readers[event.type] ?? report)(event, whole);
    return [{ on, ingestible, signal: statement(whole, on, `${i}`, event.source, signal) }];
  });
  const filed = (whole.accounts ?? []).flatMap((accounts, i) => accountsSignal(whole, accounts, i));
  return {
    signals: [...signals, ...filed].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    undated,
  };
}

/** A formal outcome that the events leave out is on the public record all the same, on its own day. */
function outcomeEvent(whole: Case): CaseEvent[] {
  const { outcome_type: type, outcome_date: date } = whole;
  const formal = /administrat|liquidat|receiver|winding/i.test(type ?? '');
  if (!type || !date || !formal || whole.events.some((event) => event.date === date)) return [];
  return [{ date, type: 'insolvency', what: type, source: 'outcome of the case' }];
}

function insolvencyFamily(event: CaseEvent, whole: Case): NoticeFamily {
  for (const words of [event.what, whole.outcome_type ?? '']) {
    if (/compulsory|winding[- ]up order|official receiver/i.test(words)) return 'winding-up-order';
    if (/administrative receiv/i.test(words)) return 'administrative-receivership';
    if (/administrat/i.test(words)) return 'administration';
    if (/liquidat/i.test(words)) return 'creditors-voluntary-liquidation';
  }
  return 'administration';
}

/** Announcing that one means to do something puts nothing on a register. */
function isIntended({ what }: CaseEvent): boolean {
  return /\b(intends?|intention|propos\w+|plans?|considers?)\b/i.test(what);
}

function notice(event: CaseEvent, family: NoticeFamily): { signal: Signal; ingestible: boolean } {
  return {
    signal: {
      kind: 'insolvency-notice',
      code: null,
      family,
      heading: event.what,
      noticeId: event.date,
      hearing: null,
      petitioner: null,
      caseRef: null,
    },
    ingestible: true,
  };
}

/** The entry of the register on the first day on which accounts were overdue: they were due the day before. */
function profileOverdueOn(day: IsoDate | null): Signal {
  const nothing = { nextDueOn: null, lastMadeUpTo: null, overdue: null };
  return {
    kind: 'company-profile',
    name: '',
    status: 'active',
    statusDetail: null,
    type: null,
    jurisdiction: null,
    incorporatedOn: null,
    dissolvedOn: null,
    sicCodes: [],
    postcode: null,
    previousNames: [],
    accounts: {
      ...nothing,
      nextDueOn: day && addDays(day, -1),
      nextMadeUpTo: null,
      lastType: null,
      overdue: true,
      referenceDate: null,
    },
    confirmationStatement: nothing,
  };
}

function filing(
  event: CaseEvent,
  about: 'strike-off-proposed' | 'auditor-resigned',
): { signal: Signal; ingestible: boolean } {
  return {
    signal: { kind: 'filing', about, type: event.type, description: event.what, detail: null },
    ingestible: true,
  };
}

function report(event: CaseEvent): { signal: Signal; ingestible: boolean } {
  return { signal: { kind: 'public-report', type: event.type, what: event.what }, ingestible: false };
}

/** Group accounts of large firms were filed on paper in these years: no connector could have read them. */
function accountsSignal(whole: Case, accounts: CaseAccounts, index: number): CaseSignal[] {
  const on = accounts.published ? lastDayOf(accounts.published) : null;
  const balanceDate = accounts['year_end'];
  if (!on || typeof balanceDate !== 'string') return [];
  const before = whole.accounts?.[index - 1];
  const previousDate = before?.['year_end'];
  const signal: Signal = {
    kind: 'accounts-figures',
    balanceDate,
    currency: 'GBP',
    figures: figuresOf(accounts),
    consolidated: null,
    previous:
      before && typeof previousDate === 'string'
        ? { balanceDate: previousDate, figures: figuresOf(before) }
        : null,
    standard: null,
    dormant: null,
    audited: null,
    flags: [],
  };
  const source = typeof accounts['source'] === 'string' ? accounts['source'] : 'case record';
  return [{ on, ingestible: false, signal: statement(whole, on, `accounts-${index}`, source, signal) }];
}

const figureNames: Readonly<Record<string, readonly string[]>> = {
  turnover: ['total_revenue_m', 'revenue_m', 'turnover_m'],
  operating_profit: ['operating_profit_m'],
  pbt: ['pbt_m'],
  profit: ['profit_m'],
  net_assets: ['net_assets_m'],
  equity: ['net_assets_m'],
};

function figuresOf(accounts: CaseAccounts): Record<string, number> {
  const found = Object.entries(figureNames).flatMap(([figure, names]) => {
    const value = names.map((name) => accounts[name]).find((v) => typeof v === 'number');
    return typeof value === 'number' ? [[figure, value * 1e6] as const] : [];
  });
  return Object.fromEntries(found);
}

function statement(whole: Case, on: IsoDate, ref: string, url: string, signal: Signal): ObservedSignal {
  const at = `${on}T12:00:00.000Z`;
  const source = 'case-record';
  const evidence = { source, url, publishedAt: at, retrievedAt: at, sha256: '0'.repeat(64) };
  return {
    source,
    ref: `${whole.id}/${ref}`,
    version: on,
    occurredOn: on,
    publishedAt: at,
    observedAt: at,
    evidence,
    signal,
  };
}
