import { describe, expect, test } from 'vitest';
import type { Case, CaseEvent } from './cases.ts';
import { mergeCases } from './cases.ts';
import { caseSignals } from './case-signals.ts';
import { replayCase } from './replay.ts';

const URL = 'https://example.org/story';
const event = (type: string, what = type, date = '2024-09-20'): CaseEvent => ({
  date,
  type,
  what,
  source: URL,
});

function record(events: readonly CaseEvent[], change: Partial<Case> = {}): Case {
  return { id: 'x', name: 'EXAMPLE LTD', outcome: 'failed', events, ...change };
}

/** The one signal that an event of a type is read as, and whether a connector would have taken it in. */
function read(type: string, what?: string, change: Partial<Case> = {}) {
  const [first, ...others] = caseSignals(record([event(type, what)], change)).signals;
  expect(others).toEqual([]);
  return { signal: first?.signal.signal, ingestible: first?.ingestible };
}

describe('an event of a case is read as a connector of ours would have read it', () => {
  test.each([
    ['administration', 'administration'],
    ['administrative_receivership', 'administrative-receivership'],
    ['receivership', 'receivership'],
    ['compulsory_liquidation', 'winding-up-order'],
    ['winding_up_order', 'winding-up-order'],
    ['cvl', 'creditors-voluntary-liquidation'],
    ['mvl', 'members-voluntary-liquidation'],
    ['creditors_meeting', 'creditors-decision'],
    ['winding_up_petition', 'winding-up-petition'],
    ['petition', 'winding-up-petition'],
    ['petition_dismissed', 'petition-dismissed'],
    ['moratorium', 'moratorium'],
    ['moratorium_ended', 'moratorium-ended'],
    ['cva', 'company-voluntary-arrangement'],
  ])('%s is a notice of %s', (type, family) => {
    expect(read(type, 'Words of the record')).toEqual({
      signal: {
        kind: 'insolvency-notice',
        code: null,
        family,
        heading: 'Words of the record',
        noticeId: '2024-09-20',
        hearing: null,
        petitioner: null,
        caseRef: null,
      },
      ingestible: true,
    });
  });

  test.each([
    ['insolvency', 'compulsory liquidation', undefined, 'winding-up-order'],
    ['insolvency', 'winding-up order made', undefined, 'winding-up-order'],
    ['liquidation', 'the Official Receiver', undefined, 'winding-up-order'],
    ['insolvency', 'administrative receivers', undefined, 'administrative-receivership'],
    ['insolvency', 'administrators appointed', undefined, 'administration'],
    ['liquidation', 'went into liquidation', undefined, 'creditors-voluntary-liquidation'],
    ['insolvency', 'collapsed', 'compulsory liquidation', 'winding-up-order'],
    ['insolvency', 'administrators', 'compulsory liquidation', 'administration'],
    ['insolvency', 'collapsed', undefined, 'administration'],
    ['liquidation', 'collapsed', 'sold', 'administration'],
  ])('%s, said to be “%s” with the outcome %s, is %s', (type, what, outcome, family) => {
    expect(read(type, what, outcome === undefined ? {} : { outcome_type: outcome }).signal).toMatchObject({
      family,
    });
  });

  test.each([
    ['strike_off', 'strike-off-proposed'],
    ['auditor_resignation', 'auditor-resigned'],
  ])('%s is a filing about %s', (type, about) => {
    expect(read(type, 'Words')).toEqual({
      signal: { kind: 'filing', about, type, description: 'Words', detail: null },
      ingestible: true,
    });
  });

  test('overdue accounts are an entry of the register whose accounts were due the day before', () => {
    const [first] = caseSignals(record([event('accounts_overdue', 'words', '2021-07-01')])).signals;
    expect(first).toMatchObject({ on: '2021-07-01', ingestible: true });
    expect(first?.signal.signal).toMatchObject({
      kind: 'company-profile',
      accounts: { nextDueOn: '2021-06-30', overdue: true },
    });
    const { ingestible } = replayCase({
      ...record([
        event('accounts_overdue', 'words', '2021-07-01'),
        event('administration', 'x', '2021-10-06'),
      ]),
      outcome_date: '2021-10-06',
    });
    expect(ingestible.steps.map(({ on }) => on)).toEqual(['2021-07-01', '2021-10-06']);
    expect(ingestible.steps[0]?.score).toBeGreaterThan(0);
  });

  test('a director’s resignation and a charge count from the last day that their date can mean', () => {
    const of = (type: string) => caseSignals(record([event(type, type, '2024-02')])).signals[0];
    expect(of('director_resignation')).toMatchObject({
      on: '2024-02-29',
      ingestible: true,
      signal: {
        signal: { kind: 'officer-changes', appointedOn: [], resignedOn: ['2024-02-29'], activeCount: null },
      },
    });
    expect(of('charge')).toMatchObject({
      ingestible: true,
      signal: {
        signal: {
          kind: 'charge',
          chargeId: '2024-02',
          status: 'outstanding',
          createdOn: '2024-02-29',
          deliveredOn: null,
          satisfiedOn: null,
          personsEntitled: [],
          floatingOverAll: true,
        },
      },
    });
  });

  test('short positions are read by their percentage, which no connector takes in, and are else a report', () => {
    expect(read('short_interest', 'Shorts reach 12.5 % of the shares')).toEqual({
      signal: { kind: 'short-interest', on: '2024-09-20', percent: 12.5, series: 'named' },
      ingestible: false,
    });
    expect(read('short_interest', 'Shorts of 7%').signal).toMatchObject({ percent: 7 });
    expect(read('short_interest', 'Many short 2 positions').signal).toMatchObject({ kind: 'public-report' });
  });

  test.each([
    'intends to propose',
    'announced its intention',
    'proposed a CVA',
    'plans one',
    'considers a CVA',
  ])('that one means to do something puts nothing on a register: %s', (what) => {
    expect(read('cva', what)).toEqual({
      signal: { kind: 'public-report', type: 'cva', what },
      ingestible: false,
    });
  });

  test('what no connector of ours takes in is a report of the press', () => {
    expect(read('profit_warning', 'A warning')).toEqual({
      signal: { kind: 'public-report', type: 'profit_warning', what: 'A warning' },
      ingestible: false,
    });
  });
});

describe('the record of a case', () => {
  test('stands in the order of its days, each statement with its source, and names what has no day', () => {
    const { signals, undated } = caseSignals(
      record([event('cvl', 'b', '2024-03-01'), event('cvl', 'a', '2024-01-01'), event('cvl', 'c', 'soon')]),
    );
    expect(signals.map(({ on }) => on)).toEqual(['2024-01-01', '2024-03-01']);
    expect(undated.map(({ what }) => what)).toEqual(['c']);
    expect(signals[0]?.signal).toMatchObject({
      source: 'case-record',
      ref: 'x/1',
      version: '2024-01-01',
      occurredOn: '2024-01-01',
      publishedAt: '2024-01-01T12:00:00.000Z',
      observedAt: '2024-01-01T12:00:00.000Z',
      evidence: {
        source: 'case-record',
        url: URL,
        publishedAt: '2024-01-01T12:00:00.000Z',
        retrievedAt: '2024-01-01T12:00:00.000Z',
        sha256: '0'.repeat(64),
      },
    });
  });

  test('holds its formal outcome on that day, once, and no other outcome', () => {
    const outcome = { outcome_type: 'administration', outcome_date: '2024-09-20' };
    const familiesOf = (events: readonly CaseEvent[], change: Partial<Case>) =>
      caseSignals(record(events, change)).signals.map(({ signal: { signal } }) =>
        signal.kind === 'insolvency-notice' ? signal.family : signal.kind,
      );
    expect(familiesOf([], outcome)).toEqual(['administration']);
    expect(familiesOf([], { ...outcome, outcome_type: 'compulsory winding-up' })).toEqual([
      'winding-up-order',
    ]);
    expect(familiesOf([], { ...outcome, outcome_type: 'receivership' })).toEqual(['administration']);
    expect(familiesOf([], { ...outcome, outcome_type: 'rescued by a sale' })).toEqual([]);
    expect(familiesOf([], { outcome_type: 'administration' })).toEqual([]);
    expect(familiesOf([], { outcome_date: '2024-09-20' })).toEqual([]);
    expect(familiesOf([event('profit_warning')], outcome)).toEqual(['public-report']);
    expect(familiesOf([event('profit_warning', 'a', '2024-09-19')], outcome)).toEqual([
      'public-report',
      'administration',
    ]);
    const [signal] = caseSignals(record([], outcome)).signals;
    expect(signal?.signal.evidence.url).toBe('outcome of the case');
  });

  test('holds accounts from their publication, in pounds, beside those of the year before', () => {
    const accounts = [
      { year_end: '2022-12-31', published: '2023-06-01', revenue_m: 90, source: URL },
      {
        year_end: '2023-12-31',
        published: '2024-06',
        total_revenue_m: 100,
        turnover_m: 1,
        pbt_m: -2.5,
        profit_m: -3,
        operating_profit_m: 4,
        net_assets_m: 7,
      },
      { year_end: '2024-12-31' },
      { published: '2024-07-01' },
    ];
    const { signals } = caseSignals(record([], { accounts }));
    expect(
      signals.map(({ on, ingestible, signal }) => [on, ingestible, signal.ref, signal.evidence.url]),
    ).toEqual([
      ['2023-06-01', false, 'x/accounts-0', URL],
      ['2024-06-30', false, 'x/accounts-1', 'case record'],
    ]);
    expect(signals[0]?.signal.signal).toMatchObject({ figures: { turnover: 90_000_000 }, previous: null });
    expect(signals[1]?.signal.signal).toEqual({
      kind: 'accounts-figures',
      balanceDate: '2023-12-31',
      currency: 'GBP',
      figures: {
        turnover: 100_000_000,
        operating_profit: 4_000_000,
        pbt: -2_500_000,
        profit: -3_000_000,
        net_assets: 7_000_000,
        equity: 7_000_000,
      },
      consolidated: null,
      previous: { balanceDate: '2022-12-31', figures: { turnover: 90_000_000 } },
      standard: null,
      dormant: null,
      audited: null,
      flags: [],
    });
  });

  test('gets from the table what it does not hold, and a case that only the table has is made from it', () => {
    const row = (change: object) => ({
      case: 'x',
      outcome: 'failed',
      outcome_date: '',
      event_date: '2024-09-20',
      event_type: 'cvl',
      what: 'what',
      source: URL,
      ...change,
    });
    const known = record([event('cvl')]);
    const [merged, made] = mergeCases(
      [known],
      [
        row({}),
        row({ event_type: 'petition' }),
        row({ event_date: '2024-01-01', outcome_date: '2024-10-01' }),
        row({ case: 'y', outcome: 'rescued', outcome_date: '2025-01-01' }),
      ],
    );
    expect(merged?.events.map(({ date, type }) => [date, type])).toEqual([
      ['2024-09-20', 'cvl'],
      ['2024-09-20', 'petition'],
      ['2024-01-01', 'cvl'],
    ]);
    expect(merged?.outcome_date).toBe('2024-10-01');
    expect(made).toEqual({
      id: 'y',
      name: 'y',
      outcome: 'survived',
      outcome_date: '2025-01-01',
      events: [{ date: '2024-09-20', type: 'cvl', what: 'what', source: URL }],
    });
    expect(known.events).toHaveLength(1);
  });
});
