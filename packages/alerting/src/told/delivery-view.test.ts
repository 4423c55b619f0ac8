import { expect, test } from 'vitest';
import { TO_A_LEAVER, viewOfDelivery, type DeliveryState } from './delivery-view.ts';

const failed: DeliveryState = {
  channel: 'smtp',
  recipient: 'officer@council.example',
  status: 'temporary-failure',
  tries: 3,
  uncertain: 0,
  lastError: '450 later',
  updatedAt: '2026-11-20T09:00:00Z',
  nextTryAt: '2026-11-20T10:00:00Z',
  giveUpAt: '2026-11-23T12:00:00Z',
  isBeingSent: false,
};
const standing = (change: Partial<DeliveryState>) => viewOfDelivery({ ...failed, ...change }).standing;

test('another try is promised only where one is planned, with its time and the end of all tries', () => {
  expect(standing({})).toMatch(/tried again by .*20 November 2026.*until .*23 November 2026/);
  expect(standing({ nextTryAt: null })).toBe('Not delivered yet, and no time is set for another try');
  for (const status of ['technical-failure', 'permanent-failure', 'delivered', 'sending'] as const)
    expect(standing({ status })).not.toContain('tried again');
});

test('a mail that was not sent because its reader has left says so, and not that her address failed', () => {
  const ended = { status: 'permanent-failure', nextTryAt: null } as const;
  expect(standing(ended)).toContain('the address does not accept messages');
  expect(standing({ ...ended, lastError: TO_A_LEAVER })).toBe(
    'Not sent: whoever it was for no longer acts for the council',
  );
});

test('what is being sent is not promised for later', () => {
  expect(standing({ isBeingSent: true, nextTryAt: null })).toBe('Being sent');
  expect(standing({ status: 'created', tries: 0, nextTryAt: null })).toBe('Waiting to be sent');
});

test('a sending whose end nobody heard is said, delivered or not', () => {
  expect(standing({ uncertain: 1 })).toContain('It may have been sent');
  expect(standing({ status: 'delivered', uncertain: 1 })).toContain('may have arrived more than once');
});
