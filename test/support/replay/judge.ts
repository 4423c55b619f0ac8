import { dayNumber, dayOf, londonTime, MINUTE_MS, type IsoDate, type IsoInstant } from '@tocsin/domain';
import type { CouncilSize } from './events.ts';
import type { Replayed } from './replay.ts';

/** England's bank holidays of the winter, as gov.uk lists them: written down once more, not read from the code that is judged. */
const HOLIDAYS = new Set(['2026-12-25', '2026-12-28', '2027-01-01', '2027-03-26', '2027-03-29']);

/** When so many working minutes have passed, counted one by one. */
export function afterMinutesOfWork(from: IsoInstant, minutes: number): IsoInstant {
  let at = Date.parse(from);
  for (let left = minutes; left > 0; at += MINUTE_MS) {
    const london = londonTime(new Date(at).toISOString());
    const [day, time] = [london.slice(0, 10), london.slice(11, 16)];
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
    if (weekday === 0 || weekday === 6 || HOLIDAYS.has(day) || time < '09:00' || time >= '17:00') continue;
    left -= 1;
  }
  return new Date(at).toISOString();
}

/** Who was told of an alert, as it is kept. */
interface Telling {
  readonly alert_id: string;
  readonly address: string;
  readonly how: string;
  readonly due_at: IsoInstant;
  readonly letter_id: string | null;
  readonly reason: { readonly as: string };
}

interface Letter {
  readonly id: string;
  readonly address: string | null;
  readonly due_at: IsoInstant | null;
  readonly sent_at: IsoInstant | null;
}

/** All that was told, as it stands at the end. */
export interface AllTold {
  readonly tellings: readonly Telling[];
  readonly letters: readonly Letter[];
  readonly deliveries: readonly {
    readonly alert_id: string | null;
    readonly letter_id: string | null;
    readonly recipient: string;
  }[];
  readonly reviews: readonly Pick<Telling, 'address' | 'due_at' | 'letter_id'>[];
}

export async function readTold({ db }: Replayed): Promise<AllTold> {
  const of = ['address', 'due_at', 'letter_id'] as const;
  return {
    tellings: await db
      .selectFrom('telling')
      .select(['alert_id', 'how', 'reason', ...of])
      .execute(),
    letters: await db
      .selectFrom('letter')
      .select(['id', 'address', 'due_at', 'sent_at'])
      .where('kind', '=', 'digest')
      .execute(),
    deliveries: await db.selectFrom('delivery').select(['alert_id', 'letter_id', 'recipient']).execute(),
    reviews: await db.selectFrom('review_telling').select(of).execute(),
  };
}

/** What is told twice, each in a sentence. */
export function toldTwice({ expected }: Replayed, { deliveries, letters }: AllTold): readonly string[] {
  const causeOf = new Map(
    expected.flatMap(({ alertId, council, event }) =>
      alertId === null ? [] : [[alertId, `${council} ${event.index} ${event.cause}`] as const],
    ),
  );
  return [
    ...repeated(
      deliveries.flatMap((one) => (one.alert_id ? `${causeOf.get(one.alert_id)} to ${one.recipient}` : [])),
    ),
    ...repeated(
      deliveries.flatMap((one) => (one.letter_id ? `letter ${one.letter_id} to ${one.recipient}` : [])),
    ),
    ...repeated(letters.map(({ address, sent_at: at }) => `digest of ${dayOf(at ?? '')} to ${address}`)),
    ...repeated(expected.map(({ council, event }) => `${council} ${event.index} ${event.cause}`)),
  ];
}

function repeated(all: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return all.filter((one) => (seen.has(one) ? true : (seen.add(one), false)));
}

/** What is missing, each in a sentence: alerts, whom they had to reach, and how soon. */
export function missing(
  { expected, councils }: Replayed,
  { tellings, letters, deliveries, reviews }: AllTold,
): readonly string[] {
  const byAlert = groupOf(tellings, ({ alert_id: id }) => id);
  const letterOf = new Map(letters.map((one) => [one.id, one]));
  const mailed = new Set(
    deliveries.map((one) => `${one.alert_id ?? `letter ${one.letter_id}`} ${one.recipient}`),
  );
  const peopleOf = new Map(councils.map((one) => [String(one.council.gss), one]));
  const first = new Map(
    expected.flatMap(({ alertId, council, event }) =>
      alertId === null ? [] : [[`${council} ${event.index} ${event.cause}`, alertId] as const],
    ),
  );
  const found: string[] = [];
  for (const { alertId, council, event, owners, isAtOnce } of expected) {
    const what = `${council} ${event.cause} of ${event.index}`;
    const people = peopleOf.get(council);
    const own = byAlert.get(alertId ?? '') ?? [];
    if (!people || own.length === 0) {
      found.push(`${what}: nobody is told`);
      continue;
    }
    const told = new Map(own.map((one) => [one.address, one]));
    const before = byAlert.get(first.get(`${council} ${event.index} ${event.after}`) ?? '') ?? [];
    const wanted = new Set([
      ...before.map(({ address }) => address),
      ...(event.kind === 'ended' ? [] : [people.inbox, ...people.officers]),
      ...(event.kind === 'ended'
        ? []
        : owners.flatMap((owner) => people.managers[Number(owner.slice('Owner '.length)) - 1] ?? [])),
    ]);
    for (const address of wanted) if (!told.has(address)) found.push(`${what}: ${address} is not told`);
    const inbox = told.get(people.inbox);
    if (isAtOnce && inbox && (inbox.how !== 'at-once' || inbox.due_at !== event.at))
      found.push(`${what}: the inbox is not told at once`);
  }
  for (const one of tellings) {
    if (one.how !== 'digest' && !mailed.has(`${one.alert_id} ${one.address}`))
      found.push(`alert ${one.alert_id}: nothing is sent to ${one.address}`);
  }
  for (const one of [...tellings.filter(({ how }) => how === 'digest'), ...reviews]) {
    const letter = letterOf.get(one.letter_id ?? '');
    if (!letter || !mailed.has(`letter ${letter.id} ${one.address}`))
      found.push(`a digest to ${one.address} is missing`);
    else if (letter.due_at !== one.due_at) found.push(`a digest to ${one.address} is of another day`);
  }
  return found;
}

function groupOf<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** Who is next, then the administrators. */
const STEPS = 2;

/** How escalations went: those on time, by when they fell due, and what is wrong, each in a sentence. */
export function escalations({ expected, handledAt, councils }: Replayed, { tellings }: AllTold) {
  const byAlert = groupOf(tellings, ({ alert_id: id }) => id);
  const administrators = new Map(councils.map((one) => [String(one.council.gss), one.administrator]));
  const onTime: IsoDate[] = [];
  const wrong: string[] = [];
  for (const { alertId, council, event, isCritical } of expected) {
    const own = byAlert.get(alertId ?? '') ?? [];
    const told = own
      .filter(({ reason }) => reason.as === 'not-acknowledged')
      .map(({ due_at: at }) => at)
      .toSorted();
    const isAsked =
      event.kind === 'formal' &&
      own.some(({ how, reason }) => how !== 'digest' && reason.as !== 'not-acknowledged');
    const minutes = isCritical ? 4 * 60 : 8 * 60;
    const what = `alert ${alertId} of ${event.at}`;
    const due: IsoInstant[] = [];
    let from = event.at;
    for (let step = 0; step < (isAsked ? STEPS : 0); step += 1) {
      from = afterMinutesOfWork(from, minutes);
      const handled = handledAt.get(alertId ?? '');
      if (handled === undefined || handled > from) due.push(from);
    }
    const reached = own.some(({ address }) => address === administrators.get(council));
    if (due.length === 0 && told.length > 0) wrong.push(`${what}: told to the next though it was answered`);
    else if (told.some((at) => !due.includes(at)))
      wrong.push(`${what}: told at ${told.join()}, due at ${due.join()}`);
    else if (due.length > 0 && told.length === 0 && !reached) wrong.push(`${what}: nobody next is told`);
    else onTime.push(...told.map(dayOf));
  }
  return { onTime, wrong };
}

/** Mails a person and week at councils of one size. */
export interface Fatigue {
  readonly people: number;
  readonly mails: number;
  /** The share of weeks of a person in which she had any. */
  readonly weeksWithMail: number;
  /** Of those weeks. */
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  /** Of those who chose them. */
  readonly dailyDigests: number;
}

/** How many mails each person had in each week, by the size of her council; inboxes are no people. */
export function fatigueOf(
  { councils }: Replayed,
  told: AllTold,
  from: IsoDate,
  weeks: number,
): ReadonlyMap<CouncilSize, Fatigue> {
  const mails = new Map<string, number>();
  const dailyDigests = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const weekOf = (at: IsoInstant) => Math.floor((dayNumber(dayOf(at)) - dayNumber(from)) / 7);
  const daily = new Set(councils.flatMap((one) => [...one.daily]));
  for (const { address, how, due_at: at } of told.tellings)
    if (how !== 'digest') count(mails, `${address} ${weekOf(at)}`);
  for (const { address, sent_at: at } of told.letters)
    if (daily.has(address ?? '')) count(dailyDigests, address ?? '');
    else count(mails, `${address} ${weekOf(at ?? '')}`);
  const found = new Map<CouncilSize, Fatigue>();
  for (const size of new Set(councils.map((one) => one.size))) {
    const people = councils
      .filter((one) => one.size === size)
      .flatMap(({ officers, managers, head, administrator }) => [
        ...officers,
        ...managers,
        head,
        administrator,
      ]);
    const counted = people
      .flatMap((address) => Array.from({ length: weeks }, (_, week) => mails.get(`${address} ${week}`) ?? 0))
      .filter((one) => one > 0)
      .toSorted((a, b) => a - b);
    const at = (share: number) => counted[Math.ceil(share * counted.length) - 1] ?? 0;
    found.set(size, {
      people: people.length,
      mails: counted.reduce((sum, one) => sum + one, 0),
      weeksWithMail: counted.length / (people.length * weeks),
      p50: at(0.5),
      p95: at(0.95),
      most: at(1),
      dailyDigests: people.reduce((sum, address) => sum + (dailyDigests.get(address) ?? 0), 0),
    });
  }
  return found;
}
