import type { CoverageBuckets, ObservedSignal, SignalOf } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { factsOfAlert, type AlertDossier } from './alert-dossier.ts';
import { AlertView, viewOfAlert, type AlertRecord } from './alert-view.ts';
import { exposure, petitionFacts } from '../fixtures/alert-facts.ts';

const { assessment, baseRate, council, previous } = petitionFacts;
const [event] = assessment.formalEvents;
const [evidence] = event!.evidence;

const alert: AlertRecord = {
  ...petitionFacts.alert,
  from: 'low',
  to: 'severe',
  fromLevel: petitionFacts.alert.from,
  toLevel: petitionFacts.alert.to,
  council: council.code,
  supplierId: assessment.supplierId,
  assessmentId: '7',
  status: 'raised',
  owner: null,
  asOf: '2026-05-02',
  raisedAt: '2026-05-02T08:00:00Z',
  replayed: false,
  exposure,
};

function notice(
  number: number,
  change: Partial<SignalOf<'insolvency-notice'>>,
  url = `https://www.thegazette.co.uk/notice/${number}`,
): ObservedSignal {
  return {
    source: 'gazette-insolvency',
    ref: String(number),
    version: '1',
    occurredOn: '2026-05-01',
    publishedAt: '2026-05-01T00:00:00Z',
    observedAt: '2026-05-01T08:00:00Z',
    evidence: { ...evidence!, url },
    signal: {
      kind: 'insolvency-notice',
      code: null,
      family: 'winding-up-petition',
      heading: 'Petitions to Wind Up (Companies)',
      noticeId: String(number),
      hearing: { on: '2026-05-20', court: 'High Court of Justice' },
      petitioner: null,
      caseRef: null,
      ...change,
    },
  };
}

const dossier: AlertDossier = {
  alert,
  assessment,
  previous,
  supplier: { key: '01234567', name: 'Example Care Homes Ltd', number: '01234567' },
  council,
  names: { contract: [{ name: 'Example Care Homes', reason: 'by its number' }], register: [], notice: [] },
  signals: [notice(4000001, {})],
  checked: { 'company-profile': '2026-05-01T00:00:00Z' },
  others: [],
  adjournments: [],
  coverage: null,
  sampleBanner: null,
};

function facts(change: Partial<AlertDossier> = {}) {
  return factsOfAlert(
    { ...dossier, ...change },
    { publicUrl: 'https://tocsin.example', baseRate: baseRate! },
  );
}

describe('the petition of an alert', () => {
  test('is the newest advertisement of the alert’s own petition, not of another one', () => {
    const other = notice(4000002, { hearing: { on: '2026-06-30', court: 'County Court at Leeds' } });
    expect(facts({ signals: [...dossier.signals, other] }).petition?.hearing?.on).toBe('2026-05-20');
  });

  test('is told by what the event is, whatever its title says', () => {
    const titled = { ...alert, title: 'Notice in the High Court' };
    expect(facts({ alert: titled }).petition?.hearing?.court).toBe('High Court of Justice');
    const order = { ...event!, family: 'winding-up-order', title: 'Order made on a petition' };
    expect(facts({ assessment: { ...assessment, formalEvents: [order] } }).petition).toBeNull();
  });

  test('is told no more by the alert that says it is over', () => {
    const ended: AlertRecord = { ...alert, kind: 'ended', title: 'No longer open: winding-up petition' };
    const over = { ...assessment, formalEvents: [] };
    expect(facts({ alert: ended, assessment: over }).petition).toBeNull();
  });
});

describe('what is not known', () => {
  const none = { net: 0, gross: 0, unknown: 0 } as CoverageBuckets['stale'];
  const empty: CoverageBuckets = {
    monitored: none,
    stale: none,
    ambiguous: none,
    redacted: none,
    'not-a-company': none,
    unmatched: none,
  };

  test('is said of what nobody looked at, and not of what somebody did', () => {
    expect(facts().unknowns).toEqual(['We had not read its insolvency cases at Companies House.']);
    const unread: AlertRecord = { ...alert, exposure: { ...exposure, spendLast12Months: null, spend: null } };
    const coverage = { countedAt: '2026-05-02T08:00:00Z', spend: empty, contracts: empty };
    expect(facts({ checked: {}, alert: unread, coverage }).unknowns).toHaveLength(3);
  });
});

describe('other councils', () => {
  const named = (n: number) =>
    Array.from({ length: n }, (_, at) => ({ name: `Council ${at}`, onRecord: true }));
  const hidden = (n: number) => Array.from({ length: n }, () => ({ name: 'Hidden', onRecord: false }));

  test('are named by public record up to twelve, and not counted where only their registers tell of them', () => {
    expect(facts({ others: [...named(2), ...hidden(4)] }).othersExposed).toEqual({
      publicCount: 2,
      publicNames: ['Council 0', 'Council 1'],
    });
    expect(facts({ others: [...named(13), ...hidden(7)] }).othersExposed).toEqual({ publicCount: 13 });
  });
});

test('the view of an alert says all that its schema names, and nothing else', () => {
  const view = viewOfAlert(alert, dossier.supplier);
  expect(AlertView.strict().parse(view)).toEqual(view);
});
