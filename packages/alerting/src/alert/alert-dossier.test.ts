import {
  Cause,
  type CoverageBuckets,
  type EndedEvent,
  type EventLife,
  eventDay,
  type MoneyByBasis,
  type ObservedSignal,
  Pence,
  type SignalOf,
} from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { endedOf, factsOfAlert, standsToday, type AlertDossier } from './alert-dossier.ts';
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
  snoozedUntil: null,
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
  names: {
    contract: [{ name: 'Example Care Homes', reason: 'by its number' }],
    register: [],
    payment: [],
    notice: [],
  },
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

describe('the petition of an alert without its own advertisement', () => {
  test('is the newest of those that are read, and none where none is', () => {
    const [own, other] = [notice(4000009, {}), notice(4000008, { petitioner: 'HM Revenue and Customs' })];
    expect(facts({ signals: [own, other] }).petition?.petitioner).toBe('HM Revenue and Customs');
    expect(facts({ signals: [notice(4000001, { family: 'winding-up-order' })] }).petition).toBeNull();
    expect(facts({ signals: [] }).petition).toBeNull();
  });
});

const cause = petitionFacts.alert.cause;
/** Heard on 20 May; a week later the outcome is owed. */
const life: EventLife = {
  from: '2026-05-20',
  hearingOn: '2026-05-20',
  steps: [{ on: '2026-05-27', counts: 1, active: false, told: false, say: 'No outcome is known.' }],
  lookedOn: '2026-12-01',
  active: false,
};
const adjourned = { council: council.code, cause, hearingOn: '2026-07-01' };

describe('how an event stands', () => {
  test('is said by its life, and by the hearing that the council itself knows to be adjourned', () => {
    const at = (today: string, adjournments: AlertDossier['adjournments'] = []) =>
      standsToday('winding-up-petition', life, { alert, adjournments }, today);
    expect(at('2026-05-02')).toBe('It is listed for hearing on 20 May 2026.');
    expect(at('2026-06-01')).toBe(
      'It was listed for hearing on 20 May 2026; we do not know the outcome. No outcome is known.',
    );
    expect(at('2026-06-01', [adjourned])).toBe(
      'Your council has recorded that the hearing was adjourned to 1 July 2026. It is listed for hearing on 1 July 2026.',
    );
  });

  test('is not said where the life of its kind says nothing yet, whatever the council knows', () => {
    const stands = standsToday('moratorium', life, { alert, adjournments: [adjourned] }, '2026-05-01');
    expect(stands).toBeNull();
  });

  test('is said in the facts of an alert on the day of its assessment, and left out of an event without a life', () => {
    expect(facts().stands).toBeNull();
    const lived = { ...assessment, formalEvents: [{ ...event!, life }] };
    expect(facts({ assessment: lived }).stands).toBe('It is listed for hearing on 20 May 2026.');
    expect(facts({ assessment: { ...assessment, formalEvents: [] } }).stands).toBeNull();
  });
});

describe('the end that an alert tells of', () => {
  const days = { eventDay: eventDay('2026-06-01'), publishedOn: eventDay(null), seenAt: null };
  const ending = (change: Partial<EndedEvent>): EndedEvent => ({
    ref: null,
    family: 'winding-up-petition',
    how: 'dismissed',
    days,
    evidence: [],
    ...change,
  });
  const of = (told: string, endings: readonly EndedEvent[], formalEvents = [event!]) =>
    endedOf({
      alert: { ...alert, kind: 'ended', cause: Cause.parse(told) },
      assessment: { ...assessment, endings: [...endings], formalEvents },
      adjournments: [adjourned],
    });

  test('is none where the alert tells of something else', () => {
    expect(endedOf({ alert, assessment, adjournments: [] })).toBeNull();
  });

  test('is the one that names the proceeding, else the one of its kind that names none', () => {
    const own = ending({ ref: event!.ref });
    const foreign = ending({ ref: 'winding-up-petition:gazette-insolvency/9', how: 'withdrawn' });
    const loose = ending({ how: 'register-active' });
    expect(of(`${cause}:ended`, [foreign, loose, own])).toEqual(own);
    expect(of(`${cause}:ended`, [foreign, ending({ family: 'administration' }), loose])).toEqual(loose);
  });

  test('is that the notice was taken back where no ending tells of it, by the days of the alert', () => {
    expect(of(`${cause}:ended`, [])).toMatchObject({
      family: 'winding-up-petition',
      how: 'taken-back',
      days: { eventDay: alert.eventDay },
      evidence: [],
    });
  });

  test('is that its outcome was never published where it lapsed, with what the open event says of itself', () => {
    const lapsed = of(`${cause}:lapsed:2026-05-20`, [], [{ ...event!, life }]);
    expect(lapsed).toMatchObject({ how: 'never-published', evidence: event!.evidence });
    expect(lapsed?.life?.from).toBe('2026-07-01');
    const bare = of(`${cause}:lapsed:2026-05-20`, [], []);
    expect(bare).toMatchObject({ how: 'never-published', evidence: [] });
    expect(bare).not.toHaveProperty('life');
    expect(of(`${cause}:ended`, [], [{ ...event!, life }])).not.toHaveProperty('life');
  });

  test('of information is the newest of its kind, and none of a formal event', () => {
    const over = ending({ family: 'solvent-winding-up', how: 'dissolved', ref: 'solvent-winding-up:1' });
    expect(of('information:solvent-winding-up:ended', [over])).toEqual(over);
    const formal = ending({ ref: 'winding-up-petition:gazette-insolvency/9' });
    expect(of(`${cause}:ended`, [formal])?.how).toBe('taken-back');
  });
});

describe('how the supplier was matched', () => {
  const one = (name: string) => [{ name, reason: 'by its number' }];
  const paid = (...names: readonly (readonly [name: string, since: string, isPublished: boolean])[]) =>
    names.map(([name, since, isPublished]) => ({ name, reason: 'by its name', since, isPublished }));
  test('is said of each name by where the council can read it', () => {
    const names = {
      contract: one('A Ltd'),
      register: one('B'),
      payment: paid(['A LTD', '2024-04-03', true], ['A (North)', '2025-01-01', false]),
      notice: one('C Limited'),
    };
    expect(facts({ names }).supplier.matched).toBe(
      'Printed as “A Ltd” in a contract notice; matched by its number. Written as “B” in your own register; matched by its number. Paid as “A LTD” since 3 April 2024 in published spending files; matched by its name. Paid as “A (North)” since 1 January 2025 in spending files that your council keeps to itself; matched by its name. Printed as “C Limited” in a notice of insolvency; matched by its number.',
    );
  });
  test('names twelve of payments, and says how many more the supplier’s page has', () => {
    const said = (count: number) => {
      const payment = paid(
        ...Array.from({ length: count }, (_, at) => [`N${at}`, '2024-04-03', true] as const),
      );
      return facts({ names: { contract: [], register: [], payment, notice: [] } }).supplier.matched;
    };
    expect(said(12).match(/Paid as/g)).toHaveLength(12);
    expect(said(12)).not.toContain('more');
    expect(said(13)).toContain('One more name of payments: see the supplier’s page.');
    expect(said(14)).toContain('2 more names of payments: see the supplier’s page.');
    expect(said(14).match(/Paid as/g)).toHaveLength(12);
  });
  test('is by its spending where no name is kept', () => {
    const names = { contract: [], register: [], payment: [], notice: [] };
    expect(facts({ names }).supplier.matched).toBe('Matched through your council’s spending.');
  });
});

test('links lead to the alert and its supplier, and a replayed record says so above everything', () => {
  const { links, ...plain } = facts({ supplier: { key: 'a/b', name: 'A', number: null } });
  expect(links).toEqual({
    alert: 'https://tocsin.example/alerts/1',
    supplier: 'https://tocsin.example/suppliers/a%2Fb',
    mistake: 'https://tocsin.example/corrections/new?supplier=a%2Fb&alert=1',
  });
  expect(plain).not.toHaveProperty('sampleBanner');
  expect(facts({ sampleBanner: 'Sample' }).sampleBanner).toBe('Sample');
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
    expect(facts({ checked: {}, alert: unread, coverage }).unknowns).toEqual([
      'We had not read this company’s profile at Companies House.',
      'We had not read its insolvency cases at Companies House.',
      'How much your council spent: no spending file of your council had been read when this alert was raised.',
    ]);
    const cases = { 'company-profile': '2026-05-01', 'insolvency-cases': '2026-05-01' };
    expect(facts({ checked: cases }).unknowns).toEqual([]);
  });

  test('is said of contracts without a value or an end, and of how much of the council’s pounds is known', () => {
    const cases = { 'company-profile': '2026-05-01', 'insolvency-cases': '2026-05-01' };
    const [contract] = exposure.contracts;
    const valueless = { ...alert, exposure: { ...exposure, contracts: [{ ...contract!, valueLeft: null }] } };
    const some: MoneyByBasis = { net: Pence.parse(2_000_00), gross: Pence.parse(0), unknown: Pence.parse(0) };
    const known: CoverageBuckets = { ...empty, monitored: some };
    const coverage = { countedAt: '2026-05-02T08:00:00Z', spend: known, contracts: known };
    expect(facts({ checked: cases, alert: valueless, coverage }).unknowns).toEqual([
      'Of all that your council published as spent in 12 months, counted on 2 May 2026: Of £2k without VAT, £2k is looked at within the promised time.',
      'Of all its live published contracts, counted on 2 May 2026: Of £2k without VAT, £2k is looked at within the promised time.',
      'Of 1 published contract the value left was not known: a value or a date is not published.',
    ]);
    const unknown = { ...contract!, valueLeft: null };
    const registered = { ...unknown, origin: 'register' as const };
    const unknownsOf = (...contracts: typeof exposure.contracts) =>
      facts({ checked: cases, alert: { ...alert, exposure: { ...exposure, contracts } } }).unknowns;
    expect(unknownsOf(registered)).toEqual([
      'Of 1 contract of your own register the value left was not known: a value or a date is missing there, or cannot be read.',
    ]);
    expect(unknownsOf(unknown, registered, unknown, registered)).toEqual([
      'Of 2 published contracts the value left was not known: a value or a date is not published.',
      'Of 2 contracts of your own register the value left was not known: a value or a date is missing there, or cannot be read.',
    ]);
    expect(
      facts({ checked: cases, coverage: { ...coverage, spend: null, contracts: empty } }).unknowns,
    ).toEqual([]);
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
    const unsorted = [...named(2).toReversed(), { name: 'Hidden', onRecord: false }];
    expect(facts({ others: unsorted }).othersExposed.publicNames).toEqual(['Council 0', 'Council 1']);
    expect(facts({ others: named(12) }).othersExposed.publicNames).toHaveLength(12);
    expect(facts({ others: [...named(13), ...hidden(7)] }).othersExposed).toEqual({ publicCount: 13 });
  });
});

test('the view of an alert says all that its schema names, and nothing else', () => {
  const view = viewOfAlert(alert, dossier.supplier);
  expect(AlertView.strict().parse(view)).toEqual(view);
});
