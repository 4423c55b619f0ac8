import type { IsoDate, NoticeFamily, ObservedSignal, Signal, SignalOf } from '@tocsin/domain';

/** A statement made up for a test: published, observed and read on `day`. */
export function said<S extends Signal>(
  day: IsoDate,
  signal: S,
  over: Partial<ObservedSignal> = {},
): ObservedSignal & { signal: S } {
  const at = `${day}T09:00:00.000Z`;
  const source = over.source ?? 'gazette-insolvency';
  return {
    source,
    ref: `${signal.kind}-${day}`,
    version: day,
    occurredOn: day,
    publishedAt: at,
    observedAt: at,
    evidence: {
      source,
      url: 'https://example.org/1',
      publishedAt: at,
      retrievedAt: at,
      sha256: '0'.repeat(64),
    },
    ...over,
    signal,
  };
}

export function noticeOf(
  code: string | null,
  family: NoticeFamily,
  over: Partial<SignalOf<'insolvency-notice'>> = {},
): SignalOf<'insolvency-notice'> {
  return {
    kind: 'insolvency-notice',
    code,
    family,
    heading: family,
    noticeId: '1',
    hearing: null,
    petitioner: null,
    caseRef: null,
    ...over,
  };
}

export function careLocationOf(over: Partial<SignalOf<'care-location'>> = {}): SignalOf<'care-location'> {
  return {
    kind: 'care-location',
    locationId: '1-990000001',
    name: 'Example House',
    careHome: true,
    places: 42,
    authority: 'Surrey',
    rating: 'good',
    ratedOn: '2025-03-12',
    inherited: false,
    dormant: false,
    state: 'registered',
    endedOn: null,
    ...over,
  };
}

export function profileOf(over: Partial<SignalOf<'company-profile'>> = {}): SignalOf<'company-profile'> {
  return {
    kind: 'company-profile',
    name: 'EXAMPLE CARE HOMES LTD',
    status: 'active',
    statusDetail: null,
    type: 'ltd',
    jurisdiction: 'england-wales',
    incorporatedOn: '2001-04-03',
    dissolvedOn: null,
    sicCodes: ['87300'],
    postcode: null,
    previousNames: [],
    accounts: {
      nextDueOn: null,
      nextMadeUpTo: null,
      lastMadeUpTo: null,
      lastType: null,
      overdue: null,
      referenceDate: null,
    },
    confirmationStatement: { nextDueOn: null, lastMadeUpTo: null, overdue: null },
    ...over,
  };
}

export function caseOf(
  caseType: string,
  dates: Readonly<Record<string, IsoDate>>,
): SignalOf<'insolvency-case'> {
  return {
    kind: 'insolvency-case',
    caseNumber: '1',
    caseType,
    dates: Object.entries(dates).map(([type, on]) => ({ type, on })),
  };
}

/** Accounts of a sound company; `figures` replaces what is asked for. */
export function accountsOf(
  balanceDate: IsoDate,
  figures: Readonly<Record<string, number>> = {},
  over: Partial<SignalOf<'accounts-figures'>> = {},
): SignalOf<'accounts-figures'> {
  return {
    kind: 'accounts-figures',
    balanceDate,
    currency: 'GBP',
    figures: {
      fixed_assets: 4_000_000,
      current_assets: 3_000_000,
      cash: 1_500_000,
      debtors: 1_000_000,
      stocks: 500_000,
      creditors_1y: 1_000_000,
      net_assets: 5_500_000,
      equity: 5_500_000,
      retained_earnings: 3_000_000,
      ...figures,
    },
    consolidated: null,
    previous: null,
    standard: 'FRS 102',
    dormant: false,
    audited: true,
    flags: [],
    ...over,
  };
}

export function madeFiling(
  about: SignalOf<'filing'>['about'],
  detail: SignalOf<'filing'>['detail'] = null,
): SignalOf<'filing'> {
  return { kind: 'filing', about, type: 'X', description: about, detail };
}
