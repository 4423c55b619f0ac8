import type { CompanyNumber } from '@tocsin/domain';
import { documentSource, type FetchContext, type LookStanding } from '@tocsin/sources';
import { benchClock, publisherOf, type Answered } from './publisher.ts';

const STARTS = Date.parse('2026-11-23T00:00:00Z');
const HOUR = 3_600_000;
const CLOCK_MS = 300_000;
const FIRST_NUMBER = 10_000_000;
/** One supplier in so many has an open alert. */
const ALERTED_OF = 100;
const LISTS = 'persons-with-significant-control';

/** In the order in which they were asked; what was asked again since is passed over. */
interface Waiting {
  readonly places: number[];
  readonly since: number[];
  head: number;
}

/** Suppliers as the database keeps them, and those of them that could be asked next. */
function openSuppliers(count: number) {
  const asked = { proceedings: new Float64Array(count * 2), lists: new Float64Array(count * 2) };
  const first = new Float64Array(count * 2);
  let size = count;
  let [neverFrom, wholeFrom] = [0, 0];
  const open = (): Waiting => ({ places: [], since: [], head: 0 });
  const waiting = { proceedings: open(), lists: open(), alerted: open() };
  function* oldest(of: keyof typeof waiting, most: number): Generator<number> {
    const { places, since } = waiting[of];
    const times = of === 'lists' ? asked.lists : asked.proceedings;
    const isStale = (at: number) => times[places[at] ?? 0] !== since[at];
    while (waiting[of].head < places.length && isStale(waiting[of].head)) waiting[of].head += 1;
    for (let at = waiting[of].head, found = 0; at < places.length && found < most; at += 1) {
      if (isStale(at)) continue;
      found += 1;
      yield places[at] ?? 0;
    }
  }
  function* never(most: number): Generator<number> {
    while (neverFrom < size && asked.proceedings[neverFrom]) neverFrom += 1;
    for (let at = neverFrom, found = 0; at < size && found < most; at += 1)
      if (!asked.proceedings[at]) {
        found += 1;
        yield at;
      }
  }
  function* neverWhole(most: number): Generator<number> {
    while (wholeFrom < size && asked.lists[wholeFrom]) wholeFrom += 1;
    for (let at = wholeFrom, found = 0; at < size && found < most && asked.proceedings[at]; at += 1)
      if (!asked.lists[at]) {
        found += 1;
        yield at;
      }
  }
  const moment = (time: number | undefined) => (time ? new Date(time).toISOString() : null);
  return {
    add: (more: number) => {
      size += more;
    },
    size: () => size,
    asked,
    note(place: number, part: 'proceedings' | 'lists', at: number) {
      asked[part][place] = at;
      if (part === 'proceedings' && !first[place]) first[place] = at;
      const kinds = part === 'lists' ? (['lists'] as const) : (['proceedings', 'alerted'] as const);
      for (const kind of kinds) {
        if (kind === 'alerted' && place % ALERTED_OF !== 0) continue;
        waiting[kind].places.push(place);
        waiting[kind].since.push(at);
      }
    },
    standings(most: number): LookStanding[] {
      const places = new Set([
        ...never(most),
        ...oldest('alerted', most),
        ...oldest('proceedings', most),
        ...oldest('lists', most),
        ...neverWhole(most),
      ]);
      return [...places].map((place) => ({
        number: String(FIRST_NUMBER + place) as CompanyNumber,
        asked: { proceedings: moment(asked.proceedings[place]), lists: moment(asked.lists[place]) },
        firstAskedAt: moment(first[place]),
        touchedAt: null,
        isAlerted: place % ALERTED_OF === 0,
        weight: size - place,
      }));
    },
  };
}

const filing = (id: string, year: number) => ({
  transaction_id: id,
  category: 'accounts',
  type: 'AA',
  date: `${year + 1}-01-05`,
  description: 'accounts-with-accounts-type-small',
  description_values: { made_up_date: `${year}-03-31` },
  links: { document_metadata: `https://document.example/document/${id}` },
});

/** Two sets of accounts filed as data, no cases and no charges: what most companies answer. */
function answerOf({ pathname }: URL): Answered {
  const [, what, number = '', list = ''] = pathname.split('/');
  if (what === 'document') return { body: '{"resources":{"application/xhtml+xml":{}}}' };
  if (list === '') return { body: JSON.stringify({ company_number: number, company_name: 'EXAMPLE LTD' }) };
  if (list === 'filing-history')
    return {
      body: JSON.stringify({
        total_count: 2,
        items: [filing(`${number}a`, 2025), filing(`${number}b`, 2024)],
      }),
    };
  if (list === 'officers') return { body: '{"kind":"officer-list","total_results":0,"items":[]}' };
  return { status: 404, body: '{}' };
}

export interface RoundFigures {
  readonly suppliers: number;
  /** Hours until everybody was asked about status and insolvency cases for the first time. */
  readonly firstLooks: number;
  /** Hours until everybody's lists and accounts were read for the first time; by the pace so far where that is over five days. */
  readonly firstWhole: number;
  /** Hours of the round after that: until everybody was asked again. */
  readonly round: number;
  /** The same of status and insolvency cases alone. */
  readonly proceedings: number;
  readonly requests: number;
  readonly refused: number;
}

/** So many hours after the first looks, what is left is reckoned by the pace so far. */
const SIMULATED_HOURS = 24 * 5;

/** Runs the source as its clock does, over a register that limits as Companies House does. */
function openRound(count: number) {
  const source = documentSource('companies-house-company');
  const clock = benchClock(STARTS);
  const suppliers = openSuppliers(count);
  const { perSeconds, requests } = source.pace;
  const register = publisherOf(clock, source.pace, { requests, perSeconds }, answerOf);
  let [proceedings, lists] = [0, 0];
  const context = (): FetchContext => ({
    now: new Date(clock.now()).toISOString(),
    watched: [],
    standings: (most) => Promise.resolve(suppliers.standings(most)),
    setting: () => undefined,
    // Its accounts are recorded once its lists were read whole.
    isRecorded: (_, [ref = '']) =>
      Promise.resolve(!!suppliers.asked.lists[Number(ref.slice(0, 8)) - FIRST_NUMBER]),
  });
  return {
    clock,
    suppliers,
    register,
    looks: () => ({ proceedings, lists }),
    /** Until `isDone`, asked after every answer that completes a look. */
    async run(isDone: () => boolean): Promise<void> {
      for (;;) {
        const steps = source.fetch(register.http, null, context());
        let isOver = false;
        let reached: unknown = null;
        while (!isOver) {
          const { done, value: step } = await steps.next();
          if (done) {
            isOver = true;
            reached = step;
            continue;
          }
          if (!('document' in step)) throw new Error('the register of this bench answers everything');
          const { pathname } = new URL(step.document.url);
          const [, , number = '', list = ''] = pathname.split('/');
          const place = Number(number) - FIRST_NUMBER;
          if (list === 'insolvency') {
            suppliers.note(place, 'proceedings', clock.now());
            proceedings += 1;
          } else if (list === LISTS) {
            suppliers.note(place, 'lists', clock.now());
            lists += 1;
          } else continue;
          if (isDone()) return;
        }
        if (!source.goesOn?.(reached)) clock.advance(CLOCK_MS - (clock.now() % CLOCK_MS));
      }
    },
  };
}

/** Hours of the first load and of the round after it. */
export async function roundOf(count: number): Promise<RoundFigures> {
  const round = openRound(count);
  const { clock, looks, suppliers, register } = round;
  const hours = (since = STARTS) => (clock.now() - since) / HOUR;
  await round.run(() => looks().proceedings >= count);
  const firstLooks = hours();
  const before = { at: clock.now(), lists: looks().lists };
  await round.run(() => looks().lists >= count || hours() > firstLooks + SIMULATED_HOURS);
  const whole = looks().lists;
  const rate = (whole - before.lists) / Math.max(1, hours(before.at));
  const firstWhole = whole >= count ? hours() : hours() + (count - whole) / rate;
  const began = clock.now();
  const [left, leftLists] = [new Set<number>(), new Set<number>()];
  for (let place = 0; place < suppliers.size(); place += 1) {
    left.add(place);
    leftLists.add(place);
  }
  let proceedings = 0;
  const listsBefore = looks().lists;
  let at = 0;
  const { asked } = suppliers;
  const sweep = () => {
    for (const place of left) if ((asked.proceedings[place] ?? 0) > began) left.delete(place);
    for (const place of leftLists) if ((asked.lists[place] ?? 0) > began) leftLists.delete(place);
  };
  await round.run(() => {
    at += 1;
    if (at % Math.ceil(count / 50) !== 0) return false;
    sweep();
    if (proceedings === 0 && left.size === 0) proceedings = hours(began);
    return (left.size === 0 && leftLists.size === 0) || (proceedings > 0 && hours(began) > SIMULATED_HOURS);
  });
  const listsRate = (looks().lists - listsBefore) / hours(began);
  const roundHours = leftLists.size === 0 ? hours(began) : hours(began) + leftLists.size / listsRate;
  return {
    suppliers: count,
    firstLooks,
    firstWhole,
    round: roundHours,
    proceedings,
    requests: register.requests(),
    refused: register.refused(),
  };
}

/** Minutes until a register of `newcomers` has had its first looks, in the middle of a round of `count` others. */
export async function uploadMinutes(count: number, newcomers: number): Promise<number> {
  const round = openRound(count);
  const { clock, suppliers, looks } = round;
  await round.run(() => looks().lists >= count);
  const later = clock.now() + 7 * HOUR;
  clock.advance(7 * HOUR);
  // The window is full of the round when they come.
  await round.run(() => clock.now() > later + 600_000);
  suppliers.add(newcomers);
  const began = clock.now();
  let left = newcomers;
  await round.run(() => {
    if (left > 0) {
      left = 0;
      for (let place = count; place < count + newcomers; place += 1)
        if (!suppliers.asked.proceedings[place]) left += 1;
    }
    return left === 0;
  });
  return (clock.now() - began) / 60_000;
}
