import { noticeCodes, type ObservedSignal, SupplierId } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals } from './facts.ts';
import { meaningOfNoticeFamily } from './proceedings.ts';
import { caseOf, madeFiling, noticeOf, profileOf, said } from './testing.ts';

function judge(asOf: string, ...signals: ObservedSignal[]) {
  return assess(foldSignals({}, signals), { supplierId: SupplierId.parse('1'), asOf, previousBand: null });
}
const refs = (asOf: string, ...signals: ObservedSignal[]) =>
  judge(asOf, ...signals).formalEvents.map((e) => e.ref);

describe('on the day of its publication a notice is', () => {
  const insolvent = ['2410', '2411', '2421', '2441', '2443', '2452', '2454'];
  const atMostSevere = ['2401', '2423', '2442', '2447', '2450'];
  test.each(Object.entries(noticeCodes))('%s %s: what the law makes it', (code, [, family]) => {
    const assessment = judge('2024-03-05', said('2024-03-05', noticeOf(code, family)));
    if (insolvent.includes(code)) expect(assessment.band).toBe('insolvent');
    else if (atMostSevere.includes(code)) expect(['elevated', 'severe']).toContain(assessment.band);
    else expect(assessment).toMatchObject({ band: 'low', score: 0, formalEvents: [] });
  });
  test('relief only for the end of a petition or of a moratorium', () => {
    const relief = Object.values(meaningOfNoticeFamily).filter((meaning) => typeof meaning === 'object');
    expect(relief).toEqual([
      { ends: 'winding-up-petition' },
      { ends: 'winding-up-petition' },
      { ends: 'moratorium' },
    ]);
  });
});

describe('one proceeding is told once', () => {
  const order = said('2018-01-17', noticeOf('2452', 'winding-up-order'), { ref: '2938475' });
  const liquidator = said('2018-02-10', noticeOf('2454', 'compulsory-liquidation'), { ref: '2950001' });
  const registered = said('2018-01-20', caseOf('compulsory-liquidation', { 'wound-up-on': '2018-01-15' }), {
    source: 'companies-house-company',
    ref: '03782379/insolvency/1',
  });
  const status = said('2018-01-22', profileOf({ status: 'liquidation' }), {
    source: 'companies-house-company',
  });
  const named = 'winding-up-order:gazette-insolvency/2938475';

  test('by both publishers, under the name of the statement that was seen first', () => {
    expect(refs('2018-01-17', order)).toEqual([named]);
    expect(refs('2018-03-01', order, liquidator, registered, status)).toEqual([named]);
  });
  test('whichever of them says the earlier date', () => {
    const late = { ...order, observedAt: '2018-01-25T00:00:00.000Z' };
    const name = 'winding-up-order:companies-house-company/03782379/insolvency/1';
    expect(refs('2018-01-21', registered)).toEqual([name]);
    expect(refs('2018-03-01', registered, late)).toEqual([name]);
  });
  test('and read anew the first of them keeps its name', () => {
    const anew = { ...order, version: '2', observedAt: '2018-02-25T00:00:00.000Z' };
    expect(refs('2018-03-01', order, registered, anew)).toEqual([named]);
  });
  test('and a second one after its end is another', () => {
    const first = said(
      '2015-02-01',
      caseOf('in-administration', {
        'administration-started-on': '2015-01-20',
        'administration-ended-on': '2016-01-20',
      }),
      { ref: 'a' },
    );
    const second = said('2019-02-01', noticeOf('2410', 'administration'), { ref: 'b' });
    expect(judge('2018-01-01', first)).toMatchObject({ band: 'low', formalEvents: [] });
    expect(refs('2019-02-01', first, second)).toEqual(['administration:gazette-insolvency/b']);
  });
});

describe('petitions', () => {
  const advertised = (day: string, ref: string, caseRef: string | null) =>
    said(day, noticeOf('2450', 'winding-up-petition', { caseRef }), { ref });
  test('are told apart by court reference', () => {
    expect(
      refs('2024-03-01', advertised('2024-02-01', '1', 'CR-1'), advertised('2024-02-05', '2', 'CR-2')),
    ).toHaveLength(2);
    expect(
      refs('2024-03-01', advertised('2024-02-01', '1', 'CR-1'), advertised('2024-02-05', '2', 'CR-1')),
    ).toHaveLength(1);
  });
  test('without one, by ninety days', () => {
    expect(
      refs('2024-08-01', advertised('2024-02-01', '1', null), advertised('2024-04-20', '2', null)),
    ).toHaveLength(1);
    expect(
      refs('2024-08-01', advertised('2024-02-01', '1', null), advertised('2024-06-20', '2', null)),
    ).toHaveLength(2);
  });
  test('a dismissal answers the petition of its case, and no other', () => {
    const dismissed = said('2024-03-01', noticeOf('2461', 'petition-dismissed', { caseRef: 'CR-1' }), {
      ref: '9',
    });
    const open = refs(
      '2024-03-01',
      advertised('2024-02-01', '1', 'CR-1'),
      advertised('2024-02-05', '2', 'CR-2'),
      dismissed,
    );
    expect(open).toEqual(['winding-up-petition:gazette-insolvency/2']);
  });
  test('one that became an order is told by the order', () => {
    const order = said('2024-04-01', noticeOf('2452', 'winding-up-order'), { ref: '3' });
    expect(refs('2024-04-01', advertised('2024-02-01', '1', null), order)).toEqual([
      'winding-up-order:gazette-insolvency/3',
    ]);
  });
});

describe('the register', () => {
  const liquidation = said('2024-01-10', profileOf({ status: 'liquidation' }), { ref: 'p' });
  test('that says liquidation without a kind is at most severe', () => {
    expect(judge('2024-01-10', liquidation)).toMatchObject({
      band: 'severe',
      formalEvents: [{ family: 'unspecified-insolvency' }],
    });
  });
  test("says nothing about distress when the liquidation is members' voluntary", () => {
    const solvent = said(
      '2024-01-09',
      caseOf('members-voluntary-liquidation', { 'wound-up-on': '2024-01-02' }),
    );
    expect(judge('2024-01-10', liquidation, solvent)).toMatchObject({
      band: 'low',
      score: 0,
      formalEvents: [],
    });
  });
  test('closes what a notice opened once it has caught up with its end', () => {
    const notice = said('2024-01-10', noticeOf('2410', 'administration'), { ref: 'n' });
    const stale = said('2024-02-01', profileOf(), { ref: 'p' });
    const active = said('2024-09-01', profileOf(), { ref: 'p', version: '2024-09-01' });
    expect(judge('2024-02-01', notice, stale).band).toBe('insolvent');
    expect(judge('2024-09-01', notice, stale, active).band).toBe('low');
  });
  test('is given its time from the publication of a notice, however long before that the event was', () => {
    const late = said('2024-09-10', noticeOf('2410', 'administration'), {
      ref: 'n',
      occurredOn: '2019-03-03',
    });
    const active = said('2024-09-12', profileOf(), { ref: 'p' });
    const still = said('2024-12-01', profileOf(), { ref: 'p', version: '2024-12-01' });
    expect(judge('2024-09-13', late, active)).toMatchObject({ band: 'insolvent', endings: [] });
    expect(judge('2024-12-02', late, active, still).endings).toMatchObject([{ how: 'register-active' }]);
  });
  describe('and shows it as active while there are receivers', () => {
    const receivers = said('2024-01-10', noticeOf('2423', 'receivership'), { ref: 'n' });
    const activeOn = (on: string) => said(on, profileOf(), { ref: 'p', version: on });
    test('ends no receivership over an asset: the company goes on', () => {
      const seen = activeOn('2024-09-01');
      expect(judge('2024-09-01', receivers, seen)).toMatchObject({
        formalEvents: [{ family: 'receivership' }],
        endings: [],
      });
    });
    test('ends one that it showed before', () => {
      const shown = said('2024-02-01', profileOf({ status: 'receivership' }), {
        ref: 'p',
        version: '2024-02-01',
      });
      expect(judge('2024-09-01', receivers, shown, activeOn('2024-09-01')).endings).toMatchObject([
        { family: 'receivership', how: 'register-active' },
      ]);
    });
    test('ends one that its own case alone tells, whose end it may not give', () => {
      const old = said('2024-01-10', caseOf('receiver-manager', { 'instrumented-on': '1993-01-01' }), {
        ref: 'c',
      });
      expect(judge('2024-09-01', old, activeOn('2024-09-01')).formalEvents).toEqual([]);
    });
    test('ends an administrative receivership, which is over the whole undertaking', () => {
      const whole = said('2024-01-10', noticeOf('2421', 'administrative-receivership'), { ref: 'n' });
      expect(judge('2024-09-01', whole, activeOn('2024-09-01')).endings).toMatchObject([
        { family: 'administrative-receivership', how: 'register-active' },
      ]);
    });
    test('counts less after two years without a word, and no more after four', () => {
      const on = (day: string) => judge(day, receivers, activeOn(day));
      expect(on('2026-02-01').score).toBeLessThan(on('2024-09-01').score);
      expect(on('2028-02-01')).toMatchObject({
        score: 0,
        formalEvents: [],
        endings: [{ how: 'never-published' }],
      });
    });
  });
  test('that proposes a strike-off in a filing and in the status does so once', () => {
    const filed = said('2024-05-01', madeFiling('strike-off-proposed'), { ref: 'f' });
    const detail = said('2024-05-03', profileOf({ statusDetail: 'active-proposal-to-strike-off' }), {
      ref: 'p',
    });
    expect(refs('2024-06-01', filed, detail)).toEqual(['strike-off:gazette-insolvency/f']);
    const stopped = said('2024-07-01', madeFiling('strike-off-discontinued'), { ref: 'd' });
    const cleared = said('2024-07-02', profileOf(), { ref: 'p', version: '2024-07-02' });
    expect(refs('2024-08-01', filed, detail, stopped, cleared)).toEqual([]);
  });
  test('uses words of cases that nobody knows yet: recorded, no points', () => {
    expect(
      judge('2024-05-01', said('2024-05-01', caseOf('something-new', { 'wound-up-on': '2024-04-01' }))).score,
    ).toBe(0);
  });
});

test('The Gazette was looked at for a notice that was read, and is said not to have been beside it', () => {
  const notice = said('2024-01-10', noticeOf('2401', 'moratorium'), { ref: 'n' });
  const because = (...signals: ObservedSignal[]) =>
    judge('2024-02-01', ...signals).findings.find(({ indicator }) => indicator === 'winding-up-petition')
      ?.because;
  expect(because()).toBe('Not known: notices in The Gazette not looked at lately.');
  expect(because(notice)).toBe(
    'Not known: notices in The Gazette, but for one published on 10 January 2024, not looked at lately.',
  );
});

test.each([
  ['removed', 'dissolved'],
  ['a-word-of-2027', 'dissolved'],
  ['active', null],
])('a dissolved company that is shown as %s then', (status, open) => {
  const on = (day: string, over: object) => said(day, profileOf(over), { ref: 'p', version: day });
  const gone = on('2024-05-01', { status: 'dissolved', dissolvedOn: '2024-04-30' });
  const { formalEvents, endings = [] } = judge('2024-09-01', gone, on('2024-09-01', { status }));
  expect(formalEvents.map(({ family }) => family)).toEqual(open === null ? [] : [open]);
  expect(endings.map(({ how }) => how)).toEqual(open === null ? ['restored'] : []);
});

test('an administration that the register calls just that is one, on its day, whatever the status', () => {
  const own = said('2024-09-01', caseOf('administration', { 'administration-started-on': '2024-08-20' }));
  expect(judge('2024-09-02', own, said('2024-09-01', profileOf()))).toMatchObject({
    band: 'insolvent',
    formalEvents: [{ family: 'administration', days: { eventDay: '2024-08-20' } }],
  });
});
