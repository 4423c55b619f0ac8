import {
  Cause,
  type EndedEvent,
  type EventLife,
  eventDay,
  type FormalEvent,
  GssCode,
  type RiskAssessment,
} from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import {
  type Adjournment,
  familyOf,
  followUpsOf,
  informationOver,
  openEvent,
  ownLife,
  type SentAlert,
  toldEvent,
  toldFirst,
} from './follow-ups.ts';

const council = GssCode.parse('E09000001');
const other = GssCode.parse('E09000002');
const PETITION = 'formal:winding-up-petition:gazette-insolvency/1';

function sent(cause = PETITION, change: Partial<SentAlert> = {}): SentAlert {
  return { id: '7', council, cause: Cause.parse(cause), kind: 'formal', status: 'raised', ...change };
}

/** Heard on 1 May; four weeks later its outcome is owed, a year later it counts no more while the register is active. */
const life: EventLife = {
  from: '2026-05-01',
  hearingOn: '2026-05-01',
  steps: [
    { on: '2026-05-15', counts: 1, active: false, told: false, say: 'Outcome not known.' },
    { on: '2026-05-29', counts: 0.5, active: false, told: true, say: 'No outcome was published.' },
    { on: '2027-05-01', counts: 0, active: true, told: true, say: 'It counts no more.' },
  ],
  lookedOn: '2028-01-01',
  active: true,
};

function event(ref: string, change: Partial<FormalEvent> = {}): FormalEvent {
  return { ref, family: ref.split(':')[0]!, on: '2026-04-01', title: 'Title', evidence: [], ...change };
}

function ending(family: string, how: EndedEvent['how'], change: Partial<EndedEvent> = {}): EndedEvent {
  const days = { eventDay: eventDay('2026-06-01'), publishedOn: eventDay('2026-06-02'), seenAt: null };
  return { ref: null, family, how, days, evidence: [], ...change };
}

type Now = Pick<RiskAssessment, 'asOf' | 'band' | 'formalEvents' | 'endings'>;
const petition = event('winding-up-petition:gazette-insolvency/1', { life });

function standing(asOf: string, change: Partial<Now> = {}): Now {
  return { asOf, band: 'severe', formalEvents: [petition], endings: [], ...change };
}

describe('what everybody who was told of a proceeding is told next', () => {
  test('is nothing while it goes on, whether its life says so or nothing is known of its life', () => {
    expect(followUpsOf([sent()], standing('2026-05-20'))).toEqual({
      followUps: [],
      overtaken: [],
      renamed: [],
    });
    const bare = standing('2030-01-01', { formalEvents: [{ ...petition, life: undefined }] });
    expect(followUpsOf([sent()], bare)).toEqual({ followUps: [], overtaken: [], renamed: [] });
  });

  test('is that no outcome was published, under the hearing, beside an alert that stays open', () => {
    expect(followUpsOf([sent()], standing('2026-05-29')).followUps).toEqual([
      {
        alertId: '7',
        cause: `${PETITION}:no-outcome:2026-05-01`,
        kind: 'no-outcome',
        title: 'No outcome of the winding-up petition has been published',
        days: { eventDay: '2026-05-01', publishedOn: 'unknown', seenAt: null },
        supersedes: false,
      },
    ]);
  });

  test('is of another proceeding that nothing was published of what followed, in its own words', () => {
    const proposal = event('strike-off:companies-house/1', { life: { ...life, hearingOn: null } });
    const [next] = followUpsOf([sent('formal:strike-off:companies-house/1')], {
      ...standing('2026-05-29'),
      formalEvents: [proposal],
    }).followUps;
    expect(next?.title).toBe('Nothing has been published of what followed: proposal to strike off');
    expect(next?.days.eventDay).toBe('unknown');
  });

  test('is that it counts no more, once, which takes the alert back; nothing while the register was not read', () => {
    expect(followUpsOf([sent()], standing('2027-05-01')).followUps).toEqual([
      {
        alertId: '7',
        cause: `${PETITION}:lapsed:2026-05-01`,
        kind: 'ended',
        title: 'Winding-up petition left without a published outcome',
        days: { eventDay: '2027-05-01', publishedOn: 'unknown', seenAt: null },
        supersedes: true,
      },
    ]);
    const lapsed = ending('winding-up-petition', 'never-published', {
      ref: 'winding-up-petition:gazette-insolvency/1',
      life,
    });
    const closed = standing('2027-06-01', { formalEvents: [], endings: [lapsed] });
    expect(followUpsOf([sent()], closed).followUps[0]?.cause).toBe(`${PETITION}:lapsed:2026-05-01`);
  });

  test('is that a petition that had lapsed is listed for a later hearing, and not for the same one', () => {
    const lapse = sent(`${PETITION}:lapsed:2026-05-01`, { id: '8', kind: 'ended' });
    const told = [sent(PETITION, { status: 'superseded' }), lapse];
    const relisted = { ...life, from: '2027-09-01', hearingOn: '2027-09-01', steps: [] };
    const now = (of: EventLife) => standing('2027-08-01', { formalEvents: [{ ...petition, life: of }] });
    expect(followUpsOf(told, now(relisted)).followUps).toEqual([
      {
        alertId: '7',
        cause: `${PETITION}:relisted:2027-09-01`,
        kind: 'formal',
        title: 'Winding-up petition listed for hearing again',
        days: { eventDay: '2027-09-01', publishedOn: 'unknown', seenAt: null },
        supersedes: false,
      },
    ]);
    expect(followUpsOf(told, now({ ...life, steps: [] })).followUps).toEqual([]);
    expect(followUpsOf([sent()], now(relisted)).followUps).toEqual([]);
    const ofOthers = { ...lapse, council: other };
    expect(followUpsOf([sent(), ofOthers], now(relisted)).followUps).toEqual([]);
  });

  test('is its end in the words of the ending that names it, else of the one of its kind, else that it was taken back', () => {
    const gone = (...endings: readonly EndedEvent[]) =>
      followUpsOf([sent()], standing('2026-06-03', { formalEvents: [], endings: [...endings] })).followUps;
    const own = ending('winding-up-petition', 'dismissed', {
      ref: 'winding-up-petition:gazette-insolvency/1',
    });
    const ofAnother = ending('winding-up-petition', 'withdrawn', {
      ref: 'winding-up-petition:gazette-insolvency/2',
    });
    const loose = ending('winding-up-petition', 'register-active');
    expect(gone(ofAnother, loose, own)).toEqual([
      {
        alertId: '7',
        cause: `${PETITION}:ended`,
        kind: 'ended',
        title: 'Winding-up petition dismissed',
        days: own.days,
        supersedes: true,
      },
    ]);
    expect(gone(ofAnother, ending('administration', 'ended'), loose)[0]?.title).toBe(
      'Winding-up petition no longer shown on the register',
    );
    const [back] = gone(ofAnother);
    expect(back?.title).toBe('Winding-up petition no longer said of this company');
    expect(back?.days).toEqual({ eventDay: 'unknown', publishedOn: 'unknown', seenAt: null });
  });

  test('is nothing of an end where another proceeding has taken its place: that one’s alert tells', () => {
    const order = event('winding-up-order:gazette-insolvency/9');
    const administration = event('administration:gazette-insolvency/8');
    const now = (...formalEvents: readonly FormalEvent[]) =>
      standing('2026-06-03', { formalEvents: [...formalEvents], band: 'insolvent' });
    expect(followUpsOf([sent()], now(administration, order))).toEqual({
      followUps: [],
      overtaken: [{ alertId: '7', by: order }],
      renamed: [],
    });
    expect(followUpsOf([sent()], now(administration)).overtaken).toEqual([{ alertId: '7', by: null }]);
    const called = 'formal:creditors-decision:gazette-insolvency/2';
    const voluntary = event('creditors-voluntary-liquidation:gazette-insolvency/3');
    expect(followUpsOf([sent(called)], now(voluntary)).overtaken).toEqual([{ alertId: '7', by: voluntary }]);
    const other = 'formal:moratorium:gazette-insolvency/2';
    expect(followUpsOf([sent(other)], now(order)).overtaken).toEqual([{ alertId: '7', by: null }]);
    expect(followUpsOf([sent()], now(petition, order)).overtaken).toEqual([]);
    const dismissed = ending('winding-up-petition', 'dismissed', { ref: petition.ref });
    expect(followUpsOf([sent()], { ...now(order), endings: [dismissed] }).followUps[0]?.title).toBe(
      'Winding-up petition dismissed',
    );
  });

  test('is nothing where the proceeding goes on under another name: the alert is of that name', () => {
    const told = 'formal:administration:companies-house-company/99000001/insolvency/1';
    const administration = event('administration:gazette-insolvency/8');
    const now = standing('2026-06-03', { formalEvents: [administration], band: 'insolvent' });
    expect(followUpsOf([sent(told)], now)).toEqual({
      followUps: [],
      overtaken: [],
      renamed: [{ alertId: '7', to: 'formal:administration:gazette-insolvency/8' }],
    });
  });

  test('is that it is on again after its end was told, once, and its next end, and so on', () => {
    const over = standing('2026-05-20', { formalEvents: [], band: 'low' });
    const on = standing('2026-05-20');
    const told: SentAlert[] = [sent()];
    const next = (now: Now) => followUpsOf(told.toReversed(), now).followUps;
    const tell = (now: Now) => {
      const [followUp, ...others] = next(now);
      expect(others).toEqual([]);
      const { alertId, cause, kind, title, supersedes } = followUp!;
      const at = told.findIndex(({ id }) => id === alertId);
      if (supersedes) told[at] = { ...told[at]!, status: 'superseded' };
      told.push(sent(cause, { id: String(told.length + 7), kind }));
      expect(next(now)).toEqual([]);
      return `${alertId}: ${cause.slice(PETITION.length)} ${kind}, ${title}`;
    };
    expect([tell(over), tell(on), tell(over), tell(on), tell(over)]).toEqual([
      '7: :ended ended, Winding-up petition no longer said of this company',
      '7: :again:2 formal, Winding-up petition on the record again',
      '9: :ended:2 ended, Winding-up petition no longer said of this company',
      '9: :again:3 formal, Winding-up petition on the record again',
      '11: :ended:3 ended, Winding-up petition no longer said of this company',
    ]);
    expect(told.filter(({ status, kind }) => status !== 'superseded' && kind === 'formal')).toEqual([]);
  });

  test('is that it is on again, too, where another proceeding had taken its place, or it had lapsed and ended', () => {
    const superseded = sent(PETITION, { status: 'superseded' });
    const lapsed = sent(`${PETITION}:lapsed:2026-05-01`, { id: '8', kind: 'ended' });
    const ended = sent(`${PETITION}:ended`, { id: '9', kind: 'ended' });
    for (const told of [[superseded], [superseded, lapsed, ended], [superseded, ended]])
      expect(followUpsOf(told, standing('2026-05-20')).followUps).toMatchObject([
        { alertId: '7', cause: `${PETITION}:again:2`, days: { seenAt: null } },
      ]);
    const gone = standing('2026-06-03', { formalEvents: [] });
    expect(followUpsOf([superseded, lapsed, ended], gone).followUps).toEqual([]);
    const ofOther = sent('formal:winding-up-petition:gazette-insolvency/0', { id: '10' });
    const moved = followUpsOf([superseded, ended, ofOther], { ...standing('2026-05-20'), band: 'insolvent' });
    expect(moved.followUps).toEqual([]);
    expect(moved.renamed).toEqual([{ alertId: '10', to: PETITION }]);
  });

  test('is under the name that the proceeding bears by now, with all that was told of it', () => {
    const told = 'formal:administration:companies-house-company/99000001/insolvency/1';
    const now = standing('2026-06-03', {
      formalEvents: [event('administration:gazette-insolvency/8')],
      band: 'insolvent',
    });
    const thread = [
      sent(told, { status: 'superseded' }),
      sent(`${told}:ended`, { id: '8', kind: 'ended', status: 'raised' }),
      sent(`${told}:again:2`, { id: '9' }),
    ];
    const name = 'formal:administration:gazette-insolvency/8';
    const { renamed } = followUpsOf(thread, now);
    expect(renamed.map(({ to }) => to)).toEqual([name, `${name}:ended`, `${name}:again:2`]);
  });

  test('is nothing for an alert that has had its day, is of another kind, or is itself a follow-up', () => {
    const gone = standing('2026-06-03', { formalEvents: [] });
    for (const alert of [
      sent(PETITION, { status: 'superseded' }),
      sent('band:severe:1', { kind: 'band' }),
      sent(`${PETITION}:ended`),
      sent(`${PETITION}:relisted:2026-09-01`),
    ])
      expect(followUpsOf([alert], gone)).toEqual({ followUps: [], overtaken: [], renamed: [] });
    expect(followUpsOf([sent()], gone).followUps).toHaveLength(1);
  });
});

describe('what was told as information', () => {
  const SOLVENT = 'information:solvent-winding-up';
  const told = sent(SOLVENT, { kind: 'information' });
  const over = (...endings: readonly EndedEvent[]) =>
    followUpsOf([told], standing('2026-06-03', { formalEvents: [], endings: [...endings] })).followUps;

  test('is over by the newest ending of its kind, and goes on while one of them is information', () => {
    const [early, late] = [ending('solvent-winding-up', 'ended'), ending('solvent-winding-up', 'dissolved')];
    expect(over()).toEqual([]);
    expect(over(ending('left-register', 'restored'))).toEqual([]);
    expect(over(early, ending('solvent-winding-up', 'information'))).toEqual([]);
    expect(over(early, late)).toEqual([
      {
        alertId: '7',
        cause: `${SOLVENT}:ended`,
        kind: 'ended',
        title: 'Solvent winding-up over: company dissolved',
        days: late.days,
        supersedes: true,
      },
    ]);
    expect(informationOver(SOLVENT)).toBeNull();
  });

  test('is not told to be over twice', () => {
    const superseded = { ...told, status: 'superseded' };
    const endings = [ending('solvent-winding-up', 'ended')];
    expect(
      followUpsOf([superseded], standing('2026-06-03', { formalEvents: [], endings })).followUps,
    ).toEqual([]);
  });
});

describe('a council that knows of an adjournment', () => {
  const adjourned = (hearingOn: string, change: Partial<Adjournment> = {}): Adjournment => ({
    council,
    cause: PETITION,
    hearingOn,
    ...change,
  });

  test('counts from the last hearing that it knows of, where that is later than the published one', () => {
    const known = [adjourned('2026-08-01'), adjourned('2026-07-01')];
    const own = ownLife(life, sent(`${PETITION}:no-outcome:2026-05-01`), known);
    expect([own.from, own.hearingOn, own.steps[0]?.on]).toEqual(['2026-08-01', '2026-08-01', '2026-08-15']);
    expect(ownLife(life, sent(), [adjourned('2026-05-01')])).toBe(life);
    expect(ownLife(life, sent(), [adjourned('2026-04-01')])).toBe(life);
  });

  test('tells neither another council nor another petition of it', () => {
    const foreign = [
      adjourned('2026-08-01', { council: other }),
      adjourned('2026-08-01', { cause: `${PETITION}9` }),
    ];
    expect(ownLife(life, sent(), foreign)).toBe(life);
    expect(followUpsOf([sent()], standing('2026-06-01'), [adjourned('2026-08-01')]).followUps).toEqual([]);
    expect(followUpsOf([sent()], standing('2026-06-01'), foreign).followUps).toHaveLength(1);
  });
});

test.each([
  [PETITION, PETITION],
  [`${PETITION}:ended`, PETITION],
  [`${PETITION}:ended:2`, PETITION],
  [`${PETITION}:again:2`, PETITION],
  [`${PETITION}:lapsed:2026-05-01`, PETITION],
  [`${PETITION}:no-outcome:2026-05-01`, PETITION],
  [`${PETITION}:relisted:2026-05-01`, PETITION],
  [`${PETITION}:lapsed:2026-05-01:more`, `${PETITION}:lapsed:2026-05-01:more`],
  [`${PETITION}:lapsed:2026-5-1`, `${PETITION}:lapsed:2026-5-1`],
  ['band:severe:1', 'band:severe:1'],
])('the cause that %s follows is %s', (cause, first) => {
  expect(toldFirst(cause)).toBe(first);
});

test('the family of a cause is the word after its kind', () => {
  expect(familyOf(PETITION)).toBe('winding-up-petition');
  expect(familyOf('')).toBe('');
});

describe('the event of an alert', () => {
  const ORDER = 'winding-up-order:gazette-insolvency/2';
  const events = [
    { ref: PETITION.slice('formal:'.length), family: 'winding-up-petition' as const },
    { ref: ORDER, family: 'winding-up-order' as const },
  ];
  const [petition, order] = events;
  const renamed = 'formal:winding-up-order:companies-house-company/99000001/insolvency/1';

  test('is the same for an alert and for what follows it', () => {
    expect(openEvent(PETITION, events)).toBe(petition);
    expect(openEvent(`${PETITION}:no-outcome:2026-05-20`, events)).toBe(petition);
    expect(toldEvent({ cause: `formal:${ORDER}`, kind: 'formal' }, events)).toBe(order);
  });

  test('is the one that it told, although its proceeding bears another name by now', () => {
    expect(toldEvent({ cause: renamed, kind: 'formal' }, events)).toBe(order);
    expect(toldEvent({ cause: renamed, kind: 'no-outcome' }, events)).toBe(order);
    expect(openEvent(renamed, events)).toBeNull();
  });

  test('is none for an end or a correction, and for a reason of another kind', () => {
    expect(toldEvent({ cause: `${renamed}:ended`, kind: 'ended' }, events)).toBeNull();
    expect(toldEvent({ cause: 'band:severe:1', kind: 'band' }, events)).toBeNull();
    expect(toldEvent({ cause: 'formal:administration:1', kind: 'formal' }, events)).toBeNull();
  });
});
