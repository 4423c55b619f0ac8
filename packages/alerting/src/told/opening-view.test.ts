import { Cause, eventDay, GssCode, levelsDown, Pence, type RiskLevel } from '@tocsin/domain';
import { contractOfRegisterLine, type HeldContract, type SupplierSpend } from '@tocsin/exposure';
import { describe, expect, test } from 'vitest';
import {
  composeCatchUp,
  composeOpening,
  contractsInWords,
  openingTitle,
  openingWords,
  unknownLines,
} from '../mail/opening-mail.ts';
import { OpeningView, viewOfOpening, type OpeningPart, type StandingFact } from './opening-view.ts';

const asOf = '2026-11-23';

function contract(id: string, supplierId: string | null, pounds: number, isCritical = false): HeldContract {
  const value = { pence: Pence.parse(pounds * 100), vat: 'net' as const };
  return {
    contract: contractOfRegisterLine({
      id,
      title: `Contract ${id}`,
      startsOn: asOf,
      endsOn: '2027-11-22',
      value,
      vat: 'net',
      criticality: isCritical ? 'critical' : 'standard',
      owner: null,
      service: null,
      regime: 'unknown',
      safeguards: {},
    }),
    suppliers: [
      {
        printedName: `Supplier ${id}`,
        namesNumber: true,
        outcome: supplierId ? 'matched' : 'none',
        supplierId,
      },
    ],
    subcontractors: [],
  };
}

function card(
  id: string,
  level: RiskLevel | null,
  name = `Supplier ${id}`,
  number: string | null = `9940000${id}`,
) {
  return [id, { id, key: id, number, name, level }] as const;
}

const petition: StandingFact = {
  alertId: '7',
  cause: Cause.parse('formal:winding-up-petition:CR-2026-1'),
  kind: 'formal',
  title: 'Winding-up petition advertised',
  eventDay: eventDay('2026-11-20'),
  publishedOn: eventDay('2026-11-20'),
  seenAt: null,
  toldOn: null,
  source: { name: 'The Gazette', url: 'https://www.thegazette.co.uk/notice/1' },
};

const part: OpeningPart = {
  council: { code: GssCode.parse('E10000901'), name: 'Example County Council' },
  asOf,
  looks: { done: 3, of: 5, lastAt: null, isMatched: true, isOff: false },
  held: [
    contract('1', '1', 100_000),
    contract('2', '2', 10_000, true),
    contract('3', '3', 50_000),
    contract('4', '4', 20_000),
    contract('5', null, 5_000),
  ],
  spend: null,
  cards: new Map([
    card('1', 'severe'),
    card('2', 'severe'),
    card('3', 'insolvent'),
    card('4', 'not-enough-known'),
    card('6', 'low'),
  ]),
  facts: new Map([['1', [petition]]]),
  waitingNames: new Set(['Supplier 5']),
  unknownBecause: new Map([
    ['1', 'notices in The Gazette not looked at'],
    ['4', 'notices in The Gazette last looked at on 3 May 2026, longer ago than promised'],
  ]),
};
const links = {
  report: 'https://t.example/opening',
  exposure: 'https://t.example/exposure',
  alert: (id: string) => `https://t.example/alerts/${id}`,
};

test('the gravest level comes first, of one level a critical contract before more pounds', () => {
  expect(viewOfOpening(part).pressing.map(({ id }) => id)).toEqual(['3', '2', '1']);
});

test('every supplier that the council depends on is counted at one level, in their order, and their sums are the parts', () => {
  const { byLevel, suppliers } = viewOfOpening(part);
  expect(suppliers).toBe(4);
  expect(byLevel.reduce((sum, level) => sum + level.suppliers, 0)).toBe(4);
  expect(byLevel.map(({ level }) => level)).toEqual(
    levelsDown.filter((level) => ['insolvent', 'severe', 'not-enough-known'].includes(level)),
  );
  expect(byLevel.map(({ totals }) => totals.valueLeft?.net)).toEqual([50_000_00, 110_000_00, 20_000_00]);
});

test('the mail says each fact with its day and source, what depends on it, and what is not known', () => {
  const { subject, text, html } = composeOpening(viewOfOpening(part), links);
  expect(subject).toBe(
    'How your suppliers stand today: 3 of 4 with a sign of difficulty (Example County Council)',
  );
  expect(text).toContain(
    'Winding-up petition advertised, 20 November 2026. The Gazette (https://www.thegazette.co.uk/notice/1).',
  );
  expect(text).toContain('Contracts: 1 contract, critical, value left of £10,000 without VAT');
  expect(text).toContain('3 of 5 suppliers with a company number were looked at one by one');
  expect(text).toContain('1 supplier: notices in The Gazette last looked at, longer ago than promised.');
  expect(text).toContain(
    '1 live contract, value left of £5,000 without VAT: no company is known behind it. Its name waits for a person under “Names to match”.',
  );
  expect(text).toContain('no spending file of your council has been read');
  expect(text).toContain('This letter is not a reason to exclude a supplier.');
  expect(html).toContain('https://t.example/alerts/7');
});

test('that a notice of one was read makes no reason of its own', () => {
  const seen = (note: string) => `notices in The Gazette${note} not looked at`;
  const { notKnown } = viewOfOpening({
    ...part,
    unknownBecause: new Map([
      ['1', seen(', but for one published on 3 May 2026,')],
      ['2', seen('')],
    ]),
  });
  expect(notKnown).toContainEqual({ because: seen(''), suppliers: 2 });
});

test('of the worst suppliers, too, it is said why not all is known, and every supplier is counted under one reason', () => {
  const worst = viewOfOpening({
    ...part,
    cards: new Map([
      card('1', 'severe'),
      card('2', 'severe'),
      card('3', 'insolvent', 'Supplier 3', null),
      card('4', 'not-enough-known'),
    ]),
    unknownBecause: new Map(['1', '2', '3', '4'].map((id) => [id, 'the company profile not looked at'])),
    looks: { ...part.looks, done: 0, of: 3, isOff: true },
  });
  expect(worst.notKnown).toEqual([
    { because: 'the company profile not looked at', suppliers: 3 },
    { because: 'no company number is known, so nobody can look at it one by one', suppliers: 1 },
  ]);
  const { text } = composeOpening(worst, links);
  expect(text).toContain('0 of 3 suppliers with a company number were looked at one by one');
  expect(text).toContain('3 suppliers: the company profile not looked at.');
});

test('a fact that went out singly is not said to be told here once', () => {
  const single = { ...petition, toldOn: asOf };
  const told = composeOpening(viewOfOpening({ ...part, facts: new Map([['1', [single]]]) }), links).text;
  expect(told).toContain('One fact below was told to you singly as well: it says on which day.');
  expect(told).toContain('told to you on 23 November 2026');
  expect(composeOpening(viewOfOpening(part), links).text).not.toContain('singly as well');
});

test('what is told as information is no sign of difficulty, and where nobody was looked at nothing is said to be fine', () => {
  const ending: StandingFact = { ...petition, kind: 'information', title: 'Solvent winding-up begun' };
  const calm = {
    ...part,
    cards: new Map([card('4', 'not-enough-known')]),
    facts: new Map([['4', [ending]]]),
  };
  const view = viewOfOpening(calm);
  expect(view.pressing).toHaveLength(1);
  expect(composeOpening(view, links).subject).toBe(
    'How your suppliers stand today: no sign of difficulty known at 1 supplier, 1 with other news on record (Example County Council)',
  );
  const blind = viewOfOpening({ ...calm, facts: new Map(), looks: { ...part.looks, done: 0 } });
  expect(composeOpening(blind, links).subject).toContain('none of 1 supplier looked at yet');
});

test('beyond 25 suppliers the mail says how many more the page tells', () => {
  const many = Array.from({ length: 40 }, (_, at) => String(100 + at));
  const view = viewOfOpening({
    ...part,
    held: many.map((id) => contract(id, id, 1_000)),
    cards: new Map(many.map((id) => card(id, 'elevated'))),
    facts: new Map(),
  });
  const { text } = composeOpening(view, links);
  expect(text.match(/^\* Supplier/gm)).toHaveLength(25);
  expect(text).toContain('15 more suppliers stand in the report on the page.');
});

test('where nothing presses it says so, and that this is no sign that all is well', () => {
  const view = viewOfOpening({ ...part, facts: new Map(), cards: new Map([card('4', null)]) });
  const { subject, text } = composeOpening(view, links);
  expect(subject).toContain('no sign of difficulty known at 1 supplier');
  expect(text).toContain('That says nothing of those below of which not enough is known.');
  expect(text).toContain('1 supplier: not assessed yet.');
});

test('a name of others neither makes a link nor reorders the letter', () => {
  const hostile = '<a href="https://evil.example">Ltd</a>\u202e';
  const view = viewOfOpening({ ...part, cards: new Map([card('3', 'insolvent', hostile)]) });
  const { html, text } = composeOpening(view, links);
  expect(html).not.toContain('<a href="https://evil.example"');
  expect(text).not.toContain('\u202e');
});

test('late facts are one letter that says which source was not read, and when', () => {
  const late = {
    supplier: 'Example Ltd',
    title: 'Winding-up petition advertised',
    day: '20 November 2026',
    stakes: '1 contract',
    source: petition.source,
    link: 'https://t.example/alerts/7',
  };
  const gap = { source: 'The Gazette', from: '2026-11-14', to: '2026-11-21' };
  const { subject, text } = composeCatchUp([late, late], [gap], { name: 'Example County Council' });
  expect(subject).toBe('What became known late: 2 supplier alerts');
  expect(text).toContain('The Gazette was not read from 14 November 2026 to 21 November 2026.');
  expect(text).toContain('Example Ltd: Winding-up petition advertised, 20 November 2026 (1 contract).');
});

test('where no supplier is known yet it does not say that nothing is wrong with them', () => {
  const { subject } = composeOpening(
    viewOfOpening({ ...part, held: [], facts: new Map(), cards: new Map() }),
    links,
  );
  expect(subject).toContain('none of your suppliers is known yet');
  expect(subject).not.toContain('no sign');
});

describe('what was paid', () => {
  const paid = (supplierId: string | null, pounds: number, vat: 'net' | 'gross' = 'net'): SupplierSpend => ({
    supplierId,
    outcome: supplierId === null ? 'none' : 'matched',
    vat,
    pence: pounds * 100,
    payments: 1,
    firstPaidOn: '2026-01-01',
    lastPaidOn: '2026-02-01',
  });
  const spend = {
    from: '2025-11-01',
    to: '2026-10-31',
    monthsRead: 9,
    last12Months: { net: Pence.parse(0), gross: Pence.parse(0), unknown: Pence.parse(0) },
    previous12Months: null,
    monthsReadBefore: 0,
    trend: null,
    bySupplier: [paid('2', 70_000, 'gross'), paid('6', 300), paid('6', 200), paid(null, 9_000)],
  };
  const view = viewOfOpening({ ...part, spend });

  test('makes a supplier of whoever was paid, and weighs as much as what is left', () => {
    expect(view.suppliers).toBe(5);
    expect(view.byLevel.at(-1)).toMatchObject({ level: 'low', suppliers: 1, spend: { net: 500_00 } });
    expect(unknownLines(view)).toContain(
      '£9,000 without VAT paid in 12 months: no company is known that received it.',
    );
    expect(view.spendRead).toEqual({ from: '2025-11-01', to: '2026-10-31', monthsRead: 9 });
    expect(viewOfOpening(part).byLevel.every(({ spend: none }) => none === null)).toBe(true);
    const alike = {
      ...part,
      held: [contract('1', '1', 60_000), contract('2', '2', 10_000), contract('4', '4', 60_000)],
      cards: new Map([card('1', 'severe', 'B'), card('2', 'severe', 'C'), card('4', 'severe', 'A')]),
      facts: new Map(),
    };
    const order = (of: OpeningPart) => viewOfOpening(of).pressing.map(({ name }) => name);
    expect(order({ ...alike, spend })).toEqual(['C', 'A', 'B']);
    expect(order(alike)).toEqual(['A', 'B', 'C']);
  });

  test('is not the council’s where it has neither contract, payment nor fact', () => {
    expect(viewOfOpening({ ...part, cards: new Map([...part.cards, card('9', 'severe')]) }).suppliers).toBe(
      4,
    );
  });
});

test('a supplier is said with its first end, whether one contract is critical, and what cannot be said', () => {
  const [third, second, first] = viewOfOpening({
    ...part,
    held: [
      ...part.held,
      { ...contract('7', '1', 1), contract: { ...contract('7', '1', 1).contract, endsOn: '2027-01-31' } },
    ],
  }).pressing;
  expect([third?.nextEnd, first?.nextEnd]).toEqual(['2027-11-22', '2027-01-31']);
  expect([second?.isCritical, first?.isCritical]).toEqual([true, false]);
  expect(contractsInWords(second!)).toBe('1 contract, critical, value left of £10,000 without VAT');
  expect(contractsInWords({ ...first!, totals: { ...first!.totals, valueLeft: null } })).toBe(
    '2 contracts, value left not known',
  );
});

test('a contract that has ended, or awaits allocation, is not counted', () => {
  const [held] = part.held;
  const ended = { ...held!, contract: { ...held!.contract, endsOn: '2026-11-22' } };
  const awaiting = { ...held!, contract: { ...held!.contract, awaiting: { since: asOf, between: [] } } };
  const view = viewOfOpening({ ...part, held: [ended, awaiting], facts: new Map() });
  expect([view.suppliers, view.contractsUnmatched]).toEqual([0, 0]);
  expect(viewOfOpening({ ...part, held: [contract('5', null, 1)] }).contractsUnmatched).toBe(1);
});

test('of contracts without a company only those are said to wait of which a person is asked for a name', () => {
  const held = ['5', '6', '7'].map((id) => contract(id, null, 1));
  const line = (...waitingNames: string[]) =>
    unknownLines(viewOfOpening({ ...part, held, waitingNames: new Set(waitingNames) })).find((one) =>
      one.includes('no company'),
    );
  expect(line('Supplier 6', 'Supplier of another list')).toBe(
    '3 live contracts, value left of £3 without VAT: no company is known behind them. Of 1 a name waits for a person under “Names to match”.',
  );
  expect(line()).toBe(
    '3 live contracts, value left of £3 without VAT: no company is known behind them. No name of theirs waits for a person.',
  );
  const before = OpeningView.parse({
    ...viewOfOpening(part),
    contractsWaiting: undefined,
    untied: undefined,
  });
  expect(unknownLines(before)).toContain('1 live contract: no company is known behind it.');
});

describe('how far it was possible to look is said', () => {
  const words = (done: number, of: number, change: Partial<OpeningPart['looks']> = {}) =>
    openingWords(viewOfOpening({ ...part, looks: { ...part.looks, done, of, ...change } }));

  test('in nothing where all was looked at, of a source that is off, of no number, and of a day that was too short', () => {
    expect(words(5, 5)).toHaveLength(1);
    expect(words(5, 5, { isMatched: false })).toHaveLength(2);
    expect(words(3, 5, { isOff: true })[1]).toBe(
      'No source that looks at suppliers one by one is switched on: 3 of 5 suppliers with a company number were looked at one by one, and this is only what files and notices said. Switch Companies House on to know more; what first looks find then is told in one letter.',
    );
    expect(words(0, 0)[1]).toMatch(/^None of your suppliers could be tied to a company number yet/);
    expect(words(0, 0, { isOff: true })[1]).toMatch(/^No source that looks/);
    expect(words(1, 5)[1]).toContain('1 of 5 suppliers with a company number was looked at one by one');
  });

  test('and how many facts were told singly as well', () => {
    const told = { ...petition, toldOn: asOf };
    const [first] = openingWords(viewOfOpening({ ...part, facts: new Map([['1', [told, told, petition]]]) }));
    expect(first).toContain('2 facts below were told to you singly as well: each says on which day.');
  });

  test('in the title, with what is no sign of difficulty beside it', () => {
    const view = viewOfOpening({
      ...part,
      facts: new Map([['4', [{ ...petition, kind: 'information' as const }]]]),
    });
    expect(openingTitle(view)).toBe(
      'How your suppliers stand today: 3 of 4 with a sign of difficulty, 1 with other news on record',
    );
  });
});
