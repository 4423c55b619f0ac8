import { eventDay } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { type Ended, endingSentence, endingTitle } from './ending-words.ts';

const none = { eventDay: eventDay(null), publishedOn: eventDay(null), seenAt: null };
const days = { ...none, eventDay: eventDay('2026-06-01') };
const ended: Ended = { family: 'administration', how: 'ended', days, evidence: [] };
const said = (change: Partial<Ended>, publisher: string | null = 'Companies House') =>
  endingSentence('Example Ltd', { ...ended, ...change }, publisher);
const REST = 'The company will cease to exist; this is told as information and carries no points.';

test.each<[Ended['how'], string, string]>([
  [
    'dismissed',
    'Administration dismissed',
    'The administration of Example Ltd was dismissed on 1 June 2026.',
  ],
  [
    'withdrawn',
    'Administration withdrawn',
    'The administration of Example Ltd was withdrawn on 1 June 2026.',
  ],
  [
    'discontinued',
    'Administration discontinued',
    'The administration of Example Ltd was discontinued on 1 June 2026.',
  ],
  ['ended', 'Administration ended', 'The administration of Example Ltd has ended on 1 June 2026.'],
  [
    'register-active',
    'Administration no longer shown on the register',
    'The administration of Example Ltd is over as far as the register tells: it shows the company as active on 1 June 2026.',
  ],
  [
    'dissolved',
    'Administration over: company dissolved',
    'The administration of Example Ltd is over: the company was dissolved on 1 June 2026.',
  ],
  [
    'restored',
    'Administration undone: company restored to the register',
    'Example Ltd was restored to the register after its dissolution on 1 June 2026.',
  ],
  [
    'never-published',
    'Administration left without a published outcome',
    'No outcome of the administration of Example Ltd was ever published, and the register shows the company as active. It no longer counts.',
  ],
  [
    'information',
    'Administration told as information from now on',
    `The proposal to strike Example Ltd off is its own: its directors asked for it on 1 June 2026. ${REST}`,
  ],
  [
    'taken-back',
    'Administration no longer said of this company',
    'The administration of Example Ltd is no longer said of it: the notice was taken back or corrected, or the name that it prints is no longer taken for this company.',
  ],
])('that a proceeding is %s is said as: %s', (how, title, sentence) => {
  expect(endingTitle({ family: 'administration', how })).toBe(title);
  expect(said({ how }, null)).toBe(sentence);
});

test('that a publisher has taken a notice back is said where it says so, and not where only the name means another', () => {
  const { evidence } = petitionFacts.assessment.formalEvents[0] ?? { evidence: [] };
  expect(said({ how: 'taken-back', evidence }, 'The Gazette')).toBe(
    'The administration of Example Ltd no longer stands on the public record: its publisher has taken the notice back or corrected it on 1 June 2026 (The Gazette).',
  );
});

test('the day is that of the end, else of its publication, else of our look, each with its publisher', () => {
  const published = { ...none, publishedOn: eventDay('2026-06-02') };
  const looked = { ...none, seenAt: '2026-06-03T10:00:00Z' };
  expect(said({})).toContain('has ended on 1 June 2026 (Companies House).');
  expect(said({ days: published })).toContain('has ended (Companies House, published on 2 June 2026).');
  expect(said({ days: published }, null)).toContain('has ended (published on 2 June 2026).');
  expect(said({ days: looked })).toContain('has ended (Companies House, seen on 3 June 2026).');
  expect(said({ days: looked }, null)).toContain('has ended (seen on 3 June 2026).');
  expect(said({ days: none })).toContain('has ended.');
});

test('what The Gazette has printed is said to stand there, whoever is asked', () => {
  const { evidence } = petitionFacts.assessment.formalEvents[0]!;
  expect(said({ evidence })).toContain('on 1 June 2026 (The Gazette).');
  const elsewhere = evidence.map((one) => ({ ...one, url: `https://example.org/?${one.url}` }));
  expect(said({ evidence: elsewhere })).toContain('(Companies House).');
});

test('a petition stands against its company, and says for when it was listed', () => {
  const life = { from: '2026-05-20', hearingOn: '2026-05-20', steps: [], lookedOn: null, active: false };
  expect(said({ family: 'winding-up-petition', how: 'never-published', life })).toBe(
    'No outcome of the winding-up petition against Example Ltd, listed for hearing on 20 May 2026, was ever published, and the register shows the company as active. It no longer counts.',
  );
  expect(
    said({ family: 'winding-up-petition', how: 'never-published', life: { ...life, hearingOn: null } }),
  ).toContain('Example Ltd was ever published');
});

test('a company that left the register is shown again; a kind that we do not know is a proceeding', () => {
  expect(said({ family: 'left-register', how: 'restored' }, null)).toBe(
    'Example Ltd is shown on the register again on 1 June 2026.',
  );
  expect(endingTitle({ family: 'a-procedure-of-2031', how: 'ended' })).toBe('Proceeding ended');
});
