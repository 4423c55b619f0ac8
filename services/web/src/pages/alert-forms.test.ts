import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { adjournmentOf } from './alert-forms.ts';

const on = (day: string) => () => adjournmentOf({ on: day, evidence: 'The court list' }, '2026-11-29');

test.each(['29/11/2025', '1 January 2027', '2028-11-29'])('a new hearing may be on %s', (day) => {
  expect(on(day)).not.toThrow();
});

test.each(['28/11/2025', '30/11/2028', '31/12/9999', '1 Jan 1900', '1/1/2500', 'soon'])(
  'a new hearing on %s is none that a calendar could show',
  (day) => {
    expect(on(day)).toThrow(Refusal);
  },
);
