import { Cause, type EndedEvent, eventDay, GssCode, type ObservedSignal, type Signal } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { endingSentence } from '../words/ending-words.ts';
import { followUpsOf, informationOver } from '../told/follow-ups.ts';
import {
  entryEndings,
  informationAgain,
  informationBehind,
  informationOf,
  informationToday,
  isInformationIn,
  standsByEntry,
  withEntry,
} from './information.ts';
import { playbookOf } from '../playbooks/playbooks.ts';

const [event] = petitionFacts.assessment.formalEvents;
const quiet = { band: 'low' as const, asOf: '2026-11-28', formalEvents: [], endings: [] };
const standing = { band: 'low', episode: 0 } as const;

function seen(signal: Signal, occurredOn = '2026-11-20'): ObservedSignal {
  return {
    source: 'gazette-insolvency',
    ref: signal.kind,
    version: '1',
    occurredOn,
    publishedAt: '2026-11-21T00:00:00Z',
    observedAt: '2026-11-21T08:00:00Z',
    evidence: event!.evidence[0]!,
    signal,
  };
}

function going(family: string, how: EndedEvent['how'] = 'information'): EndedEvent {
  return {
    ref: `${family}:made-up`,
    family,
    how,
    days: { eventDay: eventDay('2026-11-20'), publishedOn: eventDay('2026-11-21'), seenAt: null },
    evidence: event!.evidence,
  };
}
const entry: Signal = {
  kind: 'company-profile',
  name: 'Example Care Homes Limited',
  status: 'active',
  statusDetail: null,
  type: 'ltd',
  jurisdiction: null,
  incorporatedOn: null,
  dissolvedOn: null,
  sicCodes: [],
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
};

test.each([
  ['a solvent winding-up', 'solvent-winding-up'],
  ['a strike-off that the company itself asked for', 'voluntary-strike-off'],
])('%s is told as information, with what to ask and no word of distress', (_, family) => {
  const [told] = informationOf([seen(entry)], { ...quiet, endings: [going(family)] }, standing);
  expect(told).toMatchObject({
    kind: 'information',
    cause: `information:${family}`,
    to: 'low',
    days: { eventDay: '2026-11-20' },
  });
  const { is, isNot, steps } = playbookOf('information', family);
  expect(is).toContain('The company will cease to exist');
  expect(isNot).toContain('not a sign of financial difficulty');
  for (const ask of ['novat', 'guarantees', 'retention'])
    expect(steps.map(({ what }) => what).join(' ')).toContain(ask);
});

test('what left the register is told once, a dissolution and a living company are not told so', () => {
  const told = (status: string, statusDetail: string | null = null) =>
    informationOf([seen({ ...entry, status, statusDetail })], quiet, standing).map(({ title }) => title);
  expect(told('converted-closed')).toEqual(['No longer on the register as converted or closed']);
  expect(told('active', 'transferred-from-uk')).toEqual([
    'No longer on the register as transferred from the United Kingdom',
  ]);
  expect(told('dissolved')).toEqual([]);
  expect(told('active')).toEqual([]);
});

describe('who was told that a company left the register', () => {
  const alert = {
    id: '1',
    council: GssCode.parse('E08000025'),
    cause: Cause.parse('information:left-register'),
    kind: 'information',
    status: 'raised',
  };
  const at = (day: string, status: string, more: Partial<typeof entry> = {}): ObservedSignal => ({
    ...seen({ ...entry, status, ...more }),
    publishedAt: `${day}T07:30:00Z`,
    observedAt: `${day}T08:00:00Z`,
    evidence: {
      ...event!.evidence[0]!,
      source: 'companies-house-company',
      url: 'https://find-and-update.example/company/99000001',
      publishedAt: `${day}T07:30:00Z`,
    },
  });
  const left = at('2026-11-02', 'converted-closed');
  const after = (...signals: readonly ObservedSignal[]) =>
    followUpsOf([alert], withEntry(quiet, signals)).followUps.map(({ title, cause }) => `${cause} ${title}`);

  test('is told nothing while the register says so, and while it says what we do not understand', () => {
    expect(after(left)).toEqual([]);
    expect(after(left, at('2026-11-09', 'removed'))).toEqual([]);
    expect(after(left, at('2026-11-09', 'a-new-word'))).toEqual([]);
  });
  test('is told once that the register shows it again, or as dissolved', () => {
    const ended = 'information:left-register:ended Departure from the register';
    expect(after(left, at('2026-11-09', 'active'))).toEqual([
      `${ended} undone: company restored to the register`,
    ]);
    const dissolvedOn = '2026-11-08';
    expect(after(left, at('2026-11-09', 'dissolved', { dissolvedOn }))).toEqual([
      `${ended} over: company dissolved`,
    ]);
    const [back] = withEntry(quiet, [left, at('2026-11-09', 'active')]).endings;
    expect(endingSentence('Example Ltd', back!, 'Companies House')).toBe(
      'Example Ltd is shown on the register again (Companies House, seen on 9 November 2026).',
    );
  });
  test('reads where the register says so', () => {
    const facts = { alert, assessment: withEntry(quiet, [left]) };
    expect(informationBehind(facts)?.evidence).toEqual([left.evidence]);
  });
});

describe('what ends a company without any sign of distress', () => {
  test('is said on its page with its days, what it is and is not, and where it can be read', () => {
    const ending = going('solvent-winding-up');
    const { is, isNot } = playbookOf('information', 'solvent-winding-up');
    expect(informationToday({ ...quiet, endings: [ending] }, [])).toEqual([
      {
        title: 'Solvent winding-up begun',
        ...ending.days,
        meaning: `${is} ${isNot}`,
        evidence: ending.evidence,
      },
    ]);
    expect(informationToday(quiet, [])).toEqual([]);
  });

  test('is said of an entry that left the register, by the register’s own words', () => {
    const left = seen({ ...entry, status: 'converted-closed', dissolvedOn: '2026-11-09' });
    expect(informationToday({ band: 'low', formalEvents: [] }, [left])).toMatchObject([
      { title: expect.stringMatching(/^No longer on the register as /), evidence: [left.evidence] },
    ]);
    expect(standsByEntry('information:left-register')).toBe(true);
    expect(standsByEntry('information:solvent-winding-up')).toBe(false);
  });

  test('of a kind without a title of its own is that the company will cease to exist', () => {
    const [told] = informationOf([], { ...quiet, endings: [going('left-register')] }, standing);
    expect(told?.title).toBe('The company will cease to exist');
  });

  test('is told once of each kind, by the newest', () => {
    const later = {
      ...going('solvent-winding-up'),
      days: { ...going('solvent-winding-up').days, eventDay: eventDay('2026-11-27') },
    };
    const both = { ...quiet, endings: [going('solvent-winding-up'), later, going('voluntary-strike-off')] };
    expect(informationOf([], both, standing).map(({ cause, days }) => [cause, days.eventDay])).toEqual([
      ['information:solvent-winding-up', '2026-11-27'],
      ['information:voluntary-strike-off', '2026-11-20'],
    ]);
    expect(isInformationIn('information:solvent-winding-up', both)).toBe(true);
    expect(isInformationIn('information:left-register', both)).toBe(false);
    const over = { ...quiet, endings: [going('solvent-winding-up', 'dissolved')] };
    expect(isInformationIn('information:solvent-winding-up', over)).toBe(false);
  });

  test('is behind an alert of information only, and only as long as it goes on', () => {
    const assessment = { endings: [going('solvent-winding-up')] };
    const behind = (kind: string, cause: string) => informationBehind({ alert: { kind, cause }, assessment });
    expect(behind('information', 'information:solvent-winding-up')).toEqual(assessment.endings[0]);
    expect(behind('formal', 'information:solvent-winding-up')).toBeNull();
    expect(behind('information', 'information:left-register')).toBeNull();
  });

  test('ends with the entry that comes after, understood: dissolved, or shown again', () => {
    const left = seen({ ...entry, status: 'converted-closed' });
    const unclear = seen({ ...entry, status: 'a-status-of-2031' });
    expect(entryEndings([])).toEqual([]);
    expect(entryEndings([seen(entry)])).toEqual([]);
    expect(entryEndings([left, unclear]).map(({ how }) => how)).toEqual(['information']);
    expect(entryEndings([left, unclear, seen({ ...entry, status: 'dissolved' })])).toMatchObject([
      { ref: null, family: 'left-register', how: 'dissolved' },
    ]);
    expect(entryEndings([left, seen(entry)]).map(({ how }) => how)).toEqual(['restored']);
  });

  test('stands beside the endings that an assessment has', () => {
    const left = seen({ ...entry, status: 'converted-closed' });
    const assessed = { ...quiet, endings: [going('solvent-winding-up')] };
    expect(withEntry(assessed, [left]).endings.map(({ family }) => family)).toEqual([
      'solvent-winding-up',
      'left-register',
    ]);
    expect(withEntry({}, [left])).toMatchObject({ endings: [{ family: 'left-register' }] });
  });
});

test('an open formal event tells it itself', () => {
  const both = { ...quiet, endings: [going('solvent-winding-up')], formalEvents: [event!] };
  expect(informationOf([], both, standing)).toEqual([]);
});

describe('who was told as information that a company would cease to exist', () => {
  const alert = {
    id: '1',
    council: GssCode.parse('E08000025'),
    cause: Cause.parse('information:voluntary-strike-off'),
    kind: 'information',
    status: 'raised',
  };
  const after = (...endings: readonly EndedEvent[]) =>
    followUpsOf([alert], { ...quiet, endings: [...endings] }).followUps;

  test('is told once that it has ended, in plain words', () => {
    const ended = going('voluntary-strike-off', 'discontinued');
    expect(after(ended)).toMatchObject([
      {
        alertId: '1',
        cause: 'information:voluntary-strike-off:ended',
        kind: 'ended',
        title: 'Voluntary strike-off discontinued',
        supersedes: true,
      },
    ]);
    expect(endingSentence('Example Ltd', informationOver(alert.cause, [ended])!, 'Companies House')).toMatch(
      /^The voluntary strike-off of Example Ltd was discontinued on 20 November 2026/,
    );
    const told = followUpsOf([{ ...alert, status: 'superseded' }], { ...quiet, endings: [ended] });
    expect(told.followUps).toEqual([]);
  });
  test('is told that the company was dissolved', () => {
    const dissolved = going('solvent-winding-up', 'dissolved');
    expect(endingSentence('Example Ltd', dissolved, null)).toBe(
      'The solvent winding-up of Example Ltd is over: the company was dissolved on 20 November 2026 (The Gazette).',
    );
  });
  test('is told nothing while it goes on, though an earlier one has ended', () => {
    expect(after(going('voluntary-strike-off', 'discontinued'), going('voluntary-strike-off'))).toEqual([]);
    expect(after(going('solvent-winding-up', 'dissolved'))).toEqual([]);
  });
  test('is told again when it begins once more after its end', () => {
    const [raised] = informationOf([], { ...quiet, endings: [going('voluntary-strike-off')] }, standing);
    const causeAfter = (...sent: readonly string[]) => informationAgain(raised!, sent).cause;
    expect(causeAfter('information:voluntary-strike-off')).toBe('information:voluntary-strike-off');
    expect(causeAfter('information:voluntary-strike-off', 'information:voluntary-strike-off:ended')).toBe(
      'information:voluntary-strike-off:2',
    );
    expect(
      causeAfter('information:voluntary-strike-off:ended', 'information:voluntary-strike-off:2:ended'),
    ).toBe('information:voluntary-strike-off:3');
    expect(causeAfter('information:solvent-winding-up:ended')).toBe('information:voluntary-strike-off');
    const formal = { ...raised!, kind: 'formal' } as const;
    expect(informationAgain(formal, ['information:voluntary-strike-off:ended'])).toBe(formal);
  });
});

test('who was told of a proposal to strike off hears that it is the company’s own', () => {
  const alert = {
    id: '1',
    council: GssCode.parse('E08000025'),
    cause: Cause.parse('formal:strike-off:companies-house-company/1'),
    kind: 'formal',
    status: 'raised',
  };
  const own = { ...going('voluntary-strike-off'), ref: 'strike-off:companies-house-company/1' };
  expect(followUpsOf([alert], { ...quiet, endings: [own] }).followUps).toMatchObject([
    { cause: `${alert.cause}:ended`, title: 'Voluntary strike-off told as information from now on' },
  ]);
  expect(endingSentence('Example Ltd', own, null)).toContain('its directors asked for it');
});
