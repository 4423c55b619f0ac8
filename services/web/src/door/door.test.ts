import { readFileSync } from 'node:fs';
import { daysBetween, formatDate, noLevelWords } from '@tocsin/domain';
import { measuredCases, replayCase } from '@tocsin/scoring';
import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawLanes, spreadOut } from '../charts/lanes.ts';
import { levelWords } from '../words.ts';
import { doorCases } from './cases.ts';
import { viewOfCase } from './door-view.ts';
import { liveOf, countryWords } from './country-state.ts';
import { stillPages } from './still-pages.ts';

const shown = doorCases.map(viewOfCase);
const caseOf = (id: string) => shown.find((one) => one.id === id)!;
const signsOf = (id: string) => {
  const { firm, events, ...told } = doorCases.find((one) => one.id === id)!;
  const signs = events.filter(({ lane }) => lane !== 'council');
  return replayCase({ ...told, name: firm, events: signs.map((sign) => ({ ...sign, source: sign.url })) });
};

describe('a case of the first page', () => {
  test('is warned of, missed or a false alarm as its replay is that was measured', () => {
    const measured = measuredCases.filter(({ id }) => doorCases.some((one) => one.id === id));
    expect(measured.map(({ id }) => id)).toEqual(['carillion', 'isg', 'allied_healthcare', 'mitie']);
    for (const { id, verdict, ingestible, hindsightVerdict } of measured) {
      const told = signsOf(id);
      expect([id, told.verdict, told.ingestible.firstElevated]).toEqual([
        id,
        verdict,
        ingestible.firstElevated,
      ]);
      expect([id, told.ingestible.daysWarning]).toEqual([id, ingestible.daysWarning]);
      const asMeasured = told.outcome === 'survived' ? hindsightVerdict.replace(' ', '-') : verdict;
      expect([id, caseOf(id).verdict]).toEqual([id, asMeasured]);
    }
    expect(shown.map(({ id, verdictWords }) => [id, verdictWords])).toEqual([
      ['isg', 'Warned, 4 days before'],
      ['carillion', 'Missed, no warning'],
      ['nmcn', 'Missed, no warning'],
      ['silverlea', 'Missed, no warning'],
      ['allied_healthcare', 'Missed, no warning'],
      ['mitie', 'False alarm, 274 days'],
    ]);
  });

  test('counts nothing that a council placed or paid as a sign', () => {
    for (const one of doorCases) {
      const events = one.events.filter(({ lane }) => lane !== 'council');
      expect(viewOfCase({ ...one, events }).verdictWords).toBe(viewOfCase(one).verdictWords);
    }
  });

  test('says what its sources read where replayed signals are what connectors take in', () => {
    for (const one of doorCases) {
      const read = one.events.filter(({ lane }) => lane === 'record').length;
      expect([one.id, signsOf(one.id).ingestible.signals]).toEqual([one.id, read]);
    }
  });

  test('has a linked page for every fact, in the order of days, and what became of the firm', () => {
    for (const { events, became } of shown) {
      expect(became).not.toBe('');
      expect(events.map(({ on }) => on)).toEqual(events.map(({ on }) => on).toSorted());
      expect(events.map(({ n }) => n)).toEqual(events.map((_event, at) => at + 1));
      for (const { url, what } of events) expect([what, URL.canParse(url)]).toEqual([what, true]);
    }
    const [first] = caseOf('isg').events;
    expect([first?.dayWords, first?.on]).toEqual(['November 2021', '2021-11-30']);
  });

  test('tells a sign that was too light to warn: overdue accounts of 97 days', () => {
    const { ingestible } = signsOf('nmcn');
    const [sign, end] = ingestible.steps;
    expect(sign?.band).toBe('low');
    expect(sign?.score).toBeGreaterThan(0);
    expect(daysBetween(sign?.on ?? '', end?.on ?? '')).toBe(97);
    expect(caseOf('nmcn').story).toContain('97 days');
    const { events } = caseOf('silverlea');
    const [notice, paid] = events.slice(-2);
    expect([notice?.lane, paid?.lane, daysBetween(notice?.on ?? '', paid?.on ?? '')]).toEqual([
      'record',
      'council',
      10,
    ]);
  });
});

describe('a timeline', () => {
  test('keeps marks in their order, apart, and within the picture where there is room', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 14, max: 286 }), { maxLength: 12 }), (days) => {
        const places = spreadOut(
          days.toSorted((a, b) => a - b),
          { apart: 22, most: 286 },
        );
        for (const [at, place] of places.entries()) {
          expect(place).toBeLessThanOrEqual(286);
          if (at > 0) expect(place - (places[at - 1] ?? 0)).toBeGreaterThanOrEqual(22);
        }
      }),
    );
  });

  test('draws each kind in a shape of its own, the days of warning and the end', () => {
    const lane = { title: 'Read', shape: 'disc', marks: [{ on: '2024-01-01', n: 1 }] } as const;
    const drawing = { label: 'A', lanes: [lane], span: null, end: null, words: 'Ended' };
    const { wide } = drawLanes(drawing);
    expect(wide).toContain('<circle');
    expect(wide).not.toContain('Ended');
    expect(drawLanes({ ...drawing, lanes: [{ ...lane, shape: 'square' }] }).wide).not.toContain('<circle');
    const ended = drawLanes({
      ...drawing,
      span: { from: '2024-02-01', until: '2024-03-01' },
      end: '2024-03-01',
    });
    expect(ended.wide).toContain('#ffe3a3');
    expect(ended.narrow).toContain('>Ended<');
  });
});

describe('the line of state', () => {
  const read = { councils: 317, withSpend: 12, withContracts: 67, spentTo: '2026-10-31', suppliers: 1_044 };

  test('says of how many councils what is read, to which month, and who is watched', () => {
    expect(countryWords({ ...read, isLive: true, live: '' })).toBe(
      'Read of 317 councils of England: contracts of 67, spending of 12, to October 2026. 1,044 suppliers watched by public record.',
    );
    expect(countryWords({ ...read, spentTo: null, suppliers: 1, isLive: true, live: '' })).toContain(
      'spending of none yet. 1 supplier watched',
    );
    expect(countryWords({ ...read, councils: 0, isLive: false, live: '' })).toContain('No list of councils');
  });

  test.each([
    [['good', 'late', 'off'], null, true, '1 of 3 sources is read in time; Sources says which are not'],
    [['good', 'good'], '2025-07-31', true, '2 of 2 sources are read in time'],
    [['no-key', 'never-run'], '2025-07-31', false, `replayed to ${formatDate('2025-07-31')}`],
    [['no-key', 'no-key', 'late'], null, false, '2 sources wait for a key'],
    [['late', 'never-run'], null, false, 'No source has been read in time'],
  ] as const)(
    'of sources that are %j says whether it is live, and why not',
    (conditions, to, isLive, words) => {
      const said = liveOf(conditions, to);
      expect([said.isLive, said.live]).toEqual([isLive, expect.stringContaining(words)]);
    },
  );
});

describe('the pages as files', () => {
  const files = stillPages();
  const names = files.map(({ name }) => name);
  const bodyOf = (name: string) => String(files.find((file) => file.name === name)?.body);

  test('lead to each other, and to nothing that a server would have to answer', () => {
    expect(names).toEqual(
      expect.arrayContaining(['index.html', 'replay.html', 'help.html', 'privacy.html', 'timeline.svg']),
    );
    for (const name of names.filter((one) => one.endsWith('.html'))) {
      const $ = load(bodyOf(name));
      expect([name, $('form, script').length]).toEqual([name, 0]);
      for (const one of $('[href], [src]').toArray()) {
        const to = $(one).attr('href') ?? $(one).attr('src') ?? '';
        const isThere = /^(https?:|mailto:|#)/.test(to) || names.includes(to.replace(/#.*/, ''));
        expect([name, to, isThere]).toEqual([name, to, true]);
      }
    }
  });

  test('name no level of any firm on the first page, and what it is not', () => {
    const words = load(bodyOf('index.html'))('main').text();
    for (const level of [...Object.values(levelWords), noLevelWords.notYet])
      expect([level, words.includes(level)]).toEqual([level, false]);
    expect(words).toContain('None of this is a reason to exclude a supplier.');
  });

  test('hold the picture of the README as it stands there', () => {
    const kept = readFileSync(new URL('../../screenshots/timeline.svg', import.meta.url), 'utf8');
    // `npm run door` draws it again.
    expect(bodyOf('timeline.svg')).toBe(kept);
  });
});
