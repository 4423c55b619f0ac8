import { groupBy } from '@tocsin/domain';
import { addressOf, councilOfMark } from './history.ts';
import type { Deed, End, History, KeptDeed, Pair } from './history.ts';

/** What a history shows against what is promised, one sentence with the entries each. */
export interface Judgement {
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly leaked: readonly string[];
  readonly outOfOrder: readonly string[];
}

/**
 * Judges what was seen while faults were lived through, by what TRUST.md promises: what was acknowledged is kept, once
 * and in its order; each council that depends on an insolvent supplier is told, in one mail a delivery but for those
 * that are counted as perhaps sent twice; and nobody sees or is told what is another’s.
 */
export function judge(history: History): Judgement {
  return {
    lost: [...stuck(history), ...deedsLost(history), ...mailsLost(history), ...eventsLost(history)],
    duplicated: [...deedsDoubled(history), ...mailsDoubled(history), ...eventsDoubled(history)],
    leaked: [...wordsLeaked(history), ...dealingsLeaked(history)],
    outOfOrder: [...deedsOutOfOrder(history), ...readingsOutOfDate(history), ...mailsOutOfOrder(history)],
  };
}

/** The same deed, whether it was asked for or is kept. */
function keyOf({ council, about, kind, mark }: KeptDeed): string {
  return [council, about, kind, mark].join(' ').trim();
}

function said(entry: unknown): string {
  return JSON.stringify(entry);
}

interface Tally {
  readonly of: string;
  readonly asked: readonly Deed[];
  readonly acknowledged: number;
  readonly unknown: number;
  readonly kept: number;
}

/** Each deed that was asked for or is kept: how often it was answered how, and how often it is there. */
function tallies({ deeds, end }: History): readonly Tally[] {
  const asked = groupBy(deeds, keyOf);
  const kept = groupBy(end.deeds, keyOf);
  return [...new Set([...asked.keys(), ...kept.keys()])].map((of) => {
    const own = asked.get(of) ?? [];
    const answered = (wanted: Deed['answer']) => own.filter(({ answer }) => answer === wanted).length;
    return {
      of,
      asked: own,
      acknowledged: answered('acknowledged'),
      unknown: answered('unknown'),
      kept: kept.get(of)?.length ?? 0,
    };
  });
}

function stuck({ end }: History): readonly string[] {
  return end.stuck.map((message) => `never handled: ${message}`);
}

function deedsLost(history: History): readonly string[] {
  return tallies(history)
    .filter(({ kept, acknowledged }) => kept < acknowledged)
    .map(({ of, asked, kept }) => `${of}: acknowledged, and kept ${kept} times: ${said(asked)}`);
}

function deedsDoubled(history: History): readonly string[] {
  return tallies(history)
    .filter(({ kept, acknowledged, unknown }) => kept > acknowledged + unknown)
    .map(({ of, asked, kept }) => `${of}: kept ${kept} times: ${said(asked)}`);
}

function mailsLost({ mails, end }: History): readonly string[] {
  const stored = new Set(mails.map(({ messageId }) => messageId));
  return end.deliveries.flatMap((delivery) => {
    if (delivery.status !== 'delivered') return [`a delivery was never made: ${said(delivery)}`];
    return stored.has(delivery.messageId)
      ? []
      : [`said to be delivered, and never stored: ${said(delivery)}`];
  });
}

function mailsDoubled({ mails, end }: History): readonly string[] {
  const deliveries = new Map(end.deliveries.map((delivery) => [delivery.messageId, delivery]));
  const copies = [...groupBy(mails, ({ messageId }) => messageId)].flatMap(([id, same]) => {
    const delivery = deliveries.get(id);
    if (!delivery) return [`a mail of no delivery: ${said(same)}`];
    if (same.some(({ to }) => to !== delivery.recipient))
      return [`a mail to somebody else than its delivery says: ${said({ delivery, mails: same })}`];
    return same.length > 1 + delivery.uncertain
      ? [`${same.length} copies, ${delivery.uncertain} counted: ${said({ delivery, mails: same })}`]
      : [];
  });
  const twice = repeated(end.deliveries, ({ tells, recipient }) => `${tells} to ${recipient}`);
  return [...copies, ...twice.map(([of, same]) => `delivered ${same.length} times, ${of}: ${said(same)}`)];
}

function eventsLost({ truth, end }: History): readonly string[] {
  const told = new Set(end.deliveries.map(({ tells }) => tells));
  const alerts = groupBy(end.alerts, pairKey);
  const untold = truth.must.filter((pair) => !alerts.has(pairKey(pair)));
  const unsent = truth.must.flatMap((pair) => {
    const own = alerts.get(pairKey(pair)) ?? [];
    const isSaid = own.some(({ isGathered, toldIn }) => isGathered || told.has(toldIn));
    return own.length === 0 || isSaid ? [] : [`raised, and sent to nobody: ${said(own)}`];
  });
  const missing = truth.contracts.filter((ocid) => !end.contracts[ocid]);
  return [
    ...untold.map((pair) => `never told of an insolvency: ${said(pair)}`),
    ...unsent,
    ...missing.map((ocid) => `published, and not kept: ${ocid}`),
  ];
}

function eventsDoubled({ end }: History): readonly string[] {
  const alerts = repeated(end.alerts, (alert) => `${pairKey(alert)} ${alert.cause}`);
  const contracts = Object.entries(end.contracts).filter(([, times]) => times > 1);
  return [
    ...alerts.map(([of, same]) => `raised ${same.length} times: ${of}: ${said(same)}`),
    ...contracts.map(([ocid, times]) => `kept ${times} times: ${ocid}`),
  ];
}

function pairKey({ council, supplier }: Pair): string {
  return `${council} ${supplier}`;
}

function wordsLeaked({ readings, mails }: History): readonly string[] {
  const pages = readings.flatMap((reading) => {
    const foreign = reading.marks.filter((mark) => councilOfMark(mark) !== reading.council);
    if (foreign.length > 0) return [`words of others (${foreign.join(', ')}): ${said(reading)}`];
    return reading.of !== reading.council && reading.status < 400
      ? [`what is another’s was shown: ${said(reading)}`]
      : [];
  });
  const letters = mails
    .filter(({ to, marks }) => marks.some((mark) => addressOf(councilOfMark(mark)) !== to))
    .map((mail) => `words of others in a mail: ${said(mail)}`);
  return [...pages, ...letters];
}

function dealingsLeaked({ truth, end }: History): readonly string[] {
  const may = new Set(truth.may.map(pairKey));
  return end.alerts
    .filter((alert) => !may.has(pairKey(alert)))
    .map((alert) => `told of a supplier on which it never depended: ${said(alert)}`);
}

/** Deeds of one council that were done one after the other are kept so. */
function deedsOutOfOrder({ deeds, end }: History): readonly string[] {
  const places = new Map(end.deeds.map((deed, place) => [keyOf(deed), place]));
  const done = deeds.filter(({ mark, answer }) => mark !== '' && answer === 'acknowledged');
  return [...groupBy(done, ({ council, kind }) => `${council} ${tableOf(kind)}`).values()].flatMap((own) => {
    const inTurn = own.toSorted((a, b) => a.began - b.began);
    return inTurn.slice(1).flatMap((deed, at) => {
      const before = inTurn[at];
      const [first, second] = [before && places.get(keyOf(before)), places.get(keyOf(deed))];
      if (!before || before.ended > deed.began || first === undefined || second === undefined) return [];
      return first > second ? [`kept the other way round: ${said([before, deed])}`] : [];
    });
  });
}

/** What is kept in one row of things that are done one after the other. */
function tableOf(kind: Deed['kind']): string {
  return kind === 'decide' || kind === 'upload' ? kind : 'alerts';
}

/** Who looks after a deed was acknowledged sees it. */
function readingsOutOfDate({ deeds, readings }: History): readonly string[] {
  const done = groupBy(
    deeds.filter(({ mark, answer }) => mark !== '' && answer === 'acknowledged'),
    ({ council, about }) => `${council} ${about}`,
  );
  return readings.flatMap((reading) => {
    if (reading.about === null || reading.status !== 200) return [];
    const before = (done.get(`${reading.council} ${reading.about}`) ?? []).filter(
      ({ ended }) => ended < reading.began,
    );
    const unseen = before.filter(({ mark }) => !reading.marks.includes(mark));
    return unseen.length > 0 ? [`not seen afterwards: ${said({ unseen, reading })}`] : [];
  });
}

/** What became of something is not told before the thing itself. */
function mailsOutOfOrder({ mails, end }: History): readonly string[] {
  const firstAt = new Map<string, number>();
  for (const { messageId, at } of mails)
    firstAt.set(messageId, Math.min(at, firstAt.get(messageId) ?? Number.POSITIVE_INFINITY));
  const sentAt = sendingsOf(end, firstAt);
  return end.alerts.flatMap((alert) => {
    if (alert.follows === null) return [];
    const before = sentAt.get(alert.follows);
    const own = sentAt.get(alert.toldIn);
    return [...(own ?? [])].flatMap(([recipient, at]) => {
      const first = before?.get(recipient);
      return first !== undefined && at < first
        ? [`its outcome was told to ${recipient} at ${at}, itself at ${first}: ${said(alert)}`]
        : [];
    });
  });
}

/** When each alert or letter first reached whom. */
function sendingsOf(
  { deliveries }: End,
  firstAt: ReadonlyMap<string, number>,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const sentAt = new Map<string, Map<string, number>>();
  for (const { tells, recipient, messageId } of deliveries) {
    const at = firstAt.get(messageId);
    if (at === undefined) continue;
    sentAt.set(tells, (sentAt.get(tells) ?? new Map<string, number>()).set(recipient, at));
  }
  return sentAt;
}

function repeated<T>(
  all: readonly T[],
  by: (one: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  return [...groupBy(all, by)].filter(([, same]) => same.length > 1);
}
