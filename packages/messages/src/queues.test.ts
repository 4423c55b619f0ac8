import { describe, expect, test } from 'vitest';
import { isQueueName, parseMessage, queueNames, queues, type QueueName } from './queues.ts';
import { isReasonCode, reasonCodeWords, wordsOfReason } from './reasons.ts';

describe('a message', () => {
  test.each<[QueueName, unknown]>([
    ['ingest', { v: 1, sourceId: 'gazette-insolvency' }],
    ['ingest', { v: 1, remove: 'sample' }],
    ['match', { v: 1, of: 'mentions', mentionIds: ['1'], asOf: '2026-11-01' }],
    ['match', { v: 1, of: 'register', uploadId: '7' }],
    ['match', { v: 1, of: 'register', uploadId: '7', from: { step: 'named', after: '12' } }],
    ['score', { v: 2, supplierIds: ['1', '2'], asOf: null }],
    ['notify', { v: 2, assessmentIds: ['1'] }],
    ['deliver', { v: 2, deliveryIds: ['1'] }],
  ])('of queue %s is read as it was written: %o', (queue, message) => {
    expect(parseMessage(queue, message)).toEqual(message);
  });

  test.each<[QueueName, unknown, unknown]>([
    [
      'score',
      { v: 1, supplierId: '1', asOf: '2026-11-01' },
      { v: 2, supplierIds: ['1'], asOf: '2026-11-01' },
    ],
    ['notify', { v: 1, assessmentId: '1' }, { v: 2, assessmentIds: ['1'] }],
    ['deliver', { v: 1, deliveryId: '1' }, { v: 2, deliveryIds: ['1'] }],
  ])('that release 0.1.0 wrote to %s means the same of one', (queue, old, message) => {
    expect(parseMessage(queue, old)).toEqual(message);
  });

  const ids = (n: number) => Array.from({ length: n }, (_, at) => String(at));

  test.each<[string, QueueName, unknown]>([
    ['no source', 'ingest', { v: 1, sourceId: '' }],
    ['no ids', 'match', { v: 1, of: 'mentions', mentionIds: [], asOf: null }],
    ['over 500 mentions', 'match', { v: 1, of: 'mentions', mentionIds: ids(501), asOf: null }],
    ['a name for an id', 'match', { v: 1, of: 'mentions', mentionIds: ['Example Ltd'], asOf: null }],
    ['a number with more behind it', 'match', { v: 1, of: 'register', uploadId: '7a' }],
    ['a number with more before it', 'match', { v: 1, of: 'register', uploadId: 'a7' }],
    ['no day', 'score', { v: 2, supplierIds: ['1'] }],
    ['over 500 suppliers', 'score', { v: 2, supplierIds: ids(501), asOf: null }],
    ['no suppliers', 'score', { v: 2, supplierIds: [], asOf: null }],
    ['over 500 assessments', 'notify', { v: 2, assessmentIds: ids(501) }],
    ['no assessments', 'notify', { v: 2, assessmentIds: [] }],
    ['over 100 deliveries', 'deliver', { v: 2, deliveryIds: ids(101) }],
    ['no deliveries', 'deliver', { v: 2, deliveryIds: [] }],
    ['another version', 'deliver', { v: 3, deliveryIds: ['1'] }],
  ])('with %s breaks the schema of its queue', (_, queue, message) => {
    expect(() => parseMessage(queue, message)).toThrow();
  });

  test('may hold as many ids as its queue allows', () => {
    expect(parseMessage('score', { v: 2, supplierIds: ids(500), asOf: null })).toBeTruthy();
    expect(parseMessage('match', { v: 1, of: 'mentions', mentionIds: ids(500), asOf: null })).toBeTruthy();
    expect(parseMessage('notify', { v: 2, assessmentIds: ids(500) })).toBeTruthy();
    expect(parseMessage('deliver', { v: 2, deliveryIds: ids(100) })).toBeTruthy();
  });
});

test('the queues are five, and nothing else is the name of one', () => {
  expect(queueNames).toEqual(['ingest', 'match', 'score', 'notify', 'deliver']);
  expect(isQueueName('match')).toBe(true);
  for (const other of ['', 'Match', 'toString']) expect(isQueueName(other)).toBe(false);
});

test('a message is tried again before it is put aside, later each time, and several are handled at once', () => {
  for (const { attempts, backoffMs, concurrency } of Object.values(queues))
    expect([attempts > 1, backoffMs >= 1_000, concurrency > 1]).toEqual([true, true, true]);
});

test('why a message was put aside is said in words, and a code of another version as it is', () => {
  for (const [code, words] of Object.entries(reasonCodeWords)) {
    expect(isReasonCode(code)).toBe(true);
    expect(wordsOfReason(code)).toBe(words);
    expect(words).toMatch(/^[A-Z].+\.$/);
  }
  for (const other of ['a-code-of-2031', 'toString']) {
    expect(isReasonCode(other)).toBe(false);
    expect(wordsOfReason(other)).toBe(other);
  }
});
