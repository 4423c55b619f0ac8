import { Cause } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { formalPlaybooks, noOutcomePlaybook } from '../playbooks/formal-playbooks.ts';
import { playbookOf } from '../playbooks/playbooks.ts';
import { stepsFor } from '../playbooks/playbook-steps.ts';
import { hearingWords, playbookOfAlert } from './news-blocks.ts';

const of = (kind: 'formal' | 'ended' | 'no-outcome' | 'information' | 'paid-while-inactive', cause: string) =>
  playbookOfAlert({
    ...petitionFacts,
    alert: { ...petitionFacts.alert, kind, cause: Cause.parse(cause) },
  });
const { cause } = petitionFacts.alert;

test('what to do about an alert goes by what it tells, and there is nothing to do about an end', () => {
  expect(of('formal', cause)).toEqual(stepsFor(formalPlaybooks['winding-up-petition']!, true));
  expect(of('formal', 'formal:administration:1')).toEqual(stepsFor(playbookOf('formal', null), true));
  expect(of('no-outcome', `${cause}:no-outcome:2026-05-20`)).toEqual(stepsFor(noOutcomePlaybook, true));
  expect(of('information', 'information:voluntary-strike-off')).toEqual(
    stepsFor(playbookOf('information', 'voluntary-strike-off'), true),
  );
  expect(of('paid-while-inactive', 'paid-while-inactive:dissolved:1')).toEqual(
    stepsFor(playbookOf('paid-while-inactive', 'dissolved'), true),
  );
  expect(of('ended', `${cause}:ended`)).toBeNull();
});

test.each([
  ['2026-05-18', '20 May 2026 (2 days left)'],
  ['2026-05-19', '20 May 2026 (1 day left)'],
  ['2026-05-20', '20 May 2026 (today)'],
  ['2026-05-21', '20 May 2026 (this day has passed)'],
])('on %s a page says of a hearing: %s', (today, words) => {
  expect(hearingWords('2026-05-20', today)).toBe(words);
});
