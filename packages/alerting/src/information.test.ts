import type { ObservedSignal, Signal } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { petitionFacts } from './fixtures/alert-facts.ts';
import { informationOf } from './information.ts';
import { playbookOf } from './playbooks.ts';

const [event] = petitionFacts.assessment.formalEvents;
const quiet = { band: 'low' as const, formalEvents: [] };
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

const solvent: Signal = {
  kind: 'insolvency-case',
  caseNumber: '1',
  caseType: 'members-voluntary-liquidation',
  dates: [],
};
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

test('a solvent winding-up is told as information, with what to ask and no word of distress', () => {
  const [told] = informationOf([seen(entry), seen(solvent)], quiet, standing);
  expect(told).toMatchObject({ kind: 'information', cause: 'information:solvent-winding-up', to: 'low' });
  const { is, isNot, steps } = playbookOf('information', null);
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

test('an open formal event tells it itself', () => {
  expect(informationOf([seen(solvent)], { ...quiet, formalEvents: [event!] }, standing)).toEqual([]);
});
