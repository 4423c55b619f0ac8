import { expect, test } from 'vitest';
import { addressOf, markOf, type Deed, type History, type KeptAlert, type KeptDelivery } from './history.ts';
import { judge, type Judgement } from './judge.ts';

const [own, other] = ['E10000901', 'E06000902'];

const deed: Deed = {
  council: own,
  kind: 'dismiss',
  about: 'alert 1',
  mark: markOf(own, 1),
  began: 100,
  ended: 110,
  answer: 'acknowledged',
};
const later: Deed = { ...deed, kind: 'note', mark: markOf(own, 2), began: 120, ended: 130 };

const alert: KeptAlert = {
  id: '1',
  council: own,
  supplier: '99000001',
  cause: 'formal:winding-up-petition:1',
  follows: null,
  isGathered: false,
  toldIn: 'alert 1',
};
const ending: KeptAlert = {
  ...alert,
  id: '2',
  cause: `${alert.cause}:ended`,
  follows: 'alert 1',
  toldIn: 'alert 2',
};

const delivery: KeptDelivery = {
  messageId: '<delivery-1@tocsin.example>',
  tells: 'alert 1',
  recipient: addressOf(own),
  status: 'delivered',
  uncertain: 0,
};
const second: KeptDelivery = { ...delivery, messageId: '<delivery-2@tocsin.example>', tells: 'alert 2' };

const mail = { at: 50, to: addressOf(own), messageId: delivery.messageId, marks: [] };
const reading = {
  council: own,
  of: own,
  page: '/alerts/1',
  about: 'alert 1',
  began: 140,
  ended: 150,
  status: 200,
  marks: [markOf(own, 1), markOf(own, 2)],
};
const pair = { council: own, supplier: alert.supplier };

/** Two deeds, a petition and its dismissal, each told once, and a contract. */
const sound: History = {
  deeds: [deed, later],
  readings: [reading],
  mails: [mail, { ...mail, at: 90, messageId: second.messageId }],
  end: {
    deeds: [deed, later],
    alerts: [alert, ending],
    deliveries: [delivery, second],
    stuck: [],
    contracts: { 'ocds-h6vhtk-990001': 1 },
  },
  truth: { must: [pair], may: [pair], contracts: ['ocds-h6vhtk-990001'] },
};

type Change = Partial<Omit<History, 'end' | 'truth'>> & {
  readonly end?: Partial<History['end']>;
  readonly truth?: Partial<History['truth']>;
};

/** How many faults of each kind are found in the sound history once it is changed so. */
function found({ end, truth, ...rest }: Change): Partial<Record<keyof Judgement, number>> {
  const history = {
    ...sound,
    ...rest,
    end: { ...sound.end, ...end },
    truth: { ...sound.truth, ...truth },
  };
  return Object.fromEntries(
    Object.entries(judge(history)).flatMap(([kind, all]) => (all.length > 0 ? [[kind, all.length]] : [])),
  );
}

test('a history in which everything is kept, told and seen once and in order has no fault', () => {
  expect(found({})).toEqual({});
});

test('lost is what was acknowledged and is not kept', () => {
  expect(found({ end: { deeds: [later] } })).toEqual({ lost: 1 });
});

test('a deed whose answer was not heard may be kept or not, and never twice', () => {
  const deeds = [{ ...deed, answer: 'unknown' as const }, later];
  expect(found({ deeds })).toEqual({});
  expect(found({ deeds, end: { deeds: [later] } })).toEqual({});
  expect(found({ deeds, end: { deeds: [deed, deed, later] } })).toEqual({ duplicated: 1 });
});

test('acknowledged once and kept twice, or refused and kept, is more than was done', () => {
  expect(found({ end: { deeds: [deed, deed, later] } })).toEqual({ duplicated: 1 });
  expect(found({ deeds: [{ ...deed, answer: 'refused' }, later] })).toEqual({ duplicated: 1 });
});

test('of deeds without words it is counted how often each was acknowledged', () => {
  const wordless = { ...deed, kind: 'acknowledge' as const, mark: '' };
  const again = { ...wordless, began: 200, ended: 210 };
  const deeds = [deed, later, wordless, again];
  expect(found({ deeds, end: { deeds } })).toEqual({});
  expect(found({ deeds, end: { deeds: [deed, later, wordless] } })).toEqual({ lost: 1 });
});

test('lost is a mail that is said to be delivered and never came, and a delivery that was not made', () => {
  expect(found({ mails: sound.mails.slice(1) })).toEqual({ lost: 1 });
  const waiting = { ...delivery, status: 'temporary-failure' };
  expect(found({ end: { deliveries: [waiting, second] } })).toEqual({ lost: 1 });
});

test('lost is an insolvency that nobody was told of, that was sent to nobody, and a contract that is not kept', () => {
  expect(found({ truth: { must: [pair, { ...pair, supplier: '99000002' }] } })).toEqual({ lost: 1 });
  expect(found({ end: { alerts: [alert], deliveries: [] }, mails: [] })).toEqual({ lost: 1 });
  expect(found({ end: { alerts: [{ ...alert, isGathered: true }], deliveries: [] }, mails: [] })).toEqual({});
  expect(found({ end: { contracts: {} } })).toEqual({ lost: 1 });
});

test('lost is a message that is never handled, though all was healed', () => {
  expect(found({ end: { stuck: ['{"queue":"notify"}'] } })).toEqual({ lost: 1 });
});

test('a second copy of a mail is a fault unless it is counted as perhaps sent twice', () => {
  const mails = [...sound.mails, { ...mail, at: 95 }];
  expect(found({ mails })).toEqual({ duplicated: 1 });
  expect(found({ mails, end: { deliveries: [{ ...delivery, uncertain: 1 }, second] } })).toEqual({});
});

test('duplicated are two deliveries of an alert to one person, two alerts of a cause, and a contract kept twice', () => {
  const third = { ...delivery, messageId: '<delivery-3@tocsin.example>' };
  const mails = [...sound.mails, { ...mail, messageId: third.messageId }];
  expect(found({ mails, end: { deliveries: [delivery, second, third] } })).toEqual({ duplicated: 1 });
  expect(found({ end: { alerts: [alert, ending, { ...alert, id: '3' }] } })).toEqual({ duplicated: 1 });
  expect(found({ end: { contracts: { 'ocds-h6vhtk-990001': 2 } } })).toEqual({ duplicated: 1 });
});

test('a mail of no delivery, or to somebody else, is one too many', () => {
  expect(found({ mails: [...sound.mails, { ...mail, messageId: '<else@tocsin.example>' }] })).toEqual({
    duplicated: 1,
  });
  expect(found({ mails: [{ ...mail, to: addressOf(other) }, ...sound.mails.slice(1)] })).toEqual({
    duplicated: 1,
  });
});

test('leaked are words of another council on a page or in a mail, a page of another, and dealings of another', () => {
  const foreign = [markOf(other, 7)];
  const marks = [...reading.marks, ...foreign];
  expect(found({ readings: [{ ...reading, marks }] })).toEqual({ leaked: 1 });
  expect(found({ mails: [{ ...mail, marks: foreign }, ...sound.mails.slice(1)] })).toEqual({ leaked: 1 });
  const probe = { ...reading, of: other, about: null, marks: [] };
  expect(found({ readings: [probe] })).toEqual({ leaked: 1 });
  expect(found({ readings: [{ ...probe, status: 404 }] })).toEqual({});
  expect(found({ truth: { may: [] } })).toEqual({ leaked: 2 });
});

test('out of order are deeds that are kept the other way round than they were done', () => {
  expect(found({ end: { deeds: [later, deed] } })).toEqual({ outOfOrder: 1 });
  const atOnce = { ...later, began: 105 };
  expect(found({ deeds: [deed, atOnce], end: { deeds: [atOnce, deed] } })).toEqual({});
});

test('out of date is a page that does not show what was acknowledged before it was asked for', () => {
  expect(found({ readings: [{ ...reading, marks: [deed.mark] }] })).toEqual({ outOfOrder: 1 });
  expect(found({ readings: [{ ...reading, marks: [deed.mark], began: 125 }] })).toEqual({});
});

test('an outcome that is mailed before the thing itself is out of order', () => {
  const mails = [{ ...mail, at: 99 }, ...sound.mails.slice(1)];
  expect(found({ mails })).toEqual({ outOfOrder: 1 });
});
