import { expect, test } from 'vitest';
import { isMailWay, isPostedWay, MailWay, mailWays, PostedWay, postedWays, USUAL_MAIL_WAY } from './ways.ts';

test('a way either reaches a mailbox or posts to an address that somebody has named, and another is neither', () => {
  for (const way of MailWay.options) expect([isMailWay(way), isPostedWay(way)]).toEqual([true, false]);
  for (const way of PostedWay.options) expect([isMailWay(way), isPostedWay(way)]).toEqual([false, true]);
  for (const other of ['fax', 'toString', ''])
    expect([isMailWay(other), isPostedWay(other)]).toEqual([false, false]);
  expect(isMailWay(USUAL_MAIL_WAY)).toBe(true);
});

test('people read each way by a name of its own', () => {
  const called = [...Object.values(mailWays), ...Object.values(postedWays)].map((way) => way.called);
  expect(new Set(called).size).toBe(called.length);
  expect(new Set(Object.values(postedWays).map(({ place }) => place)).size).toBe(PostedWay.options.length);
});
