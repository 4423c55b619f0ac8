import { GssCode, type CouncilRole, type Exposure } from '@tocsin/domain';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { exposure, published } from '../fixtures/alert-facts.ts';
import { materialityOf } from './materiality.ts';
import { isSentTo, whoGetsLetters, type CouncilToTell, type ToldPerson } from './council-to-tell.ts';
import { reasonWords } from './route.ts';
import { whoIsNext, whoIsTold, type RoutedAlert } from './routing.ts';
import { defaultSubscription, type Subscription } from './subscription.ts';

const noon = '2026-11-25T12:00:00.000Z';
const night = '2026-11-25T23:30:00.000Z';
const monday = '2026-11-30T08:00:00.000Z';

function person(name: string, role: CouncilRole, chosen: Partial<Subscription> = {}): ToldPerson {
  const subscription = { ...defaultSubscription([role]), ...chosen };
  const address = `${name.toLowerCase()}@council.example`;
  return { id: name, name, address, reachedAt: { channel: 'smtp', address }, roles: [role], subscription };
}

const [olu, cara, ada] = [
  person('Olu', 'officer'),
  person('Cara', 'contract-manager'),
  person('Ada', 'administrator'),
];

const council: CouncilToTell = {
  people: [olu, cara, ada],
  named: [],
  inbox: { channel: 'smtp', address: 'contracts@council.example' },
  headOfProcurement: null,
  owners: new Map([['Adult social care', 'Cara']]),
  services: new Map(),
  stopped: [],
  lines: materialityOf(GssCode.parse('E06000052')),
  yearlySpend: null,
};

const contract = { ...published, owner: 'Adult social care', service: 'Care' };
const held = (of: Partial<typeof contract>): Exposure => ({
  ...exposure,
  contracts: [{ ...contract, ...of }],
});
const formal: RoutedAlert = { kind: 'formal', to: 'severe', exposure: held({}) };
const estimate: RoutedAlert = { kind: 'band', to: 'elevated', exposure: held({}) };
const critical: RoutedAlert = { ...formal, exposure: held({ criticality: 'critical' }) };

const categorised: RoutedAlert = { ...formal, exposure: held({ category: 'Health and social care' }) };
const paid: RoutedAlert = { ...estimate, kind: 'paid-while-inactive' };
const apart: RoutedAlert = {
  ...formal,
  exposure: { ...exposure, contracts: [contract, { ...contract, service: 'Roads', owner: 'Highways' }] },
};

/** Who is told, as `who how`. */
function told(alert: RoutedAlert, of: Partial<CouncilToTell> = {}, now = noon): readonly string[] {
  return whoIsTold(alert, { ...council, ...of }, now)
    .map(({ address, how }) => `${address.split('@')[0]} ${how}`)
    .toSorted();
}

/** How one officer is told who has chosen something. */
function how(chosen: Partial<Subscription>, alert: RoutedAlert, now = noon): string {
  const people = [person('Olu', 'officer', chosen)];
  return whoIsTold(alert, { ...council, inbox: null, owners: new Map(), people }, now)[0]?.how ?? 'none';
}

describe('by the lines of the council', () => {
  it('tells the owner, the inbox and officers of a formal event at once', () => {
    expect(told(formal)).toEqual(['cara at-once', 'contracts at-once', 'olu at-once']);
  });

  it('gathers an estimate in their digests of the next Monday', () => {
    const tellings = whoIsTold(estimate, council, noon);
    expect(told(estimate)).toEqual(['cara digest', 'contracts digest', 'olu digest']);
    expect(new Set(tellings.map(({ at }) => at))).toEqual(new Set([monday]));
  });

  it('tells the head of procurement of a formal event on much, and of a contract being placed', () => {
    const of = { headOfProcurement: 'Ada' };
    expect(told(formal, of)).toContain('ada at-once');
    expect(told({ ...formal, kind: 'award-gate' }, of)).toContain('ada at-once');
    expect(told(estimate, of)).not.toContain('ada digest');
  });
});

describe('who is told in the place of an owner', () => {
  const reasons = (of: Partial<CouncilToTell>, alert = formal) =>
    whoIsTold(alert, { ...council, people: [cara, ada], ...of }, noon).map(({ address, reason }) => [
      address.split('@')[0],
      reason.as,
      reason.insteadOf,
    ]);
  const untied = { owners: new Map<string, string>() };

  test.each([
    [
      'the service’s owner',
      { ...untied, services: new Map([['Care', 'Cara']]) },
      ['cara', 'service-owner', 'Adult social care'],
    ],
    ['the shared inbox', untied, ['contracts', 'inbox', 'Adult social care']],
    ['the administrator', { ...untied, inbox: null }, ['ada', 'administrator', 'Adult social care']],
    ['nobody else, where the owner is tied', {}, ['cara', 'owner', null]],
    ['the inbox, where the owner has left', { people: [ada] }, ['contracts', 'inbox', 'Adult social care']],
    [
      'the inbox, where no address of the owner is known',
      { people: [{ ...cara, reachedAt: null }, ada] },
      ['contracts', 'inbox', 'Adult social care'],
    ],
  ])('%s', (_, of, expected) => {
    expect(reasons(of)[0]).toEqual(expected);
  });
});

const anyPerson = fc
  .record({
    name: fc.constantFrom('Olu', 'Cara', 'Ada', 'Bea', 'Dan'),
    role: fc.constantFrom<CouncilRole>('officer', 'contract-manager', 'administrator'),
    levels: fc.constantFrom<Subscription['levels']>([], ['insolvent']),
    services: fc.constantFrom<Subscription['services']>([], ['Waste']),
    onlyCritical: fc.boolean(),
    how: fc.constantFrom<Subscription['how']>('by-the-lines', 'at-once', 'digest'),
  })
  .map(({ name, role, ...chosen }) => person(name, role, chosen));

test('nobody is told twice or without a reason, and somebody is wherever there is an inbox or an administrator', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyPerson, { selector: ({ id }) => id }),
      fc.constantFrom(null, council.inbox),
      fc.constantFrom(formal, estimate, critical),
      fc.constantFrom(noon, night),
      (people, inbox, alert, now) => {
        const tellings = whoIsTold(alert, { ...council, people, inbox }, now);
        expect(new Set(tellings.map(({ address }) => address)).size).toBe(tellings.length);
        for (const { reason, at } of tellings) {
          expect(reasonWords(reason)).toMatch(/^Told (as|by) .+at stake\.$/);
          expect(at >= now).toBe(true);
        }
        if (inbox !== null || people.some(({ roles }) => roles.includes('administrator')))
          expect(tellings.length).toBeGreaterThan(0);
      },
    ),
  );
});

describe('a person is told as she chose', () => {
  it.each([
    ['of a band that is among her levels', { levels: ['elevated'] as const }, estimate, 'digest'],
    ['not of a band that is not', { levels: ['severe'] as const }, estimate, 'none'],
    ['of a formal event whatever the levels', { levels: ['insolvent'] as const }, formal, 'at-once'],
    ['not of other services', { services: ['Waste'] }, formal, 'none'],
    [
      'of a contract whose service is not recorded',
      { services: ['Waste'] },
      { ...formal, exposure: held({ service: null as never }) },
      'at-once',
    ],
    ['not of other categories', { categories: ['Construction work'] }, categorised, 'none'],
    ['of a category of hers', { categories: ['Health and social care'] }, categorised, 'at-once'],
    ['of a contract whose category is not known', { categories: ['Construction work'] }, formal, 'at-once'],
    ['not of contracts of other owners', { owners: ['Highways'] }, formal, 'none'],
    ['of contracts of an owner whom she follows', { owners: ['Adult social care'] }, formal, 'at-once'],
    [
      'not where one contract is of her service and only another of her owner',
      { services: ['Care'], owners: ['Highways'] },
      apart,
      'none',
    ],
    ['not of kinds that she has left out', { kinds: ['formal', 'award'] }, estimate, 'none'],
    ['of kinds that she has chosen', { kinds: ['estimate'] }, estimate, 'digest'],
    ['not of a formal event that she has left out', { kinds: ['estimate'] }, formal, 'none'],
    ['of a formal event on a critical contract all the same', { kinds: ['estimate'] }, critical, 'at-once'],
    ['of payments of both kinds', { kinds: ['payment'] }, paid, 'at-once'],
    ['of formal events alone at once where she wants less', { onlyFormalAtOnce: true }, formal, 'at-once'],
    ['of all else in the digest then', { onlyFormalAtOnce: true, how: 'at-once' }, estimate, 'digest'],
    ['not of what is not critical', { onlyCritical: true }, formal, 'none'],
    ['of estimates at once', { how: 'at-once' }, estimate, 'at-once'],
    ['of formal events in the digest', { how: 'digest' }, formal, 'digest'],
    ['of formal events on critical contracts at once all the same', { how: 'digest' }, critical, 'at-once'],
  ] as const)('%s', (_, chosen, alert, expected) => {
    expect(how(chosen, alert)).toBe(expected);
  });

  it('in quiet hours of formal events at once or afterwards', () => {
    const quietHours = { from: '22:00', to: '07:00' };
    expect(how({ quietHours }, formal, night)).toBe('at-once');
    expect(how({ quietHours, formalPasses: false }, formal, night)).toBe('after-quiet-hours');
    expect(how({ quietHours, how: 'at-once' }, estimate, night)).toBe('after-quiet-hours');
  });

  it('through her delegate up to the last day, who is told why', () => {
    const away = {
      ...cara,
      subscription: { ...cara.subscription, delegate: { personId: 'Ada', untilDay: '2026-11-25' } },
    };
    const people = [away, ada];
    expect(told(formal, { people })).toEqual(['ada at-once', 'contracts at-once']);
    const [first] = whoIsTold(formal, { ...council, people }, noon);
    expect(first && reasonWords(first.reason)).toBe(
      'Told as owner of contracts (“Adult social care”), in the place of Cara; £2,000,000 at stake.',
    );
    expect(first && reasonWords(first.reason, 'To be told')).toBe(
      'To be told as owner of contracts (“Adult social care”), in the place of Cara; £2,000,000 at stake.',
    );
    expect(told(formal, { people }, '2026-11-26T12:00:00Z')).toContain('cara at-once');
  });

  it('through whoever stands in for her delegate who is away too, and never round in a circle', () => {
    const awayUntil = (person: ToldPerson, personId: string, untilDay: string): ToldPerson => ({
      ...person,
      subscription: { ...person.subscription, delegate: { personId, untilDay } },
    });
    const cover = awayUntil(cara, 'Ada', '2026-11-25');
    const chain = [cover, awayUntil(ada, 'Olu', '2026-11-25'), olu];
    expect(told(formal, { people: chain }).filter((one) => !one.startsWith('contracts'))).toEqual([
      'olu at-once',
    ]);
    const circle = [cover, awayUntil(ada, 'Cara', '2026-11-25')];
    expect(told(formal, { people: circle })).toEqual(['ada at-once', 'contracts at-once']);
  });
});

describe('whom the command line has named', () => {
  const named = [
    { channel: 'smtp', address: 'one@council.example', role: 'officer', levels: ['elevated'] as const },
  ];
  it('is told at once, of the named levels alone', () => {
    const alone = { people: [], inbox: null, named };
    expect(told(estimate, alone)).toEqual(['one at-once']);
    expect(told(formal, alone)).toEqual([]);
  });
});

test('of two ways of writing one address one is told', () => {
  const clara = { ...cara, reachedAt: { channel: 'smtp', address: 'Contracts@Council.example' } };
  expect(whoIsTold(formal, { ...council, people: [clara] }, noon).map(({ reason }) => reason.as)).toEqual([
    'owner',
  ]);
});

test('nothing is sent where a place takes nothing, however its address is written, but by another way it may be', () => {
  const of = { stopped: [{ channel: 'smtp', address: 'Olu@council.example' }] };
  expect(isSentTo(of, { channel: 'smtp', address: 'olu@COUNCIL.example' })).toBe(false);
  expect(isSentTo(of, { channel: 'govuk-notify', address: 'olu@council.example' })).toBe(true);
  expect(isSentTo(of, { channel: 'smtp', address: 'ada@council.example' })).toBe(true);
});

test('letters of the council go to the inbox and to who follows all its suppliers, else to the administrators', () => {
  const to = (of: Partial<CouncilToTell>) =>
    whoGetsLetters({ ...council, ...of }).map(({ address }) => address);
  expect(to({})).toEqual(['contracts@council.example', 'olu@council.example']);
  expect(to({ inbox: null, people: [cara, ada] })).toEqual(['ada@council.example']);
  const named = [{ channel: 'smtp', address: 'one@council.example', role: 'officer', levels: [] }];
  expect(to({ inbox: null, people: [], named })).toEqual([]);
});

test('of what nobody acknowledges the next in line is told, then the administrators, nobody twice', () => {
  const of = { ...council, services: new Map([['Care', 'Olu']]) };
  const next = (told: readonly string[], step: number) =>
    whoIsNext(
      formal,
      of,
      told.map((address) => ({ channel: 'smtp', address })),
      step,
      noon,
    ).map(({ address, reason }) => [address, reasonWords(reason)]);
  const [cares, inbox, olus] = [cara, council.inbox, olu].map((one) => one?.address ?? '');
  expect(next([cares!, inbox!], 0)).toEqual([
    [olus, 'Told as owner of the service “Care”, since nobody acknowledged it in time; £2,000,000 at stake.'],
  ]);
  expect(next([cares!, inbox!, olus!], 0)[0]?.[0]).toBe('ada@council.example');
  expect(next([cares!], 1)[0]?.[0]).toBe('ada@council.example');
  expect(next(['ada@council.example'], 1)).toEqual([]);
  expect(next(['Ada@Council.example'], 1)).toEqual([]);
  expect(next([cares!, 'Contracts@council.example', 'OLU@council.example'], 0)[0]?.[0]).toBe(
    'ada@council.example',
  );
});

test('a mailbox is told once however it is written and by whichever way of mail; an endpoint is another by one letter', () => {
  const box = { channel: 'govuk-notify', address: 'Contracts@council.example', role: 'officer' };
  const posts = ['Alerts', 'alerts'].map((address) => ({ channel: 'webhook', address, role: 'endpoint' }));
  const named = [box, ...posts].map((one) => ({ ...one, levels: ['severe'] as const }));
  const of = { ...council, people: [], named };
  const places = ['govuk-notify Contracts@council.example', 'webhook Alerts', 'webhook alerts'];
  expect(whoGetsLetters(of).map(({ channel, address }) => `${channel} ${address}`)).toEqual(places);
  const now = whoIsTold(formal, of, noon).map(({ channel, address }) => `${channel} ${address}`);
  expect(now).toEqual(['smtp contracts@council.example', ...places.slice(1)]);
  const stopped = [{ channel: 'webhook', address: 'Alerts' }];
  expect(posts.map((one) => isSentTo({ stopped }, one))).toEqual([false, true]);
});

test.each([
  ['owner', 'Care', 'as owner of contracts (“Care”)'],
  ['service-owner', 'Care', 'as owner of the service “Care”'],
  ['head-of-procurement', null, 'as head of procurement'],
  ['inbox', null, 'as shared inbox'],
  ['administrator', null, 'as administrator'],
  ['subscriber', 'Officer', 'by subscription (officer)'],
  ['subscriber', null, 'by subscription'],
  ['named', 'officer', 'as officer'],
  ['told-before', null, 'since an earlier message told of it'],
  ['not-acknowledged', 'as administrator', 'as administrator, since nobody acknowledged it in time'],
] as const)('why somebody is told as %s (%s) is said in a sentence', (as, of, words) => {
  expect(reasonWords({ as, of, pence: 0, insteadOf: null })).toBe(`Told ${words}.`);
  expect(reasonWords({ as, of, pence: 1_000_00, insteadOf: 'Olu' })).toBe(
    `Told ${words}, in the place of Olu; £1,000 at stake.`,
  );
});

test('letters to all go to named addresses with a level, the inbox and subscribers of the council, else to administrators', () => {
  const named = [
    { channel: 'webhook', address: 'https://a.example', role: 'officer', levels: ['severe'] as const },
    { channel: 'smtp', address: 'none@a.example', role: 'officer', levels: [] },
  ];
  const to = (of: Partial<CouncilToTell>) =>
    whoGetsLetters({ ...council, ...of }).map(({ channel, address }) => `${channel} ${address}`);
  expect(to({ named })).toEqual([
    'webhook https://a.example',
    'smtp contracts@council.example',
    'smtp olu@council.example',
  ]);
  expect(to({ people: [cara, ada], inbox: null })).toEqual(['smtp ada@council.example']);
  expect(to({ people: [{ ...ada, reachedAt: null }], inbox: null })).toEqual([]);
});
