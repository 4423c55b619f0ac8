import { type ObservedSignal, SupplierId } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals } from './facts.ts';
import { models } from './models.ts';
import { caseOf, madeFiling, noticeOf, profileOf, said } from './testing.ts';

const id = { supplierId: SupplierId.parse('1'), previousBand: null };
const judge = (asOf: string, ...signals: readonly ObservedSignal[]) =>
  assess(foldSignals({}, signals), { ...id, asOf });
const told = (asOf: string, ...signals: readonly ObservedSignal[]) => {
  const { score, formalEvents, endings = [] } = judge(asOf, ...signals);
  return { score, formal: formalEvents.map(({ family }) => family), how: endings.map(({ how }) => how) };
};
const filing = (
  day: string,
  type: string,
  description: string,
  about: Parameters<typeof madeFiling>[0] = 'strike-off-proposed',
) =>
  said(
    day,
    { ...madeFiling(about), type, description },
    { source: 'companies-house-company', ref: `filing/${day}` },
  );
const proposal = (day: string) =>
  said(day, profileOf({ statusDetail: 'active-proposal-to-strike-off' }), {
    source: 'companies-house-company',
    ref: 'profile',
    occurredOn: null,
  });
const asInformation = { score: 0, formal: [], how: ['information'] };
const asProceeding = { score: 25, formal: ['strike-off'], how: [] };

const application = filing('2026-11-02', 'DS01', 'Application to strike off the register');
const ownNotice = filing('2026-11-10', 'GAZ1(A)', 'First Gazette notice for voluntary strike-off');
const firstNotice = filing('2026-11-10', 'GAZ1', 'First Gazette notice for compulsory strike-off');

describe('a strike-off that the company’s own directors asked for', () => {
  test('carries no points and is told as information', () => {
    expect(told('2026-11-12', application)).toEqual(asInformation);
    expect(told('2026-11-12', ownNotice)).toEqual(asInformation);
    expect(told('2026-11-12', application, ownNotice, proposal('2026-11-11'))).toEqual(asInformation);
  });
  test('says so where it is asked whether a strike-off was proposed', () => {
    const finding = judge('2026-11-12', application).findings.find(
      ({ indicator }) => indicator === 'strike-off-proposed',
    );
    expect(finding).toMatchObject({ outcome: 'absent', points: 0, evidence: [application.evidence] });
    expect(finding!.because).toContain('The company’s own directors asked on 2 November 2026');
  });
  test('ends when the application is withdrawn, whatever the profile said until then', () => {
    const withdrawn = filing(
      '2026-11-20',
      'DS02',
      'Strike-off application withdrawn',
      'strike-off-discontinued',
    );
    expect(told('2026-11-21', application, proposal('2026-11-11'), withdrawn)).toEqual({
      score: 0,
      formal: [],
      how: ['discontinued'],
    });
  });
  test('ends when the register shows the company as active again', () => {
    const active = said('2027-02-10', profileOf(), { source: 'companies-house-company', ref: 'profile' });
    expect(told('2027-02-10', application, active).how).toEqual(['register-active']);
  });
  test('ends with the dissolution, which is told by itself', () => {
    const gone = said('2027-02-10', profileOf({ status: 'dissolved', dissolvedOn: '2027-02-09' }));
    expect(told('2027-02-10', application, gone)).toMatchObject({
      formal: ['dissolved'],
      how: ['dissolved'],
    });
  });
  test('counted as any other in the versions before', () => {
    const before = assess(foldSignals({}, [application]), { ...id, asOf: '2026-11-12' }, models['2026.12.1']);
    expect(before).toMatchObject({ score: 25, formalEvents: [{ family: 'strike-off' }], endings: [] });
  });
});

describe('a strike-off counts as before', () => {
  test('where it is the registrar’s', () => {
    expect(told('2026-11-12', firstNotice)).toEqual(asProceeding);
    expect(told('2026-11-12', firstNotice, proposal('2026-11-11'))).toEqual(asProceeding);
  });
  test('where nothing says which of the two it is', () => {
    expect(told('2026-11-12', proposal('2026-11-11'))).toEqual(asProceeding);
    expect(told('2026-11-12', filing('2026-11-02', 'X', 'strike-off-proposed'))).toEqual(asProceeding);
  });
  test('where the registrar’s goes on beside the company’s own', () => {
    expect(told('2026-11-12', application, firstNotice, proposal('2026-11-11'))).toEqual({
      ...asProceeding,
      how: ['information'],
    });
  });
  test('where the company’s own was withdrawn before the register showed a proposal', () => {
    const withdrawn = filing(
      '2026-11-05',
      'DS02',
      'Strike-off application withdrawn',
      'strike-off-discontinued',
    );
    expect(told('2026-11-21', application, withdrawn, proposal('2026-11-20'))).toEqual({
      ...asProceeding,
      how: ['discontinued'],
    });
  });
  test('and filings brought up to date end the registrar’s alone', () => {
    const upToDate = filing(
      '2026-11-20',
      'DISS40',
      'Strike-off action has been discontinued',
      'strike-off-discontinued',
    );
    expect(told('2026-11-21', application, firstNotice, upToDate)).toEqual({
      score: 0,
      formal: [],
      how: ['discontinued', 'information'],
    });
  });
});

test('a proposal that turns out to be the company’s own keeps the name by which it was told', () => {
  const { formalEvents } = judge('2026-11-12', proposal('2026-11-11'));
  const { endings } = judge('2026-11-14', proposal('2026-11-11'), {
    ...application,
    observedAt: '2026-11-13T09:00:00.000Z',
  });
  expect(endings).toMatchObject([
    { ref: formalEvents[0]!.ref, family: 'voluntary-strike-off', how: 'information' },
  ]);
});

describe('a members’ voluntary liquidation', () => {
  const sworn = { 'declaration-solvent-on': '2026-10-01', 'wound-up-on': '2026-10-05' };
  const registered = said('2026-10-08', caseOf('members-voluntary-liquidation', sworn));
  const resolved = said('2026-10-09', noticeOf('2431', 'members-voluntary-liquidation'));
  test('is told as information once, by its own day', () => {
    const { score, formalEvents, endings } = judge('2026-10-10', registered, resolved);
    expect({ score, formalEvents }).toEqual({ score: 0, formalEvents: [] });
    expect(endings).toMatchObject([
      { family: 'solvent-winding-up', how: 'information', days: { eventDay: '2026-10-05' } },
    ]);
  });
  test('ends with its case', () => {
    const concluded = { ...sworn, 'concluded-winding-up-on': '2027-06-01' };
    const over = said('2027-06-03', caseOf('members-voluntary-liquidation', concluded), {
      ref: registered.ref,
    });
    expect(judge('2027-06-03', registered, resolved, over).endings).toMatchObject([
      { how: 'ended', days: { eventDay: '2027-06-01' } },
    ]);
  });
  test('ends where the register shows the company as active long after', () => {
    const active = said('2027-03-10', profileOf());
    expect(told('2027-03-10', registered, active).how).toEqual(['register-active']);
  });
});

test('a word of the API’s description that its list of words lacks is understood', () => {
  const on = { 'instrumented-on': '2026-10-01' };
  expect(told('2026-11-12', said('2026-10-05', caseOf('receivership', on))).formal).toEqual(['receivership']);
  const over = said('2026-11-05', caseOf('receivership', { ...on, 'case-end-on': '2026-11-01' }));
  expect(told('2026-11-12', over)).toEqual({ score: 0, formal: [], how: ['ended'] });
});

test('receivers of whose appointment the register gives no day are appointed, on no day', () => {
  const deed = [{ type: 'instrumented-on', on: '2001-06-01' }];
  const signal = { ...caseOf('receiver-manager', {}), besides: deed };
  const { formalEvents } = judge('2026-11-12', said('2026-11-05', signal), said('2026-11-05', profileOf()));
  expect(formalEvents).toMatchObject([{ family: 'receivership', days: { eventDay: 'unknown' } }]);
  const [finding] = judge('2026-11-12', said('2026-11-05', signal)).findings.filter(
    ({ indicator }) => indicator === 'receivership',
  );
  expect(finding?.because).not.toContain('2001');
});

test('an end that is no more than an advertisement taken back is told as that', () => {
  const taken = { as: 'withdrawn', noticeId: '1', on: null } as const;
  const back = said('2026-11-05', noticeOf('2450', 'petition-withdrawn', { corrects: taken }), { ref: '2' });
  const petition = said('2026-11-01', noticeOf('2450', 'winding-up-petition'), { ref: '1' });
  expect(told('2026-11-06', petition, back).how).toEqual(['taken-back']);
  const inCourt = said('2026-11-05', noticeOf('2450', 'petition-withdrawn'), { ref: '2' });
  expect(told('2026-11-06', petition, inCourt).how).toEqual(['withdrawn']);
});
